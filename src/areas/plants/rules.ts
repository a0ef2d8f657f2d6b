import type { Day } from '#core/calendar/day.ts'

export const criticalities = ['major', 'standard', 'minor'] as const
export type Criticality = (typeof criticalities)[number]

export const constraintKinds = ['cannot-stop', 'cannot-patch', 'vendor-locked', 'safety-certified'] as const
export interface Constraint {
  readonly kind: (typeof constraintKinds)[number]
  readonly note: string | null
}

/** What is known of a plant from a day on. */
export interface PlantFacts {
  readonly name: string
  /** The name in another language where it differs. */
  readonly localName: { readonly en?: string | undefined; readonly ja?: string | undefined } | null
  /** The one field that makes a plant major. */
  readonly criticality: Criticality
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** IANA name; null: the company's. */
  readonly timeZone: string | null
  /** From this day the plant belongs to the enterprise; null: always. */
  readonly onboardedOn: Day | null
  readonly constraints: readonly Constraint[]
  /** Null: nobody said yet. */
  readonly hazardousProcesses: boolean | null
}

export interface Plant extends PlantFacts {
  readonly key: string
  readonly shutdowns: readonly Shutdown[]
}

export interface Shutdown {
  readonly id: string
  readonly from: Day
  readonly to: Day
  readonly note: string | null
}

export interface Company {
  /** Null until somebody named it. */
  readonly name: string | null
  readonly timeZone: string
  /** First month of the fiscal year, 1–12. */
  readonly fiscalYearStart: number
  /** ISO 4217. */
  readonly currency: string
}

/** What every kept version carries beside its content. `seq` is the order of entry. */
export interface Versioned {
  readonly seq: number
  readonly effectiveFrom: Day
  /** ISO 8601 instant, UTC. */
  readonly recordedAt: string
}

/** As of which effective day, and by the knowledge of which instant (default: all there is). */
export interface At {
  readonly asOf: Day
  readonly knownAt?: string | undefined
}

export function isKnown(recordedAt: string, at: { readonly knownAt?: string | undefined }): boolean {
  return at.knownAt === undefined || Date.parse(recordedAt) <= Date.parse(at.knownAt)
}

/**
 * The version in force on a day. Each version was said to hold "from its day on": of those known whose day has come, the
 * one said last holds. Before any of them the first entry speaks (as corrected on its own day): what is known of a plant
 * is taken to have been so before someone wrote it down.
 */
export function inForce<V extends Versioned>(versions: readonly V[], at: At): V | undefined {
  const known = versions.filter((version) => isKnown(version.recordedAt, at)).sort((a, b) => a.seq - b.seq)
  return (
    known.findLast((version) => version.effectiveFrom <= at.asOf) ??
    known.findLast((version) => version.effectiveFrom === known[0]?.effectiveFrom)
  )
}

/** Whether a plant belongs to the enterprise on a day. */
export function belongsOn(plant: PlantFacts, day: Day): boolean {
  return plant.onboardedOn === null || plant.onboardedOn <= day
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A key made from a name: `Kashima Works` → `kashima-works`; empty where the name has no Latin letter or digit. */
export function keyFromName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
}
