/**
 * Where a source stands, as far as what it saw tells. Traffic that passes one link goes from one of its sides to the other:
 * zones that were seen talking over it fall into two sides, and a pair on opposite sides would pass it as well.
 */
export interface Vantage {
  /** `opposite`: would be seen where both zones talked. `same`: would not. `unknown`: nothing tells. */
  sides(a: string, b: string): 'opposite' | 'same' | 'unknown'
}

interface Side {
  readonly group: number
  readonly isLeft: boolean
}

/** `pairs`: zones between which the source saw answered traffic. */
export function vantageOf(pairs: Iterable<readonly [string, string]>): Vantage {
  const neighbours = new Map<string, Set<string>>()
  const join = (a: string, b: string) => neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b))
  for (const [a, b] of pairs) {
    join(a, b)
    join(b, a)
  }
  const sides = new Map<string, Side>()
  /** Groups with zones that all talk to each other: that passes several links, and which of them are seen nobody can tell. */
  const tangled = new Set<number>()
  let groups = 0
  for (const start of neighbours.keys()) {
    if (sides.has(start)) continue
    const group = groups++
    sides.set(start, { group, isLeft: true })
    const queue = [start]
    for (let zone = queue.pop(); zone !== undefined; zone = queue.pop()) {
      const { isLeft } = sides.get(zone)!
      for (const other of neighbours.get(zone)!) {
        const known = sides.get(other)
        if (known === undefined) {
          sides.set(other, { group, isLeft: !isLeft })
          queue.push(other)
        } else if (known.isLeft === isLeft) tangled.add(group)
      }
    }
  }
  return {
    sides(a, b) {
      const [one, other] = [sides.get(a), sides.get(b)]
      if (one === undefined || other === undefined || one.group !== other.group || tangled.has(one.group))
        return 'unknown'
      return one.isLeft === other.isLeft ? 'same' : 'opposite'
    },
  }
}
