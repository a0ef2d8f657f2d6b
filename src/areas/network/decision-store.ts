import { sql } from 'kysely'
import type { Db } from './store.ts'

/** A person's word that devices are one, or that one is two. */
export interface StoredDecision {
  readonly plant: string
  readonly id: string
  readonly seq: number
  readonly kind: 'merge' | 'split'
  readonly groups: readonly (readonly string[])[]
  readonly reason: string
  readonly at: string
  readonly by: string | null
  readonly undone: { readonly reason: string; readonly at: string; readonly by: string | null } | null
}

interface Row extends Omit<StoredDecision, 'undone'> {
  readonly undoneReason: string | null
  readonly undoneAt: string | null
  readonly undoneBy: string | null
}

/** Decisions of a plant, or one by its id, the oldest first. */
export async function loadDecisions(
  db: Db,
  ask: { readonly plant?: string; readonly id?: string; readonly knownAt?: string | undefined },
): Promise<StoredDecision[]> {
  const parts = [sql<boolean>`true`]
  if (ask.plant !== undefined) parts.push(sql<boolean>`d.plant = ${ask.plant}`)
  if (ask.id !== undefined) parts.push(sql<boolean>`d.id = ${ask.id}`)
  if (ask.knownAt !== undefined) parts.push(sql<boolean>`d.recorded_at <= ${ask.knownAt}::timestamptz`)
  const known = ask.knownAt === undefined ? sql`` : sql`and u.recorded_at <= ${ask.knownAt}::timestamptz`
  const found = await sql<Row>`
    select d.plant, d.id, d.seq, d.kind, d.groups, d.reason, d.recorded_at as at, d.recorded_by as by,
      u.reason as "undoneReason", u.recorded_at as "undoneAt", u.recorded_by as "undoneBy"
    from network.device_decision d
    left join network.device_decision_undo u on u.plant = d.plant and u.decision_id = d.id ${known}
    where ${sql.join(parts, sql` and `)} order by d.seq
  `.execute(db)
  return found.rows.map(({ undoneReason, undoneAt, undoneBy, ...row }) => ({
    ...row,
    undone: undoneAt === null ? null : { reason: undoneReason ?? '', at: undoneAt, by: undoneBy },
  }))
}

export async function insertDecision(
  db: Db,
  decision: Pick<StoredDecision, 'plant' | 'id' | 'kind' | 'groups' | 'reason' | 'at' | 'by'>,
): Promise<void> {
  await db
    .insertInto('network.device_decision')
    .values({
      plant: decision.plant,
      id: decision.id,
      kind: decision.kind,
      groups: JSON.stringify(decision.groups),
      reason: decision.reason,
      recorded_at: decision.at,
      recorded_by: decision.by,
    } as never)
    .execute()
}

/** @returns false where somebody took it back before */
export async function insertUndo(
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
    insert into network.device_decision_undo (plant, decision_id, reason, recorded_at, recorded_by)
    values (${undo.plant}, ${undo.decisionId}, ${undo.reason}, ${undo.at}, ${undo.by})
    on conflict do nothing`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

/** A text per plant that differs whenever its decisions do. */
export async function loadDecisionVersions(db: Db): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; version: string }>`
    select d.plant, concat(max(d.seq), '.', coalesce(max(u.seq), 0)) as version
    from network.device_decision d
    left join network.device_decision_undo u on u.plant = d.plant and u.decision_id = d.id
    group by d.plant`.execute(db)
  return new Map(found.rows.map(({ plant, version }) => [plant, version]))
}
