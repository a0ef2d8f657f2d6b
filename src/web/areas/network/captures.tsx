import { useMemo } from 'react'
import type { Capture } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'

/** Packet captures that were brought. */
export function Captures() {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const pages = useReadPages(doors.captures, { query: { plant, limit: 200 } })
  const columns = useMemo<Column<Capture>[]>(
    () => [
      {
        key: 'name',
        title: t('captures.file'),
        value: (one) => one.name,
        cell: (one) => (
          <span style={{ overflowWrap: 'anywhere' }}>
            <AppLink to={`/evidence/captures/${one.id}`}>{one.name}</AppLink>
          </span>
        ),
      },
      { key: 'plant', title: t('matrix.plant'), value: (one) => name(one.plant) },
      {
        key: 'first',
        title: t('captures.first'),
        value: (one) => one.firstSeen,
        cell: (one) => (one.firstSeen ? format.instant(one.firstSeen) : '–'),
      },
      {
        key: 'last',
        title: t('captures.last'),
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.instant(one.lastSeen) : '–'),
      },
      {
        key: 'packets',
        title: t('captures.packets'),
        value: (one) => one.packets,
        cell: (one) => format.number(one.packets),
        numeric: true,
      },
      {
        key: 'bytes',
        title: t('captures.bytes'),
        value: (one) => one.bytes,
        cell: (one) => format.bytes(one.bytes),
        numeric: true,
        nowrap: true,
      },
      { key: 'devices', title: t('captures.devices'), value: (one) => one.devices, numeric: true },
      { key: 'conversations', title: t('captures.conversations'), value: (one) => one.conversations, numeric: true },
      {
        key: 'faults',
        title: t('captures.faults'),
        value: (one) => one.faults,
        cell: (one) => <span className={one.faults > 0 ? 'warn' : ''}>{one.faults}</span>,
        numeric: true,
      },
      {
        key: 'clock',
        title: t('captures.clock'),
        value: (one) => t(`captures.clock.${one.clock}`),
        cell: (one) =>
          one.clock === 'ok' ? t('captures.clock.ok') : <Tag tone="warn">{t(`captures.clock.${one.clock}`)}</Tag>,
      },
    ],
    [t, format, name],
  )
  return (
    <>
      <PageHead title={t('captures.headline')}>{t('captures.told')}</PageHead>
      <Panel title={t('evidence.captures')} flush>
        <Answer query={pages}>
          {(known) => {
            const rows = known.pages.flatMap((page) => page.items)
            if (rows.length === 0) {
              return (
                <Empty
                  title={t('captures.empty')}
                  action={
                    <AppLink to="/evidence" className="btn">
                      {t('evidence.bring')}
                    </AppLink>
                  }
                >
                  {t('captures.emptyHint')}
                </Empty>
              )
            }
            return (
              <>
                <DataTable
                  name="captures"
                  caption={t('evidence.captures')}
                  columns={columns}
                  rows={rows}
                  rowKey={(one) => one.id}
                />
                {pages.hasNextPage && (
                  <Button kind="quiet" onClick={() => pages.fetchNextPage()}>
                    {t('ui.more')}
                  </Button>
                )}
              </>
            )
          }}
        </Answer>
      </Panel>
    </>
  )
}
