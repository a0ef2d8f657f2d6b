import type { Day } from '#core/calendar/day.ts'
import type {
  Measurement,
  PlantKey,
  Proof,
  ProofRequest,
  RecordRef,
  ScopeKey,
  Series,
} from '#core/maturity/indicator.ts'

/** An asset that was seen on a day, and the packet that shows it. */
export interface Sighting {
  readonly tag: string
  readonly day: Day
  readonly ref: RecordRef
  /** ISO 8601 instant from which this was known. */
  readonly knownAt: string
}

/** Somebody downstream who sees assets on the wire. The registry asks; it never learns who answers. */
export interface Observer {
  /** A text per plant that differs whenever what is seen there may have changed. Plants never looked at are left out. */
  revisions(): Promise<ReadonlyMap<PlantKey, string>>
  /** On which days each asset of the plant was seen, after matching with the registry as it is now. */
  sightings(plant: PlantKey): Promise<readonly Sighting[]>
  /** Of the devices seen within the window, the share that the registry knew within a week of their first sight. */
  lag(ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>>
  lagProof(ask: ProofRequest): Promise<readonly Proof[]>
  /** What was observed of one asset: field by field. */
  observations(plant: PlantKey, tag: string): Promise<readonly Observation[]>
  /** What all assets of the plant say of themselves as products, by tag; where the wire tells it. */
  products?(plant: PlantKey): Promise<ReadonlyMap<string, SeenProduct>>
}

/** One field of an asset as it was seen on the wire. */
export interface Observation {
  readonly field: string
  readonly seen: string
  readonly on: Day
  readonly ref: RecordRef
  readonly text: string
  readonly textJa?: string
  readonly href: string | null
}

/** What an asset says of itself on the wire, as a product. */
export interface SeenProduct {
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  /** First and last day on which it was seen. */
  readonly since: Day
  readonly on: Day
  readonly ref: RecordRef
}
