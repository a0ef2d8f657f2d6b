import { useCallback } from 'react'
import type { CryptographySummary } from '#contract/cryptography.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { shareBars } from '#core/picture/share-bars.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'

const kinds = { safe: 'good', hybrid: 'good', unknown: 'unknown', notSafe: 'plain', none: 'wrong' } as const
const order = ['none', 'notSafe', 'unknown', 'hybrid', 'safe'] as const

/** Each protocol by how its keys are agreed: what is in clear stands first. */
export function CryptoPicture({ summary }: { readonly summary: CryptographySummary }) {
  const { t } = useText()
  const format = useFormat()
  const { protocols } = summary
  const draw = useCallback(
    (width: number) =>
      shareBars(
        {
          parts: order.map((key) => ({ key, label: t(`crypto.class.${key}`), kind: kinds[key] })),
          rows: protocols.map(({ protocol, weak, ...counts }) => ({
            key: protocol,
            label: titleOf(protocol),
            counts,
            ...(weak > 0 ? { note: t('crypto.weakCount', { count: weak }) } : {}),
          })),
          words: { row: t('crypto.protocol'), number: (value) => format.number(value) },
        },
        width,
      ),
    [protocols, t, format],
  )
  return (
    <Figure
      title={t('crypto.picture')}
      finding={t('crypto.pictureFinding', { using: summary.usingCryptography, clear: summary.inClear })}
      draw={draw}
      name="cryptography"
    />
  )
}
