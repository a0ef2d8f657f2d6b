/**
 * Decision diagrams (Bryant 1986) with whole numbers as leaves: a function from the bits of a packet to a number, kept so that
 * equal functions are the same diagram. Leaves are negative (`leaf(3)` is -4), inner nodes count from 0.
 */
export type Diagram = number

export const leaf = (value: number): Diagram => ~value
export const isLeaf = (diagram: Diagram): boolean => diagram < 0
export const leafValue = (diagram: Diagram): number => ~diagram

/** How two leaves become one. `short` may answer before the leaves are reached; undefined where it cannot. */
export interface Operation {
  readonly number: number
  readonly join: (a: number, b: number) => number
  readonly short: (a: Diagram, b: Diagram) => Diagram | undefined
}

export interface Diagrams {
  readonly levelOf: (diagram: Diagram) => number
  readonly lowOf: (diagram: Diagram) => Diagram
  readonly highOf: (diagram: Diagram) => Diagram
  /** The bit of `level` chooses; both sides must begin on deeper levels. */
  readonly node: (level: number, low: Diagram, high: Diagram) => Diagram
  readonly operation: (join: Operation['join'], short?: Operation['short']) => Operation
  readonly apply: (operation: Operation, a: Diagram, b: Diagram) => Diagram
  readonly nodes: () => number
  /** Forgets all but these, which get new numbers: whatever else is remembered of this store is void. */
  readonly keep: (roots: readonly Diagram[]) => Diagram[]
}

/** Thrown within the engine when a ruleset would need more than its share, and caught at its door. */
export class TooLarge extends Error {}

export interface DiagramLimits {
  readonly nodes: number
  /** Pairs of nodes visited. */
  readonly visits: number
}

/** About 150 MB, and half a minute, at most. */
export const usualLimits: DiagramLimits = { nodes: 8_000_000, visits: 60_000_000 }

const cacheBits = 17
const leafLevel = 0x7fff

export function createDiagrams(limits: DiagramLimits = usualLimits): Diagrams {
  // A node lies in one piece (level, low, high, hash): a diagram is met in no order, and memory is what takes the time.
  let room = 1 << 12
  let pool = new Int32Array(room * 4)
  let table = new Int32Array(room * 2).fill(-1)
  let count = 0
  let visits = 0
  let operations = 0
  const cache = new Int32Array(4 << cacheBits)

  const hash = (a: number, b: number, c: number): number => {
    let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)
    h ^= h >>> 15
    h = Math.imul(h, 0x2c1b3c6d)
    return (h ^ (h >>> 13)) >>> 0
  }

  function grow(): void {
    room *= 2
    const old = pool
    pool = new Int32Array(room * 4)
    pool.set(old)
    table = new Int32Array(room * 2).fill(-1)
    for (let i = 0; i < count; i++) table[freeAt(pool[i * 4 + 3]!)] = i
  }

  function freeAt(hashed: number): number {
    const mask = table.length - 1
    let at = hashed & mask
    while (table[at] !== -1) at = (at + 1) & mask
    return at
  }

  function node(level: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low
    const hashed = hash(level, low, high) | 0
    const mask = table.length - 1
    let at = hashed & mask
    for (let found = table[at]!; found !== -1; found = table[at]!) {
      const i = found * 4
      if (pool[i + 3] === hashed && pool[i + 1] === low && pool[i + 2] === high && pool[i] === level) return found
      at = (at + 1) & mask
    }
    if (count >= limits.nodes) throw new TooLarge()
    if (count === room) {
      grow()
      at = freeAt(hashed)
    }
    const i = count * 4
    pool[i] = level
    pool[i + 1] = low
    pool[i + 2] = high
    pool[i + 3] = hashed
    table[at] = count
    return count++
  }

  const levelOf = (diagram: Diagram): number => (diagram < 0 ? leafLevel : pool[diagram * 4]!)

  function apply(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const short = operation.short(a, b)
    if (short !== undefined) return short
    const slot = (hash(a, b, operation.number) & ((1 << cacheBits) - 1)) << 2
    if (cache[slot] === operation.number && cache[slot + 1] === a && cache[slot + 2] === b) return cache[slot + 3]!
    if (++visits > limits.visits) throw new TooLarge()
    const made = a < 0 && b < 0 ? ~operation.join(~a, ~b) : applyWithin(operation, a, b)
    cache[slot] = operation.number
    cache[slot + 1] = a
    cache[slot + 2] = b
    cache[slot + 3] = made
    return made
  }

  function applyWithin(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const levelA = levelOf(a)
    const levelB = levelOf(b)
    const level = levelA < levelB ? levelA : levelB
    // Read before going down: below, the pool may be replaced by a larger one.
    const highA = levelA === level ? pool[a * 4 + 2]! : a
    const highB = levelB === level ? pool[b * 4 + 2]! : b
    const low = apply(operation, levelA === level ? pool[a * 4 + 1]! : a, levelB === level ? pool[b * 4 + 1]! : b)
    return node(level, low, apply(operation, highA, highB))
  }

  function keep(roots: readonly Diagram[]): Diagram[] {
    const old = pool
    const renumbered = new Int32Array(count).fill(-1)
    room = 1 << 12
    pool = new Int32Array(room * 4)
    table = new Int32Array(room * 2).fill(-1)
    cache.fill(0)
    count = 0
    const copy = (diagram: Diagram): Diagram => {
      if (diagram < 0) return diagram
      const known = renumbered[diagram]!
      if (known !== -1) return known
      const low = copy(old[diagram * 4 + 1]!)
      const made = node(old[diagram * 4]!, low, copy(old[diagram * 4 + 2]!))
      renumbered[diagram] = made
      return made
    }
    return roots.map(copy)
  }

  return {
    levelOf,
    lowOf: (diagram) => pool[diagram * 4 + 1]!,
    highOf: (diagram) => pool[diagram * 4 + 2]!,
    node,
    operation: (join, short = () => undefined) => ({ number: ++operations, join, short }),
    apply,
    nodes: () => count,
    keep,
  }
}

/** Joins neighbours until one is left: sizes grow late, where joining one by one would copy the whole each time. */
export function inPairs<T>(all: readonly T[], empty: T, join: (a: T, b: T) => T): T {
  if (all.length === 0) return empty
  let row = all
  while (row.length > 1) {
    const next: T[] = []
    for (let i = 0; i < row.length; i += 2) next.push(i + 1 < row.length ? join(row[i]!, row[i + 1]!) : row[i]!)
    row = next
  }
  return row[0]!
}
