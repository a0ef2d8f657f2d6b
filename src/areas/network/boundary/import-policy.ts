import { readFile } from 'node:fs/promises'
import type { ImportFile, RecordReader, RowProblem, ToldRecord, ToldRecords } from '#areas/evidence/index.ts'
import type { Conduit, Policy, Zone } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import { foldTitle, zoneColumns } from '#formats/netbox-ot/columns.ts'
import { decodeNetboxOt, type NetboxTable } from '#formats/netbox-ot/decode.ts'
import { decodePolicy } from '#formats/policy/decode.ts'
import { policyFormat } from '#formats/policy/encode.ts'
import { BadInput } from '#platform/errors.ts'
import { readSheets } from '#platform/files/read-workbook.ts'

const mostBytes = 8 << 20

/** Zones and conduits as our own JSON: they become the dated records that a form would enter. */
export const policyReader: RecordReader = {
  kind: 'policy',
  area: 'network',
  recognises: async ({ head }) => {
    const text = new TextDecoder().decode(head.subarray(0, 4096))
    return /^\s*\{/.test(text) && text.includes(`"${policyFormat}"`) ? 0.99 : 0
  },
  async read(job) {
    if (job.file.bytes > mostBytes) throw tooLarge(job.file)
    const { policy, faults } = decodePolicy(await readFile(job.file.path, 'utf8'), { on: job.effectiveOn })
    const problems = faults.map(({ path, line, isRefused, reason }): RowProblem => {
      const place = /^(zones|conduits)\[(\d+)\](?:\.(.*))?$/.exec(path)
      return {
        severity: isRefused ? 'refused' : 'note',
        sheet: place?.[1] ?? null,
        row: place === null ? line : Number(place[2]) + 1,
        column: place === null ? path || null : (place[3] ?? null),
        reason,
      }
    })
    return { records: recordsOf(policy), problems }
  },
}

/** Tables of netbox-ot (NetBox's plug-in for IEC 62443): zones, conduits, flows, by CSV or Excel. */
export const netboxOtReader: RecordReader = {
  kind: 'netbox-ot',
  area: 'network',
  async recognises(file) {
    const tables = await tablesOf(file, 1).catch(() => [])
    return tables.some(({ rows }) => isNetboxOt([...(rows[0]?.cells.keys() ?? [])])) ? 0.9 : 0
  },
  async read(job) {
    const { policy, faults } = decodeNetboxOt(await tablesOf(job.file), { on: job.effectiveOn })
    return {
      records: recordsOf(policy),
      problems: faults.map(({ file, row, column, isRefused, reason }) => ({
        severity: isRefused ? 'refused' : 'note',
        sheet: file,
        row,
        column,
        reason,
      })),
    }
  },
}

/** Told by titles that no template of ours has. */
function isNetboxOt(titles: readonly string[]): boolean {
  const folded = titles.map(foldTitle)
  const has = (...names: readonly string[]) => names.some((name) => folded.includes(name))
  const isZones =
    has('slug') && has(...zoneColumns.level, ...zoneColumns.target) && has('zone_type', 'prefixes', 'sl_t')
  const isFlows = has('source_zone') && has('destination_zone') && has('verdict', 'decided_by', 'decision', 'slug')
  return isZones || isFlows || (has('zone_a') && has('zone_b'))
}

async function tablesOf(file: ImportFile, mostRows = Number.POSITIVE_INFINITY): Promise<NetboxTable[]> {
  const sheets = await readSheets(file.path, file.name, file.head)
  try {
    const tables: NetboxTable[] = []
    for (const { name, hidden } of sheets.sheets) {
      if (hidden) continue
      const rows: NetboxTable['rows'][number][] = []
      let titles: readonly string[] | null = null
      for await (const { row, cells } of sheets.rows(name)) {
        const texts: string[] = []
        for (const { column, value, shown } of cells) texts[column - 1] = shown ?? String(value ?? '')
        if (titles === null) {
          titles = texts
          continue
        }
        rows.push({ row, cells: new Map(titles.map((title, i) => [title ?? '', texts[i] ?? ''])) })
        if (rows.length >= mostRows) break
      }
      tables.push({ name: name ?? file.name, rows })
    }
    return tables
  } finally {
    sheets.close()
  }
}

function recordsOf({ zones, conduits }: Policy): ToldRecords['records'] {
  return [...zones.map(zoneRecord), ...conduits.map(conduitRecord)]
}

/** The place in the file that the decoders give as the record: `zones[3]`, `flows.csv!7`. */
function placeOf(record: string): Pick<ToldRecord, 'sheet' | 'row'> {
  const path = /^(\w+)\[(\d+)\]/.exec(record)
  if (path !== null) return { sheet: path[1]!, row: Number(path[2]) + 1 }
  const cell = /^(.*)[!#:](\d+)$/.exec(record)
  return cell === null ? { sheet: null, row: 0 } : { sheet: cell[1]!, row: Number(cell[2]) }
}

function zoneRecord(zone: Zone): ToldRecord {
  const { networks, vlans, macs, tags } = zone.members
  return {
    kind: 'zone',
    ...placeOf(zone.record),
    effectiveFrom: zone.validFrom,
    effectiveTo: zone.validTo,
    data: withoutNull({
      name: zone.name,
      purdueLevel: zone.level,
      purpose: zone.purpose,
      addresses: networks.map(({ text }) => text).join('; '),
      vlans: vlans.join('; '),
      macs: macs.join('; '),
      assets: tags.join('; '),
      safety: zone.safety,
      targetLevel: zone.targetLevel,
      owner: zone.owner,
    }),
  }
}

function conduitRecord(conduit: Conduit): ToldRecord {
  return {
    kind: 'conduit',
    ...placeOf(conduit.record),
    effectiveFrom: conduit.validFrom,
    effectiveTo: conduit.validTo,
    data: withoutNull({
      name: conduit.name,
      fromZone: conduit.from,
      toZone: conduit.to,
      services: servicesText(conduit.services),
      operations: conduit.operations === null ? null : [...conduit.operations],
      initiator: conduit.initiator,
      direction: conduit.dataFlow,
      owner: conduit.owner,
      exception: conduit.isException,
      reason: conduit.reason,
    }),
  }
}

const withoutNull = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== ''))

function tooLarge(file: Pick<ImportFile, 'name'>): BadInput {
  const reason = 'it is too large for a policy'
  return new BadInput(`${file.name}: ${reason}`, [{ path: file.name, reason }], `${file.name}：大きすぎます`)
}
