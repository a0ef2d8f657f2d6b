import type { Day } from '#core/calendar/day.ts'
import type { AssessmentInput } from '#core/maturity/input.ts'

/** What people answered to criteria, as the area that keeps such records gives it. */
export type PeoplesAnswers = Pick<AssessmentInput, 'attestations' | 'exemptions' | 'compensations' | 'plans'>

/** One answer with its words, for the page of a criterion. */
export interface Statement {
  /** Record id. */
  readonly record: string
  readonly says: 'met' | 'none' | 'compensated' | 'notApplicable' | 'plan'
  readonly statement: string | null
  readonly scope: 'enterprise' | readonly string[]
  readonly givenBy: string | null
  /** Null while it waits for another person. */
  readonly acceptedBy: string | null
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly document: string | null
}

/** Which day, by the knowledge of which instant, and on which assumption about the sources that are alive. */
export interface Asking {
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
  readonly assume?: 'feeds' | 'none' | undefined
}
