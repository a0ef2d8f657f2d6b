import type { ColumnPlan, SheetPlan } from '#core/import/sheet-plan.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { Conduit, Policy, Zone } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import { encodeCsv } from '../csv/encode.ts'
import { netboxTexts } from './texts.ts'

export interface NetboxExport {
  /** Name of the file, and what is in it. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** What the policy says and these tables cannot. */
  readonly unsaid: readonly {
    readonly subject: 'zone' | 'conduit'
    readonly name: string
    readonly record: string
    readonly what: Bilingual
  }[]
}

const zoneTitles = [
  'name',
  'slug',
  'zone_type',
  'purdue_level',
  'accountable',
  'description',
  'sl_t',
  'prefixes',
  'vlans',
  'mac_addresses',
  'devices',
]
const flowTitles = [
  'name',
  'source_zone',
  'destination_zone',
  'protocol',
  'transport',
  'ports',
  'verdict',
  'decided_by',
  'valid_until',
  'comments',
]

/** Writes zones and flows in the columns of netbox-ot (columns.ts): a conduit is one flow a service and end that may open it. */
export function encodeNetboxOt({ zones, conduits }: Policy): NetboxExport {
  const unsaid: NetboxExport['unsaid'][number][] = []
  const note = (subject: 'zone' | 'conduit', { name, record }: Zone | Conduit, what: Bilingual) =>
    unsaid.push({ subject, name, record, what })
  for (const zone of zones) note('zone', zone, netboxTexts.begins(zone.validFrom))
  for (const conduit of conduits) {
    note('conduit', conduit, netboxTexts.begins(conduit.validFrom))
    if (conduit.operations !== null) note('conduit', conduit, netboxTexts.operations)
    if (conduit.dataFlow !== 'both') note('conduit', conduit, netboxTexts.dataFlow)
    if (conduit.initiator === 'either') note('conduit', conduit, netboxTexts.initiator)
    if (conduit.services === null) note('conduit', conduit, netboxTexts.anyService)
  }
  return {
    files: [
      { name: 'zones.csv', text: encodeCsv(sheet('zones', zoneTitles, zones.map(zoneRow))) },
      { name: 'flows.csv', text: encodeCsv(sheet('flows', flowTitles, conduits.flatMap(flowRows))) },
    ],
    unsaid,
  }
}

function sheet(name: string, titles: readonly string[], rows: SheetPlan['rows']): SheetPlan {
  return { name, columns: titles.map((title): ColumnPlan => ({ title, type: 'text' })), rows }
}

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)

function zoneRow({ name, level, safety, owner, purpose, targetLevel, members }: Zone): string[] {
  const type = safety ? 'safety' : level === '3.5' ? 'dmz' : level !== null && Number(level) >= 4 ? 'enterprise' : 'ot'
  return [
    name,
    slugOf(name),
    type,
    level ?? '',
    owner ?? '',
    purpose ?? '',
    targetLevel === null ? '' : String(targetLevel),
    members.networks.map(({ text }) => text).join('; '),
    members.vlans.join('; '),
    members.macs.join('; '),
    members.tags.join('; '),
  ]
}

function flowRows({ name, from, to, services, initiator, owner, validTo, isException, reason }: Conduit): string[][] {
  const ends = [...(initiator === 'to' ? [] : [[from, to]]), ...(initiator === 'from' ? [] : [[to, from]])]
  const verdict = isException ? 'exception' : 'allowed'
  return ends.flatMap(([source, target]) =>
    (services ?? []).map((service) => {
      const ports = servicesText([{ ...service, protocol: null, transport: 'tcp' }])
        .replaceAll('tcp/', '')
        .replace(/^tcp$/, '')
      const spoken = [service.protocol ?? '', service.transport ?? '', ports]
      return [name, source!, target!, ...spoken, verdict, owner ?? '', validTo ?? '', reason ?? '']
    }),
  )
}
