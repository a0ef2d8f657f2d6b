import type { Told } from '#core/capture/told.ts'
import type { Bilingual } from '#core/record/record.ts'

/** What a capture, a log or a scan brings, in one sentence: what is new first, then who programs whom, then safety. */
export function captureSummary(
  { devices, conversations }: Pick<Told, 'devices' | 'conversations'>,
  unregistered: number,
): Bilingual {
  const programming = conversations.filter(
    ({ operations, answered }) => (operations?.program ?? 0) > 0 && answered !== false,
  )
  const stations = new Set(programming.map(({ client }) => client)).size
  const programmed = new Set(programming.map(({ server }) => server)).size
  // It is what a reader must not miss: it leads the sentence.
  const safe = devices.filter(({ roles }) => roles.some(({ role }) => role === 'safety-controller'))
  const shaken = safe.filter(({ id, ips, macs }) =>
    programming.some(({ server }) => server === id || ips.includes(server) || macs.includes(server)),
  ).length
  const talks = conversations.length
  const en = [
    ...(shaken > 0 ? [`${many(shaken, 'safety controller')} ${shaken === 1 ? 'was' : 'were'} programmed`] : []),
    `${many(devices.length, 'device')}, ${unregistered} of them not in the registry`,
    ...(programmed > 0
      ? [`${many(stations, 'engineering station')} programmed ${many(programmed, 'controller')}`]
      : []),
    ...(safe.length > shaken ? [many(safe.length, 'safety controller')] : []),
    many(talks, 'conversation'),
  ]
  const ja = [
    ...(shaken > 0 ? [`安全コントローラ${shaken}台がプログラム操作を受けています`] : []),
    `機器${devices.length}台（うち台帳にないもの${unregistered}台）`,
    ...(programmed > 0 ? [`エンジニアリング端末${stations}台がコントローラ${programmed}台をプログラム操作`] : []),
    ...(safe.length > shaken ? [`安全コントローラ${safe.length}台`] : []),
    `通信${talks}件`,
  ]
  return { en: en.join('; '), ja: ja.join('、') }
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
