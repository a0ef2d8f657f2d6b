import { useMemo, useState } from 'react'
import type { Account } from '#contract/access.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { AccountDialog, UndoAccountDialog } from './account-dialog.tsx'

type Decision = Account['decisions'][number]

/** Accounts by which people came: whose they are, which are used by several, and what people said of them. */
export function Accounts() {
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  const { plant } = useView()
  const [q] = useQueryWord('q')
  const pages = useReadPages(doors.accounts, { query: { plant, q, limit: 200 } })
  const [decided, setDecided] = useState<Account | null>(null)
  const [undone, setUndone] = useState<Decision | null>(null)
  const columns = useMemo<Column<Account>[]>(
    () => [
      { key: 'account', title: t('access.account'), value: (one) => one.account },
      { key: 'plant', title: t('matrix.plant'), value: (one) => plantName(one.plant) },
      {
        key: 'shared',
        title: t('access.sharedBecause'),
        value: (one) => (one.shared === null ? null : t(`access.shared.${one.shared}`)),
        cell: (one) =>
          one.shared === null ? (
            <span className="muted">–</span>
          ) : (
            <span className="access-verdict">
              <Tag tone="warn">{t(`access.shared.${one.shared}`)}</Tag>
              {one.witnesses.length > 0 && <span className="small muted">{one.witnesses.join(', ')}</span>}
            </span>
          ),
      },
      { key: 'people', title: t('access.people'), value: (one) => one.people.join(', ') || null },
      { key: 'sources', title: t('access.sources'), value: (one) => one.sources.join(', ') || null },
      { key: 'sessions', title: t('access.sessions'), value: (one) => one.sessions, numeric: true },
      {
        key: 'lastUsed',
        title: t('access.lastUsed'),
        value: (one) => one.lastUsed,
        cell: (one) => (one.lastUsed === null ? '–' : format.instant(one.lastUsed)),
        nowrap: true,
      },
      {
        key: 'said',
        title: t('access.said'),
        value: (one) => one.decisions.map((decision) => saidWords(decision, t)).join('; ') || null,
        cell: (one) => {
          const standing = one.decisions.find((decision) => decision.undone === null)
          return (
            <span className="access-verdict">
              {standing && (
                <span>
                  {saidWords(standing, t)}
                  <span className="small muted"> {standing.reason}</span>
                </span>
              )}
              <span className="row">
                <Button kind="quiet" onClick={() => setDecided(one)}>
                  {t('access.decide')}
                </Button>
                {standing && (
                  <Button kind="quiet" onClick={() => setUndone(standing)}>
                    {t('decide.undo')}
                  </Button>
                )}
              </span>
            </span>
          )
        },
      },
    ],
    [t, format, plantName],
  )
  return (
    <Panel title={t('access.show.accounts')} flush>
      <Answer query={pages}>
        {(known) => {
          const rows = known.pages.flatMap((page) => page.items)
          if (rows.length === 0) {
            return (
              <Empty
                title={t('access.noAccounts')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t('access.noLogs')}
              </Empty>
            )
          }
          return (
            <DataTable
              name="accounts"
              caption={t('access.show.accounts')}
              columns={columns}
              rows={rows}
              rowKey={(one) => `${one.plant} ${one.account}`}
            />
          )
        }}
      </Answer>
      {decided && <AccountDialog account={decided} onClose={() => setDecided(null)} />}
      {undone && <UndoAccountDialog decision={undone} onClose={() => setUndone(null)} />}
    </Panel>
  )
}

function saidWords({ kind, person, personKey }: Decision, t: ReturnType<typeof useText>['t']): string {
  if (kind === 'shared') return t('access.saidShared')
  const name = person ?? (personKey === null ? null : t('people.erased'))
  return name === null ? t('access.saidPersonal') : t('access.saidPerson', { person: name })
}
