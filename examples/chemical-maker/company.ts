import type { Department } from '#core/record/record.ts'
import type { StoryDays } from './days.ts'
import type { PlantKey } from './plants/all.ts'

export const company = {
  name: 'Kitanami Chemical 北浪化学',
  timeZone: 'Asia/Tokyo',
  fiscalYearStart: 4,
  currency: 'JPY',
} as const

interface ExamplePerson {
  readonly key: string
  readonly name: string
  readonly departments: readonly Department[]
}

/** Everyone is invented. */
export const people: readonly ExamplePerson[] = [
  { key: 'h-sakamoto', name: '坂本 裕子 (Yuko Sakamoto)', departments: ['management'] },
  { key: 'h-mori', name: '森 健一 (Kenichi Mori)', departments: ['ot'] },
  { key: 'h-hayashi', name: '林 大輔 (Daisuke Hayashi)', departments: ['it'] },
  { key: 'h-ogawa', name: '小川 直美 (Naomi Ogawa)', departments: ['process-safety'] },
  { key: 'k-kondo', name: '近藤 隆 (Takashi Kondo)', departments: ['ot'] },
  { key: 'y-fujii', name: '藤井 誠 (Makoto Fujii)', departments: ['ot'] },
  { key: 't-nakagawa', name: '中川 志保 (Shiho Nakagawa)', departments: ['ot', 'management'] },
  { key: 'l-vogel', name: 'Katrin Vogel', departments: ['ot'] },
  { key: 'l-brandt', name: 'Jens Brandt', departments: ['process-safety'] },
  { key: 'r-somchai', name: 'Somchai Rattanakul', departments: ['it'] },
  { key: 'r-nattaya', name: 'Nattaya Srisuk', departments: ['ot'] },
  { key: 'c-anan', name: 'Anan Chaiyaporn', departments: ['ot'] },
]

/** Plants as their facts; `added` days before today they were entered. */
export function plantFacts(days: StoryDays) {
  const constraint = (kind: 'cannot-stop' | 'cannot-patch' | 'vendor-locked' | 'safety-certified', note: string) => ({
    kind,
    note,
  })
  return [
    {
      key: 'kashima' as const,
      name: 'Kashima Works',
      localName: { en: 'Kashima Works', ja: '鹿島工場' },
      criticality: 'major' as const,
      country: 'JP',
      timeZone: 'Asia/Tokyo',
      hazardousProcesses: true,
      constraints: [constraint('safety-certified', '緊急遮断システムは認証構成のため、変更には再検証が必要')],
      added: 540,
    },
    {
      key: 'leuna' as const,
      name: 'Leuna Works',
      localName: { en: 'Leuna Works', ja: 'ロイナ工場' },
      criticality: 'major' as const,
      country: 'DE',
      timeZone: 'Europe/Berlin',
      hazardousProcesses: true,
      constraints: [constraint('vendor-locked', 'Changes to the HIMA systems only by the maker')],
      added: 540,
    },
    {
      key: 'rayong' as const,
      name: 'Rayong Works',
      localName: { en: 'Rayong Works', ja: 'ラヨーン工場' },
      criticality: 'major' as const,
      country: 'TH',
      timeZone: 'Asia/Bangkok',
      hazardousProcesses: true,
      constraints: [],
      added: 540,
    },
    {
      key: 'yokkaichi' as const,
      name: 'Yokkaichi Works',
      localName: { en: 'Yokkaichi Works', ja: '四日市工場' },
      criticality: 'standard' as const,
      country: 'JP',
      timeZone: 'Asia/Tokyo',
      hazardousProcesses: true,
      constraints: [
        constraint('cannot-stop', '重合工程は連続運転。停止は定期修理のみ'),
        constraint('cannot-patch', 'DCSゲートウェイのOSはメーカー保証外のため更新不可'),
      ],
      added: 540,
    },
    {
      key: 'toyama' as const,
      name: 'Toyama Works',
      localName: { en: 'Toyama Works', ja: '富山工場' },
      criticality: 'minor' as const,
      country: 'JP',
      timeZone: 'Asia/Tokyo',
      hazardousProcesses: false,
      constraints: [],
      added: 540,
    },
    {
      key: 'chonburi' as const,
      name: 'Chonburi Works',
      localName: { en: 'Chonburi Works', ja: 'チョンブリ工場' },
      criticality: 'standard' as const,
      country: 'TH',
      timeZone: 'Asia/Bangkok',
      hazardousProcesses: null,
      constraints: [],
      onboardedOn: days.ago(92),
      added: 95,
    },
  ]
}

/** Turnarounds and other days on which a plant stands still. */
export function shutdowns(days: StoryDays): readonly { plant: PlantKey; from: string; to: string; note: string }[] {
  const window = (plant: PlantKey, from: number, length: number, note: string) => ({
    plant,
    from: days.ahead(from),
    to: days.ahead(from + length - 1),
    note,
  })
  return [
    window('kashima', -420, 21, '定期修理'),
    window('kashima', 118, 24, '定期修理'),
    window('leuna', -301, 16, 'Abstellung Amin-Anlage'),
    window('leuna', 75, 18, 'Abstellung Hydrierung'),
    window('rayong', -330, 14, 'Annual turnaround'),
    window('rayong', 152, 16, 'Annual turnaround'),
    window('yokkaichi', -270, 20, '定期修理'),
    window('yokkaichi', 95, 30, '定期修理（DMZ移設工事を含む）'),
    window('toyama', 33, 6, '年末年始・設備点検'),
  ]
}
