import { addressOf } from './addresses.ts'
import type { Diagram } from './diagram.ts'
import { firstClientPort, icmpV4, icmpV6, type Packet, packetOf } from './packet.ts'
import { bitsOf, levels, type PacketSpace } from './packet-space.ts'

/** A conversation that was seen; its `id` leads to its first packet. */
export interface ObservedTalk {
  readonly id: string
  /** As in a conversation: an IP address, `ip#unit`; what has none never reaches a packet filter. */
  readonly client: string
  readonly server: string
  readonly transport: 'tcp' | 'udp' | 'sctp' | 'ip' | 'eth'
  readonly port: number | null
  /** Our wire name (`icmp`), asked only where there is no port. */
  readonly protocol: string | null
  /** Null: the source cannot tell. */
  readonly answered: boolean | null
}

const ported = { tcp: 6, udp: 17, sctp: 132 } as const
/** Of those that have no ports, by our wire names (IANA). */
const portless: Readonly<Record<string, number>> = { icmp: 1, igmp: 2, gre: 47, esp: 50, ah: 51, icmpv6: 58, ospf: 89 }

/** Its first packet, as far as it is known: null where no filter would see it, or nobody knows what was spoken. */
export function firstPacket({ client, server, transport, port, protocol }: ObservedTalk): Packet | null {
  if (transport === 'eth') return null
  const number = transport === 'ip' ? portless[protocol ?? ''] : ported[transport]
  if (number === undefined || (transport !== 'ip' && port === null)) return null
  const [from, to] = [client, server].map((end) => end.split('#', 1)[0]!) as [string, string]
  return addressOf(from) === null ? null : packetOf(from, to, number, { targetPort: port ?? 0 })
}

/**
 * Where packets lead of which the client's port (and the type of an ICMP message) is not known: several leaves where a rule
 * asks for it. Of UDP the client's port may also be the server's (NTP, IKE).
 */
export function leavesOf({ diagrams, cuts }: PacketSpace, diagram: Diagram, packet: Packet): number[] {
  const bit = bitsOf(cuts, packet)
  const isIcmp = packet.protocol === icmpV4 || packet.protocol === icmpV6
  const unknownFrom = isIcmp ? levels.targetPort : levels.sourcePort
  let at = diagram
  while (at >= 0 && diagrams.levelOf(at) < unknownFrom) {
    at = bit(diagrams.levelOf(at)) ? diagrams.highOf(at) : diagrams.lowOf(at)
  }
  if (at < 0) return [~at]
  const ports = isIcmp ? cuts.targetPort.starts : cuts.sourcePort.starts.filter((port) => port >= firstClientPort)
  const all = packet.protocol === 17 ? [...ports, packet.targetPort] : ports
  return [
    ...new Set(
      all.map((port) => end(at, bitsOf(cuts, isIcmp ? { ...packet, icmp: port } : { ...packet, sourcePort: port }))),
    ),
  ]

  function end(from: Diagram, own: (level: number) => boolean): number {
    let found = from
    while (found >= 0) found = own(diagrams.levelOf(found)) ? diagrams.highOf(found) : diagrams.lowOf(found)
    return ~found
  }
}
