import type { ReconciliationRow } from '#contract/assets.ts'

/** Fields that the registry can take over from the wire, with the titles by which an import knows them. */
export const takenFields = {
  name: 'Name',
  type: 'Type',
  vendor: 'Vendor',
  model: 'Model',
  orderNumber: 'Order number',
  firmware: 'Firmware',
  serial: 'Serial number',
  ips: 'IP address',
  macs: 'MAC address',
  level: 'Purdue level',
  lifecycle: 'Lifecycle state',
  sis: 'Part of a SIS',
} as const
export type TakenField = keyof typeof takenFields
export type Taken = Readonly<Partial<Record<TakenField, string>>>

/** The one thing that brings a row in order, and what else may be done. */
export type NextStep = 'register' | 'accept' | 'zone' | 'look' | 'none'

/**
 * A device without a level belongs somewhere first: its zone says whether it is the plant's at all. One that stands in its
 * zone is registered. A contradiction is settled by taking the wire's word over, or by looking at the asset.
 */
export function nextStep(row: ReconciliationRow): NextStep {
  switch (row.state) {
    case 'unmanaged':
      return row.seen?.level === null && row.seen.zone === null && blockOf(row) !== null ? 'zone' : 'register'
    case 'conflict':
      return Object.keys(takenOver(row)).length > 0 ? 'accept' : 'look'
    case 'notSeen':
      return 'look'
    default:
      return 'none'
  }
}

/** All that was seen of a new device. */
export function seenFields(row: ReconciliationRow): Taken {
  const { seen } = row
  return given({
    name: seen?.name,
    vendor: seen?.vendor,
    model: seen?.model,
    orderNumber: seen?.orderNumber,
    firmware: seen?.firmware,
    serial: seen?.serial,
    ips: row.ips.join('; '),
    macs: row.macs.join('; '),
    level: seen?.level,
    sis: seen?.safety ? 'yes' : null,
  })
}

const contradictable: Readonly<Record<string, TakenField>> = {
  serial: 'serial',
  orderNumber: 'orderNumber',
  vendor: 'vendor',
  model: 'model',
}

/** What the registry would say after the wire's word was taken over: only what is contradicted, in words it imports. */
export function takenOver(row: ReconciliationRow, inOperation = 'In operation'): Taken {
  const fields: Partial<Record<TakenField, string>> = {}
  for (const { key, seen, agrees } of row.because) {
    const field = contradictable[key]
    if (!agrees && field && seen) fields[field] = seen
    // A device that the registry holds for disposed was seen: it is there.
    if (!agrees && key === 'lifecycle') fields.lifecycle = inOperation
  }
  return fields
}

function given(fields: Readonly<Partial<Record<TakenField, string | null | undefined>>>): Taken {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
}

/** The network that a device stands in, as a zone would name it: its /24, or its address alone for IPv6. */
export function blockOf({ ips }: Pick<ReconciliationRow, 'ips'>): string | null {
  const v4 = ips.find((ip) => /^\d+\.\d+\.\d+\.\d+$/.test(ip))
  return v4 === undefined ? (ips[0] ?? null) : `${v4.split('.').slice(0, 3).join('.')}.0/24`
}

/** The form of a zone with the network filled in; a person names it and says its level. */
export function zonePath(row: ReconciliationRow, back: string): string {
  const asked = new URLSearchParams({ for: row.plant, 'with.addresses': blockOf(row) ?? '', back })
  return `/evidence/records/new/zone?${asked}`
}

/** A registry of one row, as an import reads it: its dry run tells what changes, and it can be undone. */
export function registryRows(tag: string, fields: Taken): readonly (readonly string[])[] {
  const keys = (Object.keys(takenFields) as TakenField[]).filter((key) => fields[key]?.trim())
  return [
    ['Tag', ...keys.map((key) => takenFields[key])],
    [tag.trim(), ...keys.map((key) => fields[key]!.trim())],
  ]
}
