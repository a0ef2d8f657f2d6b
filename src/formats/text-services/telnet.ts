import { text } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { nothing } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'

/** Interpret as command, then WILL, WON'T, DO, DON'T or a subnegotiation up to its end: RFC 854. */
const [iac, subEnd, sub, will, dont] = [0xff, 0xf0, 0xfa, 0xfb, 0xfe]
const session = wireFunction('session', 'Session', 'other')
/** The greeting stands in the first packets of the server; what is typed later is nobody's identity. */
const mostPackets = 12
const longestGreeting = 400

/** The text of a segment, without commands. */
function plain(bytes: Uint8Array, start: number, end: number): string {
  let said = ''
  let from = start
  for (let at = start; at < end && said.length < longestGreeting; ) {
    if (bytes[at] !== iac) {
      at++
      continue
    }
    said += text(bytes, from, at)
    if (bytes[at + 1] === sub) {
      while (at < end && !(bytes[at] === iac && bytes[at + 1] === subEnd)) at++
      at += 2
    } else at += bytes[at + 1]! >= will ? 3 : 2
    from = at
  }
  return from < end ? `${said}${lines(bytes, from, end)}` : said
}

const lines = (bytes: Uint8Array, from: number, end: number): string => {
  const parts: string[] = []
  for (let at = from; at < end && parts.length < 16; ) {
    const next = bytes.indexOf(0x0a, at)
    const stop = next < 0 || next > end ? end : next
    const line = text(bytes, at, stop)
    if (line !== '') parts.push(line)
    at = stop + 1
  }
  return parts.join(' ')
}

function open(): ProtocolSession {
  let packets = 0
  let hasTold = false
  return {
    read(bytes, start, end, toServer) {
      packets++
      // Before the log-in the server speaks; behind it are passwords.
      if (toServer || hasTold || packets > mostPackets) return nothing
      const said = plain(bytes, start, end).trim()
      if (said.length < 3) return nothing
      hasTold = true
      const facts: IdentityFact[] = []
      say(facts, 'banner', said.slice(0, longestGreeting))
      return telling('response', session, facts)
    },
  }
}

/** Telnet: the greeting of the server. Everything in it is in clear, which is the finding. */
export const telnet: Protocol = {
  name: 'telnet',
  transports: ['tcp'],
  ports: [23],
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    end - start >= 3 && bytes[start] === iac && bytes[start + 1]! >= will && bytes[start + 1]! <= dont,
  lengthAt: (_, start, end) => end - start,
  session: open,
}
