import { useCallback } from 'react'
import type { z } from 'zod'
import type { vulnerabilityCounts } from '#contract/vulnerabilities.ts'
import { shareBars } from '#core/picture/share-bars.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'

type Counts = z.infer<typeof vulnerabilityCounts>

/** What needs a decision, by severity: late, open, decided, and what cannot be told. */
export function VulnerabilityPicture({ counts }: { readonly counts: Counts }) {
  const { t } = useText()
  const format = useFormat()
  const draw = useCallback(
    (width: number) =>
      shareBars(
        {
          parts: [
            { key: 'overdue', label: t('vulnerabilities.part.overdue'), kind: 'wrong' },
            { key: 'open', label: t('vulnerabilities.part.open'), kind: 'warn' },
            { key: 'cannotDecide', label: t('vulnerabilities.part.cannotDecide'), kind: 'unknown' },
            { key: 'decided', label: t('vulnerabilities.part.decided'), kind: 'good' },
          ],
          rows: counts.severities.map(({ severity, ...parts }) => ({
            key: severity,
            label: t(`vulnerability.severity.${severity}`),
            counts: parts,
          })),
          words: { row: t('vulnerability.severity'), number: (value) => format.number(value) },
        },
        width,
      ),
    [counts, t, format],
  )
  if (counts.severities.length === 0) return null
  return (
    <Figure
      title={t('vulnerabilities.picture')}
      finding={t('vulnerabilities.finding', {
        assessed: format.number(counts.assessed),
        assets: format.number(counts.assets),
        advisories: format.number(counts.advisories),
        makers: counts.makers,
      })}
      draw={draw}
      name="vulnerabilities"
    />
  )
}
