import type { Kysely } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Indicator } from '#core/maturity/indicator.ts'
import type { AssessmentInput } from '#core/maturity/input.ts'
import type { Plants } from '../plants/index.ts'
import type { Ladders } from './ladders.ts'
import type { LoadedAxis } from './load-axis.ts'

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

/** What the use cases of this area work with. */
export interface MaturityContext {
  readonly db: Kysely<unknown>
  readonly axis: LoadedAxis
  readonly plants: Plants
  /** By id; registered at composition. */
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly ladders: Ladders
  readonly answers: (knownAt?: string) => Promise<PeoplesAnswers>
  readonly statements: (criterion: string, knownAt?: string) => Promise<readonly Statement[]>
  /** Which kinds of record move an indicator. */
  readonly kindsOf: (indicator: string) => readonly string[]
}

/** Which day, by the knowledge of which instant, and on which assumption about the sources that are alive. */
export interface Asking {
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
  readonly assume?: 'feeds' | 'none' | undefined
}
