import { type Claim, indexClaims } from '../segmentation/narrowest.ts'
import type { AddressSet } from './addresses.ts'
import { type Ranges, rangesOf } from './ranges.ts'

/** Addresses that the same claim most narrowly; `by` ascends. */
export interface Part {
  readonly by: readonly string[]
  readonly addresses: AddressSet
}

/** Cuts what is claimed into parts that do not overlap, by {@link indexClaims}. */
export function partition(claims: readonly Claim<string>[]): Map<string, Part> {
  const index = indexClaims(claims)
  const v4 = cut(
    claims.flatMap(({ addresses }) => addresses.v4),
    1,
    (at) => index.v4(at),
  )
  const v6 = cut(
    claims.flatMap(({ addresses }) => addresses.v6),
    1n,
    (at) => index.v6(at),
  )
  const parts = new Map<string, Part>()
  for (const key of [...new Set([...v4.keys(), ...v6.keys()])].sort()) {
    parts.set(key, { by: key.split('\n'), addresses: { v4: v4.get(key) ?? [], v6: v6.get(key) ?? [] } })
  }
  return parts
}

function cut<T extends number | bigint>(
  ends: readonly T[],
  one: T,
  claimants: (at: T) => readonly string[],
): Map<string, Ranges<T>> {
  const plus = (a: T, b: T) => ((a as number) + (b as number)) as T
  const cuts = [...new Set(ends.map((end, i) => (i % 2 === 0 ? end : plus(end, one))))]
  cuts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const found = new Map<string, [T, T][]>()
  for (const [i, from] of cuts.entries()) {
    const by = [...new Set(claimants(from))].sort()
    const next = cuts[i + 1]
    if (by.length === 0 || next === undefined) continue
    const key = by.join('\n')
    const list = found.get(key)
    const pair: [T, T] = [from, (typeof next === 'bigint' ? next - 1n : (next as number) - 1) as T]
    if (list === undefined) found.set(key, [pair])
    else list.push(pair)
  }
  return new Map([...found].map(([key, pairs]) => [key, rangesOf(pairs)]))
}
