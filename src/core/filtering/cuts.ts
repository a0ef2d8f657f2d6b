import type { AddressSet } from './addresses.ts'
import type { Place } from './interfaces.ts'
import { firstClientPort, hasPorts, icmpAnswers, icmpV4, icmpV6, questionsOf } from './packet.ts'
import type { Match, Ruleset, Service } from './ruleset.ts'

/** Where the pieces of one field begin, ascending from 0: all numbers of a piece are alike to every rule. */
export interface Pieces<T extends number | bigint = number> {
  readonly starts: readonly T[]
  /** Enough to number the pieces. */
  readonly bits: number
}

/** Every field in pieces: a diagram then has a dozen bits for an address instead of 32 or 128. */
export interface Cuts {
  readonly v4: Pieces
  readonly v6: Pieces<bigint>
  readonly protocol: Pieces
  /** ICMP messages too. */
  readonly targetPort: Pieces
  readonly sourcePort: Pieces
}

/** What else will be asked, beside the rules. */
export interface AlsoAsked {
  readonly addresses: readonly AddressSet[]
  readonly services: readonly Service[]
}

/** Of several filters at once, where they are to be held against each other. */
export function cutsOf(
  filters: readonly { readonly ruleset: Ruleset; readonly places: readonly Place[] }[],
  also: AlsoAsked,
): Cuts {
  const [v4, v6] = [new Set<number>([0]), new Set<bigint>([0n])]
  const [protocol, targetPort, sourcePort] = [new Set<number>([0]), new Set<number>([0]), new Set<number>([0])]
  const addresses = (set: AddressSet) => {
    add(v4, set.v4)
    for (let i = 0; i < set.v6.length; i += 2) v6.add(set.v6[i]!).add(set.v6[i + 1]! + 1n)
  }
  const seen = new Set<readonly Service[]>()
  const services = (list: readonly Service[] | null) => {
    if (list === null || seen.has(list)) return
    seen.add(list)
    for (const one of list) {
      add(protocol, one.protocols)
      // An answer's ports are the first packet's, turned round.
      for (const ports of [one.sourcePorts, one.targetPorts]) {
        add(targetPort, ports ?? [])
        add(sourcePort, ports ?? [])
      }
      if (one.icmpTypes === null) continue
      add(targetPort, one.icmpTypes)
      for (const version of [icmpV4, icmpV6]) add(targetPort, questionsOf(version, one.icmpTypes))
    }
  }
  const match = ({ source, target, services: list }: Match) => {
    addresses(source)
    addresses(target)
    services(list)
  }
  for (const { ruleset, places } of filters) {
    for (const chain of ruleset.chains) for (const step of chain.steps) match(step.match)
    for (const translation of ruleset.translations) match(translation.match)
    for (const place of places) addresses(place.addresses)
  }
  for (const set of also.addresses) addresses(set)
  services(also.services)
  for (let i = 0; i < 256; i++) if (hasPorts(i) || i in icmpAnswers) protocol.add(i).add(i + 1)
  for (const version of [icmpV4, icmpV6]) add(targetPort, questionsOf(version, [0, 65535]))
  sourcePort.add(firstClientPort)
  return {
    v4: pieces(v4, 2 ** 32, 0),
    v6: pieces(v6, 1n << 128n, 0n),
    protocol: pieces(protocol, 256, 0),
    targetPort: pieces(targetPort, 65536, 0),
    sourcePort: pieces(sourcePort, 65536, 0),
  }
}

function add(starts: Set<number>, ranges: readonly number[]): void {
  for (let i = 0; i < ranges.length; i += 2) starts.add(ranges[i]!).add(ranges[i + 1]! + 1)
}

function pieces<T extends number | bigint>(starts: Set<T>, beyond: T, zero: T): Pieces<T> {
  const sorted = [...starts].filter((one) => one >= zero && one < beyond).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return { starts: sorted, bits: Math.ceil(Math.log2(sorted.length)) }
}

/** The piece that a number lies in. */
export function pieceOf<T extends number | bigint>({ starts }: Pieces<T>, value: T): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Ranges of numbers as ranges of pieces. Numbers beyond the last piece, which no packet has, count to it: so no diagram says
 * anything that is true of none.
 */
export function inPieces<T extends number | bigint>(all: Pieces<T>, ranges: readonly T[]): number[] {
  const found: number[] = []
  for (let i = 0; i < ranges.length; i += 2) {
    const [from, to] = [pieceOf(all, ranges[i]!), pieceOf(all, ranges[i + 1]!)]
    const next = all.starts[to + 1]
    if (all.starts[from] !== ranges[i] || (next !== undefined && next <= ranges[i + 1]!))
      throw new Error('not cut for this')
    found.push(from, next === undefined ? 2 ** all.bits - 1 : to)
  }
  return found
}
