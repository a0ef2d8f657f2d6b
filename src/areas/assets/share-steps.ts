import { type DayNumber, dayOf } from '#core/calendar/day.ts'
import type { RecordRef, Step } from '#core/maturity/indicator.ts'

/**
 * So many things that are alike from one day to the next: they count for the share, or against it.
 * `to` is exclusive, Infinity where nothing follows.
 */
export interface Piece {
  readonly from: DayNumber
  readonly to: DayNumber
  readonly count: number
  readonly good: boolean
  /** Counts for the share by what a machine saw, without anybody's word. */
  readonly byMachine: boolean
  /** One of them, by which a verdict names them. */
  readonly ref: RecordRef
}

const NAMED = 5

/**
 * The share of the good ones over time: null while there is nothing to count. `measured` while all of the good ones are
 * so by machine. The refs are counter-examples first.
 */
export function shareSteps(pieces: readonly Piece[]): Step[] {
  const changes = new Map<DayNumber, { begins: Piece[]; ends: Piece[] }>()
  const at = (day: DayNumber) => {
    const change = changes.get(day) ?? { begins: [], ends: [] }
    changes.set(day, change)
    return change
  }
  for (const piece of pieces) {
    if (piece.from >= piece.to || piece.count === 0) continue
    at(piece.from).begins.push(piece)
    if (piece.to !== Number.POSITIVE_INFINITY) at(piece.to).ends.push(piece)
  }
  const good = new Set<Piece>()
  const bad = new Set<Piece>()
  let [total, goods, byMachine] = [0, 0, 0]
  const steps: Step[] = []
  for (const day of [...changes.keys()].sort((a, b) => a - b)) {
    const { begins, ends } = changes.get(day)!
    for (const piece of ends) {
      total -= piece.count
      if (piece.good) goods -= piece.count
      if (piece.good && piece.byMachine) byMachine -= piece.count
      ;(piece.good ? good : bad).delete(piece)
    }
    for (const piece of begins) {
      total += piece.count
      if (piece.good) goods += piece.count
      if (piece.good && piece.byMachine) byMachine += piece.count
      ;(piece.good ? good : bad).add(piece)
    }
    const step: Step = {
      from: dayOf(day),
      value: total === 0 ? null : goods / total,
      records: named(bad, good),
      recordCount: total,
      strength: goods > 0 && byMachine === goods ? 'measured' : 'recorded',
    }
    const last = steps[steps.length - 1]
    if (!last || differs(last, step)) steps.push(step)
  }
  return steps
}

function named(bad: ReadonlySet<Piece>, good: ReadonlySet<Piece>): RecordRef[] {
  const refs = new Set<RecordRef>()
  for (const pieces of [bad, good]) {
    for (const piece of pieces) {
      if (refs.size >= NAMED) return [...refs]
      refs.add(piece.ref)
    }
  }
  return [...refs]
}

function differs(a: Step, b: Step): boolean {
  return (
    a.value !== b.value ||
    a.strength !== b.strength ||
    a.recordCount !== b.recordCount ||
    a.records.join('\n') !== b.records.join('\n')
  )
}
