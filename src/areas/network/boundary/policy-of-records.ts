import { concerns, purdueLevels, type Records, recordsOf } from '#areas/assets/index.ts'
import { type LedgerRecord, originOf } from '#areas/evidence/index.ts'
import { isSet, numberIn, textIn } from '#core/record/data.ts'
import type { Bilingual } from '#core/record/record.ts'
import {
  type Conduit,
  dataFlows,
  initiators,
  type Policy,
  type PolicyOperation,
  policyOperations,
  type SecurityLevel,
  type Zone,
  type ZoneLevel,
} from '#core/segmentation/policy.ts'
import { readMacs, readNetworks, readServices, readTags, readVlans } from '#core/segmentation/policy-text.ts'

/** A piece of a zone or conduit that could not be read: it is told, and counts for nothing. */
export interface UnreadPiece {
  /** The record that it stands in. */
  readonly record: string
  readonly name: string
  readonly field: 'addresses' | 'vlans' | 'macs' | 'services'
  readonly text: string
}

export interface RecordedPolicy {
  readonly policy: Policy
  readonly unread: readonly UnreadPiece[]
  /** File, sheet and row of each record that was imported. */
  readonly origins: ReadonlyMap<string, Bilingual>
  /** Differs whenever the policy may. */
  readonly key: string
}

/** The zones and conduits of a plant, from its dated records. */
export async function policyOf(evidence: Records, plant: string, knownAt?: string): Promise<RecordedPolicy> {
  const of = async (kind: string) =>
    (await recordsOf(evidence, kind, knownAt)).filter((record) => concerns(record, plant))
  const [zones, conduits] = [await of('zone'), await of('conduit')]
  const unread: UnreadPiece[] = []
  return {
    policy: {
      zones: zones.map((record) => zoneOfRecord(record, unread)),
      conduits: conduits.map((record) => conduitOfRecord(record, unread)),
    },
    unread,
    origins: new Map(
      [...zones, ...conduits].flatMap((record) => {
        const origin = originOf(record)
        return origin === null ? [] : [[record.id, origin] as const]
      }),
    ),
    key: [...zones, ...conduits]
      .map(({ id }) => id)
      .sort()
      .join(','),
  }
}

function zoneOfRecord({ id, data, effectiveFrom, effectiveTo }: LedgerRecord, unread: UnreadPiece[]): Zone {
  const name = textIn(data, 'name') ?? ''
  const level = textIn(data, 'purdueLevel')
  const target = numberIn(data, 'targetLevel')
  const take = <T>(field: UnreadPiece['field'], read: { found: readonly T[]; unread: readonly string[] }) => {
    for (const text of read.unread) unread.push({ record: id, name, field, text })
    return read.found
  }
  const text = (field: string) => textIn(data, field) ?? ''
  return {
    name,
    purpose: textIn(data, 'purpose'),
    targetLevel: target === 1 || target === 2 || target === 3 || target === 4 ? (target as SecurityLevel) : null,
    level: (purdueLevels as readonly (string | null)[]).includes(level) ? (level as ZoneLevel) : null,
    safety: isSet(data, 'safety'),
    owner: textIn(data, 'owner'),
    members: {
      networks: take('addresses', readNetworks(text('addresses'))),
      vlans: take('vlans', readVlans(text('vlans'))),
      macs: take('macs', readMacs(text('macs'))),
      tags: readTags(text('assets')),
    },
    validFrom: effectiveFrom,
    validTo: effectiveTo,
    record: id,
  }
}

function conduitOfRecord({ id, data, effectiveFrom, effectiveTo }: LedgerRecord, unread: UnreadPiece[]): Conduit {
  const name = textIn(data, 'name') ?? ''
  const services = readServices(textIn(data, 'services') ?? '')
  for (const text of services.unread) unread.push({ record: id, name, field: 'services', text })
  const operations = policyOperations.filter((one) => listIn(data.operations).includes(one))
  const direction = textIn(data, 'direction')
  const begunBy = textIn(data, 'initiator')
  return {
    name,
    from: textIn(data, 'fromZone') ?? '',
    to: textIn(data, 'toZone') ?? '',
    // What could not be read allows nothing: only the word "any" does.
    services: services.any ? null : services.found,
    operations: operations.length === 0 ? null : (operations satisfies PolicyOperation[]),
    dataFlow: dataFlows.find((one) => one === direction) ?? 'both',
    initiator: initiators.find((one) => one === begunBy) ?? 'from',
    owner: textIn(data, 'owner'),
    validFrom: effectiveFrom,
    validTo: effectiveTo,
    isException: isSet(data, 'exception'),
    reason: textIn(data, 'reason'),
    record: id,
  }
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
