import { concerns, type PurdueLevelName, purdueLevels, type Records, recordsOf } from '#areas/assets/index.ts'
import type { LedgerRecord } from '#areas/evidence/index.ts'
import { readNetworks } from '#core/segmentation/policy-text.ts'
import type { Zone } from './levels.ts'

/** The zones of a plant, from its dated records. */
export async function zonesOf(evidence: Records, plant: string, knownAt?: string): Promise<Zone[]> {
  const records = await recordsOf(evidence, 'zone', knownAt)
  return records.filter((record) => concerns(record, plant)).map(zoneOfRecord)
}

function zoneOfRecord(record: LedgerRecord): Zone {
  const level = String(record.data.purdueLevel ?? '')
  return {
    name: String(record.data.name ?? ''),
    level: (purdueLevels as readonly string[]).includes(level) ? (level as PurdueLevelName) : null,
    networks: readNetworks(String(record.data.addresses ?? '')).found,
    from: record.effectiveFrom,
    to: record.effectiveTo,
    recordId: record.id,
  }
}
