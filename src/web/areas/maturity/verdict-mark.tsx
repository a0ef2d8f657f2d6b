import './maturity.css'
import type { Standing, Verdict, VerdictWord } from '#contract/maturity.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { isStaleSoon, type LevelCell, levelCell } from './fleet.ts'
import { verdictWords } from './words.ts'

const SIGNS: Readonly<Record<VerdictWord, string>> = {
  met: '✓',
  partly: '◐',
  notMet: '✕',
  unknown: '–',
  notApplicable: 'n/a',
}

/** Class and sign of a verdict: a symptom that is present is a warning, not a success; one that is absent is no tick either. */
export function markOf(
  verdict: Pick<Verdict, 'asked' | 'verdict' | 'kind' | 'strength' | 'validUntil' | 'share'>,
  day: string,
  percent: (share: number) => string,
): { readonly className: string; readonly sign: string } {
  if (!verdict.asked) return { className: 'vm vm-notAsked', sign: '·' }
  const symptom = verdict.kind === 'symptom'
  const shown =
    symptom && verdict.verdict === 'met' ? 'present' : symptom && verdict.verdict === 'notMet' ? 'met' : verdict.verdict
  const texture = verdict.strength === 'attested' && verdict.verdict !== 'unknown' ? ' hatched' : ''
  const stale = isStaleSoon(verdict, day) && !symptom ? ' stale' : ''
  const sign =
    shown === 'present'
      ? '!'
      : symptom && shown === 'met'
        ? '○'
        : shown === 'partly' && verdict.share !== null && verdict.share >= 0.01
          ? percent(Math.min(0.99, verdict.share))
          : SIGNS[shown]
  return { className: `vm vm-${shown}${texture}${stale}`, sign }
}

export function VerdictMark({ verdict, day }: { readonly verdict: Verdict; readonly day: string }) {
  const text = useText()
  const format = useFormat()
  const { className, sign } = markOf(verdict, day, format.percent)
  const words = verdictWords(verdict, text, format)
  return (
    <span className={className} title={words}>
      <span className="vm-word" aria-hidden="true">
        {sign}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

export function OutcomeMark({ outcome }: { readonly outcome: VerdictWord }) {
  const { t } = useText()
  return (
    <span className={`vm vm-${outcome}`} title={t(`verdict.${outcome}`)}>
      <span aria-hidden="true">{SIGNS[outcome]}</span>
      <span className="visually-hidden">{t(`verdict.${outcome}`)}</span>
    </span>
  )
}

/** A level as a coloured digit. */
export function LevelChip({ level }: { readonly level: number }) {
  return <span className={`lv-chip lv lv-${level}`}>{level}</span>
}

/** What a level looks like by what it rests on: plain, hatched, dotted, or empty where nothing was ever recorded. */
export function levelClass(cell: LevelCell): string {
  if (cell.basis.proof === 'none') return 'lv nothing'
  return `lv lv-${cell.level} ${cell.basis.proof === 'attested' ? 'hatched' : ''} ${cell.basis.stale ? 'stale' : ''}`
}

/** The level of a standing, for one aspect or (big) for itself, drawn as in the matrix. */
export function StandingChip(props: {
  readonly standing: Standing
  readonly aspect: string | null
  readonly axis: AxisText
  readonly day: string
}) {
  const { t } = useText()
  const cell = levelCell(props.standing, props.axis.axis.criteria, props.aspect, null, props.day)
  return (
    <span
      className={`${props.aspect === null ? 'lv-big' : 'lv-chip'} ${levelClass(cell)}`}
      title={t(`matrix.proof.${cell.basis.proof}`)}
    >
      <span className="lv-digit">{cell.level}</span>
    </span>
  )
}
