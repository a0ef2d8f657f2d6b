import type { Day } from '#core/calendar/day.ts'
import type { AssetConstraint, AssetCriticality, LifecycleState, PurdueLevelName } from './fields.ts'

/** What the registry says of an asset, apart from its plant, its tag and when that was. */
export interface AssetFacts {
  readonly name: string | null
  readonly type: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly hostname: string | null
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly zone: string | null
  readonly level: PurdueLevelName | null
  readonly criticality: AssetCriticality | null
  readonly lifecycle: LifecycleState | null
  readonly procuredOn: Day | null
  readonly deployedOn: Day | null
  readonly operatedOn: Day | null
  readonly renewalOn: Day | null
  readonly disposedOn: Day | null
  readonly owner: string | null
  readonly location: string | null
  readonly sis: boolean | null
  readonly constraints: readonly AssetConstraint[]
  readonly protection: string | null
  readonly remarks: string | null
  /** Columns that no field understands, by their title. */
  readonly other: Readonly<Record<string, string>>
}

export const factKeys = [
  'name',
  'type',
  'vendor',
  'model',
  'orderNumber',
  'firmware',
  'serial',
  'hostname',
  'ips',
  'macs',
  'zone',
  'level',
  'criticality',
  'lifecycle',
  'procuredOn',
  'deployedOn',
  'operatedOn',
  'renewalOn',
  'disposedOn',
  'owner',
  'location',
  'sis',
  'constraints',
  'protection',
  'remarks',
] as const satisfies readonly (keyof AssetFacts)[]
export type FactKey = (typeof factKeys)[number]

export const noFacts: AssetFacts = {
  name: null,
  type: null,
  vendor: null,
  model: null,
  orderNumber: null,
  firmware: null,
  serial: null,
  hostname: null,
  ips: [],
  macs: [],
  zone: null,
  level: null,
  criticality: null,
  lifecycle: null,
  procuredOn: null,
  deployedOn: null,
  operatedOn: null,
  renewalOn: null,
  disposedOn: null,
  owner: null,
  location: null,
  sis: null,
  constraints: [],
  protection: null,
  remarks: null,
  other: {},
}

/** An asset as it stood on a day. */
export interface Asset extends AssetFacts {
  readonly plant: string
  readonly tag: string
  readonly effectiveOn: Day
  readonly reviewedOn: Day | null
  /** Last day on which it was seen on the wire. */
  readonly seenOn: Day | null
  /** Where the row came from: `row:<import>/<sheet>/<row>`; null for an entry by hand. */
  readonly source: string | null
  /** File, sheet and row in words. */
  readonly sourceText: string | null
}

/** Stands in the plant and has an address or a name on the network: a capture could show it. */
export function canBeSeen(asset: Asset): boolean {
  const there = asset.lifecycle !== 'disposed' && asset.lifecycle !== 'procurement'
  return there && (asset.ips.length > 0 || asset.macs.length > 0 || asset.hostname !== null)
}
