import type { Attestation, Compensation, Exemption, PlanDate } from '#core/maturity/input.ts'
import type { EvidenceContext } from './context.ts'
import type { LedgerRecord } from './ledger.ts'

/** What people answered to criteria, as the engine takes it. */
export interface PeoplesAnswers {
  readonly attestations: readonly Attestation[]
  readonly exemptions: readonly Exemption[]
  readonly compensations: readonly Compensation[]
  readonly plans: readonly PlanDate[]
}

/** Reads the kinds that answer criteria in words; withdrawn and replaced ones are left out. */
export async function readAnswers(context: EvidenceContext, knownAt?: string): Promise<PeoplesAnswers> {
  const records = (await context.ledger.read(knownAt)).filter(
    (record) => record.state === 'counts' || record.state === 'awaiting',
  )
  const of = (kind: string) => records.filter((record) => record.kind === kind && criterionOf(record) !== '')
  return {
    attestations: of('attestation').map((record) => ({
      ...common(record),
      answer: record.data.answer === 'no' ? 'no' : 'yes',
      fix: record.data.fix === true,
      recordedAt: record.recordedAt,
      accepted: record.accepted,
    })),
    exemptions: of('not-applicable').map((record) => ({ ...common(record), accepted: record.accepted })),
    compensations: of('compensating-control').map((record) => ({
      ...common(record),
      approvedBy: [...new Set(record.acceptances.map((one) => one.department))],
      touchesSafety: record.data.touchesSafety === true,
      safetyReviewed: record.data.safetyReviewed === true,
    })),
    plans: of('plan-date').flatMap((record) =>
      (record.scope === 'enterprise' ? ['*'] : record.scope).map((plant) => ({
        criterion: criterionOf(record),
        plant,
        plannedFor: String(record.data.plannedFor ?? ''),
        effectiveFrom: record.effectiveFrom,
      })),
    ),
  }
}

function criterionOf(record: LedgerRecord): string {
  return typeof record.data.criterion === 'string' ? record.data.criterion.trim() : ''
}

function common(record: LedgerRecord) {
  return {
    id: record.id,
    criterion: criterionOf(record),
    reach: record.scope,
    effectiveFrom: record.effectiveFrom,
    effectiveTo: record.effectiveTo,
  }
}
