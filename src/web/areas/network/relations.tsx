import { useCallback, useMemo, useState } from 'react'
import type { Relation, RelationSummary } from '#contract/relations.ts'
import { ask } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { Empty, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useReadPages } from '#web/view/read.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { RelationPicture } from './relation-picture.tsx'
import { RelationTable } from './relation-table.tsx'
import { concernWords, type Deed, functionWords } from './relation-words.ts'

type Query = Readonly<Record<string, string | number | null | undefined>>

/** An export holds everything that the filters let through, up to here. */
const MOST_SAVED = 20_000

/** Pairs of devices of which one does something to the other: picture, rows, export. */
export function Relations(props: {
  readonly deed: Deed | null
  readonly filters: Query
  readonly summary: RelationSummary | undefined
  readonly isFiltered: boolean
}) {
  const { t } = useText()
  const format = useFormat()
  const { deed, filters, summary } = props
  const query = useMemo(() => ({ ...filters, operation: deed, limit: 50 }), [filters, deed])
  const pages = useReadPages(doors.relations, { query })
  const [opened, setOpened] = useQueryWord('open')
  const open = useMemo(() => new Set(opened.split('|').filter(Boolean)), [opened])
  const onToggle = useCallback(
    (id: string) => {
      const next = new Set(open)
      if (!next.delete(id)) next.add(id)
      setOpened([...next].join('|'))
    },
    [open, setOpened],
  )
  const title = t(`relations.list.${deed ?? 'all'}`)
  const total = summary === undefined ? null : summary.counts[deed ?? 'all']
  return (
    <Answer query={pages}>
      {(known) => {
        const rows = known.pages.flatMap((page) => page.items)
        if (rows.length === 0) return <Nothing deed={deed} isFiltered={props.isFiltered} />
        return (
          <>
            {deed !== null && summary && (
              <RelationPicture summary={summary} rows={rows} hasMore={pages.hasNextPage} deed={deed} />
            )}
            <Panel
              title={title}
              flush
              side={
                <>
                  {total !== null && (
                    <span className="small muted" role="status">
                      {t('relations.shown', { shown: format.number(rows.length), total: format.number(total) })}
                    </span>
                  )}
                  <Save query={query} deed={deed} />
                </>
              }
            >
              <RelationTable name={title} rows={rows} deed={deed} open={open} onToggle={onToggle} />
              {pages.hasNextPage && (
                <div style={{ padding: 8 }}>
                  <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                    {t('ui.more')}
                  </Button>
                </div>
              )}
            </Panel>
          </>
        )
      }}
    </Answer>
  )
}

/** Nobody does it, as far as was seen: which is not the same as nobody. */
function Nothing({ deed, isFiltered }: { readonly deed: Deed | null; readonly isFiltered: boolean }) {
  const { t } = useText()
  return (
    <Panel>
      <Empty
        title={t(`relations.none.${deed ?? 'all'}`)}
        action={
          <AppLink to="/evidence" className="btn">
            {t('evidence.bring')}
          </AppLink>
        }
      >
        {t(isFiltered ? 'relations.noneFiltered' : 'relations.noneHint')}
      </Empty>
    </Panel>
  )
}

/** Everything that the filters let through, not only what is on the screen. */
function Save({ query, deed }: { readonly query: Query; readonly deed: Deed | null }) {
  const { t } = useText()
  const format = useFormat()
  const { asOf } = useView()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const save = async () => {
    setBusy(true)
    setFailed(null)
    try {
      const rows: Relation[] = []
      let cursor: string | null = null
      do {
        const page: { readonly items: Relation[]; readonly next: string | null } = await ask(doors.relations, {
          query: { asOf, ...query, limit: 500, cursor },
        })
        rows.push(...page.items)
        cursor = page.next
      } while (cursor !== null && rows.length < MOST_SAVED)
      saveCsv(`who-${deed ?? 'all'}`, [
        [
          t('matrix.plant'),
          t('relations.who'),
          t('asset.tag'),
          t('device.level'),
          t('relations.whom'),
          t('asset.tag'),
          t('device.level'),
          t('conversation.protocol'),
          t('operation.program'),
          t('operation.write'),
          t('operation.read'),
          t('relations.functions'),
          t('relations.refusedShort'),
          t('relations.eye'),
          t('relations.firstSeen'),
          t('conversation.lastSeen'),
          t('relations.proof'),
        ],
        ...rows.map((one) => [
          one.plant,
          one.client.device,
          one.client.asset,
          one.client.level,
          one.server.device,
          one.server.asset,
          one.server.level,
          one.protocols.join(' '),
          one.operations?.program ?? null,
          one.operations?.write ?? null,
          one.operations?.read ?? null,
          functionWords(one, deed, format, 100),
          one.refused,
          one.concerns.map((concern) => concernWords(concern, one, t)).join('; '),
          one.firstSeen,
          one.lastSeen,
          one.proof ? `${one.proof.captureName} ${one.proof.place ?? `#${one.proof.packet}`}` : null,
        ]),
      ])
    } catch (error) {
      setFailed(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {failed && <ProblemNotice error={failed} />}
      <Button kind="quiet" busy={busy} onClick={save}>
        {t('ui.export')}
      </Button>
    </>
  )
}
