import { useCallback, useMemo } from 'react'
import type { ReconciliationRow } from '#contract/assets.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { Empty, Notice, PageHead, Panel } from '#web/ui/kit.tsx'
import { type VirtualColumn, VirtualTable } from '#web/ui/virtual-table.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { ProofLink } from '#web/view/proof-link.tsx'
import { useReadPages } from '#web/view/read.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'

const STATES = ['unmanaged', 'conflict', 'notSeen', 'matched'] as const

/** Columns that can say nothing for a state. */
const HIDDEN: Readonly<Record<(typeof STATES)[number], readonly string[]>> = {
  unmanaged: ['tag', 'because'],
  conflict: [],
  notSeen: ['device', 'lastSeen', 'proof', 'because'],
  matched: [],
}

/** The registry beside what was observed. Observation never overwrites the registry: a person decides. */
export function Reconciliation() {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const [word, setState] = useQueryWord('state')
  const state = STATES.find((one) => one === word) ?? 'unmanaged'
  const pages = useReadPages(doors.reconciliation, { query: { plant, state, limit: 200 } })
  const columns = useMemo<VirtualColumn<ReconciliationRow>[]>(() => {
    const all: VirtualColumn<ReconciliationRow>[] = [
      {
        key: 'tag',
        title: t('asset.tag'),
        width: 140,
        value: (one) => one.tag,
        cell: (one) =>
          one.tag ? (
            <AppLink to={`/assets/${encodeURIComponent(one.plant)}/${encodeURIComponent(one.tag)}`}>{one.tag}</AppLink>
          ) : (
            <span className="wrong">{t('reconciliation.notInRegistry')}</span>
          ),
      },
      { key: 'plant', title: t('matrix.plant'), width: 120, value: (one) => name(one.plant) },
      { key: 'device', title: t('reconciliation.device'), width: 150, value: (one) => one.device },
      {
        key: 'because',
        title: t('reconciliation.because'),
        width: 240,
        value: (one) =>
          one.because.map((by) => `${by.key}: ${by.registry ?? '–'} / ${by.seen ?? '–'}`).join('; ') || null,
      },
      {
        key: 'proof',
        title: t('proof.what'),
        width: 220,
        value: (one) => one.proof[0]?.text ?? null,
        cell: (one) => (one.proof[0] ? <ProofLink proof={one.proof[0]} /> : '–'),
      },
      {
        key: 'vendor',
        title: t('asset.vendor'),
        width: 140,
        value: (one) => [one.vendor, one.model].filter(Boolean).join(' ') || null,
      },
      {
        key: 'lastSeen',
        title: t('asset.seenOn'),
        width: 120,
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.day(one.lastSeen) : '–'),
      },
      { key: 'ips', title: t('asset.ips'), width: 130, value: (one) => one.ips.join(', ') },
      { key: 'macs', title: t('asset.macs'), width: 140, value: (one) => one.macs.join(', ') },
    ]
    return all.filter((one) => !HIDDEN[state].includes(one.key))
  }, [t, format, name, state])
  const onMore = useCallback(() => {
    if (!pages.isFetchingNextPage) pages.fetchNextPage()
  }, [pages])
  return (
    <Answer query={pages}>
      {(known) => {
        const first = known.pages[0]
        const counts = first?.counts ?? { matched: 0, unmanaged: 0, notSeen: 0, conflict: 0 }
        const rows = known.pages.flatMap((page) => page.items)
        const looked = first?.observedTo
        return (
          <>
            <PageHead
              title={
                looked
                  ? t('reconciliation.headline', { unmanaged: counts.unmanaged, conflict: counts.conflict })
                  : t('reconciliation.neverLooked')
              }
            >
              {looked
                ? t('reconciliation.told', {
                    from: format.day(first?.observedFrom ?? looked),
                    to: format.day(looked),
                    matched: counts.matched,
                    notSeen: counts.notSeen,
                  })
                : t('reconciliation.neverLookedHint')}
            </PageHead>
            {looked ? (
              <>
                <fieldset
                  className="tabs"
                  aria-label={t('assets.reconciliation')}
                  style={{ borderWidth: '0 0 1px', margin: 0, padding: 0 }}
                >
                  {STATES.map((one) => (
                    <button key={one} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
                      {t(`reconciliation.${one}`)} {format.number(counts[one])}
                    </button>
                  ))}
                </fieldset>
                {state === 'notSeen' && <Notice>{t('reconciliation.notSeenHint')}</Notice>}
                <Panel
                  title={t(`reconciliation.${state}`)}
                  flush
                  side={
                    <Button
                      kind="quiet"
                      onClick={() =>
                        saveCsv(`reconciliation-${state}`, [
                          columns.map((one) => one.title),
                          ...rows.map((row) => columns.map((one) => one.value(row))),
                        ])
                      }
                    >
                      {t('ui.export')}
                    </Button>
                  }
                >
                  {rows.length === 0 ? (
                    <Empty title={t(`reconciliation.none.${state}`)} />
                  ) : (
                    <VirtualTable
                      name={t(`reconciliation.${state}`)}
                      columns={columns}
                      rows={rows}
                      total={first?.total ?? null}
                      rowKey={(one) => one.id}
                      hasMore={pages.hasNextPage}
                      loading={pages.isFetchingNextPage}
                      onMore={onMore}
                    />
                  )}
                </Panel>
              </>
            ) : (
              <Empty
                title={t('reconciliation.bring')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t('reconciliation.bringHint')}
              </Empty>
            )}
          </>
        )
      }}
    </Answer>
  )
}
