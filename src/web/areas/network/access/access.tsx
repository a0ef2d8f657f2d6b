import { useState } from 'react'
import type { Access, AccessSummary } from '#contract/access.ts'
import { accessVerdicts } from '#core/access/match-access.ts'
import { ask } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, Notice, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead, useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { OnlyDevice } from '../only-device.tsx'
import { AccessLogs } from './access-logs.tsx'
import { AccessPicture } from './access-picture.tsx'
import { useAccessColumns } from './access-table.tsx'
import { serviceWords } from './access-words.ts'
import { Accounts } from './accounts.tsx'
import './access.css'

/** An export holds everything that the filters let through, up to here. */
const MOST_SAVED = 20_000
const shows = ['sessions', 'accounts', 'logs'] as const

/** Who came in, from where, to what, when, and what they did there; with a name, an account of several, or nobody. */
export function AccessPage() {
  const { t } = useText()
  const { plant } = useView()
  const summary = useRead(doors.access, { query: { plant } }, { keep: true }).data
  const [show, setShow] = useQueryWord('show')
  const shown = shows.find((one) => one === show) ?? 'sessions'
  const seen = summary === undefined ? 0 : accessVerdicts.reduce((sum, key) => sum + summary.verdicts[key], 0)
  const isEmpty = summary !== undefined && seen === 0 && summary.logged.logs === 0
  return (
    <>
      <PageHead title={summary === undefined || isEmpty ? t('access.title') : headline(summary, seen, t)}>
        {summary === undefined || isEmpty ? t('access.told') : <Logged summary={summary} />}
      </PageHead>
      {summary !== undefined && summary.clocks > 0 && (
        <Notice
          tone="warn"
          action={
            shown === 'logs' ? undefined : <Button onClick={() => setShow('logs')}>{t('access.show.logs')}</Button>
          }
        >
          {t('access.clocks', { count: summary.clocks })}
        </Notice>
      )}
      {summary !== undefined && summary.weeks.length > 0 && <AccessPicture summary={summary} />}
      <nav className="row no-print" aria-label={t('access.show')}>
        {shows.map((one) => (
          <Button key={one} pressed={shown === one} onClick={() => setShow(one === 'sessions' ? '' : one)}>
            {t(`access.show.${one}`)}
          </Button>
        ))}
      </nav>
      {shown === 'sessions' && <Sessions summary={summary} />}
      {shown === 'accounts' && <Accounts />}
      {shown === 'logs' && <AccessLogs />}
    </>
  )
}

type T = ReturnType<typeof useText>['t']

function headline(summary: AccessSummary, seen: number, t: T): string {
  const { verdicts, logged } = summary
  if (seen === 0) return t('access.headlineLogs', { sessions: logged.sessions, named: logged.named })
  return t('access.headline', {
    count: seen,
    named: verdicts.named,
    several: verdicts.shared + verdicts.several,
    nobody: verdicts.nobody,
    notLogged: verdicts.notLogged,
  })
}

/** What the logs say by themselves. */
function Logged({ summary }: { readonly summary: AccessSummary }) {
  const { t } = useText()
  const format = useFormat()
  const { logged, accounts } = summary
  if (logged.logs === 0) return <>{t('access.noLogs')}</>
  const told = t('access.logged', { logs: logged.logs, sessions: logged.sessions, refusals: logged.refusals })
  const span =
    logged.from === null || logged.to === null
      ? ''
      : ` ${t('access.span', { from: format.day(logged.from), to: format.day(logged.to) })}`
  return <>{`${told}${span} ${t('access.accounts', { all: accounts.all, shared: accounts.shared })}`}</>
}

function Sessions({ summary }: { readonly summary: AccessSummary | undefined }) {
  const { t } = useText()
  const { plant } = useView()
  const [q, setQ] = useQueryWord('q')
  const [verdict, setVerdict] = useQueryWord('verdict')
  const [service, setService] = useQueryWord('service')
  const [programs, setPrograms] = useQueryWord('programs')
  const [device, setDevice] = useQueryWord('device')
  const query = { plant, q, verdict, service, programs, device }
  const pages = useReadPages(doors.accessSessions, { query: { ...query, limit: 50 } })
  const columns = useAccessColumns()
  const isFiltered = [q, verdict, service, programs, device].some((one) => one !== '')
  const all = { value: '', label: t('ui.all') }
  const count = (n: number | undefined) => (n === undefined ? '' : ` (${n})`)
  return (
    <>
      <search className="row end" aria-label={t('access.filters')}>
        <SearchField label={t('access.search')} value={q} onSearch={setQ} />
        <SelectField
          label={t('access.verdict')}
          value={verdict}
          onChange={setVerdict}
          options={[
            all,
            ...accessVerdicts.map((one) => ({
              value: one,
              label: `${t(`access.verdict.${one}`)}${count(summary?.verdicts[one])}`,
            })),
          ]}
        />
        <SelectField
          label={t('access.way')}
          value={service}
          onChange={setService}
          options={[
            all,
            ...(summary?.services ?? []).map((one) => ({
              value: one.service,
              label: `${serviceWords(one.service, t)}${count(one.count)}`,
            })),
          ]}
        />
        <SelectField
          label={t('access.programmed')}
          value={programs}
          onChange={setPrograms}
          options={[all, { value: 'true', label: t('value.yes') }, { value: 'false', label: t('value.no') }]}
        />
      </search>
      {device !== '' && <OnlyDevice device={device} onAll={() => setDevice('')} />}
      <Answer query={pages}>
        {(known) => {
          const rows = known.pages.flatMap((page) => page.items)
          if (rows.length === 0) return <Nothing isFiltered={isFiltered} />
          return (
            <Panel title={t('access.table')} flush side={<Save query={query} columns={columns} />}>
              <DataTable
                bare
                name="access"
                caption={t('access.table')}
                columns={columns}
                rows={rows}
                rowKey={(one) => one.id}
              />
              {pages.hasNextPage && (
                <div style={{ padding: 8 }}>
                  <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                    {t('ui.more')}
                  </Button>
                </div>
              )}
            </Panel>
          )
        }}
      </Answer>
    </>
  )
}

/** Nobody, as far as was seen: which is not the same as nobody. */
function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useText()
  return (
    <Panel>
      <Empty
        title={t(isFiltered ? 'access.noneFound' : 'access.none')}
        action={
          <AppLink to="/evidence" className="btn">
            {t('evidence.bring')}
          </AppLink>
        }
      >
        {t(isFiltered ? 'relations.noneFiltered' : 'access.noneHint')}
      </Empty>
    </Panel>
  )
}

type Query = Readonly<Record<string, string | null>>

/** Everything that the filters let through, not only what is on the screen. */
function Save({ query, columns }: { readonly query: Query; readonly columns: readonly Column<Access>[] }) {
  const { t } = useText()
  const { asOf } = useView()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const save = async () => {
    setBusy(true)
    setFailed(null)
    try {
      const rows: Access[] = []
      let cursor: string | null = null
      do {
        const page: { readonly items: Access[]; readonly next: string | null } = await ask(doors.accessSessions, {
          query: { asOf, ...query, limit: 500, cursor },
        })
        rows.push(...page.items)
        cursor = page.next
      } while (cursor !== null && rows.length < MOST_SAVED)
      saveCsv('access', [
        [t('matrix.plant'), ...columns.map(({ title }) => title), t('access.programmed'), t('access.logPlace')],
        ...rows.map((row) => [
          row.plant,
          ...columns.map((column) => column.value(row)),
          row.deeds.join('; ') || (row.programs > 0 ? String(row.programs) : null),
          row.sessions.map(({ place }) => place).join('; '),
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
