import type { ClockDoubt } from '#core/access/log-clock.ts'
import type { Bilingual } from '#core/record/record.ts'

/** What speaks against the clock of a log, in words that name the line. */
export function doubtWords(doubt: ClockDoubt, placeOf: (line: number) => string): Bilingual {
  const [en, ja] = durationWords(Math.abs(doubt.seconds))
  switch (doubt.kind) {
    case 'future':
      return {
        en: `${placeOf(doubt.line)} is ${en} in the future: its clock, or its time zone, is another`,
        ja: `${placeOf(doubt.line)}が${ja}先の日時です。時計またはタイムゾーンが異なります`,
      }
    case 'disorder':
      return {
        en: `${placeOf(doubt.line)} goes back by ${en}: the clock was set, or logs of several clocks are mixed`,
        ja: `${placeOf(doubt.line)}で日時が${ja}戻っています。時計の変更、または複数の時計の混在が考えられます`,
      }
    case 'offset':
      return {
        en: `${doubt.pairs} sessions are on the wire ${en} ${doubt.seconds > 0 ? 'later' : 'earlier'} than it says: its clock is another`,
        ja: `${doubt.pairs}件の接続が、通信ではログより${ja}${doubt.seconds > 0 ? '遅く' : '早く'}観測されています。時計が異なります`,
      }
  }
}

function durationWords(seconds: number): readonly [string, string] {
  if (seconds < 120) return [`${seconds} s`, `${seconds}秒`]
  if (seconds < 7200) return [`${Math.round(seconds / 60)} min`, `${Math.round(seconds / 60)}分`]
  if (seconds < 172_800) return [`${Math.round(seconds / 360) / 10} h`, `${Math.round(seconds / 360) / 10}時間`]
  return [`${Math.round(seconds / 86_400)} days`, `${Math.round(seconds / 86_400)}日`]
}
