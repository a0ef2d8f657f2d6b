import { encodeCp932 } from './cp932.ts'
import type { StoryDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'

/** When remote desktops were opened at the jump server, and from it, out of the packets of our own captures. */
function openings(capture: Uint8Array, jump: string): { readonly at: number; readonly from: string }[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length)
  const found: { at: number; from: string }[] = []
  // pcap: a header of 24 octets, then 16 before each frame; Ethernet (14), IPv4 without options (20), TCP.
  for (let at = 24; at + 16 <= capture.length; at += 16 + view.getUint32(at + 8, true)) {
    const frame = at + 16
    if (view.getUint16(frame + 12) !== 0x0800 || capture[frame + 23] !== 6) continue
    const address = (offset: number) => capture.subarray(frame + offset, frame + offset + 4).join('.')
    const isOpening = capture[frame + 47] === 0x02 && view.getUint16(frame + 36) === 3389
    if (!isOpening || (address(30) !== jump && address(26) !== jump)) continue
    found.push({ at: view.getUint32(at, true) * 1000, from: address(26) })
  }
  return found
}

/** Who works from the offices of Kashima, and at what; one of them by the account that all of maintenance knows. */
const visits = [
  { account: 'kondo.t', person: '近藤 隆 (Takashi Kondo)', work: 'HMI画面の確認' },
  { account: 'aoki.s', person: '青木 聡', work: 'ヒストリアン点検' },
  { account: 'kondo.t', person: '近藤 隆 (Takashi Kondo)', work: 'アラーム設定の確認' },
  { account: 'hozen', person: '', work: '' },
  { account: 'aoki.s', person: '青木 聡', work: '月次バックアップ' },
]
/** The visit that is in no log: somebody came while the log server was being updated. */
const UNLOGGED = 6
/** How long the log is kept by the jump server. */
const KEPT_DAYS = 84
const HOUR_MS = 3_600_000
const JAPAN_MS = 9 * HOUR_MS
const JUMP = '10.11.35.12'

const written = (ms: number): string =>
  new Date(ms + JAPAN_MS).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

/** The list of sessions that Kashima's jump server prints, as it is saved on a Japanese Windows. */
export function accessFiles(days: StoryDays, captures: readonly ExampleFile[]): ExampleFile[] {
  const since = days.ago(KEPT_DAYS)
  const boundary = captures.filter(
    ({ name, effectiveOn }) => name.startsWith('kashima-boundary') && effectiveOn > since,
  )
  const seen = boundary.flatMap(({ bytes }) => openings(bytes, JUMP)).sort((a, b) => a.at - b.at)
  const byDay = [...Map.groupBy(seen, ({ at }) => written(at).slice(0, 10)).values()]
  const rows = byDay.flatMap((day, i) => {
    const from = day.find((one) => one.from !== JUMP)?.from
    if (i === UNLOGGED || from === undefined) return []
    const { account, person, work } = visits[i % visits.length]!
    // Whoever came stays until the work behind the jump server is done.
    const [first, last] = [day[0]!.at, day.at(-1)!.at]
    return [[written(first - 20_000), written(last + HOUR_MS), account, person, from, 'JMP-01', work].join(',')]
  })
  const titles = '開始日時,終了日時,アカウント,利用者,接続元IP,接続先,作業内容'
  const name = `踏み台接続記録_${days.ago(2).replaceAll('-', '')}.csv`
  return [
    {
      name,
      plant: 'kashima',
      as: 'access-sessions',
      effectiveOn: days.ago(2),
      importedOn: days.ago(1),
      by: 'k-kondo',
      bytes: encodeCp932(`${[titles, ...rows].join('\r\n')}\r\n`),
    },
  ]
}
