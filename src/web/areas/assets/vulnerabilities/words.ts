import type { Vulnerability, VulnerabilityDecision } from '#contract/vulnerabilities.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Text } from '#web/i18n/text.tsx'

/** `Critical 9.8`; a severity that nobody told is said to be unknown. */
export function severityWords({ severity, score }: Pick<Vulnerability, 'severity' | 'score'>, t: Text['t']): string {
  const word = t(`vulnerability.severity.${severity}`)
  return score === null ? word : `${word} ${score.toFixed(1)}`
}

/** What was decided, with what it takes: the window, the control, the last day. */
export function decisionWords(decision: VulnerabilityDecision, t: Text['t'], format: Format): string {
  const { kind, shutdownFrom, untilOn, control } = decision
  switch (kind) {
    case 'patch':
      return t('vulnerability.decision.patch', {
        from: shutdownFrom === null ? '–' : format.day(shutdownFrom),
        to: untilOn === null ? '–' : format.day(untilOn),
      })
    case 'compensate':
      return t('vulnerability.decision.compensate', { control: control ?? '–' })
    case 'accept':
      return t('vulnerability.decision.accept', { until: untilOn === null ? '–' : format.day(untilOn) })
    case 'notApplicable':
      return t('vulnerability.decision.notApplicable')
  }
}

const remedies = ['vendor_fix', 'mitigation', 'workaround', 'none_available', 'no_fix_planned'] as const

/** The category of a remediation in words; the document's own where it is none of CSAF's. */
export function remedyWords(category: string, t: Text['t']): string {
  const known = remedies.find((one) => one === category)
  return known ? t(`vulnerability.remedy.${known}`) : category
}

const groups = [
  'known_affected',
  'first_affected',
  'last_affected',
  'known_not_affected',
  'fixed',
  'first_fixed',
  'recommended',
  'under_investigation',
] as const

export function statusWords(group: string, t: Text['t']): string {
  const known = groups.find((one) => one === group)
  return known ? t(`vulnerability.status.${known}`) : group
}

export function advisoryPath(key: string): string {
  return `/assets/advisories/${encodeURIComponent(key)}`
}

export function assetPath({ plant, tag }: Pick<Vulnerability, 'plant' | 'tag'>): string {
  return `/assets/${encodeURIComponent(plant)}/${encodeURIComponent(tag)}`
}
