import { type RawBuilder, sql } from 'kysely'
import type { LearningRuling } from '#core/change/learning.ts'
import type { ChangeDecision, DecisionKind } from '#core/change/standing.ts'
import type { Db } from '../store.ts'

export interface Undone {
  readonly reason: string
  readonly at: string
  readonly by: string | null
}

export interface StoredChangeDecision extends ChangeDecision {
  readonly plant: string
  readonly changeId: string
  readonly seq: number
  readonly reason: string
  readonly recordId: string | null
  readonly by: string | null
  readonly undone: Undone | null
}

export interface StoredRuling extends LearningRuling {
  readonly plant: string
  readonly id: string
  readonly seq: number
  readonly reason: string
  readonly at: string
  readonly by: string | null
  readonly undone: Undone | null
}

const undoneColumns = sql.raw('u.reason as "undoneReason", u.recorded_at as "undoneAt", u.recorded_by as "undoneBy"')

interface UndoneRow {
  readonly undoneReason: string | null
  readonly undoneAt: string | null
  readonly undoneBy: string | null
}

function withUndone<Row extends UndoneRow>({ undoneReason, undoneAt, undoneBy, ...row }: Row) {
  return { ...row, undone: undoneAt === null ? null : { reason: undoneReason ?? '', at: undoneAt, by: undoneBy } }
}

const upTo = (column: string, knownAt: string | undefined): RawBuilder<boolean> =>
  knownAt === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} <= ${knownAt}::timestamptz`

export async function loadChangeDecisions(
  db: Db,
  ask: { readonly plants?: readonly string[]; readonly id?: string; readonly knownAt?: string | undefined },
): Promise<StoredChangeDecision[]> {
  const plants = ask.plants === undefined ? sql`true` : sql`d.plant = any(${[...ask.plants]}::text[])`
  const id = ask.id === undefined ? sql`true` : sql`d.id = ${ask.id}`
  const found = await sql<Omit<StoredChangeDecision, 'undone'> & UndoneRow>`
    select d.plant, d.id, d.seq, d.change_id as "changeId", d.kind, d.subject,
      (extract(epoch from d.since) * 1000)::float8 as "from", (extract(epoch from d.until) * 1000)::float8 as until, d.deeds,
      d.after, d.through, d.reason, d.record_id as "recordId", d.recorded_at as "recordedAt", d.recorded_by as by,
      ${undoneColumns}
    from network.change_decision d
    left join network.change_undo u on u.plant = d.plant and u.decision_id = d.id and ${upTo('u.recorded_at', ask.knownAt)}
    where ${plants} and ${id} and ${upTo('d.recorded_at', ask.knownAt)} order by d.seq`.execute(db)
  return found.rows.map(withUndone)
}

export async function insertChangeDecision(
  db: Db,
  one: {
    readonly plant: string
    readonly id: string
    readonly changeId: string
    readonly kind: DecisionKind
    readonly subject: string
    readonly since: number | null
    readonly until: number | null
    readonly deeds: readonly string[]
    readonly after: string | null
    readonly through: string | null
    readonly reason: string
    readonly recordId: string | null
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  await sql`insert into network.change_decision (plant, id, change_id, kind, subject, since, until, deeds, after, through,
      reason, record_id, recorded_at, recorded_by)
    values (${one.plant}, ${one.id}, ${one.changeId}, ${one.kind}, ${one.subject}, ${instant(one.since)},
      ${instant(one.until)}, ${[...one.deeds]}::text[], ${one.after}, ${one.through}, ${one.reason}, ${one.recordId},
      ${one.at}, ${one.by})`.execute(db)
}

/** Words on learning, in the order in which they were given. */
export async function loadRulings(
  db: Db,
  ask: { readonly plant?: string; readonly id?: string; readonly knownAt?: string | undefined },
): Promise<StoredRuling[]> {
  const plant = ask.plant === undefined ? sql`true` : sql`d.plant = ${ask.plant}`
  const id = ask.id === undefined ? sql`true` : sql`d.id = ${ask.id}`
  const found = await sql<Omit<StoredRuling, 'undone'> & UndoneRow>`
    select d.plant, d.id, d.seq, d.source, d.until_day as until, d.days, d.reason, d.recorded_at as at, d.recorded_by as by,
      ${undoneColumns}
    from network.learning_decision d
    left join network.change_undo u on u.plant = d.plant and u.decision_id = d.id and ${upTo('u.recorded_at', ask.knownAt)}
    where ${plant} and ${id} and ${upTo('d.recorded_at', ask.knownAt)} order by d.seq`.execute(db)
  return found.rows.map(withUndone)
}

export async function insertRuling(db: Db, one: Omit<StoredRuling, 'seq' | 'undone'>): Promise<void> {
  await sql`insert into network.learning_decision (plant, id, source, until_day, days, reason, recorded_at, recorded_by)
    values (${one.plant}, ${one.id}, ${one.source}, ${one.until}, ${one.days}, ${one.reason}, ${one.at}, ${one.by})`.execute(
    db,
  )
}

/** @returns false where somebody took it back before */
export async function insertChangeUndo(
  db: Db,
  undo: {
    readonly plant: string
    readonly decisionId: string
    readonly reason: string
    readonly at: string
    readonly by: string | null
  },
): Promise<boolean> {
  const done = await sql`insert into network.change_undo (plant, decision_id, reason, recorded_at, recorded_by)
    values (${undo.plant}, ${undo.decisionId}, ${undo.reason}, ${undo.at}, ${undo.by}) on conflict do nothing`.execute(
    db,
  )
  return (done.numAffectedRows ?? 0n) > 0n
}
