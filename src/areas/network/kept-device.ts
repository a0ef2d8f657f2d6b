import type { Day } from '#core/calendar/day.ts'
import type { Device, PurdueLevel } from '#core/capture/inspection.ts'
import type { JoinedSightings } from '#core/identity/join-sightings.ts'
import type { Bilingual } from '#core/record/record.ts'

/** Who made a network card, by its registered block; null where unknown. */
export type CardMaker = (mac: string) => string | null

/** Where a value is said, as it is kept: protocol, capture and packet, and the day of the capture. */
export interface KeptSource {
  readonly protocol: string
  readonly capture: string | null
  readonly packet: number | null
  readonly on: Day | null
}

export interface KeptField {
  readonly field: string
  readonly value: string
  readonly confidence: number
  readonly sources: readonly KeptSource[]
  readonly contradictions: readonly { readonly value: string; readonly sources: readonly KeptSource[] }[]
  readonly history: readonly {
    readonly value: string
    readonly from: Day | null
    readonly to: Day | null
    readonly sources: readonly KeptSource[]
  }[]
}

/** One device over the captures of its plant, before the registry and the zones say what they know of it. */
export interface MergedDevice {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly names: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly roles: Device['roles']
  /** What the traffic suggests. */
  readonly level: PurdueLevel | null
  /** Days as they count, ascending. */
  readonly days: readonly Day[]
  readonly captureId: string
  /** A packet that it sent; null where it never sent one. */
  readonly packet: number | null
  readonly record: DeviceRecord
}

/** What a device page shows and no indicator asks for. */
export interface DeviceRecord {
  readonly name: string | null
  readonly maker: string | null
  readonly fields: readonly KeptField[]
  readonly confidence: number | null
  readonly contradicted: readonly string[]
  readonly vlans: readonly number[]
  readonly protocols: readonly string[]
  readonly safety: readonly Bilingual[]
  readonly behind: string | null
  readonly units: number
  readonly addresses: readonly KeptAddress[]
  readonly joined: JoinedSightings['ties']
  readonly maybeSame: readonly { readonly id: string; readonly because: Bilingual; readonly refused: Bilingual }[]
  readonly decisions: readonly string[]
}

export interface KeptAddress {
  readonly address: string
  readonly first: Day | null
  readonly last: Day | null
  readonly because: readonly Bilingual[]
}

/** An address under which captures know a device; `*`: in all captures that have no word of their own. */
export interface Alias {
  readonly address: string
  readonly captureId: string
  readonly id: string
}
