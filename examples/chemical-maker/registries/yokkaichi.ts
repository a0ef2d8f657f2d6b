import type { Day } from '#core/calendar/day.ts'
import type { StoryDays } from '../days.ts'
import { equipmentOf } from '../equipment.ts'
import { yokkaichi } from '../plants/yokkaichi.ts'
import { type LooseCell, looseWorkbook } from './sheet.ts'
import { listed, shortWareki } from './wording.ts'

const ranks = { high: 'Ａ', medium: 'Ｂ', low: 'Ｃ' } as const
const titles = [
  '工程',
  '機器No.',
  '名称',
  '分類',
  'メーカ',
  '型名',
  '製番',
  'バージョン',
  'IPアドレス',
  'セグメント',
  'ランク',
  '稼働状況',
  '据付年月日',
  '棚卸日',
  '管理者',
  'ﾊﾟｽﾜｰﾄﾞ管理区分',
]

/** Yokkaichi merges the process down over its machines and writes katakana in half width. */
export function yokkaichiRegistry(days: StoryDays, edition: number, on: Day): Promise<Uint8Array> {
  const all = listed(equipmentOf(yokkaichi, days), edition, yokkaichi.editions)
  const rows: LooseCell[][] = [['四日市工場　計装機器一覧表'], [`${shortWareki(on)}現在`], titles]
  for (const [unit, ofUnit] of Map.groupBy(all, (one) => one.unit)) {
    for (const [n, one] of ofUnit.entries()) {
      rows.push([
        n === 0 ? { text: unit, down: ofUnit.length } : null,
        one.tag,
        one.name,
        one.make.kind.ja,
        one.make.vendorJa,
        one.make.model,
        one.serial,
        one.firmware,
        one.ip,
        one.zone.name,
        ranks[one.criticality],
        one.renewalOn ? '更新予定' : '稼働中',
        shortWareki(one.deployedOn),
        shortWareki(on),
        one.owner,
        one.make.voice === 'computer' ? 'ｶｰﾄﾞ' : null,
      ])
    }
  }
  return looseWorkbook([{ name: '計装機器', rows }], on)
}
