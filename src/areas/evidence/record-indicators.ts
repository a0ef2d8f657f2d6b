import type { RecordIndicator } from '#core/record/record.ts'

/** Attestations, exemptions and controls answer criteria directly; "we have none" speaks through every other indicator. */
export const recordIndicators: readonly RecordIndicator[] = []
