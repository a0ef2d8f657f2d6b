import type { Vulnerability } from '#contract/vulnerabilities.ts'
import { useText } from '#web/i18n/text.tsx'
import { Tag } from '#web/ui/kit.tsx'

/** The verdict as a word; colour only where something is wrong or needs somebody. */
export function VerdictTag({ verdict }: Pick<Vulnerability, 'verdict'>) {
  const { t } = useText()
  const tone = verdict === 'affected' ? 'wrong' : verdict === 'cannotDecide' ? 'warn' : undefined
  return <Tag {...(tone === undefined ? {} : { tone })}>{t(`vulnerability.verdict.${verdict}`)}</Tag>
}

export function ExploitedTag() {
  const { t } = useText()
  return (
    <Tag tone="wrong" title={t('vulnerability.exploitedHint')}>
      {t('vulnerability.exploited')}
    </Tag>
  )
}
