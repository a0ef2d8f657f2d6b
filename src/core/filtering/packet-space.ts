import { type AddressSet, anyAddress } from './addresses.ts'
import { type Diagram, type Diagrams, inPairs, isLeaf, leaf, type Operation } from './diagram.ts'
import type { Interfaces } from './interfaces.ts'
import { hasPorts, icmpAnswers, icmpV4, icmpV6, type Packet } from './packet.ts'
import { intersect, pairsOf, type Ranges, rangesOf } from './ranges.ts'
import type { ConnectionState, Hook, Match, Names, Service } from './ruleset.ts'

/** Where each field's first bit stands; the most telling come first. */
export const levels = {
  in: 0,
  out: 10,
  family: 20,
  source: 21,
  target: 149,
  protocol: 277,
  targetPort: 285,
  sourcePort: 301,
  end: 317,
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

/** `forth` looks at the first packet; `back` asks of the answer, in the terms of the first packet. */
export type Direction = 'forth' | 'back'

export interface PacketSpace {
  readonly diagrams: Diagrams
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
  /** ICMP messages that nobody answers. */
  readonly unanswered: () => Diagram
}

/**
 * Leads from a field to `childOf(i)` where it holds a number of the i-th range, to `otherwise` elsewhere. Ranges ascend and do
 * not overlap; `halves` has half of what each bit divides.
 */
export function spread<T extends number | bigint>(
  { node }: Diagrams,
  first: number,
  halves: readonly T[],
  ranges: readonly T[],
  childOf: (range: number) => Diagram,
  otherwise: Diagram,
): Diagram {
  const one = halves[halves.length - 1]!
  const rec = (depth: number, from: T, at: number): Diagram => {
    let i = at
    while (i < ranges.length && ranges[i + 1]! < from) i += 2
    if (i >= ranges.length) return otherwise
    const beyond = depth === halves.length ? sum(from, one) : sum(sum(from, halves[depth]!), halves[depth]!)
    if (ranges[i]! >= beyond) return otherwise
    if (ranges[i]! <= from && sum(ranges[i + 1]!, one) >= beyond) return childOf(i >> 1)
    return node(first + depth, rec(depth + 1, from, i), rec(depth + 1, sum(from, halves[depth]!), i))
  }
  return rec(0, (typeof one === 'bigint' ? 0n : 0) as T, 0)
}

const sum = <T extends number | bigint>(a: T, b: T): T => ((a as number) + (b as number)) as T

export function createPacketSpace(diagrams: Diagrams, interfaces: Interfaces): PacketSpace {
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
  const field = <T extends number | bigint>(first: number, halves: readonly T[], all: Ranges<T>, inner: Diagram) =>
    spread(diagrams, first, halves, all, () => inner, no)
  const numbers = (first: number, bits: number, all: Ranges, inner: Diagram) => field(first, halvesOf(bits), all, inner)

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

  function service({ protocols, sourcePorts, targetPorts, icmpTypes }: Service, direction: Direction): Diagram {
    const meant = intersect(protocols, anyProtocol)
    if (icmpTypes !== null) {
      if (sourcePorts !== null || targetPorts !== null) return no
      const parts = [icmpV4, icmpV6].map((protocol) => {
        const types = direction === 'forth' ? icmpTypes : questionsOf(protocol, icmpTypes)
        return numbers(
          levels.protocol,
          8,
          intersect(meant, [protocol, protocol]),
          numbers(levels.targetPort, 16, types, yes),
        )
      })
      return apply(or, parts[0]!, parts[1]!)
    }
    if (sourcePorts === null && targetPorts === null) return numbers(levels.protocol, 8, meant, yes)
    const [to, from] = direction === 'forth' ? [targetPorts, sourcePorts] : [sourcePorts, targetPorts]
    const inner = numbers(
      levels.targetPort,
      16,
      to ?? [0, 65535],
      numbers(levels.sourcePort, 16, from ?? [0, 65535], yes),
    )
    return numbers(levels.protocol, 8, intersect(meant, withPorts), inner)
  }

  function box(source: AddressSet, target: AddressSet, inner: Diagram): Diagram {
    if (inner === no) return no
    return node(
      levels.family,
      numbers(levels.source, 32, source.v4, numbers(levels.target, 32, target.v4, inner)),
      field(levels.source, halvesOfV6, source.v6, field(levels.target, halvesOfV6, target.v6, inner)),
    )
  }

  /** Ranges of interfaces, at the top of a diagram whose other fields come later. */
  function through(into: Names | null, outOf: Names | null, inner: Diagram): Diagram {
    const leaving = outOf === null ? inner : numbers(levels.out, interfaceBits, interfaces.numbersOf(outOf), inner)
    return into === null ? leaving : numbers(levels.in, interfaceBits, interfaces.numbersOf(into), leaving)
  }

  const names = (list: readonly string[] | null): Names | null => (list === null ? null : { names: list, not: false })
  return {
    diagrams,
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
    unanswered: () => {
      const asking = [icmpV4, icmpV6].map((protocol) =>
        numbers(
          levels.protocol,
          8,
          [protocol, protocol],
          numbers(levels.targetPort, 16, questionsOf(protocol, [0, 65535]), yes),
        ),
      )
      const isIcmp = numbers(levels.protocol, 8, [icmpV4, icmpV4, icmpV6, icmpV6], yes)
      return apply(without, isIcmp, apply(or, asking[0]!, asking[1]!))
    },
  }
}

/** Messages whose answers are among these. */
function questionsOf(protocol: number, answers: Ranges): Ranges {
  const found: [number, number][] = []
  for (const [question, answer] of icmpAnswers[protocol]!) {
    const codes = intersect(answers, [answer << 8, (answer << 8) | 255])
    for (const [from, to] of pairsOf(codes)) found.push([(question << 8) | (from & 255), (question << 8) | (to & 255)])
  }
  return rangesOf(found)
}

const halvesByBits = new Map<number, readonly number[]>()
export function halvesOf(bits: number): readonly number[] {
  let found = halvesByBits.get(bits)
  if (found === undefined) {
    found = Array.from({ length: bits }, (_, i) => 2 ** (bits - 1 - i))
    halvesByBits.set(bits, found)
  }
  return found
}
export const halvesOfV6: readonly bigint[] = Array.from({ length: 128 }, (_, i) => 1n << BigInt(127 - i))

/** Where a packet leads; interfaces must be decided already. */
export function follow(diagrams: Diagrams, from: Diagram, packet: Packet): number {
  const bit = bitsOf(packet)
  let at = from
  while (!isLeaf(at)) at = bit(diagrams.levelOf(at)) ? diagrams.highOf(at) : diagrams.lowOf(at)
  return ~at
}

export function bitsOf(packet: Packet): (level: number) => boolean {
  const [source, target] = [packet.source, packet.target].map((address) =>
    'v4' in address
      ? [address.v4 | 0]
      : [96n, 64n, 32n, 0n].map((shift) => Number((address.v6 >> shift) & 0xffffffffn) | 0),
  ) as [number[], number[]]
  const port = hasPorts(packet.protocol) ? packet.targetPort : packet.icmp
  const of = (words: readonly number[], index: number) => ((words[index >> 5] ?? 0) >>> (31 - (index & 31))) & 1
  return (level) => {
    if (level >= levels.sourcePort) return ((packet.sourcePort >>> (15 - (level - levels.sourcePort))) & 1) === 1
    if (level >= levels.targetPort) return ((port >>> (15 - (level - levels.targetPort))) & 1) === 1
    if (level >= levels.protocol) return ((packet.protocol >>> (7 - (level - levels.protocol))) & 1) === 1
    if (level >= levels.target) return of(target, level - levels.target) === 1
    if (level >= levels.source) return of(source, level - levels.source) === 1
    return level === levels.family && 'v6' in packet.source
  }
}
