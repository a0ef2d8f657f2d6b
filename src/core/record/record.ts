import type { Day } from '../calendar/day.ts'
import type { IndicatorValue } from '../maturity/axis.ts'
import type { PlantKey, Step } from '../maturity/indicator.ts'

/** Text in each language that the product speaks. */
export interface Bilingual {
  readonly en: string
  readonly ja: string
}

/** One field of a record kind. From it come the form, the API schema, the Excel template and the import mapping. */
export interface Field {
  readonly key: string
  readonly type: 'text' | 'longText' | 'date' | 'number' | 'share' | 'flag' | 'choice' | 'choices'
  readonly label: Bilingual
  /** Says what the field is for, under the input and as a comment in the template. */
  readonly hint?: Bilingual
  readonly required?: boolean
  /** For `choice` and `choices`; several are separated by `;` in a sheet. */
  readonly options?: readonly { readonly key: string; readonly label: Bilingual }[]
  readonly min?: number
  readonly max?: number
  /** A flag that, once set, makes a form ask for these fields, and for the end of the period (`effectiveTo`). */
  readonly asksFor?: readonly string[]
  /** Other column titles under which this field is met in the wild, any language. */
  readonly aliases?: readonly string[]
}

/** A kind of dated record (meeting, drill, study, board report …), owned by the area that understands it. */
export interface RecordKind {
  /** kebab-case, unique over all areas: also the sheet's name in the template. */
  readonly key: string
  readonly area: string
  readonly label: Bilingual
  /** One sentence: which question this answers. */
  readonly purpose: Bilingual
  /** What the effective date means for this kind ("date of the meeting", "in force from"). */
  readonly dateLabel: Bilingual
  /** Whether an end of the effective period is asked for ("in force until"). */
  readonly hasEnd: boolean
  /** Whether the record counts only after another person has accepted it. */
  readonly needsAcceptance: boolean
  readonly scope: 'enterprise' | 'plant' | 'either'
  readonly fields: readonly Field[]
}

/** A record as kept: never overwritten; a correction is a new record that names the one it replaces. */
export interface DatedRecord {
  readonly id: string
  readonly kind: string
  readonly scope: 'enterprise' | readonly PlantKey[]
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  /** ISO 8601 instant. */
  readonly recordedAt: string
  readonly recordedBy: string | null
  /** The persons who accepted it, with their department and the day. */
  readonly acceptances: readonly Acceptance[]
  readonly data: Readonly<Record<string, unknown>>
  /** `row:<import>/<sheet>/<row>` or `document:<sha256>` where it came from one. */
  readonly source: string | null
}

export interface Acceptance {
  readonly by: string
  readonly department: Department
  readonly on: Day
}

export const departments = ['ot', 'it', 'process-safety', 'management', 'other'] as const
export type Department = (typeof departments)[number]

/**
 * An indicator that is computed from dated records alone: a pure function, bound to the store at composition, so that an
 * area that owns only records needs no store of its own.
 * `steps` gets the records of its kinds that apply to one scope (a plant: the enterprise's and its own), ascending by
 * effective date, each already acceptable (accepted where the kind needs it), and returns ascending steps.
 */
export interface RecordIndicator {
  readonly id: string
  readonly kinds: readonly string[]
  readonly value: IndicatorValue
  steps(records: readonly DatedRecord[], context: RecordContext): readonly Step[]
}

export interface RecordContext {
  /** How many plants the enterprise has, for shares over plants. */
  readonly plants: readonly PlantKey[]
  readonly scope: PlantKey | '*'
  readonly within?: string
  readonly today: Day
}
