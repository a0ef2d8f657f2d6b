import type { DatedRecord, RecordContext } from './record.ts'

/** A record for tests: kind, effective day and data; everything else is ordinary. */
export function record(
  kind: string,
  effectiveFrom: string,
  data: DatedRecord['data'] = {},
  more: Partial<DatedRecord> = {},
): DatedRecord {
  return {
    id: `${kind}@${effectiveFrom}`,
    kind,
    scope: 'enterprise',
    effectiveFrom,
    effectiveTo: null,
    recordedAt: `${effectiveFrom}T09:00:00Z`,
    recordedBy: 'p1',
    acceptances: [],
    data,
    source: null,
    ...more,
  }
}

export function weHaveNone(about: string, effectiveFrom: string, more: Partial<DatedRecord> = {}): DatedRecord {
  return record('we-have-none', effectiveFrom, { about }, more)
}

/** The question of a day long after everything, with or without a window. */
export function asking(within?: string, today = '2027-01-01'): RecordContext {
  return { plants: ['kashima'], scope: '*', today, ...(within ? { within } : {}) }
}
