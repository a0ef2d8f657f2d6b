import type { Day } from '#core/calendar/day.ts'
import type { StoryDays } from '../days.ts'
import { type Equipment, equipmentOf } from '../equipment.ts'
import { rayong } from '../plants/rayong.ts'
import { type LooseCell, looseWorkbook } from './sheet.ts'
import { listed } from './wording.ts'

const titles = [
  'Tag No.',
  'Description',
  'Device type',
  'Manufacturer',
  'Model',
  'Cat. No.',
  'FW version',
  'S/N',
  'Host name',
  'IP address',
  'Zone',
  'Criticality',
  'SIS',
  'Status',
  'Commissioned',
  'Last verified',
  'Responsible',
  'Antivirus',
]

/** Rayong keeps a sheet for each area, with a header each; real dates, no MAC addresses. */
export function rayongRegistry(days: StoryDays, edition: number, on: Day): Promise<Uint8Array> {
  const all = listed(equipmentOf(rayong, days), edition, rayong.editions)
  const sheets = [...Map.groupBy(all, (one) => one.unit)].map(([unit, ofUnit]) => ({
    name: unit,
    rows: [
      [`Rayong Works - OT asset list - ${unit}`],
      titles,
      ...ofUnit.map((one) => rowOf(one, on)),
      // The first list had one drive twice, with different criticality.
      ...(edition === 1 && unit === 'Unit 100'
        ? [rowOf({ ...ofUnit.find(({ tag }) => tag === 'VSD-104')!, criticality: 'high' }, on)]
        : []),
    ],
  }))
  return looseWorkbook(sheets, on)
}

function rowOf(one: Equipment, on: Day): LooseCell[] {
  return [
    one.tag,
    one.name,
    one.make.kind.en,
    one.make.vendor,
    one.make.model,
    one.make.order,
    one.firmware,
    one.serial,
    one.hostname,
    one.ip,
    one.zone.name,
    one.criticality,
    one.sis ? 'Yes' : 'No',
    one.renewalOn ? 'To be replaced' : 'In operation',
    { day: one.deployedOn },
    { day: on },
    one.owner,
    one.make.voice === 'computer' ? (one.protection ?? 'none') : 'not capable',
  ]
}
