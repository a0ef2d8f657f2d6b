import { setImmediate as breathe } from 'node:timers/promises'
import type { DayNumber } from '#core/calendar/day.ts'
import { assetPattern } from '#core/vulnerability/match-product.ts'
import type { Piece } from '../share-steps.ts'
import { type DecisionShelf, heldDays, shelfKey } from './decisions.ts'
import type { AdvisoryBook } from './keep-book.ts'
import type { PlantSubjects, Subject } from './keep-plants.ts'
import { breathAfter, dueOf, type Episode, findingsOf } from './matches.ts'

interface Days {
  readonly from: DayNumber
  /** Exclusive. */
  readonly to: DayNumber
}

/**
 * Which assets were matched against advisories, day by day, while a run of the matching is not older than the window. An
 * asset is matched where it can be compared (an order number, or maker and model), an advisory of its maker is kept (from
 * makers of whom nothing is kept, silence says nothing), and no verdict on it is open: "cannot decide" is no assessment
 * until a person has decided.
 */
export async function assessedPieces(
  plant: string,
  book: AdvisoryBook,
  subjects: PlantSubjects,
  shelf: DecisionShelf,
  lapse: (day: DayNumber) => DayNumber,
): Promise<Piece[]> {
  const windows = joined(book.runs.map(({ day }) => ({ from: day, to: lapse(day) })))
  if (windows.length === 0) return []
  const decided = new Set([...shelf.keys()].map((key) => key.split('\n', 1)[0]!))
  const groups = new Map<string, { subject: Subject; count: number; open: readonly Days[] }>()
  let looked = 0
  for (const [tag, spans] of subjects.byTag) {
    if (++looked % breathAfter === 0) await breathe()
    for (const subject of spans) {
      if (!subject.present) continue
      // Alike assets are counted together, but for those on which somebody decided.
      const own = decided.has(tag) ? tag : ''
      const key = JSON.stringify([own, subject.from, subject.to, subject.product, subject.otherwise])
      const group = groups.get(key)
      if (group !== undefined) group.count++
      else groups.set(key, { subject, count: 1, open: openDays(book, subject, shelf) })
    }
  }
  return [...groups.values()].flatMap(({ subject, count, open }) => {
    const ref = `asset:${plant}/${subject.tag}`
    const inWindows = windows.flatMap((window) => cut(window, subject))
    const since = comparableSince(book, subject)
    return inWindows.flatMap((days) => {
      const good = minus(cut({ from: since, to: Number.POSITIVE_INFINITY }, days), open)
      const bad = minus([days], good)
      return [
        ...good.map((one) => ({ ...one, count, good: true, byMachine: true, ref })),
        ...bad.map((one) => ({ ...one, count, good: false, byMachine: false, ref })),
      ]
    })
  })
}

/** From which day there is something to compare the asset with; `Infinity` while there is nothing. */
export function comparableSince(book: AdvisoryBook, { product }: Pick<Subject, 'product'>): DayNumber {
  const { vendor, codes, names } = assetPattern(product)
  if (vendor === null || (codes.length === 0 && names.length === 0)) return Number.POSITIVE_INFINITY
  return book.vendorsSince.get(vendor) ?? Number.POSITIVE_INFINITY
}

/** Days on which some verdict on it was open, and nobody had decided. */
function openDays(book: AdvisoryBook, subject: Subject, shelf: DecisionShelf): Days[] {
  const open: Days[] = []
  for (const [seq, { verdict }] of findingsOf(book, subject)) {
    if (verdict !== 'cannotDecide') continue
    const version = book.versions.get(seq)!
    const held = heldDays(shelf.get(shelfKey(subject.tag, version.key)))
    open.push(...minus(cut(version, subject), held))
  }
  return joined(open)
}

/**
 * Decisions in time, of all that had to be decided: an episode is good from its decision (or its patch) on, for as long as
 * the window lasts, and bad from its due day until it is decided and the window has passed. What is not due yet counts
 * neither way. Where a decision runs out while the asset is still affected, a new one is due.
 */
export function decidedPieces(
  plant: string,
  episodes: Iterable<Episode>,
  shelf: DecisionShelf,
  lapse: (day: DayNumber) => DayNumber,
): Piece[] {
  const pieces: Piece[] = []
  for (const episode of episodes) {
    const ref = `asset:${plant}/${episode.tag}`
    for (const { due, done } of questionsOf(episode, shelf)) {
      const inTime = done <= due
      const from = inTime ? done : due + 1
      const to = done === Number.POSITIVE_INFINITY ? done : lapse(done)
      if (from < to) pieces.push({ from, to, count: 1, good: inTime, byMachine: true, ref })
    }
  }
  return pieces
}

/** What had to be decided of an episode: when it arose, by when, and when it was (`Infinity`: not yet). */
export interface Question {
  readonly from: DayNumber
  readonly due: DayNumber
  readonly done: DayNumber
  readonly by: 'decision' | 'end' | 'nobody'
}

export function questionsOf(episode: Episode, shelf: DecisionShelf): Question[] {
  const held = heldDays(shelf.get(shelfKey(episode.tag, episode.advisory)))
  const questions: Question[] = []
  for (let from = episode.from; from < episode.to && questions.length < 1000; ) {
    const decision = held.find(({ to }) => to > from)
    const decidedOn = Math.max(from, decision?.from ?? Number.POSITIVE_INFINITY)
    const done = Math.min(decidedOn, episode.to)
    const by = done === Number.POSITIVE_INFINITY ? 'nobody' : decidedOn <= episode.to ? 'decision' : 'end'
    questions.push({ from, due: dueOf({ ...episode, from }), done, by })
    if (decision === undefined || decidedOn >= episode.to) break
    from = decision.to
  }
  return questions
}

function cut(days: Days, within: Days): Days[] {
  const [from, to] = [Math.max(days.from, within.from), Math.min(days.to, within.to)]
  return from < to ? [{ from, to }] : []
}

function joined(days: readonly Days[]): Days[] {
  const result: { from: DayNumber; to: DayNumber }[] = []
  for (const { from, to } of [...days].sort((a, b) => a.from - b.from)) {
    const last = result[result.length - 1]
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

function minus(days: readonly Days[], without: readonly Days[]): Days[] {
  let rest = [...days]
  for (const hole of without) {
    rest = rest.flatMap((one) => [
      ...cut(one, { from: Number.NEGATIVE_INFINITY, to: hole.from }),
      ...cut(one, { from: hole.to, to: Number.POSITIVE_INFINITY }),
    ])
  }
  return rest
}
