import { useMemo } from 'react'
import type { Vulnerability } from '#contract/vulnerabilities.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'
import { VerdictTag } from './verdict-tag.tsx'
import { assetPath, decisionWords } from './words.ts'

/** The assets that an advisory speaks of, each with its verdict and why. */
export function AdvisoryAssets({ advisory }: { readonly advisory: string }) {
  const { t, pick } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const pages = useReadPages(doors.vulnerabilities, { query: { plant, advisory, limit: 200 } })
  const columns = useMemo<VirtualColumn<Vulnerability>[]>(
    () => [
      {
        key: 'tag',
        title: t('asset.tag'),
        width: 120,
        value: (one) => one.tag,
        cell: (one) => <AppLink to={assetPath(one)}>{one.tag}</AppLink>,
      },
      { key: 'plant', title: t('matrix.plant'), width: 120, value: (one) => name(one.plant) },
      {
        key: 'verdict',
        title: t('vulnerability.verdict'),
        width: 130,
        value: (one) => t(`vulnerability.verdict.${one.verdict}`),
        cell: (one) => <VerdictTag verdict={one.verdict} />,
      },
      { key: 'reason', title: t('vulnerability.why'), width: 520, value: (one) => pick(one.reason) },
      {
        key: 'decision',
        title: t('vulnerability.state'),
        width: 220,
        value: (one) =>
          one.decision && one.state === 'decided'
            ? decisionWords(one.decision, t, format)
            : one.state === null
              ? null
              : t(`vulnerability.state.${one.state}`),
      },
      {
        key: 'due',
        title: t('vulnerability.due'),
        width: 110,
        value: (one) => one.due,
        cell: (one) => (one.due ? format.day(one.due) : '–'),
      },
    ],
    [t, pick, format, name],
  )
  return (
    <ListPanel
      title={t('advisory.assets')}
      fileName={`assets-${advisory}`}
      pages={pages}
      columns={columns}
      rowKey={(one) => `${one.plant}/${one.tag}`}
      height={360}
      empty={<Empty title={t('advisory.noAssets')}>{t('advisory.noAssetsHint')}</Empty>}
    />
  )
}
