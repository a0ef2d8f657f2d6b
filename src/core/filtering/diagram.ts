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
}

/** Thrown within the engine when a ruleset would need more than its share, and caught at its door. */
export class TooLarge extends Error {}

export interface DiagramLimits {
  readonly nodes: number
  /** Pairs of nodes visited. */
  readonly visits: number
}

/** About 150 MB, and half a minute, at most. */
export const usualLimits: DiagramLimits = { nodes: 8_000_000, visits: 100_000_000 }

const cacheBits = 19

export function createDiagrams(limits: DiagramLimits = usualLimits): Diagrams {
  let room = 1 << 12
  let levels = new Int16Array(room)
  let lows = new Int32Array(room)
  let highs = new Int32Array(room)
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
    const [oldLevels, oldLows, oldHighs] = [levels, lows, highs]
    levels = new Int16Array(room)
    lows = new Int32Array(room)
    highs = new Int32Array(room)
    levels.set(oldLevels)
    lows.set(oldLows)
    highs.set(oldHighs)
    table = new Int32Array(room * 2).fill(-1)
    const mask = table.length - 1
    for (let i = 0; i < count; i++) {
      let at = hash(levels[i]!, lows[i]!, highs[i]!) & mask
      while (table[at] !== -1) at = (at + 1) & mask
      table[at] = i
    }
  }

  function node(level: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low
    let mask = table.length - 1
    let at = hash(level, low, high) & mask
    for (let found = table[at]!; found !== -1; found = table[at]!) {
      if (lows[found] === low && highs[found] === high && levels[found] === level) return found
      at = (at + 1) & mask
    }
    if (count >= limits.nodes) throw new TooLarge()
    if (count === room) {
      grow()
      mask = table.length - 1
      at = hash(level, low, high) & mask
      while (table[at] !== -1) at = (at + 1) & mask
    }
    levels[count] = level
    lows[count] = low
    highs[count] = high
    table[at] = count
    return count++
  }

  const levelOf = (diagram: Diagram): number => (diagram < 0 ? 0x7fff : levels[diagram]!)

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
    const [levelA, levelB] = [levelOf(a), levelOf(b)]
    const level = levelA < levelB ? levelA : levelB
    const low = apply(operation, levelA === level ? lows[a]! : a, levelB === level ? lows[b]! : b)
    const high = apply(operation, levelA === level ? highs[a]! : a, levelB === level ? highs[b]! : b)
    return node(level, low, high)
  }

  return {
    levelOf,
    lowOf: (diagram) => lows[diagram]!,
    highOf: (diagram) => highs[diagram]!,
    node,
    operation: (join, short = () => undefined) => ({ number: ++operations, join, short }),
    apply,
    nodes: () => count,
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
