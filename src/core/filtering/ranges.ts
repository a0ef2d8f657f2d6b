/**
 * A set of whole numbers as pairs `[from, to, from, to, …]`: ascending, both ends included, neither overlapping nor touching.
 * Numbers for ports, protocols and IPv4 addresses, bigints for IPv6 addresses.
 */
export type Ranges<T extends number | bigint = number> = readonly T[]

const after = <T extends number | bigint>(value: T): T =>
  (typeof value === 'bigint' ? value + 1n : (value as number) + 1) as T
const before = <T extends number | bigint>(value: T): T =>
  (typeof value === 'bigint' ? value - 1n : (value as number) - 1) as T

/** Pairs in any order, overlapping or not; a pair whose end lies before its beginning holds nothing. */
export function rangesOf<T extends number | bigint>(pairs: Iterable<readonly [T, T]>): Ranges<T> {
  const sorted = [...pairs].filter(([from, to]) => from <= to).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const result: T[] = []
  for (const [from, to] of sorted) {
    const last = result.length - 1
    if (last > 0 && from <= after(result[last]!)) {
      if (to > result[last]!) result[last] = to
    } else result.push(from, to)
  }
  return result
}

export function pairsOf<T extends number | bigint>(ranges: Ranges<T>): [T, T][] {
  const pairs: [T, T][] = []
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!])
  return pairs
}

export function union<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (a.length === 0) return b
  if (b.length === 0) return a
  return rangesOf([...pairsOf(a), ...pairsOf(b)])
}

export function intersect<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  const result: T[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = a[i]! > b[j]! ? a[i]! : b[j]!
    const to = a[i + 1]! < b[j + 1]! ? a[i + 1]! : b[j + 1]!
    if (from <= to) result.push(from, to)
    if (a[i + 1]! < b[j + 1]!) i += 2
    else j += 2
  }
  return result
}

/** What is in `a` and not in `b`. */
export function subtract<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (a.length === 0 || b.length === 0) return a
  const result: T[] = []
  let j = 0
  for (let i = 0; i < a.length; i += 2) {
    let from = a[i]!
    const to = a[i + 1]!
    while (j < b.length && b[j + 1]! < from) j += 2
    for (let k = j; k < b.length && b[k]! <= to; k += 2) {
      if (b[k]! > from) result.push(from, before(b[k]!))
      from = after(b[k + 1]!)
      if (from > to) break
    }
    if (from <= to) result.push(from, to)
  }
  return result
}

export function includes<T extends number | bigint>(ranges: Ranges<T>, value: T): boolean {
  let low = 0
  let high = ranges.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle * 2 + 1]! < value) low = middle + 1
    else high = middle
  }
  return low * 2 < ranges.length && ranges[low * 2]! <= value
}

export function overlaps<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i + 1]! < b[j]!) i += 2
    else if (b[j + 1]! < a[i]!) j += 2
    else return true
  }
  return false
}
