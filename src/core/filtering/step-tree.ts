import type { CompiledChain, CompiledStep } from './compile.ts'
import { type Diagram, isLeaf, leafValue } from './diagram.ts'
import type { OutcomeTable } from './outcomes.ts'
import { no, type PacketSpace, yes } from './packet-space.ts'

/** The steps of a chain in pairs of pairs, with what each block matches, so that only those are asked that can answer. */
export interface StepTree {
  /** What of the packets that come (`entry`) is left when each step is asked, as far as it matches. */
  readonly reached: (entry: Diagram) => readonly Diagram[]
  /**
   * The steps behind one that have a say on some packets, in order, until `isEnough`; each with the part of what is left
   * that it matches.
   */
  readonly behind: (
    after: number,
    packets: Diagram,
    isEnough: (step: CompiledStep, part: Diagram) => boolean,
  ) => Diagram
  /** The next step behind that matches one packet, given by its bits; null at the end. */
  readonly nextFor: (after: number, bits: Uint8Array) => CompiledStep | null
}

export function createStepTree(space: PacketSpace, outcomes: OutcomeTable, chain: CompiledChain): StepTree {
  // What takes all the rest stands aside: with it every block would match everything.
  const last = chain.steps.at(-1)?.match === yes ? chain.steps.at(-1)! : null
  const steps = last === null ? chain.steps : chain.steps.slice(0, -1)
  const { apply } = space.diagrams
  const isTaken = space.diagrams.operation(
    (a) => (outcomes.of(a).next ? 0 : 1),
    (a) => (isLeaf(a) ? (outcomes.of(leafValue(a)).next ? no : yes) : undefined),
  )
  const taken = steps.map(({ match, outcome, isWhole }) => (isWhole ? match : apply(isTaken, outcome, no)))
  const or = (a: Diagram, b: Diagram) => apply(space.or, a, b)
  const matches = rowsOf(
    steps.map(({ match }) => match),
    or,
  )
  const takes = rowsOf(taken, or)
  const top = matches.length - 1

  function reached(entry: Diagram): Diagram[] {
    const found: Diagram[] = new Array(chain.steps.length).fill(no)
    const down = (row: number, at: number, packets: Diagram): void => {
      if (packets === no) return
      if (row === 0) {
        found[at] = packets
        return
      }
      const below = matches[row - 1]!
      const [left, right] = [at * 2, at * 2 + 1]
      down(row - 1, left, apply(space.and, packets, below[left]!))
      if (right < below.length) {
        const asked = apply(space.and, packets, below[right]!)
        down(row - 1, right, apply(space.without, asked, takes[row - 1]![left]!))
      }
    }
    if (steps.length > 0) down(top, 0, apply(space.and, entry, matches[top]![0]!))
    if (last !== null) found[steps.length] = apply(space.without, entry, takes[top]?.[0] ?? no)
    return found
  }

  function behind(after: number, packets: Diagram, isEnough: (step: CompiledStep, part: Diagram) => boolean): Diagram {
    let left = packets
    let isOver = false
    const down = (row: number, at: number): void => {
      if (isOver || left === no || (at + 1) * 2 ** row <= after + 1) return
      const part = apply(space.and, left, matches[row]![at]!)
      if (part === no) return
      if (row === 0) {
        isOver = isEnough(steps[at]!, part)
        left = apply(space.without, left, taken[at]!)
        return
      }
      down(row - 1, at * 2)
      if (at * 2 + 1 < matches[row - 1]!.length) down(row - 1, at * 2 + 1)
    }
    if (steps.length > 0) down(top, 0)
    if (last === null || isOver || left === no || after >= steps.length) return left
    isEnough(last, left)
    return last.isWhole ? no : left
  }
  function nextFor(after: number, bits: Uint8Array): CompiledStep | null {
    const down = (row: number, at: number): CompiledStep | null => {
      if ((at + 1) * 2 ** row <= after + 1 || !holds(matches[row]![at]!, bits)) return null
      if (row === 0) return steps[at]!
      const below = matches[row - 1]!
      return down(row - 1, at * 2) ?? (at * 2 + 1 < below.length ? down(row - 1, at * 2 + 1) : null)
    }
    return (steps.length > 0 ? down(top, 0) : null) ?? (after < steps.length ? last : null)
  }
  function holds(packets: Diagram, bits: Uint8Array): boolean {
    let at = packets
    while (at >= 0) at = bits[space.diagrams.levelOf(at)] === 1 ? space.diagrams.highOf(at) : space.diagrams.lowOf(at)
    return at === yes
  }
  return { reached, behind, nextFor }
}

function rowsOf(first: readonly Diagram[], join: (a: Diagram, b: Diagram) => Diagram): Diagram[][] {
  if (first.length === 0) return []
  const rows = [[...first]]
  for (let row = rows[0]!; row.length > 1; row = rows.at(-1)!) {
    const next: Diagram[] = []
    for (let i = 0; i < row.length; i += 2) next.push(i + 1 < row.length ? join(row[i]!, row[i + 1]!) : row[i]!)
    rows.push(next)
  }
  return rows
}
