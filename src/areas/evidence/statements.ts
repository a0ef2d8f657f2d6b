import type { EvidenceContext } from './context.ts'
import { originOf } from './describe-record.ts'
import type { LedgerRecord } from './ledger.ts'

/** One answer to a criterion with its words, for the page of that criterion. */
export interface Statement {
  readonly record: string
  readonly says: 'met' | 'none' | 'compensated' | 'notApplicable' | 'plan'
  readonly statement: string | null
  readonly scope: 'enterprise' | readonly string[]
  readonly givenBy: string | null
  /** Null while it waits for another person (a compensating control: for all three departments). */
  readonly acceptedBy: string | null
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
  readonly document: string | null
}

const WORDS: Readonly<Record<string, (record: LedgerRecord) => Statement['says']>> = {
  attestation: (record) => (record.data.answer === 'no' ? 'none' : 'met'),
  'compensating-control': () => 'compensated',
  'not-applicable': () => 'notApplicable',
  'plan-date': () => 'plan',
}
const TEXTS = ['statement', 'control', 'reason', 'action'] as const

/** What people said of a criterion, the newest first; withdrawn and replaced answers are left out. */
export async function readStatements(
  context: EvidenceContext,
  criterion: string,
  knownAt?: string,
): Promise<Statement[]> {
  const names = new Map((await context.people.list()).map((person) => [person.key, person.name]))
  const named = (key: string) => names.get(key) ?? key
  const records = await context.ledger.read(knownAt)
  return records.toReversed().flatMap((record) => {
    const says = WORDS[record.kind]
    const about = record.data.criterion === criterion || (record.kind === 'plan-date' && record.data.criterion === '*')
    if (!says || !about || record.state === 'withdrawn' || record.state === 'superseded') return []
    const text = TEXTS.map((key) => record.data[key]).find((value) => typeof value === 'string')
    return [
      {
        record: record.id,
        says: says(record),
        statement: typeof text === 'string' ? text : null,
        scope: record.scope,
        givenBy: record.recordedBy === null ? null : named(record.recordedBy),
        acceptedBy: record.accepted ? record.acceptances.map((one) => named(one.by)).join(', ') : null,
        effectiveFrom: record.effectiveFrom,
        effectiveTo: record.effectiveTo,
        document: record.source?.startsWith('document:') ? record.source : (originOf(record)?.en ?? null),
      },
    ]
  })
}
