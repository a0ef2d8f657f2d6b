import type { Day } from '../calendar/day.ts'
import type { Over } from './axis.ts'
import type { PlantKey, RecordRef, Strength } from './indicator.ts'
import type { Verdict } from './verdict.ts'

/** One reason of a verdict: an indicator with its value, as `rung assess --json` prints it. */
export interface Reason {
  readonly indicator: string
  /** As measured; a date-valued indicator says its age as a period (`P12D`) and the day itself in `on`. */
  readonly value: number | boolean | string | null
  readonly on: Day | null
  readonly verdict: Verdict
  readonly strength: Strength | null
  readonly records: readonly RecordRef[]
  readonly recordCount: number
  readonly attestation: string | null
  readonly notReobserved: boolean
  readonly noSource: boolean
  readonly late: boolean
  /** Whose reason it is, where the enterprise's verdict rests on its plants'. */
  readonly plant: PlantKey | null
  /** A sentence in the reader's language; filled by whoever has the texts. */
  readonly text: string
}

export interface CriterionVerdict {
  readonly criterion: string
  readonly kind: 'criterion' | 'symptom'
  readonly level: number
  readonly aspect: string | null
  readonly asked: boolean
  readonly verdict: Verdict
  readonly inGrace: boolean
  readonly share: number
  readonly strength: Strength | null
  readonly over: Over
  /** Plants that keep the enterprise from `met`; empty for a plant's own verdict. */
  readonly blockedBy: readonly PlantKey[]
  /** The first day on which a re-run under the same assumption says something else; null if none. */
  readonly validUntil: Day | null
  /** The day since which the verdict has been what it is; null if always. */
  readonly effectiveFrom: Day | null
  readonly because: readonly Reason[]
  /** The enterprise's verdict stands for the plant's ("elsewhere"). */
  readonly elsewhere: boolean
  readonly prioritised: boolean
  /** Id of the attestation that the data contradict. */
  readonly contradicted: string | null
  readonly compensated: string | null
  readonly exemption: string | null
  readonly notReobserved: boolean
  readonly late: boolean
}

/** How far it is to the next level. `level` is null at the top. */
export interface NextLevel {
  readonly level: number | null
  readonly met: number
  readonly of: number
  readonly partly: number
  readonly notMet: number
  readonly unknown: number
  readonly notAsked: number
  readonly notApplicable: number
  readonly compensated: number
}

export interface Standing {
  readonly level: number
  readonly aspects: Readonly<Record<string, number>>
  /** Symptoms of level 1 that are present. */
  readonly symptoms: readonly string[]
  readonly next: NextLevel
  /** What the present level loses first. */
  readonly lapsesNext: { readonly criterion: string; readonly on: Day } | null
  readonly verdicts: readonly CriterionVerdict[]
}

export interface Assessment {
  readonly axis: string
  readonly axisVersion: number
  readonly asOf: Day
  readonly assume: 'feeds' | 'none'
  readonly enterprise: Standing & {
    /** True where the enterprise stands higher than any single plant. */
    readonly noPlantAtLevel: boolean
  }
  readonly plants: readonly (Standing & { readonly plant: PlantKey; readonly onboarding: boolean })[]
}
