import type { Day } from '#core/calendar/day.ts'
import type {
  Conduit,
  DataFlow,
  Initiator,
  Policy,
  PolicyOperation,
  SecurityLevel,
  Zone,
  ZoneLevel,
} from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'

/** Says what the file is; its version changes when a reader of the old one would misunderstand the new one. */
export const policyFormat = 'rung-policy'
export const policyVersion = 1

/** The file, as docs/policy-format.md describes it. */
export interface PolicyFile {
  readonly format: typeof policyFormat
  readonly version: typeof policyVersion
  readonly zones: readonly ZoneEntry[]
  readonly conduits: readonly ConduitEntry[]
}

export interface ZoneEntry {
  readonly name: string
  readonly purpose: string | null
  readonly slT: SecurityLevel | null
  readonly purdueLevel: ZoneLevel | null
  readonly safety: boolean
  readonly owner: string | null
  readonly networks: readonly string[]
  readonly vlans: readonly number[]
  readonly macs: readonly string[]
  readonly tags: readonly string[]
  readonly validFrom: Day
  readonly validTo: Day | null
}

export interface ConduitEntry {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly services: readonly string[] | 'any'
  readonly operations: readonly PolicyOperation[] | 'any'
  readonly dataFlow: DataFlow
  readonly initiator: Initiator
  readonly owner: string | null
  readonly validFrom: Day
  readonly validTo: Day | null
  readonly exception: boolean
  readonly reason: string | null
}

/** Writes a policy as our own JSON, two blanks deep, in the order in which it is given. */
export function encodePolicy({ zones, conduits }: Policy): string {
  const file: PolicyFile = {
    format: policyFormat,
    version: policyVersion,
    zones: zones.map(zoneEntry),
    conduits: conduits.map(conduitEntry),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

function zoneEntry({ members, targetLevel, level, ...zone }: Zone): ZoneEntry {
  return {
    name: zone.name,
    purpose: zone.purpose,
    slT: targetLevel,
    purdueLevel: level,
    safety: zone.safety,
    owner: zone.owner,
    networks: members.networks.map(({ text }) => text),
    vlans: members.vlans,
    macs: members.macs,
    tags: members.tags,
    validFrom: zone.validFrom,
    validTo: zone.validTo,
  }
}

function conduitEntry({ services, operations, isException, ...conduit }: Conduit): ConduitEntry {
  return {
    name: conduit.name,
    from: conduit.from,
    to: conduit.to,
    services: services === null ? 'any' : services.flatMap((service) => servicesText([service]).split('; ')),
    operations: operations ?? 'any',
    dataFlow: conduit.dataFlow,
    initiator: conduit.initiator,
    owner: conduit.owner,
    validFrom: conduit.validFrom,
    validTo: conduit.validTo,
    exception: isException,
    reason: conduit.reason,
  }
}
