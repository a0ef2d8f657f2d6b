import { sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Db } from './advisory-store.ts'

export const decisionKinds = ['patch', 'compensate', 'accept', 'notApplicable'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** A person's word on what an advisory means for an asset. */
export interface StoredDecision {
  readonly plant: string
  readonly id: string
  readonly seq: number
  readonly tag: string
  /** Key of the advisory, whatever its revision. */
  readonly advisory: string
  readonly kind: DecisionKind
  readonly decidedOn: Day
  readonly untilOn: Day | null
  readonly shutdownId: string | null
  readonly shutdownFrom: Day | null
  readonly control: string | null
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

/** Decisions by plant, asset or id, the oldest first, by the knowledge of an instant. */
export async function loadDecisions(
  db: Db,
  ask: {
    readonly plants?: readonly string[]
    readonly tag?: string
    readonly id?: string
    readonly knownAt?: string | undefined
  },
): Promise<StoredDecision[]> {
  const parts = [sql<boolean>`true`]
  if (ask.plants !== undefined) parts.push(sql<boolean>`d.plant = any(${[...ask.plants]}::text[])`)
  if (ask.tag !== undefined) parts.push(sql<boolean>`d.tag = ${ask.tag}`)
  if (ask.id !== undefined) parts.push(sql<boolean>`d.id = ${ask.id}`)
  if (ask.knownAt !== undefined) parts.push(sql<boolean>`d.recorded_at <= ${ask.knownAt}::timestamptz`)
  const known = ask.knownAt === undefined ? sql`` : sql`and u.recorded_at <= ${ask.knownAt}::timestamptz`
  const found = await sql<Row>`
    select d.plant, d.id, d.seq, d.tag, d.advisory, d.kind, d.decided_on as "decidedOn", d.until_on as "untilOn",
      d.shutdown_id as "shutdownId", d.shutdown_from as "shutdownFrom", d.control, d.reason, d.recorded_at as at,
      d.recorded_by as by, u.reason as "undoneReason", u.recorded_at as "undoneAt", u.recorded_by as "undoneBy"
    from assets.vulnerability_decision d
    left join assets.vulnerability_decision_undo u on u.plant = d.plant and u.decision_id = d.id ${known}
    where ${sql.join(parts, sql` and `)} order by d.seq
  `.execute(db)
  return found.rows.map(({ undoneReason, undoneAt, undoneBy, ...row }) => ({
    ...row,
    undone: undoneAt === null ? null : { reason: undoneReason ?? '', at: undoneAt, by: undoneBy },
  }))
}

/** Differs whenever the decisions of a plant do. */
export async function loadDecisionRevision(db: Db, plant: string): Promise<string> {
  const found = await sql<{ revision: string }>`
    select concat(
      (select concat(count(*), '.', max(seq)) from assets.vulnerability_decision where plant = ${plant}), '/',
      (select count(*) from assets.vulnerability_decision_undo where plant = ${plant})) as revision
  `.execute(db)
  return found.rows[0]?.revision ?? ''
}

export async function insertDecision(db: Db, decision: Omit<StoredDecision, 'seq' | 'undone'>): Promise<void> {
  await sql`
    insert into assets.vulnerability_decision (plant, id, tag, advisory, kind, decided_on, until_on, shutdown_id,
      shutdown_from, control, reason, recorded_at, recorded_by)
    values (${decision.plant}, ${decision.id}, ${decision.tag}, ${decision.advisory}, ${decision.kind},
      ${decision.decidedOn}, ${decision.untilOn}, ${decision.shutdownId}, ${decision.shutdownFrom}, ${decision.control},
      ${decision.reason}, ${decision.at}, ${decision.by})`.execute(db)
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
    insert into assets.vulnerability_decision_undo (plant, decision_id, reason, recorded_at, recorded_by)
    values (${undo.plant}, ${undo.decisionId}, ${undo.reason}, ${undo.at}, ${undo.by}) on conflict do nothing`.execute(
    db,
  )
  return (done.numAffectedRows ?? 0n) > 0n
}
