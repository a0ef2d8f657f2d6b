import type { RecordIndicator } from '#core/record/record.ts'

/** Plants are what is measured, not what measures. */
export const recordIndicators: readonly RecordIndicator[] = []
