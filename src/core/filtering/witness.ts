import type { Diagram, Diagrams } from './diagram.ts'
import { type Address, hasPorts, type Packet } from './packet.ts'
import { follow, levels } from './packet-space.ts'

/** For every leaf of a diagram one packet that leads there. Interfaces must be decided already. */
export function witnesses(diagrams: Diagrams, diagram: Diagram): Map<number, Packet> {
  const found = new Map<number, Packet>()
  const seen = new Uint8Array(diagrams.nodes())
  const bits = new Uint8Array(levels.end)
  const visit = (at: Diagram): void => {
    if (at < 0) {
      if (!found.has(~at)) found.set(~at, packetAt(bits))
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

function packetAt(bits: Uint8Array): Packet {
  const number = (first: number, count: number) => {
    let value = 0
    for (let i = 0; i < count; i++) value = value * 2 + bits[first + i]!
    return value
  }
  const address = (first: number): Address => {
    if (bits[levels.family] === 0) return { v4: number(first, 32) }
    let v6 = 0n
    for (let i = 0; i < 4; i++) v6 = (v6 << 32n) | BigInt(number(first + 32 * i, 32))
    return { v6 }
  }
  const protocol = number(levels.protocol, 8)
  const port = number(levels.targetPort, 16)
  return {
    source: address(levels.source),
    target: address(levels.target),
    protocol,
    sourcePort: hasPorts(protocol) ? number(levels.sourcePort, 16) : 0,
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
  diagrams: Diagrams,
  diagram: Diagram,
  packet: Packet,
  hosts: { readonly sources: readonly Address[]; readonly targets: readonly Address[] },
): Packet {
  const meant = follow(diagrams, diagram, packet)
  const better = (current: Packet, candidates: readonly Partial<Packet>[]): Packet => {
    for (const candidate of candidates) {
      const other = { ...current, ...candidate }
      if ('v4' in other.source === 'v4' in other.target && follow(diagrams, diagram, other) === meant) return other
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
