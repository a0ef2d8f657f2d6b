import type { Day } from '../calendar/day.ts'
import type { Authorisation } from './approval.ts'
import type { Change } from './change.ts'
import { type Instant, utcDayOf } from './sighting.ts'

export const decisionKinds = ['accept', 'explain', 'raise'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** What a person said about a change; those taken back are not among them. */
export interface ChangeDecision {
  readonly id: string
  readonly kind: DecisionKind
  /** Of the change it was said about: what, from when until when, and what was done. */
  readonly subject: string
  readonly from: Instant | null
  readonly until: Instant | null
  readonly deeds: readonly string[]
  readonly after: string | null
  /** Of an acceptance: the last day on which it holds; null: for good. */
  readonly through: Day | null
  /** ISO 8601: when it was said. */
  readonly recordedAt: string
}

/**
 * Where a change stands. `learned`: seen while its source learned; `authorised`: an approval covers it; `accepted`, `explained`,
 * `raised`: a person decided; `outsideWindow`, `unauthorised`, `cannotDecide`: open.
 */
export const standings = [
  'unauthorised',
  'outsideWindow',
  'cannotDecide',
  'raised',
  'explained',
  'accepted',
  'authorised',
  'learned',
] as const
export type Standing = (typeof standings)[number]

export const openStandings: readonly Standing[] = ['unauthorised', 'outsideWindow', 'cannotDecide']

/**
 * A person's word holds for what it was said about: work that went on afterwards is open again. An acceptance of programming
 * with an end date holds for work of the same kind until then; without one, for this one alone.
 */
export function decisionOn(change: Change, decisions: readonly ChangeDecision[], today: Day): ChangeDecision | null {
  return (
    decisions
      .filter((one) => one.subject === change.subject && holds(one, change, today))
      .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1))
      .at(-1) ?? null
  )
}

function holds(one: ChangeDecision, change: Change, today: Day): boolean {
  if (one.after !== change.after) return false
  const isWork = change.kind === 'program-change' || change.kind === 'mode-change'
  const lastSeen = change.until ?? change.at
  if (isWork) {
    const isSame = within(one, change) && change.deeds.every((deed) => one.deeds.includes(deed))
    if (one.kind !== 'accept' || one.through === null || change.at === null) return isSame
    const isLike = change.deeds.every((deed) => one.deeds.includes(deed))
    return isSame || (isLike && (one.from ?? 0) <= change.at && utcDayOf(change.at) <= one.through)
  }
  if (one.kind !== 'accept' || one.through === null) return true
  // It has run out, and what was accepted is still there.
  return today <= one.through || lastSeen === null || utcDayOf(lastSeen) <= one.through
}

function within(one: ChangeDecision, { at, until }: Change): boolean {
  if (at === null || one.from === null) return at === one.from
  return one.from <= at && (until ?? at) <= (one.until ?? one.from)
}

export function standingOf(change: Change, authorisation: Authorisation, decision: ChangeDecision | null): Standing {
  if (change.isLearned) return 'learned'
  if (authorisation.verdict === 'authorised') return 'authorised'
  if (decision !== null) return ({ accept: 'accepted', explain: 'explained', raise: 'raised' } as const)[decision.kind]
  return authorisation.verdict
}
