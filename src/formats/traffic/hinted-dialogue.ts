import { be16, be32, fromText, join } from '../octets.ts'
import type { DescribedHost, HintedProtocol } from './described.ts'
import { ask, type Dialogue, reply, type Word } from './dialogue.ts'
import { below, type Random } from './random.ts'

/** Usual ports, and whether they are datagrams. */
export const hints: Readonly<Record<HintedProtocol, { port: number; datagrams: boolean }>> = {
  http: { port: 80, datagrams: false },
  tls: { port: 443, datagrams: false },
  smb: { port: 445, datagrams: false },
  rdp: { port: 3389, datagrams: false },
  ssh: { port: 22, datagrams: false },
  tcp: { port: 5450, datagrams: false },
  dns: { port: 53, datagrams: true },
  ntp: { port: 123, datagrams: true },
  syslog: { port: 514, datagrams: true },
  udp: { port: 4000, datagrams: true },
}

/** SMB2 (MS-SMB2, 2.2): negotiate with dialect 2.1, and echo. */
const negotiate = join([36, 0, 1, 0, 1, 0, 0, 0], new Uint8Array(28), [0x10, 0x02])
const negotiated = join([65, 0, 1, 0, 0x10, 0x02, 0, 0], new Uint8Array(48), [0x80, 0, 0, 0, 0, 0, 0, 0])
const echo = Uint8Array.of(4, 0, 0, 0)

function smb(command: number, isReply: boolean, body: Uint8Array): Uint8Array {
  const head = join([0xfe], fromText('SMB'), [64, 0], new Uint8Array(6), [command, 0, 1, 0, isReply ? 1 : 0])
  const message = join(head, new Uint8Array(64 - head.length), body)
  return join([0], be32(message.length).slice(1), message)
}

/** A believable exchange of the protocol: enough that an analyser names it, not more. */
export function hintedDialogue(protocol: HintedProtocol, server: DescribedHost, random: Random): Dialogue {
  const noise = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => 1 + below(random, 126))
  const record = (type: number, content: Uint8Array): Uint8Array => join([type, 3, 3], be16(content.length), content)

  const greeting = (): Word[] => {
    switch (protocol) {
      case 'tls':
        return [
          ask(record(22, join([1, 0, 0, 43, 3, 3], noise(32), [0, 0, 4, 0xc0, 0x2f, 0x13, 0x01, 1, 0]))),
          reply(record(22, join([2, 0, 0, 38, 3, 3], noise(32), [0, 0xc0, 0x2f, 0]))),
        ]
      case 'smb':
        return [ask(smb(0, false, negotiate)), reply(smb(0, true, negotiated))]
      case 'rdp': {
        const request = join([3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0])
        const confirm = join([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 2, 0, 0, 0])
        return [ask(request), reply(confirm)]
      }
      case 'ssh':
        return [ask(fromText('SSH-2.0-OpenSSH_9.6\r\n')), reply(fromText('SSH-2.0-OpenSSH_9.2p1\r\n'))]
      default:
        return []
    }
  }

  const exchange = (): Word[] => {
    switch (protocol) {
      case 'http':
        return [
          ask(fromText(`GET / HTTP/1.1\r\nHost: ${server.ip}\r\nUser-Agent: Mozilla/5.0\r\n\r\n`)),
          reply(fromText('HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 2\r\n\r\nOK')),
        ]
      case 'tls':
      case 'rdp':
        return [ask(record(23, noise(60 + below(random, 80)))), reply(record(23, noise(120 + below(random, 400))))]
      case 'smb':
        return [ask(smb(13, false, echo)), reply(smb(13, true, echo))]
      case 'dns': {
        const id = be16(below(random, 65536))
        const label = fromText(server.key.replace(/[^a-z0-9-]/gi, '').slice(0, 60) || 'host')
        const question = join([label.length], label, [5], fromText('local'), [0, 0, 1, 0, 1])
        const answer = join([0xc0, 12, 0, 1, 0, 1], be32(300), [0, 4, 10, 0, 0, 1])
        return [
          ask(join(id, [1, 0, 0, 1, 0, 0, 0, 0, 0, 0], question)),
          reply(join(id, [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], question, answer)),
        ]
      }
      case 'ntp':
        return [
          ask(join([0x23, 0, 6, 0xec], new Uint8Array(36), noise(8))),
          reply(join([0x24, 2, 6, 0xec], new Uint8Array(12), noise(32))),
        ]
      case 'syslog':
        return [ask(fromText(`<134>1 - ${server.key} rung - - - link up`))]
      default:
        // A first octet that no known protocol begins with.
        return [ask(join([0x01], noise(40 + below(random, 60)))), reply(join([0x01], noise(60 + below(random, 200))))]
    }
  }

  return { greeting, act: exchange }
}
