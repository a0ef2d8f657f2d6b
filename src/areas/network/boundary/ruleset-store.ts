import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { LineAccount, RuleFault, RuleLanguage } from '#core/filtering/ruleset.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import type { Db } from '../store.ts'

export type LineCounts = Readonly<Record<LineAccount['as'], number>>

/** The rules of a filter as they were on a day, without their text. */
export interface StoredRuleset {
  readonly plant: string
  readonly id: string
  readonly importId: string
  /** The filter's own name, else its file's. */
  readonly name: string
  readonly language: RuleLanguage
  readonly fileName: string
  readonly sha256: string
  readonly takenOn: Day
  readonly counts: LineCounts
  readonly faults: readonly RuleFault[]
  readonly recordedAt: string
}

const COLUMNS = sql.raw(`r.plant, r.id, r.import_id as "importId", r.name, r.language, r.file_name as "fileName",
  r.file_sha256 as sha256, r.taken_on as "takenOn", r.counts, r.faults, r.committed_at as "recordedAt"`)

function visible(knownAt?: string): RawBuilder<boolean> {
  return knownAt === undefined
    ? sql<boolean>`r.committed_at is not null and r.undone_at is null`
    : sql<boolean>`r.committed_at <= ${knownAt}::timestamptz
        and (r.undone_at is null or r.undone_at > ${knownAt}::timestamptz)`
}

/** Of plants, or one; the newest first. */
export async function loadRulesets(
  db: Db,
  ask: {
    readonly plants?: readonly string[]
    readonly id?: string
    readonly asOf?: Day | undefined
    readonly knownAt?: string | undefined
  },
): Promise<StoredRuleset[]> {
  const parts = [visible(ask.knownAt)]
  if (ask.plants !== undefined) parts.push(sql<boolean>`r.plant = any(${[...ask.plants]}::text[])`)
  if (ask.id !== undefined) parts.push(sql<boolean>`r.id = ${ask.id}`)
  if (ask.asOf !== undefined) parts.push(sql<boolean>`r.taken_on <= ${ask.asOf}::date`)
  const found = await sql<StoredRuleset>`
    select ${COLUMNS} from network.ruleset r where ${sql.join(parts, sql` and `)}
    order by r.taken_on desc, r.committed_at desc, r.id`.execute(db)
  return found.rows
}

/** The text of a ruleset as it was imported; null where it is gone. */
export async function loadRulesetBody(db: Db, plant: string, id: string): Promise<string | null> {
  const found = await sql<{ body: string }>`
    select body from network.ruleset where plant = ${plant} and id = ${id}`.execute(db)
  return found.rows[0]?.body ?? null
}

/** Whether this file was committed for the plant before. */
export async function hasRuleset(db: Db, plant: string, sha256: string): Promise<boolean> {
  const found = await sql<{ id: string }>`
    select r.id from network.ruleset r where r.plant = ${plant} and r.file_sha256 = ${sha256} and ${visible()} limit 1
  `.execute(db)
  return found.rows.length > 0
}

export async function insertRuleset(
  db: Db,
  ruleset: Omit<StoredRuleset, 'recordedAt'> & {
    readonly body: string
    readonly stagedAt: string
    readonly recordedBy: string | null
  },
): Promise<void> {
  const { plant, id, importId, name, language, fileName, sha256, takenOn, counts, faults, body } = ruleset
  await sql`
    insert into network.ruleset (plant, id, import_id, name, language, file_name, file_sha256, body, taken_on, counts,
      faults, staged_at, recorded_by)
    values (${plant}, ${id}, ${importId}, ${name}, ${language}, ${fileName}, ${sha256}, ${body}, ${takenOn}::date,
      ${JSON.stringify(counts)}::text::jsonb, ${JSON.stringify(faults)}::text::jsonb, ${ruleset.stagedAt},
      ${ruleset.recordedBy})`.execute(db)
}

export async function commitRulesets(db: Db, importId: string, at: string): Promise<boolean> {
  const done = await sql`
    update network.ruleset set committed_at = ${at}, undone_at = null where import_id = ${importId}`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function undoRulesets(db: Db, importId: string, at: string): Promise<void> {
  await sql`
    update network.ruleset set undone_at = ${at} where import_id = ${importId} and committed_at is not null`.execute(db)
}

export async function discardRulesets(db: Db, importId: string): Promise<void> {
  await sql`delete from network.ruleset where import_id = ${importId} and committed_at is null`.execute(db)
}

/** Zones behind the interfaces of a filter, as people said. */
export type InterfacePlaces = Readonly<Record<string, readonly string[]>>

/** By the filter's name as it is compared (`foldName`); what was said last counts. */
export async function loadPlaces(
  db: Db,
  plant: string,
  knownAt?: string,
): Promise<ReadonlyMap<string, InterfacePlaces>> {
  const known = knownAt === undefined ? sql`` : sql`and p.recorded_at <= ${knownAt}::timestamptz`
  const found = await sql<{ name: string; interfaces: InterfacePlaces; seq: string }>`
    select distinct on (p.name) p.name, p.interfaces, p.seq from network.ruleset_place p
    where p.plant = ${plant} ${known} order by p.name, p.seq desc`.execute(db)
  const said = found.rows.sort((a, b) => Number(a.seq) - Number(b.seq))
  return new Map(said.map(({ name, interfaces }) => [foldName(name), interfaces]))
}

export async function insertPlaces(
  db: Db,
  said: {
    readonly plant: string
    readonly name: string
    readonly interfaces: InterfacePlaces
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  await sql`
    insert into network.ruleset_place (plant, name, interfaces, recorded_at, recorded_by)
    values (${said.plant}, ${said.name}, ${JSON.stringify(said.interfaces)}::text::jsonb, ${said.at}, ${said.by})
  `.execute(db)
}
