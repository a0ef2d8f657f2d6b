import { registryFields } from '#areas/assets/index.ts'
import type { Day } from '#core/calendar/day.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { roleTitle } from '#core/capture/role-titles.ts'
import { planTable } from '#core/import/sheet-plan.ts'
import { field, option } from '#core/record/field.ts'
import type { Field } from '#core/record/record.ts'
import { encodeCsv } from '#formats/csv/encode.ts'
import { NotFound } from '#platform/errors.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import type { NetworkContext } from './context.ts'
import {
  type DeviceFilter,
  type DevicePlace,
  type DeviceSort,
  type ListedDevice,
  loadDevice,
  loadDevicePage,
} from './device-store.ts'
import { plantsOf } from './read-network.ts'

export interface ExportDevices extends Omit<DeviceFilter, 'plants'> {
  readonly plant?: string | undefined
  /** This one only, and only what a registry has a column for. */
  readonly device?: string | undefined
  readonly sort: DeviceSort
  readonly descending: boolean
  readonly format?: 'xlsx' | 'csv' | undefined
  readonly language?: 'en' | 'ja' | undefined
}

/** What a registry can take over, under the registry's own titles: with a tag filled in, the file imports as one. */
const shared = registryFields.filter(({ key }) =>
  [
    'plant',
    'tag',
    'name',
    'type',
    'vendor',
    'model',
    'orderNumber',
    'firmware',
    'serial',
    'ips',
    'macs',
    'level',
    'sis',
  ].includes(key),
)

const observed: readonly Field[] = [
  field('device', 'text', 'Observed device', '観測機器'),
  field('status', 'choice', 'Against the registry', '台帳との照合', {
    options: [
      option('matched', 'in the registry', '台帳にあり'),
      option('unmanaged', 'not in the registry', '台帳になし'),
      option('conflict', 'in conflict with it', '台帳と不一致'),
    ],
  }),
  field('confidence', 'share', 'Confidence of identity', '識別の確度'),
  field('levelConfidence', 'share', 'Confidence of level', '階層の確度'),
  field('levelBecause', 'text', 'Why this level', '階層の根拠'),
  field('contradicted', 'text', 'Contradicted', '矛盾のある項目'),
  field('safety', 'text', 'Why safety', '安全系とする根拠'),
  field('protocols', 'text', 'Protocols spoken', '使用プロトコル'),
  field('vlans', 'text', 'VLANs', 'VLAN'),
  field('behind', 'text', 'Answers behind', '応答の経由機器'),
  field('units', 'number', 'Units behind it', '配下のユニット数'),
  field('firstSeen', 'date', 'First observed', '初回観測'),
  field('lastSeen', 'date', 'Last observed', '最終観測'),
]

/** Each page sorts anew: few large ones. */
const perPage = 20_000

/** All devices that a filter lets through, in the order of the screen. Throws `NotFound` for a device that is not there. */
export async function exportDevices(
  context: NetworkContext,
  ask: ExportDevices,
  today: Day,
): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }> {
  const language = ask.language ?? 'en'
  const devices = ask.device === undefined ? await allOf(context, ask) : [await oneOf(context, ask)]
  const fields = ask.device === undefined ? [...shared, ...observed] : shared
  const title = language === 'ja' ? '観測機器' : 'Devices'
  const plan = planTable(
    title,
    fields,
    devices.map((device) => rowOf(device, language)),
    language,
  )
  const name = ['devices', ask.plant, ask.device?.replaceAll(/[^\w.-]+/g, '-'), today].filter(Boolean).join('-')
  return ask.format === 'csv'
    ? { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: Buffer.from(encodeCsv(plan)) }
    : {
        name: `${name}.xlsx`,
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        bytes: await writeWorkbook([plan]),
      }
}

async function allOf(context: NetworkContext, ask: ExportDevices): Promise<ListedDevice[]> {
  const { device: _, format: __, language: ___, plant, sort, descending, ...filter } = ask
  const devices: ListedDevice[] = []
  const plants = await plantsOf(context, plant)
  for (let after: DevicePlace | undefined; ; ) {
    const rows = await loadDevicePage(context.db, { ...filter, plants }, { sort, descending, limit: perPage, after })
    for (const row of rows) devices.push(row)
    const last = rows.at(-1)
    if (rows.length < perPage || last === undefined) return devices
    after = { value: last.sortedBy, plant: last.plant, id: last.id }
  }
}

async function oneOf({ db }: NetworkContext, { plant, device: id }: ExportDevices): Promise<ListedDevice> {
  const device = plant === undefined || id === undefined ? null : await loadDevice(db, plant, id)
  if (device === null) throw new NotFound(`there is no device ${id} at ${plant ?? 'any plant'}`)
  return device
}

function rowOf(device: ListedDevice, language: 'en' | 'ja'): Record<string, unknown> {
  const roles = device.roles.map(({ role }) => role)
  return {
    ...device,
    device: device.id,
    // Of a conflict the tag is not certain.
    tag: device.status === 'matched' ? device.tag : null,
    type: roles.map((role) => roleTitle(role)[language]).join(', '),
    // What was not recognised as safety may still be: never "no".
    sis: roles.includes('safety-controller') ? true : null,
    levelBecause: device.levelBecause.map((because) => because[language]).join('; '),
    safety: device.safety.map((because) => because[language]).join('; '),
    contradicted: device.contradicted.join(', '),
    protocols: device.protocols.map(titleOf).join(', '),
    vlans: device.vlans.join(', '),
  }
}
