import { randomUUID } from 'node:crypto'
import type { AddRecord, LedgerRecord } from '#areas/evidence/index.ts'
import type { DecisionKind } from '#core/change/standing.ts'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import type { NetworkContext } from '../context.ts'
import { placeWords } from '../proof-place.ts'
import {
  insertChangeDecision,
  insertChangeUndo,
  insertRuling,
  loadChangeDecisions,
  loadRulings,
} from './change-decision-store.ts'
import { changeWords } from './change-words.ts'
import { getChange, learningAt } from './list-changes.ts'

/** Records are added to the ledger of all dated records, where they are closed as every other. */
export type DecideContext = NetworkContext & {
  readonly records: { add(input: AddRecord): Promise<LedgerRecord>; get(id: string): Promise<LedgerRecord> }
}

/**
 * A person accepts a change, explains it, or raises it as a finding; the last word holds. Throws `NotFound`, `BadInput`, and
 * `Refused` where a safety system's programming would be accepted without an end.
 */
export async function decideChange(
  context: DecideContext,
  said: {
    readonly id: string
    readonly kind: DecisionKind
    readonly reason: string
    readonly through?: string | null | undefined
    readonly record?: string | null | undefined
    readonly owner?: string | null | undefined
    readonly due?: string | null | undefined
    readonly by: string | null
  },
) {
  const { change, witness } = await getChange(context, said.id)
  const through = said.kind === 'accept' ? (said.through ?? null) : null
  const today = await context.plants.today()
  if (through !== null && through < today) {
    throw new BadInput(
      'An acceptance ends today or later',
      [{ path: 'through', reason: 'has passed already' }],
      '受容の期限は本日以降にしてください',
    )
  }
  let record = said.kind === 'explain' ? (said.record ?? null) : null
  if (record !== null) await checkApproval(context, record, change.plant)
  if (said.kind === 'raise') {
    const words = changeWords(change)
    const place =
      witness.packet === null
        ? ''
        : `, ${witness.place ?? placeWords({ fileName: '', kind: 'pcap', parts: [] }, witness.packet).en}`
    const finding = await context.records.add({
      kind: 'change-finding',
      scope: [change.plant],
      effectiveFrom: today,
      data: {
        finding: `${words.en} / ${words.ja}\n${said.reason}\n${witness.captureName}${place}`,
        change: change.id,
        ...(said.owner ? { owner: said.owner } : {}),
        ...(said.due ? { due: said.due } : {}),
      },
      by: said.by,
    })
    record = finding.id
  }
  await insertChangeDecision(context.db, {
    plant: change.plant,
    id: randomUUID(),
    changeId: change.id,
    kind: said.kind,
    subject: change.subject,
    since: change.at,
    until: change.until,
    deeds: change.deeds,
    after: change.after,
    through,
    reason: said.reason,
    recordId: record,
    at: context.clock.now().toISOString(),
    by: said.by,
  })
  return getChange(context, change.id)
}

async function checkApproval(context: DecideContext, id: string, plant: string): Promise<void> {
  const record = await context.records.get(id)
  const isOfPlant = record.scope === 'enterprise' || record.scope.includes(plant)
  if (record.kind === 'change-approval' && isOfPlant && record.state === 'counts') return
  throw new BadInput('That record is no approved change of this plant', [
    { path: 'record', reason: 'is no approved change of this plant' },
  ])
}

/** Takes a decision back; a finding that was raised stays, and is closed where findings are. */
export async function undoChangeDecision(
  context: NetworkContext,
  { id, reason, by }: { readonly id: string; readonly reason: string; readonly by: string | null },
) {
  const [decision] = await loadChangeDecisions(context.db, { id })
  if (decision === undefined) throw new NotFound(`there is no decision ${id}`)
  const at = context.clock.now().toISOString()
  const done = await insertChangeUndo(context.db, { plant: decision.plant, decisionId: id, reason, at, by })
  if (!done) throw new Refused('this decision was taken back already')
  return getChange(context, decision.changeId)
}

/** A person ends or extends the learning of a source, or of all of a plant. */
export async function ruleLearning(
  context: NetworkContext,
  said: {
    readonly plant: string
    readonly source: string | null
    readonly until?: string | null | undefined
    readonly days?: number | null | undefined
    readonly reason: string
    readonly by: string | null
  },
) {
  const { plant, source, reason, by } = said
  await context.plants.get(plant)
  const known = await learningAt(context, plant)
  if (source !== null && !known.sources.some((one) => one.source === source)) {
    throw new BadInput(`Nothing was captured at ${source}`, [{ path: 'source', reason: 'is no source of this plant' }])
  }
  const at = context.clock.now().toISOString()
  const { until = null, days = null } = said
  await insertRuling(context.db, { plant, id: randomUUID(), source, until, days, reason, at, by })
  await context.changes.keepUp([plant])
  return learningAt(context, plant)
}

export async function undoLearning(
  context: NetworkContext,
  { id, reason, by }: { readonly id: string; readonly reason: string; readonly by: string | null },
) {
  const [ruling] = await loadRulings(context.db, { id })
  if (ruling === undefined) throw new NotFound(`there is no word on learning ${id}`)
  const at = context.clock.now().toISOString()
  const done = await insertChangeUndo(context.db, { plant: ruling.plant, decisionId: id, reason, at, by })
  if (!done) throw new Refused('this was taken back already')
  await context.changes.keepUp([ruling.plant])
  return learningAt(context, ruling.plant)
}
