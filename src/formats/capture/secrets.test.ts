import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretRanges, typedRange } from './secrets.ts'

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const said = (text: string) =>
  secretRanges(bytes(text), 0, text.length).map(({ offset, length }) => text.slice(offset, offset + length))

describe('secrets in clear', () => {
  test.each([
    ['the password of FTP and POP3', 'USER anna\r\nPASS s3cret\r\n', ['s3cret']],
    [
      'HTTP Basic authentication, in any case',
      'GET / HTTP/1.1\r\nauthorization: Basic YWRtaW46eA==\r\nHost: x\r\n',
      ['YWRtaW46eA=='],
    ],
    [
      'a token and a cookie of HTTP',
      'GET / HTTP/1.1\r\nAuthorization: Bearer t0k\r\nCookie: sid=1\r\n\r\n',
      ['t0k', 'sid=1'],
    ],
    ['a password in a form', 'POST / HTTP/1.1\r\n\r\nuser=anna&password=s3cret&go=1', ['s3cret']],
    ['a password in an object', '{"user":"anna","password":"s3cret"}', ['s3cret']],
    ['the log-on of mail', 'AUTH PLAIN AGFubmEAeA==\r\n', ['AGFubmEAeA==']],
    // RFC 4511 §4.2: a simple bind of "cn=a" with "s3".
    ['the simple bind of LDAP', '\x30\x12\x02\x01\x01\x60\x0d\x02\x01\x03\x04\x04cn=a\x80\x02s3', ['s3']],
    [
      'not the cookie of a remote desktop, which is a name',
      '\x03\x00\x00\x1a\x15\xe0\x00\x00\x00\x00\x00Cookie: mstshash=a\r\n',
      [],
    ],
    ['not a word that begins alike', 'we pass by\r\n', []],
    // RFC 1157 message: version 0, community "public", GetRequest.
    ['the community string of SNMP', '\x30\x29\x02\x01\x00\x04\x06public\xa0\x1c', ['public']],
    // Layouts: packet-s7comm.c of Wireshark; SLMP reference manual, §7; Beckhoff's Add Route.
    [
      'the password of an S7 processor',
      '\x03\x00\x00\x25\x02\xf0\x80\x32\x07\x00\x00\x01\x00\x00\x08\x00\x0c\x00\x01\x12\x04\x11\x45\x01\x00\xff\x09\x00\x08scramble',
      ['scramble'],
    ],
    [
      'the remote password of a MELSEC controller',
      'P\x00\x00\xff\xff\x03\x00\x0c\x00\x10\x00\x30\x16\x00\x00\x04\x001234',
      ['1234'],
    ],
    [
      'the password with which a route to TwinCAT is added',
      '\x03\x66\x14\x71\x00\x00\x00\x00\x06\x00\x00\x00\x05\x0d\x75\x60\x01\x01\x10\x27\x02\x00\x00\x00' +
        '\x0d\x00\x02\x00A\x00\x02\x00\x02\x001\x00',
      ['1\x00'],
    ],
    // Seen: roc_plus_tcp (ICSNPP).
    ['the password of a ROC', '\x01\x02\x03\x04\x11\x06OP1\x124\x01\x41\xbc', ['\x124\x01']],
    ['not SNMP v3, which has none', '\x30\x29\x02\x01\x03\x30\x06public', []],
  ])('%s', (_, text, wanted) => expect(said(text)).toEqual(wanted))

  test('what is typed into a Telnet session is hidden, what the server says is not', () => {
    const layers = (port: string) => [
      { name: 'TCP', from: 34, to: 54, fields: [{ name: 'Destination port', value: port, from: 36, to: 38 }] },
    ]
    expect(typedRange(layers('23'), 55)).toEqual({ offset: 54, length: 1 })
    expect(typedRange(layers('40000'), 55)).toBeNull()
  })

  test('any bytes are read without an exception, within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const found = secretRanges(random, 0, random.length)
        expect(found.length).toBeLessThanOrEqual(16)
        for (const { offset, length } of found) expect(offset + length).toBeLessThanOrEqual(random.length)
      }),
    )
  })
})
