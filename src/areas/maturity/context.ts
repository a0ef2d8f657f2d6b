import type { Kysely } from 'kysely'
import type { Indicator } from '#core/maturity/indicator.ts'
import type { Plants } from '../plants/index.ts'
import type { PeoplesAnswers, Statement } from './asking.ts'
import type { Ladders } from './ladders.ts'
import type { LoadedAxis } from './load-axis.ts'

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
