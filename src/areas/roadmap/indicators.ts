import type { RecordIndicator } from '#core/record/record.ts'

/** Plan dates are read by the ladder itself (prioritisation by criticality); they measure nothing. */
export const recordIndicators: readonly RecordIndicator[] = []
