import { addPeriod } from '#core/calendar/period.ts'
import { fold } from '#core/import/text.ts'
import type { EvidenceContext } from './context.ts'
import type { LedgerRecord, RecordState } from './ledger.ts'

export interface RecordFilter {
  /** Only records that had begun by this day. */
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
  readonly kind?: string | undefined
  /** A plant's own records and the enterprise's. */
  readonly plant?: string | undefined
  /** Records that answer this criterion in words, or whose kind can move it. */
  readonly criterion?: string | undefined
  readonly state?: RecordState | undefined
  /** Words that all occur in the record. */
  readonly q?: string | undefined
  readonly limit: number
  /** Id of the last record of the page before. */
  readonly after?: string | undefined
}

/** Records by newest effective date, with how many there are in all. `criteriaOf`: which criteria a kind can move. */
export async function listRecords(
  context: EvidenceContext,
  filter: RecordFilter,
  criteriaOf: (kind: string) => readonly string[],
): Promise<{ readonly records: readonly LedgerRecord[]; readonly total: number; readonly more: boolean }> {
  const words = fold(filter.q ?? '') === '' ? [] : (filter.q ?? '').trim().split(/\s+/).map(fold)
  const all = (await context.ledger.read(filter.knownAt)).filter(
    (record) =>
      (!filter.asOf || record.effectiveFrom <= filter.asOf) &&
      (!filter.kind || record.kind === filter.kind) &&
      (!filter.plant || record.scope === 'enterprise' || record.scope.includes(filter.plant)) &&
      (!filter.state || record.state === filter.state) &&
      (!filter.criterion ||
        record.data.criterion === filter.criterion ||
        criteriaOf(record.kind).includes(filter.criterion)) &&
      matches(record, words),
  )
  const newestFirst = all.toReversed()
  const start = filter.after ? newestFirst.findIndex((record) => record.id === filter.after) + 1 : 0
  const records = newestFirst.slice(start, start + filter.limit)
  return { records, total: all.length, more: start + records.length < all.length }
}

function matches(record: LedgerRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = fold([record.kind, record.effectiveFrom, ...Object.values(record.data).map(String)].join(' '))
  return words.every((word) => text.includes(word))
}

/** Whether it was entered later than the axis allows after its effective date. */
export function isLate(record: LedgerRecord, lateEntry: string): boolean {
  return record.recordedAt.slice(0, 10) > addPeriod(record.effectiveFrom, lateEntry)
}
