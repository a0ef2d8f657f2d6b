import { type Diagram, type Diagrams, isLeaf, leaf, leafValue, type Operation, TooLarge } from './diagram.ts'

/**
 * All that may become of a packet: a step that may or may not match leaves several. Lists hold numbers of causes, ascending;
 * null: it cannot come to that.
 */
export interface Outcome {
  readonly accept: readonly number[] | null
  readonly drop: readonly number[] | null
  /** Back to the chain that jumped here. */
  readonly back: readonly number[] | null
  /** On to the next step. */
  readonly next: boolean
  /** Why there are several. */
  readonly doubts: readonly number[]
}

/** Of many causes that overlap only the first are named; the verdict rests on all. */
export const mostNamed = 6
const mostOutcomes = 1_000_000

const nobody: readonly number[] = []
export const nothing: Outcome = { accept: null, drop: null, back: null, next: false, doubts: nobody }
export const goesOn: Outcome = { ...nothing, next: true }
export const passes: Outcome = { ...nothing, accept: nobody }

function both(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0 || a === b) return a
  if (a.length === 0) return b
  return [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, mostNamed)
}
const either = (a: readonly number[] | null, b: readonly number[] | null) =>
  a === null ? b : b === null ? a : both(a, b)

/** Whatever may become of it by the one or the other. */
export const eitherOf = (a: Outcome, b: Outcome): Outcome => ({
  accept: either(a.accept, b.accept),
  drop: either(a.drop, b.drop),
  back: either(a.back, b.back),
  next: a.next || b.next,
  doubts: both(a.doubts, b.doubts),
})

/** First the one, then, where it goes on, the other. */
export const thenOf = (a: Outcome, b: Outcome): Outcome => (a.next ? eitherOf({ ...a, next: false }, b) : a)

/** Two filters in a row: it passes when both let it pass. */
export function inRow(a: Outcome, b: Outcome): Outcome {
  if (a.accept === null) return a
  const accept = b.accept === null ? null : both(a.accept, b.accept)
  return { ...nothing, accept, drop: either(a.drop, b.drop), doubts: both(a.doubts, b.doubts) }
}

export type FilterVerdict = 'accepted' | 'refused' | 'undecided'

export function verdictOf(outcome: Outcome): FilterVerdict {
  if (outcome.accept !== null && outcome.drop === null) return 'accepted'
  return outcome.accept === null && outcome.drop !== null ? 'refused' : 'undecided'
}

/** The same, with one more reason to doubt where the two differ. */
export function eitherWith(doubt: number, a: Outcome, b: Outcome): Outcome {
  const joined = eitherOf(a, b)
  if (a === nothing || b === nothing || verdictOf(a) === verdictOf(b)) return joined
  return { ...joined, doubts: both(joined.doubts, [doubt]) }
}

/** Numbers for outcomes, so that they can be leaves of diagrams. */
export interface OutcomeTable {
  readonly leafOf: (outcome: Outcome) => Diagram
  readonly of: (number: number) => Outcome
  /** `empty` changes nothing on either side; where `ends` holds of the first, the second is never asked. */
  readonly joining: (
    join: (a: Outcome, b: Outcome) => Outcome,
    empty: Outcome,
    ends?: (outcome: Outcome) => boolean,
  ) => Operation
  /** Each outcome by itself; the second diagram is any leaf. */
  readonly changing: (change: (outcome: Outcome) => Outcome) => Operation
  /** What the second says where the first is 1, and `otherwise` where it is 0. */
  readonly where: (otherwise: Outcome) => Operation
}

export function createOutcomes(diagrams: Diagrams): OutcomeTable {
  const list: Outcome[] = []
  const numbers = new Map<string, number>()
  function numberOf(outcome: Outcome): number {
    const key = `${outcome.accept ?? '-'}|${outcome.drop ?? '-'}|${outcome.back ?? '-'}|${outcome.next}|${outcome.doubts}`
    let found = numbers.get(key)
    if (found === undefined) {
      if (list.length >= mostOutcomes) throw new TooLarge()
      found = list.push(outcome) - 1
      numbers.set(key, found)
    }
    return found
  }
  const leafOf = (outcome: Outcome) => leaf(numberOf(outcome))
  leafOf(nothing)
  return {
    leafOf,
    of: (number) => list[number]!,
    joining(join, empty, ends = () => false) {
      const neutral = leafOf(empty)
      return diagrams.operation(
        (a, b) => numberOf(join(list[a]!, list[b]!)),
        (a, b) => (a === neutral ? b : b === neutral || (isLeaf(a) && ends(list[leafValue(a)]!)) ? a : undefined),
      )
    },
    changing: (change) =>
      diagrams.operation(
        (a) => numberOf(change(list[a]!)),
        (a) => (isLeaf(a) ? leafOf(change(list[leafValue(a)]!)) : undefined),
      ),
    where(otherwise) {
      const other = leafOf(otherwise)
      return diagrams.operation(
        (a, b) => (a === 1 ? b : leafValue(other)),
        (a, b) => (a === leaf(0) ? other : a === leaf(1) ? b : undefined),
      )
    },
  }
}
