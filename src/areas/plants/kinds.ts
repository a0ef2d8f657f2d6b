import type { RecordKind } from '#core/record/record.ts'

/** Plants, their constraints and shutdowns have tables of their own: no kind of dated record. */
export const recordKinds: readonly RecordKind[] = []
