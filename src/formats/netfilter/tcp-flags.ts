import { type Condition, packetCondition } from './match.ts'

/** Bits of the flags of TCP (RFC 9293, 3.1). */
export const tcpFlags: Readonly<Record<string, number>> = {
  fin: 1,
  syn: 2,
  rst: 4,
  psh: 8,
  ack: 16,
  urg: 32,
  ecn: 64,
  cwr: 128,
}

/** What the packets of a conversation carry once it has begun: all acknowledge, but for some that reset (RFC 9293, 3.10). */
const later = [0b10010, 0b10000, 0b11000, 0b10001, 0b11001, 0b10100, 0b00100]
/** URG may come with data; the bits of ECN with any (RFC 3168). */
const besides = [0, 32]

/** A conversation of TCP begins with a packet of which SYN alone is set. `holds` says whether flags meet the condition. */
export function tcpFlagCondition(holds: (bits: number) => boolean): Condition {
  const said = new Set(later.flatMap((bits) => besides.map((more) => holds(bits | more))))
  const services = [{ protocols: [6, 6], sourcePorts: null, targetPorts: null, icmpTypes: null }]
  return packetCondition(holds(tcpFlags.syn!), said.size > 1 ? null : said.has(true), 'the flags of TCP', { services })
}
