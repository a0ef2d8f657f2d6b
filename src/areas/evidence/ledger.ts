import type { Acceptance, DatedRecord, RecordKind } from '#core/record/record.ts'

/** As a record is kept, with all that was said of it later. Instants are ISO 8601 in UTC. */
export interface KeptRecord {
  readonly id: string
  readonly kind: string
  readonly scope: DatedRecord['scope']
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly source: string | null
  readonly replaces: string | null
  /** When it became known: entered, or its import committed. */
  readonly recordedAt: string
  readonly recordedBy: string | null
  /** When its import was undone: it is not known from then on. */
  readonly undoneAt: string | null
  readonly origin: Origin | null
  readonly acceptances: readonly KeptAcceptance[]
  readonly withdrawals: readonly Withdrawal[]
}

/** Where an imported record stands in its file. */
export interface Origin {
  readonly importId: string
  readonly fileName: string
  readonly sheet: string | null
  readonly row: number
}

export interface KeptAcceptance extends Acceptance {
  readonly recordedAt: string
}

export interface Withdrawal {
  readonly at: string
  readonly by: string | null
  readonly reason: string
}

export const recordStates = ['counts', 'awaiting', 'withdrawn', 'superseded'] as const
export type RecordState = (typeof recordStates)[number]

/** A record with what became of it, by the knowledge of an instant. */
export interface LedgerRecord extends KeptRecord {
  readonly state: RecordState
  readonly replacedBy: string | null
  readonly withdrawal: Withdrawal | null
  readonly accepted: boolean
}

/** The departments that must all have accepted a compensating control. */
export const compensationDepartments = ['ot', 'it', 'process-safety'] as const

/**
 * What each record that was known by an instant amounts to: it counts, waits for its acceptance, was withdrawn, or was
 * replaced by a later one. A replacement that is withdrawn or undone gives the word back to what it replaced.
 */
export function ledgerAt(
  all: readonly KeptRecord[],
  kinds: ReadonlyMap<string, RecordKind>,
  knownAt?: string,
): LedgerRecord[] {
  const until = knownAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(knownAt)
  const by = (instant: string) => until === Number.POSITIVE_INFINITY || Date.parse(instant) <= until
  const known = all.filter((record) => by(record.recordedAt) && !(record.undoneAt !== null && by(record.undoneAt)))
  const replacements = new Map<string, KeptRecord[]>()
  for (const record of known) {
    if (record.replaces === null) continue
    replacements.set(record.replaces, [...(replacements.get(record.replaces) ?? []), record])
  }
  const withdrawalOf = (record: KeptRecord) => record.withdrawals.find((one) => by(one.at)) ?? null
  const speaks = new Map<string, boolean>()
  /** Whether the record, or one that followed it, still stands: then what it replaced is out. Cycles cannot be entered. */
  const stands = (record: KeptRecord): boolean => {
    const before = speaks.get(record.id)
    if (before !== undefined) return before
    speaks.set(record.id, true)
    const value = withdrawalOf(record) === null || (replacements.get(record.id) ?? []).some(stands)
    speaks.set(record.id, value)
    return value
  }
  return known.map((record) => {
    const replacedBy = replacements.get(record.id)?.findLast(stands)?.id ?? null
    const withdrawal = withdrawalOf(record)
    const acceptances = record.acceptances.filter((one) => by(one.recordedAt) && one.by !== record.recordedBy)
    const accepted = isAccepted(record, acceptances)
    const free = !kinds.get(record.kind)?.needsAcceptance || speaksAgainstItself(record)
    const state = withdrawal ? 'withdrawn' : replacedBy ? 'superseded' : accepted || free ? 'counts' : 'awaiting'
    return { ...record, acceptances, state, replacedBy, withdrawal, accepted }
  })
}

/** What speaks against oneself needs nobody's consent: "we have none" counts as soon as it is signed. */
function speaksAgainstItself(record: KeptRecord): boolean {
  return record.kind === 'attestation' && record.data.answer === 'no'
}

function isAccepted(record: KeptRecord, acceptances: readonly Acceptance[]): boolean {
  if (record.kind === 'compensating-control') {
    return compensationDepartments.every((department) => acceptances.some((one) => one.department === department))
  }
  return acceptances.length > 0
}
