import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { ChangeSummary } from '#contract/changes.ts'
import { changeKinds } from '#core/change/change.ts'
import { standings } from '#core/change/standing.ts'
import { kindBars } from '#core/picture/kind-bars.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { Empty, Notice, PageHead } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useView } from '#web/view/use-view.ts'
import { useChangeColumns } from './change-columns.tsx'
import { LearningPanel, StillLearning } from './learning-panel.tsx'

const filterNames = ['kind', 'standing', 'sis', 'from', 'to', 'q', 'device'] as const
type FilterName = (typeof filterNames)[number]

/** A sensor tells of a change within seconds: whoever has the page open sees it soon. */
const ASK_EVERY_MS = 15_000

/** What changed after learning, and what of it nobody approved. */
export function Changes() {
  const { plant } = useView()
  const filters = useChangeFilters()
  const query = { plant, ...filters.values }
  const every = { every: () => ASK_EVERY_MS, keep: true }
  const summary = useRead(doors.changeSummary, { query: { ...query, standing: null } }, every)
  return (
    <Answer query={summary}>
      {(known) =>
        known.learning.length === 0 ? <NothingCaptured /> : <Page known={known} filters={filters} query={query} />
      }
    </Answer>
  )
}

function Page(props: {
  readonly known: ChangeSummary
  readonly filters: ReturnType<typeof useChangeFilters>
  readonly query: Readonly<Record<string, string | null>>
}) {
  const { t } = useText()
  const { plant } = useView()
  const plantName = usePlantName()
  const { known, filters, query } = props
  const pages = useReadPages(
    doors.plantChanges,
    { query: { ...query, limit: 200 } },
    { every: (all) => (all.length > 1 ? false : ASK_EVERY_MS) },
  )
  const columns = useChangeColumns(plant)
  const { open, openSis, plants } = known
  const only = plant ?? (plants.length === 1 ? plants[0]!.plant : null)
  const all = Object.entries(known.standings).reduce((sum, [key, count]) => sum + (key === 'learned' ? 0 : count), 0)
  const where = open === 0 || only === null ? 'none' : plantName(only)
  return (
    <>
      <PageHead title={all === 0 ? t('changes.headlineNone') : t('changes.headline', { open, where, sis: openSis })}>
        {t('changes.told')}
      </PageHead>
      {openSis > 0 && (
        <Notice tone="wrong" title={t('changes.sisChanged')}>
          {t('changes.sisChangedHint')}
        </Notice>
      )}
      <StillLearning learning={known.learning} />
      <KindPicture known={known} filters={filters} />
      <Filters filters={filters} known={known} />
      <ListPanel
        title={t('changes.list')}
        fileName="changes"
        pages={pages}
        columns={columns}
        rowKey={(one) => one.id}
        tools={
          <AppLink to={approvalFormPath(plant)} className="btn quiet">
            {t('changes.newApproval')}
          </AppLink>
        }
        empty={
          <Empty
            title={t(filters.isFiltered ? 'changes.noneFound' : 'changes.none')}
            action={filters.isFiltered && <Button onClick={filters.clear}>{t('changes.clearFilters')}</Button>}
          >
            {t(filters.isFiltered ? 'devices.noneFoundHint' : 'changes.noneHint')}
          </Empty>
        }
      />
      <LearningPanel learning={known.learning} />
    </>
  )
}

/** The form of an approval, for a plant where one is chosen. */
function approvalFormPath(plant: string | null): string {
  const asked = new URLSearchParams({ back: '/network/changes', ...(plant === null ? {} : { for: plant }) })
  return `/evidence/records/new/change-approval?${asked}`
}

function NothingCaptured() {
  const { t } = useText()
  return (
    <>
      <PageHead title={t('changes.empty')}>{t('changes.told')}</PageHead>
      <Empty
        title={t('changes.empty')}
        action={
          <div className="row" style={{ justifyContent: 'center' }}>
            <AppLink to="/evidence/sensors" className="btn">
              {t('sensors.add')}
            </AppLink>
            <AppLink to="/evidence" className="btn">
              {t('evidence.bring')}
            </AppLink>
          </div>
        }
      >
        {t('changes.emptyHint')}
      </Empty>
    </>
  )
}

function KindPicture(props: { readonly known: ChangeSummary; readonly filters: ReturnType<typeof useChangeFilters> }) {
  const { t } = useText()
  const { kinds } = props.known
  const { values, set } = props.filters
  const draw = useCallback(
    (width: number) =>
      kindBars(
        {
          bars: kinds.map(({ kind, all, open }) => ({
            key: kind,
            label: t(`changes.kind.${kind}`),
            open,
            settled: all - open,
          })),
          words: {
            kind: t('changes.kind'),
            open: t('changes.onlyOpen'),
            settled: t('changes.settled'),
            told: ({ open, settled }) => t('changes.barTold', { open, settled }),
          },
        },
        width,
      ),
    [kinds, t],
  )
  if (kinds.length === 0) return null
  const all = kinds.reduce((sum, one) => sum + one.all, 0)
  const open = kinds.reduce((sum, one) => sum + one.open, 0)
  return (
    <Figure
      title={t('changes.picture')}
      finding={t('changes.finding', { open, settled: all - open })}
      draw={draw}
      name="changes-by-kind"
      opened={values.kind}
      onOpen={(kind) => set('kind')(values.kind === kind ? '' : kind)}
    />
  )
}

/** What the address filters by, and how to change it. */
function useChangeFilters() {
  const [search, setSearch] = useSearchParams()
  const asked = search.toString()
  return useMemo(() => {
    const now = new URLSearchParams(asked)
    const values = Object.fromEntries(filterNames.map((name) => [name, now.get(name) ?? ''])) as Record<
      FilterName,
      string
    >
    const change = (changes: Partial<Record<FilterName, string>>) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
          }
          return next
        },
        { replace: true },
      )
    return {
      values,
      isFiltered: filterNames.some((name) => values[name] !== ''),
      set: (name: FilterName) => (value: string) => change({ [name]: value }),
      clear: () => change(Object.fromEntries(filterNames.map((name) => [name, '']))),
    }
  }, [asked, setSearch])
}

function Filters(props: { readonly filters: ReturnType<typeof useChangeFilters>; readonly known: ChangeSummary }) {
  const { t } = useText()
  const { values, set, clear, isFiltered } = props.filters
  const { known } = props
  const kinds = changeKinds.filter((kind) => values.kind === kind || known.kinds.some((one) => one.kind === kind))
  const standing = standings.filter((one) => values.standing === one || (known.standings[one] ?? 0) > 0)
  return (
    <search className="row end" aria-label={t('changes.filters')}>
      <SearchField label={t('changes.search')} value={values.q} onSearch={set('q')} />
      <SelectField
        label={t('changes.kind')}
        value={values.kind}
        onChange={set('kind')}
        options={[
          { value: '', label: t('ui.all') },
          ...kinds.map((kind) => ({ value: kind, label: t(`changes.kind.${kind}`) })),
        ]}
      />
      <SelectField
        label={t('changes.stand')}
        value={values.standing}
        onChange={set('standing')}
        options={[
          { value: '', label: t('ui.all') },
          { value: 'open', label: `${t('changes.onlyOpen')} (${known.open})` },
          ...standing.map((one) => ({
            value: one,
            label: `${t(`changes.standing.${one}`)} (${known.standings[one] ?? 0})`,
          })),
        ]}
      />
      <SelectField
        label={t('changes.sis')}
        value={values.sis}
        onChange={set('sis')}
        options={[
          { value: '', label: t('ui.all') },
          { value: 'true', label: t('value.yes') },
          { value: 'false', label: t('value.no') },
        ]}
      />
      <TextField type="date" label={t('changes.from')} value={values.from} onChange={set('from')} />
      <TextField type="date" label={t('changes.to')} value={values.to} onChange={set('to')} />
      {isFiltered && (
        <Button kind="quiet" onClick={clear}>
          {t('changes.clearFilters')}
        </Button>
      )}
    </search>
  )
}
