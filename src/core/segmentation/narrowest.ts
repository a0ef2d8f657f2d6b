import type { AddressSet } from '../filtering/addresses.ts'

/** A network that one or more zones claim. */
export interface Claim<T> {
  readonly addresses: AddressSet
  readonly by: T
}

/** Who claims an address most narrowly: nobody, one, or several of which none lies within another. */
export interface ClaimIndex<T> {
  v4(address: number): readonly T[]
  v6(address: bigint): readonly T[]
}

export function indexClaims<T>(claims: readonly Claim<T>[]): ClaimIndex<T> {
  const spans4: Span<number, T>[] = []
  const spans6: Span<bigint, T>[] = []
  for (const { addresses, by } of claims) {
    for (let i = 0; i < addresses.v4.length; i += 2)
      spans4.push({ from: addresses.v4[i]!, to: addresses.v4[i + 1]!, by })
    for (let i = 0; i < addresses.v6.length; i += 2)
      spans6.push({ from: addresses.v6[i]!, to: addresses.v6[i + 1]!, by })
  }
  return { v4: finder(spans4, (end) => end + 1), v6: finder(spans6, (end) => end + 1n) }
}

interface Span<N extends number | bigint, T> {
  readonly from: N
  readonly to: N
  readonly by: T
}

/** Cuts the addresses where a claim begins or ends; between two cuts the narrowest claims are the same. */
function finder<N extends number | bigint, T>(
  spans: readonly Span<N, T>[],
  after: (end: N) => N,
): (address: N) => readonly T[] {
  const ascending = (a: N, b: N) => (a < b ? -1 : a > b ? 1 : 0)
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, after(to)]))].sort(ascending)
  const begins = spans.toSorted((a, b) => ascending(a.from, b.from))
  const holders: (readonly T[])[] = []
  const ends = spans.map(({ to }) => to).sort(ascending)
  let active: Span<N, T>[] = []
  let next = 0
  let ended = 0
  let swept = 0
  for (const cut of cuts) {
    while (next < begins.length && begins[next]!.from <= cut) active.push(begins[next++]!)
    while (ended < ends.length && ends[ended]! < cut) ended++
    // Swept out now and then, not each time: thousands may overlap.
    if ((ended - swept) * 2 > active.length) {
      active = active.filter(({ to }) => to >= cut)
      swept = ended
    }
    holders.push(narrowestOf(active, cut))
  }
  const nobody: readonly T[] = []
  return (address) => {
    let low = 0
    let high = cuts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (cuts[middle]! <= address) low = middle + 1
      else high = middle
    }
    return low === 0 ? nobody : holders[low - 1]!
  }
}

/** Claims beside which others are not told any more: so many of them are a conflict whoever else there is. */
const mostHolders = 64

/** Of those that hold the address, those in which no other lies; `spans` ascend by their beginnings, none behind the address. */
function narrowestOf<N extends number | bigint, T>(spans: readonly Span<N, T>[], address: N): readonly T[] {
  const found: T[] = []
  /** The nearest end of all that begin later. */
  let nearest: N | null = null
  for (let last = spans.length - 1; last >= 0 && found.length < mostHolders; ) {
    const { from } = spans[last]!
    let end: N | null = null
    let first = last
    for (; first >= 0 && spans[first]!.from === from; first--) {
      const { to } = spans[first]!
      if (to >= address && (end === null || to < end)) end = to
    }
    if (end !== null && (nearest === null || end < nearest)) {
      for (let i = first + 1; i <= last; i++) if (spans[i]!.to === end) found.push(spans[i]!.by)
      nearest = end
    }
    last = first
  }
  return found
}
