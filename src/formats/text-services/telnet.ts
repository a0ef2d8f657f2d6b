import { text } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { callOf, nothing } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'

/** Interpret as command, then WILL, WON'T, DO, DON'T or a subnegotiation up to its end: RFC 854. */
const [iac, subEnd, sub, will, dont] = [0xff, 0xf0, 0xfa, 0xfb, 0xfe]
const controls = new Set([0, 7, 8, 9, 0x0a, 0x0d, 0x1b])
const session = wireFunction('session', 'Session', 'other')
const amid = callOf(session)
/** The greeting stands in the first packets of the server; what is typed later is nobody's identity. */
const mostPackets = 12
const longestGreeting = 400

const isNegotiation = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 3 && bytes[start] === iac && bytes[start + 1]! >= will && bytes[start + 1]! <= dont

/** Letters, line ends and the few controls of a terminal. */
function isTyped(bytes: Uint8Array, start: number, end: number): boolean {
  const last = Math.min(end, start + 64)
  for (let at = start; at < last; at++) {
    const octet = bytes[at]!
    if (octet < 0x20 ? !controls.has(octet) : octet > 0x7e) return false
  }
  return end > start
}

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
  let hasBegun = false
  return {
    read(bytes, start, end, toServer) {
      packets++
      // Both sides agree on options first: without that it is amid a session, and a text is no greeting.
      if (isNegotiation(bytes, start, end)) hasBegun = true
      if (!hasBegun && packets === 1) return amid.event
      // Before the log-in the server speaks; behind it are passwords.
      if (!hasBegun || toServer || hasTold || packets > mostPackets) return nothing
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
  recognises: (bytes, start, end) => isNegotiation(bytes, start, end) || isTyped(bytes, start, end),
  lengthAt: (_, start, end) => end - start,
  session: open,
}
