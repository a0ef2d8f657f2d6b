import type { OutcomeShape, Reason, RuleShape, Verdict } from '#contract/maturity.ts'
import { NEVER } from '#core/record/none.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Text } from '#web/i18n/text.tsx'
import type { AxisText } from '#web/view/axis.ts'

/** What a leaf asks, in words: "Assets confirmed: at least 95 % within 3 months". */
export function leafWords(leaf: RuleShape, axis: AxisText, text: Text, format: Format): string {
  const { t } = text
  const kind = axis.axis.indicators[leaf.indicator ?? '']?.value
  const amount = (value: number) => (kind === 'share' ? format.percent(value) : format.number(value))
  const parts: string[] = []
  if (leaf.atLeast !== undefined) parts.push(t('rule.atLeast', { value: amount(leaf.atLeast) }))
  if (typeof leaf.atMost === 'number') parts.push(t('rule.atMost', { value: amount(leaf.atMost) }))
  if (typeof leaf.atMost === 'string') parts.push(t('rule.notOlder', { period: format.period(leaf.atMost) }))
  if (leaf.is !== undefined) parts.push(t(leaf.is ? 'rule.isTrue' : 'rule.isFalse'))
  if (leaf.olderThan) parts.push(t('rule.olderThan', { period: format.period(leaf.olderThan) }))
  if (leaf.every) parts.push(t('rule.every', { period: format.period(leaf.every) }))
  if (leaf.periods !== undefined) parts.push(t('rule.periods', { count: leaf.periods }))
  if (leaf.misses !== undefined) parts.push(t('rule.misses', { count: leaf.misses }))
  if (leaf.within) parts.push(t('rule.within', { period: format.period(leaf.within) }))
  return t('rule.leaf', { indicator: indicatorName(leaf.indicator ?? '', axis), condition: parts.join(t('rule.and')) })
}

export function indicatorName(id: string, axis: AxisText): string {
  return axis.axis.texts[`indicator.${id}.short`] ?? axis.axis.texts[`indicator.${id}`] ?? id
}

/** A value as measured, in words: a share as per cent, an age as a period, a day as a day. Null is "nothing recorded". */
export function valueWords(
  value: OutcomeShape['value'],
  indicator: string | undefined,
  axis: AxisText,
  text: Text,
  format: Format,
): string {
  const { t } = text
  if (value === null || value === undefined) return t('value.nothing')
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (typeof value === 'number') {
    const kind = axis.axis.indicators[indicator ?? '']?.value
    if (kind === 'events') return t('value.periods', { count: value })
    return kind === 'share' ? format.percent(value) : format.number(value)
  }
  // What was declared never to have happened is kept as a day long ago; its age is longer than any limit.
  if (value === NEVER || /^P(\d{5,}D|\d{3,}Y)$/.test(value)) return t('value.never')
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value)
  return /^P\d/.test(value) ? t('value.ago', { period: format.period(value) }) : value
}

/** One reason in the reader's language, from its value; the area's own sentence where it has one. */
export function reasonWords(reason: Reason, axis: AxisText, text: Text, format: Format): string {
  const own = text.language === 'ja' ? reason.textJa : reason.text
  // Whoever lists reasons of several plants names the plant beside it.
  if (own) return reason.plant && own.startsWith(`${reason.plant}: `) ? own.slice(reason.plant.length + 2) : own
  if (reason.attestation) return text.t('reason.attested', { indicator: indicatorName(reason.indicator, axis) })
  if (reason.noSource && reason.value === null) {
    return text.t('reason.noSource', { indicator: indicatorName(reason.indicator, axis) })
  }
  const day = reason.on && reason.on !== NEVER ? ` (${format.day(reason.on)})` : ''
  return `${indicatorName(reason.indicator, axis)}: ${valueWords(reason.value, reason.indicator, axis, text, format)}${day}`
}

/** Whether nothing at all was recorded, or only a part is missing; without the reasons at hand nobody can say which. */
function unknownWord({ because }: Verdict) {
  if (because.length === 0) return 'verdict.unknown'
  return because.every((reason) => reason.value === null) ? 'verdict.unknownWhy' : 'verdict.unknownPart'
}

/** The verdict in one phrase: what it is, how much of it, on what strength, and what is special about it. */
export function verdictWords(verdict: Verdict, text: Text, format: Format): string {
  const { t } = text
  if (!verdict.asked) return t('verdict.notAsked')
  const symptom = verdict.kind === 'symptom'
  const word =
    symptom && verdict.verdict === 'met'
      ? t('verdict.present')
      : symptom && verdict.verdict === 'notMet'
        ? t('verdict.absent')
        : verdict.verdict === 'unknown'
          ? t(unknownWord(verdict))
          : t(`verdict.${verdict.verdict}`)
  const parts = [
    verdict.verdict === 'partly' && verdict.share !== null && verdict.share >= 0.01
      ? t('verdict.partlyShare', { share: format.percent(Math.min(0.99, verdict.share)) })
      : word,
  ]
  if (verdict.strength) parts.push(t(`strength.${verdict.strength}`))
  if (verdict.inGrace) parts.push(t('verdict.inGrace'))
  if (verdict.elsewhere) parts.push(t('verdict.elsewhere'))
  if (verdict.prioritised) parts.push(t('verdict.prioritised'))
  if (verdict.compensated) parts.push(t('verdict.compensated'))
  if (verdict.notReobserved) parts.push(t('verdict.notReobserved'))
  if (verdict.contradicted) parts.push(t('verdict.contradicted'))
  return parts.join(' · ')
}
