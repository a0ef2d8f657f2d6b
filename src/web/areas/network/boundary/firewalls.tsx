import { useMemo } from 'react'
import type { FilterRuleset } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'
import { BoundaryTabs } from './boundary-tabs.tsx'
import { ruleLanguages } from './boundary-words.ts'

export const firewallPath = (id: string, line?: number): string =>
  `/network/firewalls/${encodeURIComponent(id)}${line === undefined ? '' : `?line=${line}`}`

/** Rules of packet filters as they were brought. */
export function Firewalls() {
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  const { plant } = useView()
  const rulesets = useRead(doors.rulesets, { query: { plant } })
  const columns = useMemo<Column<FilterRuleset>[]>(
    () => [
      {
        key: 'name',
        title: t('firewalls.filter'),
        value: (one) => one.name,
        cell: (one) => <AppLink to={firewallPath(one.id)}>{one.name}</AppLink>,
      },
      { key: 'plant', title: t('matrix.plant'), value: (one) => plantName(one.plant) },
      { key: 'language', title: t('firewalls.language'), value: (one) => ruleLanguages[one.language] },
      {
        key: 'on',
        title: t('firewalls.takenOn'),
        value: (one) => one.takenOn,
        cell: (one) => (
          <>
            {format.day(one.takenOn)} {!one.current && <Tag>{t('firewalls.earlier')}</Tag>}
          </>
        ),
        nowrap: true,
      },
      { key: 'rules', title: t('firewalls.ruleLines'), value: (one) => one.lines.rule, numeric: true },
      {
        key: 'not',
        title: t('firewalls.notUnderstood'),
        value: (one) => one.lines.notUnderstood + one.faults.length,
        cell: (one) =>
          one.lines.notUnderstood + one.faults.length === 0 ? (
            0
          ) : (
            <Tag tone="warn">{format.number(one.lines.notUnderstood + one.faults.length)}</Tag>
          ),
        numeric: true,
      },
      { key: 'file', title: t('firewalls.file'), value: (one) => one.fileName },
    ],
    [t, format, plantName],
  )
  return (
    <>
      <BoundaryTabs />
      <Answer query={rulesets}>
        {({ items }) => (
          <>
            <PageHead title={t('firewalls.head', { count: items.filter(({ current }) => current).length })}>
              {t('firewalls.told')}
            </PageHead>
            <Panel title={t('boundary.firewalls')} flush>
              {items.length === 0 ? (
                <Empty
                  title={t('firewalls.emptyTitle')}
                  action={
                    <AppLink to="/evidence" className="btn">
                      {t('evidence.bring')}
                    </AppLink>
                  }
                >
                  {t('firewalls.emptyHint')}
                </Empty>
              ) : (
                <DataTable
                  name="firewalls"
                  caption={t('boundary.firewalls')}
                  columns={columns}
                  rows={items}
                  rowKey={(one) => one.id}
                />
              )}
            </Panel>
          </>
        )}
      </Answer>
    </>
  )
}
