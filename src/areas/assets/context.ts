import type { Kysely } from 'kysely'
import type { Plants } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { PlantKey } from '#core/maturity/indicator.ts'
import type { DatedRecord } from '#core/record/record.ts'
import type { SpanKeeper } from './keep-spans.ts'
import type { Observer } from './observer.ts'
import type { AssetsTables } from './store.ts'

/** The dated records that the evidence area keeps, as far as this area reads them. */
export interface Records {
  records(ask: {
    readonly kind: string
    readonly plants?: readonly PlantKey[]
    readonly knownAt?: string
  }): Promise<readonly DatedRecord[]>
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
