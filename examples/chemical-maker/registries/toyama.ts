import type { Day } from '#core/calendar/day.ts'
import { encodeCp932 } from '../cp932.ts'
import type { StoryDays } from '../days.ts'
import { equipmentOf } from '../equipment.ts'
import { toyama } from '../plants/toyama.ts'
import { wareki } from './wording.ts'

/** Toyama's list comes out of the bookkeeping of fixed assets, as CSV in the code page of an older Windows. */
export function toyamaRegistry(days: StoryDays, on: Day): Uint8Array {
  const rows = equipmentOf(toyama, days).map((one, n) => [
    one.tag,
    one.name,
    one.make.kind.ja,
    `${one.make.vendorJa}㈱`,
    one.make.model,
    one.serial ?? '',
    one.ip ?? '',
    one.unit,
    one.owner,
    wareki(one.deployedOn),
    n % 11 === 5 ? 'ライン①予備品あり、保管温度25℃以下' : '',
  ])
  // A hand-written line without a number, and one machine that is there twice.
  rows.push(
    ['', '手動包装台', '', '', '', '', '', '包装室', '充填課', '', '固定資産番号なし'],
    rows[3]!.with(8, '設備課'),
  )
  const titles = [
    '管理番号',
    '品名',
    '分類',
    'メーカー',
    '型番',
    '製造番号',
    'IPアドレス',
    '設置場所',
    '管理部署',
    '取得年月日',
    '備考',
  ]
  const text = [titles, ...rows]
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(','))
    .join('\r\n')
  return encodeCp932(`富山工場 設備台帳（${on.replaceAll('-', '/')} 出力）\r\n${text}\r\n`)
}
