import { type AddressSet, anyAddress } from './addresses.ts'
import { type Cuts, inPieces, type Pieces, pieceOf } from './cuts.ts'
import { type Diagram, type Diagrams, inPairs, isLeaf, leaf, leafValue, type Operation } from './diagram.ts'
import type { Interfaces } from './interfaces.ts'
import { type Address, firstClientPort, hasPorts, icmpV4, icmpV6, type Packet, questionsOf } from './packet.ts'
import { intersect, type Ranges, rangesOf } from './ranges.ts'
import type { ConnectionState, Hook, Match, Names, Service } from './ruleset.ts'

/** Where each field's first bit stands, whatever bits it has; the most telling come first. */
export const levels = {
  in: 0,
  out: 10,
  family: 20,
  source: 21,
  target: 53,
  protocol: 85,
  targetPort: 93,
  sourcePort: 109,
  end: 125,
} as const
export const interfaceBits = 10

export const no = leaf(0)
export const yes = leaf(1)

/** Protocols that have ports, and all others. */
const withPorts: Ranges = rangesOf(
  Array.from({ length: 256 }, (_, i) => i)
    .filter(hasPorts)
    .map((i) => [i, i]),
)
const anyProtocol: Ranges = [0, 255]
const anyPort: Ranges = [0, 65535]

/** `forth` looks at the first packet; `back` asks of the answer, in the terms of the first packet. */
export type Direction = 'forth' | 'back'

export interface PacketSpace {
  readonly diagrams: Diagrams
  readonly cuts: Cuts
  readonly or: Operation
  readonly and: Operation
  readonly without: Operation
  /** Packets of a state that a match may concern: leaves 1 and 0. */
  readonly match: (match: Match, state: ConnectionState, direction: Direction) => Diagram
  readonly hook: (hook: Hook, direction: Direction) => Diagram
  readonly sources: (addresses: AddressSet) => Diagram
  readonly targets: (addresses: AddressSet) => Diagram
  /** Whatever the addresses; null is any. */
  readonly services: (services: readonly Service[] | null) => Diagram
  readonly between: (source: AddressSet, target: AddressSet) => Diagram
  /** Keeps these and forgets all other diagrams, and what is remembered of them. */
  readonly keep: (roots: readonly Diagram[]) => Diagram[]
  /** Packets with ports whose client's is one of servers. */
  readonly fromServerPorts: () => Diagram
  /** ICMP messages that nobody answers. */
  readonly unanswered: () => Diagram
}

/**
 * Leads from a field to `childOf(i)` where it holds a number of the i-th range, to `otherwise` elsewhere. Ranges ascend and do
 * not overlap.
 */
export function spread(
  { node }: Diagrams,
  first: number,
  bits: number,
  ranges: readonly number[],
  childOf: (range: number) => Diagram,
  otherwise: Diagram,
): Diagram {
  const rec = (depth: number, from: number, at: number): Diagram => {
    let i = at
    while (i < ranges.length && ranges[i + 1]! < from) i += 2
    const to = from + 2 ** (bits - depth) - 1
    if (i >= ranges.length || ranges[i]! > to) return otherwise
    if (ranges[i]! <= from && ranges[i + 1]! >= to) return childOf(i >> 1)
    return node(first + depth, rec(depth + 1, from, i), rec(depth + 1, from + 2 ** (bits - depth - 1), i))
  }
  return rec(0, 0, 0)
}

export function createPacketSpace(diagrams: Diagrams, interfaces: Interfaces, cuts: Cuts): PacketSpace {
  const { operation, apply, node } = diagrams
  const or = operation(
    (a, b) => a | b,
    (a, b) => (a === yes || b === no ? a : b === yes || a === no ? b : a === b ? a : undefined),
  )
  const and = operation(
    (a, b) => a & b,
    (a, b) => (a === no || b === yes ? a : b === no || a === yes ? b : a === b ? a : undefined),
  )
  const without = operation(
    (a, b) => a & ~b,
    (a, b) => (a === no || b === no ? a : b === yes || a === b ? no : undefined),
  )

  /** Leads to `inner` where the field holds one of these, to `no` elsewhere. */
  const field = <T extends number | bigint>(first: number, all: Pieces<T>, ranges: Ranges<T>, inner: Diagram) =>
    spread(diagrams, first, all.bits, inPieces(all, ranges), () => inner, no)
  const protocols = (ranges: Ranges, inner: Diagram) => field(levels.protocol, cuts.protocol, ranges, inner)
  const targetPorts = (ranges: Ranges, inner: Diagram) => field(levels.targetPort, cuts.targetPort, ranges, inner)
  const sourcePorts = (ranges: Ranges, inner: Diagram) => field(levels.sourcePort, cuts.sourcePort, ranges, inner)

  const services = new Map<string, Diagram>()
  function servicesDiagram(all: readonly Service[] | null, direction: Direction): Diagram {
    if (all === null) return yes
    const key = `${direction}${JSON.stringify(all)}`
    const known = services.get(key)
    if (known !== undefined) return known
    const made = inPairs(
      all.map((one) => service(one, direction)),
      no,
      (a, b) => apply(or, a, b),
    )
    if (services.size < 20_000) services.set(key, made)
    return made
  }

  function service(one: Service, direction: Direction): Diagram {
    const meant = intersect(one.protocols, anyProtocol)
    if (one.icmpTypes !== null) {
      if (one.sourcePorts !== null || one.targetPorts !== null) return no
      const types = intersect(one.icmpTypes, anyPort)
      const parts = [icmpV4, icmpV6].map((protocol) => {
        const asked = direction === 'forth' ? types : questionsOf(protocol, types)
        return protocols(intersect(meant, [protocol, protocol]), targetPorts(asked, yes))
      })
      return apply(or, parts[0]!, parts[1]!)
    }
    if (one.sourcePorts === null && one.targetPorts === null) return protocols(meant, yes)
    const [to, from] = direction === 'forth' ? [one.targetPorts, one.sourcePorts] : [one.sourcePorts, one.targetPorts]
    const inner = targetPorts(intersect(to ?? anyPort, anyPort), sourcePorts(intersect(from ?? anyPort, anyPort), yes))
    return protocols(intersect(meant, withPorts), inner)
  }

  function box(source: AddressSet, target: AddressSet, inner: Diagram): Diagram {
    if (inner === no) return no
    const { v4, v6 } = cuts
    return node(
      levels.family,
      field(levels.source, v4, source.v4, field(levels.target, v4, target.v4, inner)),
      field(levels.source, v6, source.v6, field(levels.target, v6, target.v6, inner)),
    )
  }

  /** Ranges of interfaces, at the top of a diagram whose other fields come later. */
  function through(into: Names | null, outOf: Names | null, inner: Diagram): Diagram {
    const on = (first: number, names: Names | null, below: Diagram) =>
      names === null ? below : spread(diagrams, first, interfaceBits, interfaces.numbersOf(names), () => below, no)
    return on(levels.in, into, on(levels.out, outOf, inner))
  }

  const names = (list: readonly string[] | null): Names | null => (list === null ? null : { names: list, not: false })
  return {
    diagrams,
    cuts,
    or,
    and,
    without,
    match(match, state, direction) {
      if (match.states !== null && !match.states.includes(state)) return no
      const inner = servicesDiagram(match.services, direction)
      return direction === 'forth'
        ? through(match.in, match.out, box(match.source, match.target, inner))
        : through(match.out, match.in, box(match.target, match.source, inner))
    },
    hook: (hook, direction) =>
      direction === 'forth'
        ? through(names(hook.in), names(hook.out), yes)
        : through(names(hook.out), names(hook.in), yes),
    sources: (addresses) => box(addresses, anyAddress, yes),
    targets: (addresses) => box(anyAddress, addresses, yes),
    services: (list) => servicesDiagram(list, 'forth'),
    between: (source, target) => box(source, target, yes),
    keep: (roots) => {
      services.clear()
      return diagrams.keep(roots)
    },
    fromServerPorts: () => protocols(withPorts, sourcePorts([0, firstClientPort - 1], yes)),
    unanswered: () => {
      const asking = [icmpV4, icmpV6].map((protocol) =>
        protocols([protocol, protocol], targetPorts(questionsOf(protocol, anyPort), yes)),
      )
      const isIcmp = protocols([icmpV4, icmpV4, icmpV6, icmpV6], yes)
      return apply(without, isIcmp, apply(or, asking[0]!, asking[1]!))
    },
  }
}

/** Where a packet leads; interfaces must be decided already. */
export function follow({ diagrams, cuts }: PacketSpace, from: Diagram, packet: Packet): number {
  const bit = bitsOf(cuts, packet)
  let at = from
  while (!isLeaf(at)) at = bit(diagrams.levelOf(at)) ? diagrams.highOf(at) : diagrams.lowOf(at)
  return leafValue(at)
}

export function bitsOf(cuts: Cuts, packet: Packet): (level: number) => boolean {
  const isV6 = 'v6' in packet.source
  const placed = (address: Address) => ('v4' in address ? pieceOf(cuts.v4, address.v4) : pieceOf(cuts.v6, address.v6))
  const addressBits = isV6 ? cuts.v6.bits : cuts.v4.bits
  const [source, target] = [placed(packet.source), placed(packet.target)]
  const protocol = pieceOf(cuts.protocol, packet.protocol)
  const targetPort = pieceOf(cuts.targetPort, hasPorts(packet.protocol) ? packet.targetPort : packet.icmp)
  const sourcePort = pieceOf(cuts.sourcePort, packet.sourcePort)
  return (level) => {
    if (level >= levels.sourcePort) return isSet(sourcePort, cuts.sourcePort.bits, level - levels.sourcePort)
    if (level >= levels.targetPort) return isSet(targetPort, cuts.targetPort.bits, level - levels.targetPort)
    if (level >= levels.protocol) return isSet(protocol, cuts.protocol.bits, level - levels.protocol)
    if (level >= levels.target) return isSet(target, addressBits, level - levels.target)
    if (level >= levels.source) return isSet(source, addressBits, level - levels.source)
    return level === levels.family && isV6
  }
}

const isSet = (value: number, bits: number, depth: number): boolean => ((value >>> (bits - 1 - depth)) & 1) === 1
