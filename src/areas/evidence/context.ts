import type { Kysely } from 'kysely'
import type { Period } from '#core/calendar/period.ts'
import type { RecordKind } from '#core/record/record.ts'
import { NotFound } from '#platform/errors.ts'
import type { People } from '../people/index.ts'
import type { Plants } from '../plants/index.ts'
import { type KeptRecord, type LedgerRecord, ledgerAt } from './ledger.ts'
import { loadRecords, readRevision } from './record-store.ts'
import type { EvidenceTables } from './tables.ts'

/** What the use cases of this area work with. */
export interface EvidenceContext {
  readonly db: Kysely<EvidenceTables>
  readonly clock: { now(): Date }
  readonly people: People
  readonly plants: Plants
  /** Every record kind of every area, by key; registered at composition. */
  readonly kinds: ReadonlyMap<string, RecordKind>
  readonly ledger: Ledger
  /** Entered later than this after its effective date, a record is marked. */
  readonly lateEntry: Period
  /** Ids of the axis' criteria, where the composition tells them. */
  readonly criteria: ReadonlySet<string> | null
}

/** All records in memory, read again when the revision moves: hundreds to tens of thousands, asked for all the time. */
export interface Ledger {
  read(knownAt?: string): Promise<readonly LedgerRecord[]>
  find(id: string, knownAt?: string): Promise<LedgerRecord>
  revision(): Promise<string>
}

export function createLedger(db: Kysely<EvidenceTables>, kinds: ReadonlyMap<string, RecordKind>): Ledger {
  let kept: { readonly revision: string; readonly records: KeptRecord[] } | null = null
  let now: { readonly of: KeptRecord[]; readonly kinds: number; readonly ledger: readonly LedgerRecord[] } | null = null
  async function load(): Promise<KeptRecord[]> {
    // The revision is read first: what is written in between shows up as a newer revision next time.
    const revision = await readRevision(db)
    if (kept?.revision !== revision) kept = { revision, records: await loadRecords(db) }
    return kept.records
  }
  async function read(knownAt?: string): Promise<readonly LedgerRecord[]> {
    const records = await load()
    if (knownAt !== undefined) return ledgerAt(records, kinds, knownAt)
    if (now?.of !== records || now.kinds !== kinds.size) {
      now = { of: records, kinds: kinds.size, ledger: ledgerAt(records, kinds) }
    }
    return now.ledger
  }
  return {
    read,
    async find(id, knownAt) {
      const found = (await read(knownAt)).find((record) => record.id === id)
      if (!found) throw new NotFound(`there is no record ${id}`)
      return found
    },
    revision: () => readRevision(db),
  }
}
