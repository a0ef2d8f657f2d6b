import type { DatedRecord, RecordKind } from '#core/record/record.ts'
import { BadInput, type InputProblem, Refused } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import type { EvidenceContext } from './context.ts'
import { checkData, isPlausibleDay } from './kind-schema.ts'
import type { LedgerRecord } from './ledger.ts'
import { bumpRevision, insertRecords, type NewRecord } from './record-store.ts'

export interface AddRecord {
  readonly kind: string
  readonly scope: DatedRecord['scope']
  readonly effectiveFrom: string
  readonly effectiveTo?: string | null | undefined
  readonly data: unknown
  /** The record that this one corrects. */
  readonly replaces?: string | null | undefined
  /** `document:<sha256>` where a document stands behind it. */
  readonly source?: string | null | undefined
  readonly by: string | null
}

/** Enters a dated record. A correction is a new record that names the one it replaces. */
export async function addRecord(context: EvidenceContext, input: AddRecord): Promise<LedgerRecord> {
  const [added] = await addRecords(context, [input])
  return added!
}

/** Enters several in one transaction: all or none. */
export async function addRecords(context: EvidenceContext, inputs: readonly AddRecord[]): Promise<LedgerRecord[]> {
  const day = await context.plants.today()
  const plants = new Set((await context.plants.list({ asOf: day })).map((plant) => plant.key))
  const people = new Set((await context.people.list()).map((person) => person.key))
  const at = context.clock.now().toISOString()
  const records: NewRecord[] = []
  for (const input of inputs) {
    const kind = kindOf(context, input.kind)
    const data = checkData(kind, input.data, context.criteria)
    checkFrame(kind, input, plants, people)
    if (input.replaces) await checkReplaced(context, input.replaces, kind)
    records.push({
      id: newId(),
      kind: kind.key,
      scope: input.scope === 'enterprise' ? 'enterprise' : [...new Set(input.scope)].sort(),
      effectiveFrom: input.effectiveFrom,
      effectiveTo: input.effectiveTo ?? null,
      data,
      source: input.source ?? documentOf(data),
      replaces: input.replaces ?? null,
      importId: null,
      sheet: null,
      row: null,
      at,
      by: input.by,
    })
  }
  await context.db.transaction().execute(async (trx) => {
    await insertRecords(trx, records)
    await bumpRevision(trx)
  })
  const ledger = new Map((await context.ledger.read()).map((record) => [record.id, record]))
  return records.map((record) => ledger.get(record.id)!)
}

export function kindOf(context: Pick<EvidenceContext, 'kinds'>, key: string): RecordKind {
  const kind = context.kinds.get(key)
  if (!kind) throw new BadInput(`there is no kind of record "${key}"`, [{ path: 'kind', reason: 'not a known kind' }])
  return kind
}

function checkFrame(kind: RecordKind, input: AddRecord, plants: ReadonlySet<string>, people: ReadonlySet<string>) {
  const problems: InputProblem[] = []
  const expect = (ok: boolean, path: string, reason: string) => {
    if (!ok) problems.push({ path, reason })
  }
  expect(isPlausibleDay(input.effectiveFrom), 'effectiveFrom', 'a date between 1901 and 2199 as YYYY-MM-DD')
  const end = input.effectiveTo ?? null
  expect(end === null || isPlausibleDay(end), 'effectiveTo', 'a date between 1901 and 2199 as YYYY-MM-DD')
  expect(end === null || end >= input.effectiveFrom, 'effectiveTo', 'not before the beginning')
  expect(end === null || kind.hasEnd, 'effectiveTo', `a ${kind.key} has no end`)
  if (input.scope === 'enterprise') {
    expect(kind.scope !== 'plant', 'scope', `a ${kind.key} belongs to a plant`)
  } else {
    expect(kind.scope !== 'enterprise', 'scope', `a ${kind.key} speaks for the enterprise`)
    expect(input.scope.length > 0, 'scope', 'at least one plant')
    for (const plant of input.scope) expect(plants.has(plant), 'scope', `there is no plant ${plant}`)
  }
  expect(input.by === null || people.has(input.by), 'by', `nobody has the key ${input.by}`)
  if (problems.length > 0) {
    const text = problems.map((problem) => `${problem.path}: ${problem.reason}`).join('; ')
    throw new BadInput(`not a valid ${kind.key}: ${text}`, problems)
  }
  if (kind.needsAcceptance && input.by === null) {
    throw new Refused(`a ${kind.key} is given by a person: choose who acts`)
  }
}

async function checkReplaced(context: EvidenceContext, id: string, kind: RecordKind): Promise<void> {
  const replaced = await context.ledger.find(id)
  if (replaced.kind !== kind.key) throw new Refused(`a ${kind.key} cannot replace a ${replaced.kind}`)
  if (replaced.state === 'superseded') throw new Refused(`that record was replaced already, by ${replaced.replacedBy}`)
  if (replaced.state === 'withdrawn') throw new Refused('that record was withdrawn: enter a new one')
}

/** A text that names `document:<sha256>` says where the paper is. */
export function documentOf(data: Readonly<Record<string, unknown>>): string | null {
  for (const value of Object.values(data)) {
    const found = typeof value === 'string' ? /\bdocument:[0-9a-f]{64}\b/.exec(value) : null
    if (found) return found[0]
  }
  return null
}
