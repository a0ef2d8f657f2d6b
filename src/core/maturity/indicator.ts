import type { Day } from '../calendar/day.ts'
import type { Period } from '../calendar/period.ts'

export type PlantKey = string

/** The scope of a series: a plant, or `*` for the enterprise as a whole. */
export type ScopeKey = PlantKey | '*'

/** Weakest last: a verdict is as strong as its weakest leaf. */
export const strengths = ['measured', 'recorded', 'attested'] as const
export type Strength = (typeof strengths)[number]

/**
 * Names what a value rests on, so that a verdict leads to it:
 * `record:<id>`, `asset:<plant>/<tag>`, `review:<id>`, `row:<importId>/<sheet>/<row>`, `packet:<captureId>/<number>`,
 * `conversation:<captureId>/<n>`, `capture:<id>`, `document:<sha256>`; `policy:<plant>/<captureId>/<n>` for the line of
 * policy that a conversation lacks.
 */
export type RecordRef = string

/** From this day on the indicator has this value, until the next step. Effective dates, not recorded ones. */
export interface Step {
  readonly from: Day
  /** By the indicator's kind: number, boolean, a day (kind `date`), true (kind `events`); null where it cannot tell. */
  readonly value: number | boolean | Day | null
  /** A few of the records behind it, the decisive ones first (at most 20). */
  readonly records: readonly RecordRef[]
  /** How many there are in all, where `records` is only a part. */
  readonly recordCount?: number
  readonly strength: Strength
  /** The last day on which the source looked; a fix dated later answers until it looks again. Default: `from`. */
  readonly observedOn?: Day
  /** A source that is alive (sensor, synchronisation): a forecast may assume that it goes on. */
  readonly feed?: boolean
  /** True when the record was entered more than the axis' `lateEntry` after its effective date. */
  readonly late?: boolean
}

/** Ascending by `from`; before the first step the indicator knows nothing. */
export type Series = readonly Step[]

export interface Measurement {
  readonly plants: readonly PlantKey[]
  /** Steps are wanted for [from, to], with the step in force on `from`; known changes after `to` may be given too. */
  readonly from: Day
  readonly to: Day
  readonly within?: Period
  /** Only what was recorded by this instant (ISO 8601). */
  readonly knownAt?: string
  /** The day on which the question is asked. */
  readonly today: Day
}

/** One named, typed measurement that an area computes from its records. Registered with `maturity` at composition. */
export interface Indicator {
  readonly id: string
  /** A series for each plant it can speak of, and under `*` for the enterprise where it has an enterprise view. */
  measure(ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>>
  /** The records behind the value on a day, in full: what a page lists and `rung explain` prints. Counter-examples first. */
  proof?(ask: ProofRequest): Promise<readonly Proof[]>
  /**
   * People record the same under the same id. A `value`: their records count on days on which nothing is measured;
   * `events`: their days count beside those that are measured.
   */
  readonly alsoRecorded?: 'value' | 'events'
}

export interface ProofRequest {
  readonly scope: ScopeKey
  readonly on: Day
  readonly within?: Period
  readonly limit: number
}

/** One piece of proof: what it is, in words that name file, sheet and row, or packet; and where the screen shows it. */
export interface Proof {
  readonly ref: RecordRef
  readonly text: string
  /** The same in Japanese; the English stands where there is none. */
  readonly textJa?: string
  /** In-app path, `/assets/kashima/PLC-101`, `/evidence/captures/<id>/packets/129`; null where there is no page. */
  readonly href: string | null
  /** Whether it speaks for or against the criterion. */
  readonly speaks: 'for' | 'against'
}
