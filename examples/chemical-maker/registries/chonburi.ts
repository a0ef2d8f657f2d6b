import type { Day } from '#core/calendar/day.ts'
import type { StoryDays } from '../days.ts'
import { equipmentOf } from '../equipment.ts'
import { chonburi } from '../plants/chonburi.ts'
import { looseWorkbook } from './sheet.ts'

/** What the former owner of Chonburi left: five columns, and every sixth address never filled in. */
export function chonburiRegistry(days: StoryDays, on: Day): Promise<Uint8Array> {
  const rows = equipmentOf(chonburi, days).map((one, n) => [
    one.tag,
    one.name,
    one.make.vendor,
    one.make.model,
    n === 17 ? 'TBD' : n % 6 === 5 ? null : one.ip,
  ])
  return looseWorkbook([{ name: 'Sheet1', rows: [['Tag', 'Description', 'Maker', 'Model', 'IP'], ...rows] }], on)
}
