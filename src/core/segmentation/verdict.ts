import type { Day } from '../calendar/day.ts'
import type { Bilingual } from '../record/record.ts'
import type { Placement } from './place-endpoint.ts'
import type { Conduit, PolicyOperation } from './policy.ts'

/**
 * What a policy says of a conversation, the gravest first. `notObservable` is none of them: it is said of boundaries that no
 * source sees (observability.ts), since there is no conversation of which it could be said.
 */
export const verdicts = [
  'violation',
  'wrongOperation',
  'wrongDirection',
  'expired',
  'unknownMember',
  'allowed',
] as const
export type Verdict = (typeof verdicts)[number]

export interface Judgement {
  /** The gravest of its days; null where no day is known on which it could be judged. */
  readonly verdict: Verdict | null
  /** Nobody answered: it was tried, and the same would be said of it had it come about. */
  readonly isAttempt: boolean
  /** Its days, each in exactly one part, ascending by their first. One part mostly. */
  readonly parts: readonly JudgedDays[]
}

export interface JudgedDays {
  /** Ascending. */
  readonly days: readonly Day[]
  readonly client: Placement
  readonly server: Placement
  readonly outcome: Outcome
}

/** Shared by all conversations of which the same is said: compare by identity, never change. */
export interface Outcome {
  readonly verdict: Verdict
  /**
   * Allowed: those that allow it together (none within one zone). Expired: those that ended. Wrong operation or direction:
   * those that are about this service between the two zones. Sorted by record.
   */
  readonly conduits: readonly Conduit[]
  /** Of a wrong operation or data flow: those that no conduit lets pass. */
  readonly operations: readonly PolicyOperation[]
  /** Of a wrong direction: whether the wrong end opened it, or data flows against the direction. */
  readonly against: 'initiator' | 'dataFlow' | null
  /**
   * Allowed as far as can be told: the service was matched by its port alone, or the conduit allows some operations and
   * nobody could tell which these were.
   */
  readonly unproven: readonly ('protocol' | 'operations')[]
  /** Of an unknown member. */
  readonly unknown: readonly ('client' | 'server')[]
  /** The smallest line that would allow it, beside what is allowed already; null where there is none to write. */
  readonly missing: MissingLine | null
  /** Between levels 4/5 or the internet and level 3 or below, with neither end in the DMZ: no such line should be written. */
  readonly passesDmzBy: boolean
  readonly because: Bilingual
}

/** As much of a conduit as follows from traffic; its name, owner and dates are for a person to say. */
export type MissingLine = Pick<Conduit, 'from' | 'to' | 'services' | 'operations' | 'dataFlow' | 'initiator'>

const rank = new Map(verdicts.map((verdict, i) => [verdict, i]))

export function graver(a: Verdict | null, b: Verdict | null): Verdict | null {
  if (a === null || b === null) return a ?? b
  return rank.get(a)! <= rank.get(b)! ? a : b
}
