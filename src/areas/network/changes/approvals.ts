import { concerns, type Records, recordsOf } from '#areas/assets/index.ts'
import type { LedgerRecord } from '#areas/evidence/index.ts'
import { type Approval, coveredIn, kindsIn } from '#core/change/approval.ts'
import { instantIn, windowsOf } from '#core/change/maintenance-window.ts'
import { dayIn, isSet, textIn } from '#core/record/data.ts'

/** The approvals that speak for a plant, with their windows by its clock. */
export async function approvalsOf(
  evidence: Records,
  plant: { readonly key: string; readonly timeZone: string },
  knownAt?: string,
): Promise<Approval[]> {
  const records = await recordsOf(evidence, 'change-approval', knownAt)
  return records.filter((record) => concerns(record, plant.key)).map((record) => approvalOf(record, plant.timeZone))
}

export function approvalOf(
  { id, effectiveFrom, data }: Pick<LedgerRecord, 'id' | 'effectiveFrom' | 'data'>,
  timeZone: string,
): Approval {
  const windows = windowsOf({
    from: effectiveFrom,
    to: dayIn(data, 'lastDay'),
    fromTime: textIn(data, 'fromTime'),
    toTime: textIn(data, 'toTime'),
    isDaily: isSet(data, 'daily'),
    timeZone,
  })
  const approvedOn = dayIn(data, 'approvedOn')
  const since = approvedOn === null ? Number.NEGATIVE_INFINITY : instantIn(timeZone, approvedOn, 0)
  const kinds = data.kinds
  return {
    id,
    workOrder: textIn(data, 'workOrder'),
    title: textIn(data, 'work') ?? '',
    approvedBy: textIn(data, 'approvedBy'),
    // What was done before the approval was done without it.
    windows: windows?.flatMap(({ from, to }) => (to < since ? [] : [{ from: Math.max(from, since), to }])) ?? null,
    covers: coveredIn(textIn(data, 'assets')),
    kinds: kindsIn(Array.isArray(kinds) ? kinds.map(String) : []),
  }
}
