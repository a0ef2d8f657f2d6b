import type { OutcomeShape, RuleShape } from '#contract/maturity.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { type ProofWords, RefLinks } from '#web/view/proof-link.tsx'
import { OutcomeMark } from './verdict-mark.tsx'
import { leafWords, valueWords } from './words.ts'

/** The rule in words, each line with what it came to: value, what answered it, since when, on which records. */
export function RuleTree(props: {
  readonly node: OutcomeShape
  readonly axis: AxisText
  /** Proof in words, by reference. */
  readonly proofs: ReadonlyMap<string, ProofWords>
}) {
  const { node, axis, proofs } = props
  const text = useText()
  const format = useFormat()
  const { t } = text
  const children = node.all ?? node.any
  if (children) {
    return (
      <div>
        <div className="rule-line">
          <OutcomeMark outcome={node.outcome} />
          <strong>{t(node.all ? 'rule.all' : 'rule.any')}</strong>
        </div>
        <ul className="rule">
          {children.map((child, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of a rule is its reading
            <li key={place}>
              <RuleTree node={child} axis={axis} proofs={proofs} />
            </li>
          ))}
        </ul>
      </div>
    )
  }
  const indicator = node.leaf?.indicator ?? ''
  const meaning = axis.axis.texts[`indicator.${indicator}`]
  const notes = [
    ...(node.by ? [t(`answered.${node.by}`)] : []),
    ...(node.strength ? [t(`strength.${node.strength}`)] : []),
    ...(node.inGrace ? [t('verdict.inGrace')] : []),
    ...(node.observedOn ? [t('rule.observedOn', { day: format.day(node.observedOn) })] : []),
    ...(node.validUntil ? [t('rule.until', { day: format.day(node.validUntil) })] : []),
  ]
  return (
    <div className="rule-line">
      <OutcomeMark outcome={node.outcome} />
      <div>
        <div>{leafWords(node.leaf ?? {}, axis, text, format)}</div>
        {meaning && <div className="small muted">{meaning}</div>}
        <div>
          <span className="rule-value">{valueWords(node.value, indicator, axis, text, format)}</span>{' '}
          <span className="small muted">{notes.join(' · ')}</span>
        </div>
        {node.records && node.records.length > 0 && (
          <RefLinks references={node.records} most={3} words={(ref) => proofs.get(ref)} />
        )}
      </div>
    </div>
  )
}

/** The rule alone, where no single scope answers it. */
export function RuleText({ rule, axis }: { readonly rule: RuleShape; readonly axis: AxisText }) {
  const text = useText()
  const format = useFormat()
  const children = rule.all ?? rule.any
  if (!children) return <div style={{ padding: '3px 0' }}>{leafWords(rule, axis, text, format)}</div>
  return (
    <div>
      <strong>{text.t(rule.all ? 'rule.all' : 'rule.any')}</strong>
      <ul className="rule">
        {children.map((child, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of a rule is its reading
          <li key={place}>
            <RuleText rule={child} axis={axis} />
          </li>
        ))}
      </ul>
    </div>
  )
}
