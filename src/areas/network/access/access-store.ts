import { type Insertable, type Kysely, type RawBuilder, sql } from 'kysely'
import type { AccessService } from '#core/access/access-line.ts'
import type { ClockDoubt } from '#core/access/log-clock.ts'
import type { SourcePart } from '#core/capture/told.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { Db, NetworkTables } from '../store.ts'

interface SessionRow {
  plant: string
  log_id: string
  n: number
  line: number
  end_line: number | null
  service: AccessService
  account: string | null
  person: string | null
  person_name: string | null
  source: string | null
  assigned: string | null
  target: string | null
  host: string | null
  from_at: string
  to_at: string | null
  is_cut_off: boolean
  is_refused: boolean
  reason: string | null
}

/** Tables of access: no other part of the area names them. */
interface AccessTables {
  'network.access_session': SessionRow
}

export interface StoredAccessLog {
  readonly plant: string
  readonly id: string
  readonly fileName: string
  readonly sha256: string
  readonly parts: readonly SourcePart[]
  readonly timeZone: string
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly accounting: {
    readonly lines: number
    readonly read: number
    readonly ignored: number
    readonly faulty: number
  }
  readonly doubts: readonly ClockDoubt[]
  readonly recordedAt: string
  /** A person's correction, the newest; null: none. */
  readonly addSeconds: number | null
  readonly hostAddress: string | null
  readonly correctedBy: string | null
  readonly correctionReason: string | null
}

const visible = (knownAt?: string): RawBuilder<boolean> =>
  knownAt === undefined
    ? sql<boolean>`l.committed_at is not null and l.undone_at is null`
    : sql<boolean>`l.committed_at <= ${knownAt}::timestamptz
        and (l.undone_at is null or l.undone_at > ${knownAt}::timestamptz)`

export async function insertAccessLog(
  db: Db,
  log: Omit<StoredAccessLog, 'recordedAt' | 'addSeconds' | 'hostAddress' | 'correctedBy' | 'correctionReason'> & {
    readonly importId: string
    readonly stagedAt: string
    readonly by: string | null
  },
): Promise<void> {
  await sql`
    insert into network.access_log (plant, id, import_id, file_name, file_sha256, parts, time_zone, first_at, last_at,
      accounting, doubts, staged_at, recorded_by)
    values (${log.plant}, ${log.id}, ${log.importId}, ${log.fileName}, ${log.sha256}, ${JSON.stringify(log.parts)}::text::jsonb,
      ${log.timeZone}, ${log.firstAt}, ${log.lastAt}, ${JSON.stringify(log.accounting)}::text::jsonb,
      ${JSON.stringify(log.doubts)}::text::jsonb, ${log.stagedAt}, ${log.by})`.execute(db)
}

export interface StoredAccess {
  readonly log: string
  readonly n: number
  readonly line: number
  readonly endLine: number | null
  readonly service: AccessService
  readonly account: string | null
  readonly person: string | null
  readonly personName: string | null
  readonly source: string | null
  readonly assigned: string | null
  readonly target: string | null
  readonly host: string | null
  readonly from: string
  readonly to: string | null
  readonly isCutOff: boolean
  readonly isRefused: boolean
  readonly reason: string | null
}

export async function insertAccessSessions(
  db: Db,
  { plant, id }: { readonly plant: string; readonly id: string },
  sessions: readonly Omit<StoredAccess, 'log' | 'n'>[],
): Promise<void> {
  const rows = sessions.map(
    (one, n): Insertable<SessionRow> => ({
      plant,
      log_id: id,
      n,
      line: one.line,
      end_line: one.endLine,
      service: one.service,
      account: one.account,
      person: one.person,
      person_name: one.personName,
      source: one.source,
      assigned: one.assigned,
      target: one.target,
      host: one.host,
      from_at: one.from,
      to_at: one.to,
      is_cut_off: one.isCutOff,
      is_refused: one.isRefused,
      reason: one.reason,
    }),
  )
  await insertMany(db as unknown as Kysely<AccessTables>, 'network.access_session', rows)
}

/** @returns false where nothing is staged under the import */
export async function commitAccessLogs(db: Db, importId: string, at: string): Promise<boolean> {
  const done = await sql`update network.access_log set committed_at = ${at}
    where import_id = ${importId} and committed_at is null`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function undoAccessLogs(db: Db, importId: string, at: string): Promise<void> {
  await sql`update network.access_log set undone_at = ${at}
    where import_id = ${importId} and committed_at is not null and undone_at is null`.execute(db)
}

/** Removes what was staged and never committed. */
export async function discardAccessLogs(db: Db, importId: string): Promise<void> {
  const staged = sql`select plant, id from network.access_log where import_id = ${importId} and committed_at is null`
  await sql`delete from network.access_session where (plant, log_id) in (${staged})`.execute(db)
  await sql`delete from network.access_log where import_id = ${importId} and committed_at is null`.execute(db)
}

export async function hasAccessLog(db: Db, plant: string, sha256: string): Promise<boolean> {
  const found = await sql`select 1 from network.access_log l
    where l.plant = ${plant} and l.file_sha256 = ${sha256} and ${visible()} limit 1`.execute(db)
  return found.rows.length > 0
}

export async function loadAccessLogs(
  db: Db,
  ask: { readonly plant?: string | undefined; readonly id?: string | undefined; readonly knownAt?: string | undefined },
): Promise<StoredAccessLog[]> {
  const parts = [visible(ask.knownAt)]
  if (ask.plant !== undefined) parts.push(sql<boolean>`l.plant = ${ask.plant}`)
  if (ask.id !== undefined) parts.push(sql<boolean>`l.id = ${ask.id}`)
  const known = ask.knownAt === undefined ? sql`true` : sql`k.recorded_at <= ${ask.knownAt}::timestamptz`
  const found = await sql<StoredAccessLog>`
    select l.plant, l.id, l.file_name as "fileName", l.file_sha256 as sha256, l.parts, l.time_zone as "timeZone",
      l.first_at as "firstAt", l.last_at as "lastAt", l.accounting, l.doubts, l.committed_at as "recordedAt",
      c.add_seconds as "addSeconds", c.host_address as "hostAddress", c.recorded_by as "correctedBy",
      c.reason as "correctionReason"
    from network.access_log l
    left join lateral (select * from network.access_correction k where k.plant = l.plant and k.log_id = l.id and ${known}
      order by k.seq desc limit 1) c on true
    where ${sql.join(parts, sql` and `)} order by l.last_at desc nulls last, l.id
  `.execute(db)
  return found.rows
}

export async function loadAccessSessions(db: Db, plant: string, logs: readonly string[]): Promise<StoredAccess[]> {
  const found = await sql<StoredAccess>`
    select s.log_id as log, s.n, s.line, s.end_line as "endLine", s.service, s.account, s.person,
      s.person_name as "personName", s.source, s.assigned, s.target, s.host, s.from_at as "from", s.to_at as "to",
      s.is_cut_off as "isCutOff", s.is_refused as "isRefused", s.reason
    from network.access_session s where s.plant = ${plant} and s.log_id = any(${[...logs]}::text[])
    order by s.from_at, s.log_id, s.n
  `.execute(db)
  return found.rows
}

export async function insertAccessCorrection(
  db: Db,
  one: {
    readonly plant: string
    readonly logId: string
    readonly addSeconds: number
    readonly hostAddress: string | null
    readonly reason: string
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  await sql`insert into network.access_correction (plant, log_id, add_seconds, host_address, reason, recorded_at, recorded_by)
    values (${one.plant}, ${one.logId}, ${one.addSeconds}, ${one.hostAddress}, ${one.reason}, ${one.at}, ${one.by})`.execute(
    db,
  )
}

export async function clearAccess(trx: Kysely<NetworkTables>): Promise<void> {
  await sql`truncate network.access_log, network.access_session, network.access_correction, network.account_decision,
    network.account_decision_undo`.execute(trx)
}
