import type { Kysely } from 'kysely'
import type { Evidence, LedgerRecord } from '#areas/evidence/index.ts'
import type { Plants } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { PlantKey } from '#core/maturity/indicator.ts'
import type { DatedRecord } from '#core/record/record.ts'
import type { SpanKeeper } from './keep-spans.ts'
import type { Observer } from './observer.ts'
import type { AssetsTables } from './store.ts'

/** The dated records that the evidence area keeps, as far as this area reads them. */
export type Records = Pick<Evidence, 'list' | 'revision'>

/** Records of a kind that count, by newest effective date, by the knowledge of an instant. */
export async function recordsOf(evidence: Records, kind: string, knownAt?: string): Promise<readonly LedgerRecord[]> {
  const { records } = await evidence.list({ kind, state: 'counts', knownAt, limit: Number.POSITIVE_INFINITY })
  return records
}

/** Whether a record speaks for a plant: the enterprise's does for every one. */
export function concerns({ scope }: Pick<DatedRecord, 'scope'>, plant: PlantKey): boolean {
  return scope === 'enterprise' || scope.includes(plant)
}

/** What the use cases of this area work with. */
export interface AssetsContext {
  readonly db: Kysely<AssetsTables>
  readonly clock: { now(): Date }
  readonly plants: Pick<Plants, 'list' | 'today'>
  readonly evidence: Records
  readonly keeper: SpanKeeper
  /** Who sees assets on the wire; nobody until the network area is there. */
  observer(): Observer | undefined
}

/** Which day, and by the knowledge of which instant; default: today, with all that is known. */
export interface Reading {
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
}

export async function atOf({ plants }: AssetsContext, reading: Reading) {
  return { asOf: reading.asOf ?? (await plants.today()), knownAt: reading.knownAt }
}
