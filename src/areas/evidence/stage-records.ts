import { newId } from '#platform/id.ts'
import type { EvidenceContext } from './context.ts'
import type { ImportJob, RowCounts, RowProblem } from './importer.ts'
import type { LedgerRecord } from './ledger.ts'
import type { RecordRow } from './read-record-row.ts'
import * as store from './record-store.ts'

const BATCH = 500

type Told = Pick<RowProblem, 'severity' | 'reason'>

/** Compares each row with what is known, and stages those that bring something. */
export async function stageRecords(context: EvidenceContext, job: ImportJob) {
  const ledger = await context.ledger.read()
  const current = ledger.filter(isCurrent)
  const byId = new Map(ledger.map((record) => [record.id, record]))
  const byFingerprint = new Map(current.map((record) => [store.fingerprintOf(record), record]))
  const seen = new Map<string, string>()
  const earlier = earlierRows(current, job.file.name)
  const counts = { accepted: 0, changed: 0, unchanged: 0, refused: 0, ignored: 0 }
  let records: store.NewRecord[] = []
  let acceptances: store.AcceptanceRow[] = []
  const at = context.clock.now().toISOString()

  async function flush(): Promise<void> {
    if (records.length === 0) return
    await store.insertRecords(context.db, records)
    await store.insertAcceptances(context.db, acceptances)
    records = []
    acceptances = []
    job.signal.throwIfAborted()
  }

  function keep(sheet: string | null, row: number, record: RecordRow, replaces: string | null): string {
    const id = newId()
    const place = `${sheet ?? ''}/${row}`
    records.push({
      ...record.content,
      id,
      source: `row:${job.importId}/${place}`,
      replaces,
      importId: job.importId,
      sheet,
      row,
      at,
      by: record.givenBy,
    })
    for (const person of record.acceptedBy) {
      acceptances.push({
        recordId: id,
        by: person.key,
        department: person.department,
        on: job.today,
        at,
        importId: job.importId,
      })
    }
    return id
  }

  return {
    refuse: () => {
      counts.refused++
    },
    ignore: () => {
      counts.ignored++
    },
    /** Null where the row is plainly accepted or unchanged. */
    async take(sheet: string | null, row: number, record: RecordRow): Promise<Told | null> {
      const fingerprint = store.fingerprintOf(record.content)
      const known = record.id === null ? undefined : byId.get(record.id)
      const same = known ?? byFingerprint.get(fingerprint)
      if (same && isCurrent(same) && store.fingerprintOf(same) === fingerprint) {
        counts.unchanged++
        earlier.keep(same)
        return null
      }
      const twin = seen.get(fingerprint)
      if (twin !== undefined && !known) {
        counts.ignored++
        return {
          severity: 'ignored',
          reason: { en: `the same as ${twin}`, ja: `${twin} と同じ内容のため無視しました` },
        }
      }
      seen.set(fingerprint, sheet === null ? `row ${row}` : `${sheet}!${row}`)
      if (known) {
        if (known.kind !== record.content.kind || !isCurrent(known)) {
          counts.refused++
          return { severity: 'refused', reason: notCurrent(known) }
        }
        keep(sheet, row, record, known.id)
        counts.changed++
        earlier.keep(known)
      } else {
        const id = keep(sheet, row, record, null)
        counts.accepted++
        earlier.offer(sheet, record, id)
      }
      if (records.length >= BATCH) await flush()
      return null
    },
    /** Rows of an earlier version of this file that are gone and have one new row in their place are corrections. */
    async end(): Promise<RowCounts> {
      await flush()
      const pairs = earlier.pairs()
      await store.setReplaced(context.db, job.importId, pairs)
      counts.accepted -= pairs.length
      counts.changed += pairs.length
      const brought = counts.accepted + counts.changed
      return {
        ...counts,
        summary: {
          en: `${brought} records, ${counts.changed} of them corrections; ${counts.unchanged} were known already`,
          ja: `記録 ${brought} 件（うち訂正 ${counts.changed} 件）、既知 ${counts.unchanged} 件`,
        },
      }
    },
  }
}

function isCurrent(record: LedgerRecord): boolean {
  return record.state === 'counts' || record.state === 'awaiting'
}

function notCurrent(known: LedgerRecord) {
  return known.state === 'withdrawn'
    ? { en: `record ${known.id} was withdrawn`, ja: `記録 ${known.id} は取り下げられています` }
    : { en: `record ${known.id} cannot be corrected by this row`, ja: `この行では記録 ${known.id} を訂正できません` }
}

/** Rows that an earlier file of the same name brought, by sheet, kind, scope and date. */
function earlierRows(current: readonly LedgerRecord[], fileName: string) {
  const key = (sheet: string | null, one: Pick<LedgerRecord, 'kind' | 'scope' | 'effectiveFrom'>) =>
    [sheet, one.kind, one.scope === 'enterprise' ? '*' : [...one.scope].sort().join(' '), one.effectiveFrom].join('\n')
  const open = new Map<string, Set<string>>()
  for (const record of current) {
    if (record.origin?.fileName !== fileName) continue
    const at = key(record.origin.sheet, record)
    open.set(at, (open.get(at) ?? new Set()).add(record.id))
  }
  const offered = new Map<string, string[]>()
  return {
    /** The row is still there: it is nobody's predecessor. */
    keep(record: LedgerRecord) {
      if (record.origin) open.get(key(record.origin.sheet, record))?.delete(record.id)
    },
    offer(sheet: string | null, record: RecordRow, id: string) {
      const at = key(sheet, record.content)
      if (open.has(at)) offered.set(at, [...(offered.get(at) ?? []), id])
    },
    pairs() {
      return [...offered].flatMap(([at, ids]) => {
        const left = [...(open.get(at) ?? [])]
        return ids.length === 1 && left.length === 1 ? [{ id: ids[0]!, replaces: left[0]! }] : []
      })
    },
  }
}
