import { BadInput, Refused } from '#platform/errors.ts'
import { kindOf } from './add-record.ts'
import type { EvidenceContext } from './context.ts'
import type { LedgerRecord } from './ledger.ts'
import { bumpRevision, insertAcceptances, insertWithdrawal } from './record-store.ts'

/**
 * Accepts a record in a person's name. The accepting person is another than the giving one; the department is kept as
 * it is on this day. `Refused` where the rule says no.
 */
export async function acceptRecord(
  context: EvidenceContext,
  input: { readonly id: string; readonly by: string | null },
): Promise<LedgerRecord> {
  const record = await context.ledger.find(input.id)
  const kind = kindOf(context, record.kind)
  if (input.by === null) throw new Refused('a record is accepted by a person: choose who acts')
  const person = await context.people.find(input.by)
  if (!person) throw new BadInput(`nobody has the key ${input.by}`, [{ path: 'by', reason: 'not a known person' }])
  if (!kind.needsAcceptance) throw new Refused(`a ${kind.key} needs no acceptance`)
  if (record.recordedBy === person.key) throw new Refused('a record is accepted by another person than its giver')
  if (record.recordedBy === null) throw new Refused('nobody gave this record: it cannot be accepted')
  if (record.state === 'withdrawn') throw new Refused('that record was withdrawn')
  if (record.state === 'superseded') throw new Refused(`that record was replaced, by ${record.replacedBy}`)
  const at = context.clock.now().toISOString()
  const on = await context.plants.today()
  await context.db.transaction().execute(async (trx) => {
    const acceptance = { recordId: record.id, by: person.key, department: person.department, on, at, importId: null }
    await insertAcceptances(trx, [acceptance])
    await bumpRevision(trx)
  })
  return context.ledger.find(record.id)
}

/** Withdraws a record from now on; what was known before stays readable. */
export async function withdrawRecord(
  context: EvidenceContext,
  input: { readonly id: string; readonly reason: string; readonly by: string | null },
): Promise<LedgerRecord> {
  const record = await context.ledger.find(input.id)
  const reason = input.reason.trim()
  if (reason === '' || reason.length > 1000) {
    throw new BadInput('a withdrawal needs a reason', [{ path: 'reason', reason: '1 to 1000 characters' }])
  }
  if (record.state === 'withdrawn') throw new Refused('that record was withdrawn already')
  if (record.state === 'superseded') throw new Refused(`withdraw what replaced it: ${record.replacedBy}`)
  await context.db.transaction().execute(async (trx) => {
    await insertWithdrawal(trx, record.id, { at: context.clock.now().toISOString(), by: input.by, reason })
    await bumpRevision(trx)
  })
  return context.ledger.find(record.id)
}
