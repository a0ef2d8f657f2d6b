import type { Indicator, Measurement, PlantKey, Proof, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { RecordIndicator } from '#core/record/record.ts'
import type { EvidenceContext } from './context.ts'
import { describeRecord } from './describe-record.ts'
import type { LedgerRecord } from './ledger.ts'

/** Records that count, by kind and by what they speak for; made once per state of the ledger. */
interface Shelf {
  readonly of: readonly LedgerRecord[]
  readonly byKind: ReadonlyMap<string, readonly LedgerRecord[]>
}

/**
 * Binds indicators that are computed from dated records alone to the store. Only records that count are given: accepted
 * where the kind needs it, not withdrawn, not replaced, of no import that was undone.
 */
export function bindRecordIndicators(context: EvidenceContext, indicators: readonly RecordIndicator[]): Indicator[] {
  let shelf: Shelf | null = null
  async function shelved(knownAt?: string): Promise<Shelf> {
    const ledger = await context.ledger.read(knownAt)
    if (shelf?.of === ledger) return shelf
    const byId = new Map(ledger.map((record) => [record.id, record]))
    const counting = ledger
      .filter((record) => record.state === 'counts')
      .map((record) => (record.replaces === null ? record : { ...record, recordedAt: firstEntry(record, byId) }))
    shelf = { of: ledger, byKind: Map.groupBy(counting, (record) => record.kind) }
    return shelf
  }
  return indicators.map((indicator) => ({
    id: indicator.id,
    async measure(ask: Measurement) {
      const records = recordsOf(await shelved(ask.knownAt), indicator)
      const result = new Map<ScopeKey, Series>()
      for (const scope of ['*', ...ask.plants]) {
        const steps = stepsFor(indicator, records, scope, ask.plants, ask)
        // A plant without a series of its own inherits the enterprise's.
        if (steps.length > 0) result.set(scope, steps)
      }
      return result
    },
    async proof(ask) {
      const today = await context.plants.today()
      const plants = (await context.plants.list({ asOf: ask.on })).map((plant) => plant.key)
      const records = recordsOf(await shelved(), indicator)
      const steps = stepsFor(indicator, records, ask.scope, plants, { ...ask, today })
      const step = steps.findLast((one) => one.from <= ask.on)
      if (!step) return []
      const behind = indicator.value === 'events' ? steps.filter((one) => one.from <= ask.on).reverse() : [step]
      return proofsOf(context, behind, new Map(records.map((one) => [one.id, one])), ask.limit)
    },
  }))
}

/** Whether a record came late is said of its first entry: what is brought up to date later was known in time. */
function firstEntry(record: LedgerRecord, byId: ReadonlyMap<string, LedgerRecord>): string {
  let first = record
  for (let seen = 0; first.replaces !== null && seen < byId.size; seen++) {
    const before = byId.get(first.replaces)
    if (!before) break
    first = before
  }
  return first.recordedAt
}

/** All records of an indicator's kinds, in the order of the ledger: ascending by effective date, then by entry. */
function recordsOf({ of, byKind }: Shelf, indicator: RecordIndicator): readonly LedgerRecord[] {
  const lists = [...new Set(indicator.kinds)].flatMap((kind) => byKind.get(kind) ?? [])
  if (indicator.kinds.length === 1 || of.length === 0) return lists
  return lists.sort(byTime)
}

function byTime(a: LedgerRecord, b: LedgerRecord): number {
  if (a.effectiveFrom !== b.effectiveFrom) return a.effectiveFrom < b.effectiveFrom ? -1 : 1
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** A plant takes the enterprise's records and its own; the enterprise takes its own and those that name every plant. */
export function speaksFor(record: Pick<LedgerRecord, 'scope'>, scope: ScopeKey, plants: readonly PlantKey[]): boolean {
  if (record.scope === 'enterprise') return true
  const named = record.scope
  return scope === '*' ? plants.length > 0 && plants.every((plant) => named.includes(plant)) : named.includes(scope)
}

function stepsFor(
  indicator: RecordIndicator,
  records: readonly LedgerRecord[],
  scope: ScopeKey,
  plants: readonly PlantKey[],
  ask: Pick<Measurement, 'within' | 'today'>,
): readonly Step[] {
  const mine = records.filter((record) => speaksFor(record, scope, plants))
  if (mine.length === 0) return []
  return indicator.steps(mine, { plants, scope, today: ask.today, ...(ask.within ? { within: ask.within } : {}) })
}

async function proofsOf(
  context: EvidenceContext,
  steps: readonly Step[],
  records: ReadonlyMap<string, LedgerRecord>,
  limit: number,
): Promise<Proof[]> {
  const names = new Map((await context.people.list()).map((person) => [person.key, person.name]))
  const proofs: Proof[] = []
  for (const step of steps) {
    for (const ref of step.records) {
      const record = records.get(ref.replace(/^record:/, ''))
      if (!record || proofs.length >= limit || proofs.some((one) => one.ref === ref)) continue
      const against = step.value === false || step.value === 0 || record.kind === WE_HAVE_NONE
      proofs.push({
        ref,
        ...describeRecord(record, context.kinds.get(record.kind), names),
        href: `/evidence/records/${record.id}`,
        speaks: against ? 'against' : 'for',
      })
    }
  }
  return proofs
}
