import { NEVER } from '../record/none.ts'
import type { Reason } from './assessment.ts'
import type { Axis, Leaf } from './axis.ts'

/** Texts of one language by key, as in `text.<language>.yaml`. */
export type Texts = Readonly<Record<string, string>>
export type Language = 'en' | 'ja'

/** One reason as a sentence: what was measured, what it came to, what was asked for. */
export function reasonSentence(
  axis: Axis,
  texts: Texts,
  language: Language,
  reason: Reason,
  leaf: Leaf | null,
): string {
  const ja = language === 'ja'
  const name =
    texts[`indicator.${reason.indicator}.short`] ?? texts[`indicator.${reason.indicator}`] ?? reason.indicator
  const where = reason.plant ? `${reason.plant}: ` : ''
  const parts = [`${where}${name}${ja ? '：' : ': '}${valueText(axis, reason, language, leaf)}`]
  if (leaf) parts.push(ja ? `（基準：${wanted(leaf, language)}）` : ` (asked for: ${wanted(leaf, language)})`)
  if (reason.attestation) {
    parts.push(
      reason.notReobserved
        ? ja
          ? '。是正済みとの表明による。その後の再観測はまだない'
          : '; mended according to an attestation, not re-observed since'
        : ja
          ? '。表明による回答'
          : '; answered by an attestation',
    )
  }
  if (reason.late) parts.push(ja ? '。30日を超えて遅れて記録された' : '; entered late')
  return parts.join('')
}

/** The value of a reason in words; what nobody measured says so. */
export function valueText(axis: Axis, reason: Reason, language: Language, leaf: Leaf | null = null): string {
  const ja = language === 'ja'
  const { value } = reason
  if (value === null) {
    if (reason.attestation) return ja ? '記録なし' : 'no record'
    if (reason.noSource)
      return ja ? '測定する機能がまだない（表明で回答できる）' : 'nothing measures this yet; an attestation can answer'
    return ja ? '記録がない' : 'nothing recorded'
  }
  if (reason.on === NEVER && typeof value === 'string') return ja ? '一度もない' : 'never'
  const kind = axis.indicators[reason.indicator]?.value
  if (kind === 'share' && typeof value === 'number') return `${percent(value, typeof leaf?.atMost === 'number')} %`
  if (kind === 'flag') return value === true ? (ja ? 'はい' : 'yes') : ja ? 'いいえ' : 'no'
  if (kind === 'date') return ja ? `${reason.on}（${days(value)}日前）` : `${reason.on}, ${days(value)} days ago`
  if (kind === 'events') return ja ? `${value} 期間で実施` : `kept in ${value} periods`
  return String(value)
}

/** What a leaf asks for, in words. */
export function wanted(leaf: Leaf, language: Language): string {
  const ja = language === 'ja'
  const within = leaf.within
    ? ja
      ? `直近${periodText(leaf.within, 'ja')}で`
      : `within ${periodText(leaf.within, 'en')}, `
    : ''
  if (leaf.is !== undefined) return leaf.is ? (ja ? 'はい' : 'yes') : ja ? 'いいえ' : 'no'
  if (leaf.atLeast !== undefined) {
    const number = leaf.atLeast <= 1 ? `${percent(leaf.atLeast)} %` : String(leaf.atLeast)
    return ja ? `${within}${number}以上` : `${within}at least ${number}`
  }
  if (typeof leaf.atMost === 'number')
    return ja ? `${within}${number(leaf.atMost)}以下` : `${within}at most ${number(leaf.atMost)}`
  if (leaf.atMost)
    return ja ? `${periodText(leaf.atMost, 'ja')}以内` : `not older than ${periodText(leaf.atMost, 'en')}`
  if (leaf.olderThan)
    return ja ? `${periodText(leaf.olderThan, 'ja')}より古い` : `older than ${periodText(leaf.olderThan, 'en')}`
  if (leaf.every)
    return ja
      ? `${periodText(leaf.every, 'ja')}ごと、途切れなく`
      : `every ${periodText(leaf.every, 'en')}, without a gap`
  return ''
}

export function periodText(period: string, language: Language): string {
  const units = { Y: ['year', '年'], M: ['month', 'か月'], W: ['week', '週間'], D: ['day', '日'] } as const
  const found = [...period.matchAll(/(\d+)([YMWD])/g)].map(([, count, unit]) => {
    const [en, ja] = units[unit as keyof typeof units]
    return language === 'ja' ? `${count}${ja}` : `${count} ${en}${count === '1' ? '' : 's'}`
  })
  return found.join(language === 'ja' ? '' : ' ')
}

/** Never rounded towards what was asked for: 94.96 % does not read as 95 %, nor 5.04 % as the 5 % that it may be at most. */
function percent(share: number, isAtMost = false): string {
  return String((isAtMost ? Math.ceil(share * 1000 - 1e-9) : Math.floor(share * 1000 + 1e-9)) / 10)
}

function number(value: number): string {
  return value > 0 && value < 1 ? `${percent(value)} %` : String(value)
}

function days(value: number | boolean | string): string {
  return String(value).replace(/\D/g, '')
}
