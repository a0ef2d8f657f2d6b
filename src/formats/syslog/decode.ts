import { text } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { callOf, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'

const call = callOf(wireFunction('message', 'Message', 'other'))
/** `<134>`: priority of up to three digits; then, in RFC 5424, version, time, host, program; in RFC 3164 time, host, program. */
const modern = /^<\d{1,3}>1 \S+ (\S{1,255}) (\S{1,48}) /
const older = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S{1,255}) ([^\s:[]{1,48})[:[]/
/** So many messages are looked at: relays send those of many hosts, a host always the same. */
const mostRead = 64

function priorityEnd(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x3c) return -1
  let at = start + 1
  while (at < end && at - start < 5 && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++
  return at > start + 1 && bytes[at] === 0x3e ? at + 1 : -1
}

function open(): ProtocolSession {
  let messages = 0
  return {
    read(bytes, start, end) {
      if (++messages > mostRead) return call.event
      const said = text(bytes, start, Math.min(end, start + 400))
      const [, host = '', program = ''] = modern.exec(said) ?? older.exec(said) ?? []
      const facts: IdentityFact[] = []
      // A relay passes on what others say: the host in it need not be the sender.
      if (host !== '-') say(facts, 'syslogHost', host)
      if (program !== '-') say(facts, 'program', program)
      return withIdentity(call.event, facts)
    },
  }
}

/** Syslog: which programs of which hosts log where. */
export const syslog: Protocol = {
  name: 'syslog',
  transports: ['udp'],
  ports: [514],
  onlyOnPorts: true,
  recognises: (bytes, start, end) => priorityEnd(bytes, start, end) > 0,
  lengthAt: (_, start, end) => end - start,
  session: open,
}
