import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { ImportJob } from '#contract/imports.ts'
import { addressOf, upload } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { DropZone } from '#web/ui/drop-zone.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName, usePlants } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { keepView, useView } from '#web/view/use-view.ts'
import { isRunning, kindLabel, stateTone } from './import-words.ts'

/** Drop what the plant has; below, what was dropped before. */
export function Bring() {
  const { t } = useText()
  return (
    <>
      <PageHead title={t('bring.headline')}>{t('bring.told')}</PageHead>
      <Drop />
      <div className="columns">
        <Templates />
        <Panel title={t('bring.byHand')}>
          <div className="stack">
            <p className="muted">{t('bring.byHandHint')}</p>
            <div>
              <AppLink to="/evidence/records/new" className="btn">
                {t('records.new')}
              </AppLink>
            </div>
          </div>
        </Panel>
      </div>
      <Imports />
    </>
  )
}

function Drop() {
  const { t } = useText()
  const view = useView()
  const plants = usePlants()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const plant = chosen ?? view.plant ?? (plants.length === 1 ? (plants[0]?.key ?? '') : '')
  const take = async (files: readonly File[]) => {
    setBusy(true)
    setFailed(null)
    try {
      const started: ImportJob[] = []
      for (const file of files)
        started.push(await upload(doors.startImport, file, { query: { name: file.name, plant } }))
      await client.invalidateQueries()
      const only = started.length === 1 ? started[0] : null
      if (only) navigate(keepView(`/evidence/imports/${only.id}`, view))
    } catch (error) {
      setFailed(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      <div style={{ maxWidth: 320 }}>
        <SelectField
          label={t('bring.plant')}
          hint={t('bring.plantHint')}
          value={plant}
          onChange={setChosen}
          options={[
            { value: '', label: t('bring.plantInFile') },
            ...plants.map((one) => ({ value: one.key, label: one.name })),
          ]}
        />
      </div>
      <DropZone title={t('bring.drop')} button={t('bring.choose')} busy={busy} multiple onFiles={take}>
        {t('bring.dropHint')}
      </DropZone>
      {failed && <ProblemNotice error={failed} />}
    </div>
  )
}

function Templates() {
  const { t } = useText()
  return (
    <Panel title={t('templates.title')}>
      <div className="stack">
        <p className="muted">{t('templates.hint')}</p>
        <div className="row">
          {(['en', 'ja'] as const).map((language) => (
            <a
              key={language}
              className="btn"
              lang={language}
              download
              href={addressOf(doors.template.path, { params: { language } })}
            >
              {language === 'en' ? 'English (.xlsx)' : '日本語 (.xlsx)'}
            </a>
          ))}
        </div>
      </div>
    </Panel>
  )
}

function Imports() {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const pages = useReadPages(
    doors.imports,
    { query: { plant, asOf: null } },
    { every: (known) => (known.some((page) => page.items.some((one) => isRunning(one.state))) ? 1000 : false) },
  )
  const columns = useMemo<Column<ImportJob>[]>(
    () => [
      {
        key: 'name',
        title: t('imports.file'),
        value: (one) => one.name,
        cell: (one) => <AppLink to={`/evidence/imports/${one.id}`}>{one.name}</AppLink>,
      },
      { key: 'kind', title: t('imports.kind'), value: (one) => kindLabel(one.kind, text) },
      { key: 'plant', title: t('matrix.plant'), value: (one) => (one.plant ? name(one.plant) : null) },
      {
        key: 'state',
        title: t('imports.state'),
        value: (one) => t(`imports.state.${one.state}`),
        cell: (one) => <Tag {...stateTone(one.state)}>{t(`imports.state.${one.state}`)}</Tag>,
      },
      { key: 'accepted', title: t('imports.accepted'), value: (one) => one.counts?.accepted ?? null, numeric: true },
      { key: 'changed', title: t('imports.changed'), value: (one) => one.counts?.changed ?? null, numeric: true },
      {
        key: 'refused',
        title: t('imports.refused'),
        value: (one) => one.counts?.refused ?? null,
        cell: (one) => <span className={one.counts?.refused ? 'wrong' : ''}>{one.counts?.refused ?? '–'}</span>,
        numeric: true,
      },
      {
        key: 'createdAt',
        title: t('imports.when'),
        value: (one) => one.createdAt,
        cell: (one) => format.instant(one.createdAt),
        nowrap: true,
      },
    ],
    [t, text, format, name],
  )
  return (
    <Panel title={t('imports.title')} flush>
      <Answer query={pages}>
        {(known) => {
          const rows = known.pages.flatMap((page) => page.items)
          if (rows.length === 0) return <Empty title={t('imports.empty')}>{t('imports.emptyHint')}</Empty>
          return (
            <>
              <DataTable
                name="imports"
                caption={t('imports.title')}
                columns={columns}
                rows={rows}
                rowKey={(one) => one.id}
                isMarked={(one) => isRunning(one.state)}
                maxHeight={420}
              />
              {pages.hasNextPage && (
                <Button kind="quiet" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                  {t('ui.more')}
                </Button>
              )}
            </>
          )
        }}
      </Answer>
    </Panel>
  )
}
