import { type Day, isDay } from '#core/calendar/day.ts'
import type { Bilingual } from '#core/record/record.ts'
import {
  type Conduit,
  dataFlows,
  initiators,
  type Policy,
  policyOperations,
  type Zone,
  type ZoneLevel,
} from '#core/segmentation/policy.ts'
import { readMacs, readNetworks, readServices } from '#core/segmentation/policy-text.ts'
import { isObject } from '../json-value.ts'
import { depthOf } from '../zeek/decode.ts'
import { policyFormat, policyVersion } from './encode.ts'
import { type EntryReader, readEntry } from './entry-reader.ts'
import { policyFaults } from './fault-texts.ts'
import { lineOfJsonFault } from './json-fault.ts'
import type { PolicyFault } from './policy-fault.ts'

export interface DecodedPolicy {
  readonly policy: Policy
  readonly faults: readonly PolicyFault[]
}

const longestText = 1 << 23
const deepest = 16
const mostEntries = 20_000
const mostFaults = 1000
const nothing: Policy = { zones: [], conduits: [] }
const levels: readonly ZoneLevel[] = ['0', '1', '2', '3', '3.5', '4', '5']

/**
 * Reads our own JSON (docs/policy-format.md). Entries without a beginning begin on `on`. The record of each is its path in
 * the file. Values that are wrong are told and left open; an entry whose name, ends, services, operations or dates are wrong
 * is refused as a whole, since it would say something else.
 */
export function decodePolicy(text: string, { on }: { readonly on: Day }): DecodedPolicy {
  const refused = (reason: Bilingual, line: number | null = null): DecodedPolicy => ({
    policy: nothing,
    faults: [{ path: '', line, isRefused: true, reason }],
  })
  if (text.length > longestText) return refused(policyFaults.tooLong)
  if (depthOf(text) > deepest) return refused(policyFaults.tooDeep)
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return refused(policyFaults.noJson, lineOfJsonFault(text))
  }
  if (!isObject(file) || file.format !== policyFormat) return refused(policyFaults.otherFormat)
  if (file.version !== policyVersion) return refused(policyFaults.otherVersion)
  const faults: PolicyFault[] = []
  const note = (fault: PolicyFault) => {
    if (faults.length < mostFaults) faults.push(fault)
  }
  const list = <T>(key: 'zones' | 'conduits', read: (reader: EntryReader, record: string) => T): T[] => {
    const entries = file[key]
    if (entries === undefined) return []
    if (!Array.isArray(entries)) {
      note({ path: key, line: null, isRefused: true, reason: policyFaults.noList })
      return []
    }
    if (entries.length > mostEntries) {
      note({ path: `${key}[${mostEntries}]`, line: null, isRefused: true, reason: policyFaults.tooMany })
    }
    return entries.slice(0, mostEntries).flatMap((entry: unknown, i): T[] => {
      const path = `${key}[${i}]`
      const read_ = readEntry(entry, path, note, (reader) => read(reader, path))
      return read_ === null ? [] : [read_]
    })
  }
  for (const key of Object.keys(file)) {
    if (!['format', 'version', 'zones', 'conduits'].includes(key)) {
      note({ path: key.slice(0, 100), line: null, isRefused: false, reason: policyFaults.unknownKey })
    }
  }
  const policy = {
    zones: list('zones', (reader, record) => readZone(reader, record, on)),
    conduits: list('conduits', (reader, record) => readConduit(reader, record, on)),
  }
  return { policy, faults }
}

function readZone(reader: EntryReader, record: string, on: Day): Zone {
  const zone: Zone = {
    name: reader.name('name'),
    purpose: reader.text('purpose'),
    targetLevel: reader.choice('slT', [1, 2, 3, 4] as const),
    level: reader.choice('purdueLevel', levels),
    safety: reader.flag('safety'),
    owner: reader.text('owner'),
    members: {
      networks: reader.members('networks', (text) => (typeof text === 'string' ? only(readNetworks(text)) : null)),
      vlans: reader.members('vlans', (id) =>
        Number.isInteger(id) && Number(id) >= 1 && Number(id) <= 4094 ? Number(id) : null,
      ),
      macs: reader.members('macs', (text) => (typeof text === 'string' ? only(readMacs(text)) : null)),
      tags: reader.members('tags', (text) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : null)),
    },
    ...validity(reader, on),
    record,
  }
  reader.known([
    'name',
    'purpose',
    'slT',
    'purdueLevel',
    'safety',
    'owner',
    'networks',
    'vlans',
    'macs',
    'tags',
    'validFrom',
    'validTo',
  ])
  return zone
}

function readConduit(reader: EntryReader, record: string, on: Day): Conduit {
  const conduit: Conduit = {
    name: reader.name('name'),
    from: reader.name('from'),
    to: reader.name('to'),
    services: reader.required('services', (text) => (typeof text === 'string' ? only(readServices(text)) : null)),
    operations: reader.required('operations', (one) => policyOperations.find((operation) => operation === one) ?? null),
    dataFlow: reader.needed('dataFlow', dataFlows, 'both'),
    initiator: reader.needed('initiator', initiators, 'from'),
    owner: reader.text('owner'),
    ...validity(reader, on),
    isException: reader.flag('exception'),
    reason: reader.text('reason'),
    record,
  }
  reader.known([
    'name',
    'from',
    'to',
    'services',
    'operations',
    'dataFlow',
    'initiator',
    'owner',
    'validFrom',
    'validTo',
    'exception',
    'reason',
  ])
  return conduit
}

function validity(reader: EntryReader, on: Day): Pick<Zone, 'validFrom' | 'validTo'> {
  const day = (value: unknown) => (isDay(value) ? value : null)
  return { validFrom: reader.date('validFrom', day) ?? on, validTo: reader.date('validTo', day) }
}

/** One piece, read whole. */
function only<T>({ found, unread }: { readonly found: readonly T[]; readonly unread: readonly string[] }): T | null {
  return found.length === 1 && unread.length === 0 ? found[0]! : null
}
