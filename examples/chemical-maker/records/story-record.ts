import type { Day } from '#core/calendar/day.ts'
import type { PlantKey } from '../plants/all.ts'

/** A dated record as somebody entered it. */
export interface StoryRecord {
  readonly kind: string
  readonly scope: 'enterprise' | readonly PlantKey[]
  readonly on: Day
  readonly until?: Day
  readonly data: Readonly<Record<string, unknown>>
  readonly by: string
  /** Others who accepted it, three days after it was entered. */
  readonly acceptedBy?: readonly string[]
  /** How many days after its date it was entered; two unless told. */
  readonly enteredAfter?: number
  /** What became of it: the same record, entered again on a later day with more in it. */
  readonly afterwards?: { readonly enteredOn: Day; readonly data: Readonly<Record<string, unknown>> }
}
