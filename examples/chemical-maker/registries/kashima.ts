import type { Day } from '#core/calendar/day.ts'
import type { StoryDays } from '../days.ts'
import { type Equipment, equipmentOf } from '../equipment.ts'
import { kashima } from '../plants/kashima.ts'
import { empty, type LooseCell, looseWorkbook } from './sheet.ts'
import { fullWidth, listed, shortWareki, wareki } from './wording.ts'

const ranks = { high: '高', medium: '中', low: '低' } as const
const measures: Readonly<Record<string, string>> = { antivirus: 'ウイルス対策ソフト', 'allow-listing': '許可リスト' }
const COLUMNS = 21

/**
 * The register of Kashima: a title and a stamp above a header of two rows, a heading for each unit between the rows,
 * imperial years, and a total below. The first edition has what such lists have: an address that cannot be, a number
 * twice, one missing, digits in full width.
 */
export function kashimaRegistry(days: StoryDays, edition: number, on: Day): Promise<Uint8Array> {
  const all = listed(equipmentOf(kashima, days), edition, kashima.editions)
  const isFirst = edition === 1
  const rows: LooseCell[][] = [
    [{ text: '北浪化学株式会社　鹿島工場　制御システム機器台帳', across: COLUMNS }, ...empty(COLUMNS - 1)],
    [`第${edition}版`, `改訂日：${wareki(on)}`, ...empty(3), '作成：計装課', '承認：設備保全課長'],
    [],
    ...header(),
  ]
  let number = 0
  for (const [unit, ofUnit] of Map.groupBy(all, (one) => one.unit)) {
    rows.push([{ text: `■ ${unit}`, across: COLUMNS }, ...empty(COLUMNS - 1)])
    for (const one of ofUnit) {
      number++
      rows.push(rowOf(one, number, on, isFirst))
      if (isFirst && one.tag === 'HIS-03') rows.push(rowOf({ ...one, owner: '製造二課' }, number, on, isFirst))
    }
  }
  rows.push([`合計`, null, `${number}台`])
  rows.push(['※ 伝送器は主要計器のみ記載。'])
  return looseWorkbook([{ name: '機器台帳', rows }], on)
}

function header(): LooseCell[][] {
  const down = (text: string): LooseCell => ({ text, down: 2 })
  return [
    [
      down('No.'),
      down('機器番号'),
      down('設備名'),
      down('種別'),
      down('メーカー'),
      down('型式'),
      down('手配番号'),
      down('製造番号'),
      down('ファームウェア'),
      { text: 'ネットワーク', across: 5 },
      ...empty(4),
      down('重要度'),
      down('安全計装'),
      down('状態'),
      { text: '年月日', across: 2 },
      null,
      down('担当部署'),
      down('保全契約番号'),
    ],
    [
      ...empty(9),
      'ホスト名',
      'IPアドレス',
      'MACアドレス',
      'ゾーン',
      'セキュリティ対策',
      ...empty(3),
      '設置日',
      '最終棚卸日',
    ],
  ]
}

function rowOf(one: Equipment, number: number, on: Day, isFirst: boolean): LooseCell[] {
  const typed = (text: string) => (isFirst && number % 7 === 3 ? fullWidth(text) : text)
  const wrongAddress = isFirst && one.tag === 'RIO-305'
  const { make } = one
  const isGone = !isFirst && one.tag === 'PLC-514'
  return [
    number,
    isFirst && one.tag === 'VFD-210' ? null : typed(one.tag),
    one.name,
    make.kind.ja,
    make.vendorJa,
    make.model,
    make.order,
    one.serial,
    one.firmware,
    one.hostname,
    wrongAddress ? '10.11.12.450' : one.ip && typed(one.ip),
    one.mac?.toUpperCase().replaceAll(':', '-') ?? null,
    one.zone.name,
    make.voice === 'computer' ? (one.protection ? measures[one.protection]! : 'なし') : '対象外',
    ranks[one.criticality],
    one.sis ? '○' : '－',
    isGone ? '廃棄済み' : one.renewalOn ? '更新対象' : '稼働中',
    number % 3 === 0 ? shortWareki(one.deployedOn) : wareki(one.deployedOn),
    { day: on },
    one.owner,
    make.voice === 'udp' ? `YK-${1000 + number}` : null,
  ]
}
