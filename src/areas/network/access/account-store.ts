import { sql } from 'kysely'
import type { Db } from '../store.ts'

/** A person's word on an account. */
export interface AccountDecision {
  readonly plant: string
  readonly id: string
  readonly account: string
  readonly kind: 'shared' | 'personal'
  readonly person: string | null
  readonly reason: string
  readonly at: string
  readonly by: string | null
  readonly undone: { readonly reason: string; readonly at: string; readonly by: string | null } | null
}

interface Row extends Omit<AccountDecision, 'undone'> {
  readonly undoneReason: string | null
  readonly undoneAt: string | null
  readonly undoneBy: string | null
}

/** Decisions of a plant, or one by its id, the oldest first. */
export async function loadAccountDecisions(
  db: Db,
  ask: { readonly plant?: string | undefined; readonly id?: string | undefined; readonly knownAt?: string | undefined },
): Promise<AccountDecision[]> {
  const parts = [sql<boolean>`true`]
  if (ask.plant !== undefined) parts.push(sql<boolean>`d.plant = ${ask.plant}`)
  if (ask.id !== undefined) parts.push(sql<boolean>`d.id = ${ask.id}`)
  if (ask.knownAt !== undefined) parts.push(sql<boolean>`d.recorded_at <= ${ask.knownAt}::timestamptz`)
  const known = ask.knownAt === undefined ? sql`` : sql`and u.recorded_at <= ${ask.knownAt}::timestamptz`
  const found = await sql<Row>`
    select d.plant, d.id, d.account, d.kind, d.person, d.reason, d.recorded_at as at, d.recorded_by as by,
      u.reason as "undoneReason", u.recorded_at as "undoneAt", u.recorded_by as "undoneBy"
    from network.account_decision d
    left join network.account_decision_undo u on u.plant = d.plant and u.decision_id = d.id ${known}
    where ${sql.join(parts, sql` and `)} order by d.seq
  `.execute(db)
  return found.rows.map(({ undoneReason, undoneAt, undoneBy, ...row }) => ({
    ...row,
    undone: undoneAt === null ? null : { reason: undoneReason ?? '', at: undoneAt, by: undoneBy },
  }))
}

export async function insertAccountDecision(db: Db, one: Omit<AccountDecision, 'undone'>): Promise<void> {
  await sql`insert into network.account_decision (plant, id, account, kind, person, reason, recorded_at, recorded_by)
    values (${one.plant}, ${one.id}, ${one.account}, ${one.kind}, ${one.person}, ${one.reason}, ${one.at}, ${one.by})`.execute(
    db,
  )
}

/** @returns false where somebody took it back before */
export async function insertAccountUndo(
  db: Db,
  undo: {
    readonly plant: string
    readonly decisionId: string
    readonly reason: string
    readonly at: string
    readonly by: string | null
  },
): Promise<boolean> {
  const done = await sql`
    insert into network.account_decision_undo (plant, decision_id, reason, recorded_at, recorded_by)
    values (${undo.plant}, ${undo.decisionId}, ${undo.reason}, ${undo.at}, ${undo.by}) on conflict do nothing`.execute(
    db,
  )
  return (done.numAffectedRows ?? 0n) > 0n
}
