import type { Kysely } from 'kysely'
import type { Plants } from '#areas/plants/index.ts'
import type { Records } from '../context.ts'
import type { Observer } from '../observer.ts'
import type { VulnerabilityTables } from './advisory-store.ts'
import type { BookKeeper } from './keep-book.ts'
import type { PlantKeeper } from './keep-plants.ts'

/** What the use cases about vulnerabilities work with. */
export interface VulnerabilityContext {
  readonly db: Kysely<VulnerabilityTables>
  readonly clock: { now(): Date }
  readonly plants: Pick<Plants, 'list' | 'today'>
  readonly evidence: Records
  readonly books: BookKeeper
  readonly plantsKept: PlantKeeper
  observer(): Observer | undefined
}
