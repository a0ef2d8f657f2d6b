import { useCallback } from 'react'
import type { AccessSummary } from '#contract/access.ts'
import { accessVerdicts } from '#core/access/match-access.ts'
import { shareBars } from '#core/picture/share-bars.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'

const kinds = { named: 'plain', shared: 'warn', several: 'warn', nobody: 'wrong', notLogged: 'unknown' } as const
/** A quarter fits a screen; what came before stands in the table. */
const WEEKS = 13

/** Week by week, with whom behind it; weeks without access are empty bars. */
export function AccessPicture({ summary }: { readonly summary: AccessSummary }) {
  const { t } = useText()
  const format = useFormat()
  const { weeks } = summary
  const draw = useCallback(
    (width: number) =>
      shareBars(
        {
          parts: accessVerdicts.map((key) => ({ key, label: t(`access.verdict.${key}`), kind: kinds[key] })),
          rows: weeks.slice(-WEEKS).map(({ week, ...counts }) => ({
            key: week,
            label: t('access.week', { day: format.day(week) }),
            counts,
          })),
          words: { row: t('access.weekOf'), number: (value) => format.number(value) },
        },
        width,
      ),
    [weeks, t, format],
  )
  return <Figure title={t('access.picture')} finding={t('access.pictureFinding')} draw={draw} name="access" />
}
