import type { Cuts, Pieces } from './cuts.ts'
import type { Diagram } from './diagram.ts'
import { type Address, hasPorts, type Packet } from './packet.ts'
import { follow, levels, type PacketSpace } from './packet-space.ts'

/** For every leaf of a diagram one packet that leads there. Interfaces must be decided already. */
export function witnesses({ diagrams, cuts }: PacketSpace, diagram: Diagram): Map<number, Packet> {
  const found = new Map<number, Packet>()
  const seen = new Uint8Array(diagrams.nodes())
  const bits = new Uint8Array(levels.end)
  const visit = (at: Diagram): void => {
    if (at < 0) {
      if (!found.has(~at)) found.set(~at, packetAt(cuts, bits))
      return
    }
    if (seen[at] === 1) return
    seen[at] = 1
    const level = diagrams.levelOf(at)
    visit(diagrams.lowOf(at))
    bits[level] = 1
    visit(diagrams.highOf(at))
    bits[level] = 0
  }
  visit(diagram)
  return found
}

function packetAt(cuts: Cuts, bits: Uint8Array): Packet {
  const number = <T extends number | bigint>(first: number, pieces: Pieces<T>): T => {
    let piece = 0
    for (let i = 0; i < pieces.bits; i++) piece = piece * 2 + bits[first + i]!
    return pieces.starts[Math.min(piece, pieces.starts.length - 1)]!
  }
  const address = (first: number): Address =>
    bits[levels.family] === 0 ? { v4: number(first, cuts.v4) } : { v6: number(first, cuts.v6) }
  const protocol = number(levels.protocol, cuts.protocol)
  const port = number(levels.targetPort, cuts.targetPort)
  return {
    source: address(levels.source),
    target: address(levels.target),
    protocol,
    sourcePort: hasPorts(protocol) ? number(levels.sourcePort, cuts.sourcePort) : 0,
    targetPort: hasPorts(protocol) ? port : 0,
    icmp: protocol === 1 || protocol === 58 ? port : 0,
  }
}

/** Ports on which a reader recognises what is meant: remote access, files, databases, the web, controllers. */
const tellingPorts = [3389, 445, 22, 443, 502, 102, 44818, 4840, 1433, 80, 20000, 23, 53, 123, 161]
const clientPort = 49_200

/**
 * The same case in an everyday packet: hosts that exist before hosts that might, no network addresses, ports that mean
 * something. Each change is kept only where the packet still leads to the same leaf.
 */
export function everyday(
  space: PacketSpace,
  diagram: Diagram,
  packet: Packet,
  hosts: { readonly sources: readonly Address[]; readonly targets: readonly Address[] },
): Packet {
  const meant = follow(space, diagram, packet)
  const better = (current: Packet, candidates: readonly Partial<Packet>[]): Packet => {
    for (const candidate of candidates) {
      const other = { ...current, ...candidate }
      if ('v4' in other.source === 'v4' in other.target && follow(space, diagram, other) === meant) return other
    }
    return current
  }
  const addresses = (known: readonly Address[], own: Address): readonly Address[] => [
    ...known,
    ...('v4' in own ? [10, 1, 2].map((host) => ({ v4: own.v4 - (own.v4 % 256) + host })) : [{ v6: own.v6 + 0x10n }]),
  ]
  let best = packet
  if (!hasPorts(best.protocol)) {
    const tcp = tellingPorts.map((targetPort) => ({ protocol: 6, targetPort, sourcePort: clientPort, icmp: 0 }))
    const udp = [161, 53, 123].map((targetPort) => ({ protocol: 17, targetPort, sourcePort: clientPort, icmp: 0 }))
    const echo = {
      protocol: 'v4' in best.source ? 1 : 58,
      targetPort: 0,
      sourcePort: 0,
      icmp: 'v4' in best.source ? 0x0800 : 0x8000,
    }
    best = better(best, [...tcp, ...udp, echo])
  }
  if (hasPorts(best.protocol)) {
    best = better(
      best,
      tellingPorts.map((targetPort) => ({ targetPort })),
    )
    best = better(best, [{ sourcePort: clientPort }])
  }
  best = better(
    best,
    addresses(hosts.sources, best.source).map((source) => ({ source })),
  )
  return better(
    best,
    addresses(hosts.targets, best.target).map((target) => ({ target })),
  )
}
