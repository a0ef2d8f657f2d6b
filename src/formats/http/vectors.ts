import type { WireVector } from '../wire-vector.ts'

const get = '>> GET /index.htm HTTP/1.1\r\nHost: 192.168.0.55\r\nUser-Agent: Mozilla/5.0\r\n\r\n'

export const httpVectors: readonly WireVector[] = [
  {
    title: 'a request tells the browser, and what the server is called',
    source: 'RFC 9110 §7.2, §10.1.5',
    exchange: [get],
    says: 'request GET read',
    function: 'GET',
    identity: [
      ['host', '192.168.0.55', 'peer'],
      ['userAgent', 'Mozilla/5.0'],
    ],
  },
  {
    title: 'an answer tells the server, and the title of its page',
    source: 'RFC 9110 §10.2.4',
    exchange: [
      get,
      '<< HTTP/1.1 200 OK\r\nserver: GoAhead-Webs\r\nContent-Type: text/html\r\nContent-Length: 41\r\n\r\n<html><title>SCALANCE X208</title></html>',
    ],
    says: 'response GET read',
    function: 'GET',
    identity: [
      ['server', 'GoAhead-Webs'],
      ['title', 'SCALANCE X208'],
    ],
  },
  {
    title: 'a refusal tells the realm',
    source: 'RFC 9110 §11.6.1',
    exchange: [
      get,
      '<< HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="PLC 7"\r\nContent-Length: 0\r\n\r\n',
    ],
    says: 'response GET read !',
    function: 'GET',
    identity: [['realm', 'PLC 7']],
  },
  {
    title: 'a password of Basic authentication is told by nobody',
    source: 'RFC 7617',
    exchange: ['>> PUT /conf HTTP/1.1\r\nAuthorization: Basic YWRtaW46eA==\r\n\r\n'],
    says: 'request PUT write',
    function: 'PUT',
  },
  {
    title: 'NTLM inside of HTTP names the computer',
    source: 'MS-NTHT §2.2; MS-NLMP §2.2.1.1: domain LAB, workstation HMI01, Windows 6.1',
    exchange: [
      '>> GET / HTTP/1.1\r\nAuthorization: NTLM TlRMTVNTUAABAAAABzIAAgMAAwAtAAAABQAFACgAAAAGAbEdAAAAD0hNSTAxTEFC\r\n\r\n',
    ],
    says: 'request GET read',
    function: 'GET',
    identity: [
      ['domain', 'LAB'],
      ['name', 'HMI01'],
      ['os', 'Windows NT 6.1 (build 7601)'],
    ],
  },
]

export const notHttp: readonly (readonly [why: string, text: string])[] = [
  ['RTSP', 'OPTIONS rtsp://x RTSP/1.0\r\n\r\n'],
  ['SIP', 'OPTIONS sip:x SIP/2.0\r\n\r\n'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a word that begins alike', 'GETTING THERE\r\n'],
]
