import { useMemo } from 'react'
import type { EvidenceRecord, FormKind } from '#contract/evidence.ts'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { fieldText } from '#web/view/kind-form.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useReadPages } from '#web/view/read.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'

const STATES = ['counts', 'awaiting', 'withdrawn', 'superseded'] as const
const NO_KINDS: readonly FormKind[] = []

/** What a record is called in a list: its first filled text. */
export function recordTitle(
  record: EvidenceRecord,
  kind: FormKind | undefined,
  pick: (text: { en: string; ja: string }) => string,
): string {
  const field = kind?.fields.find((one) => (one.type === 'text' || one.type === 'longText') && record.data[one.key])
  return field ? fieldText(field, record.data[field.key], pick, '✓', '–') : ''
}

/** The dated records: meetings, drills, procedures, attestations. */
export function Records() {
  const { t, pick, language } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const [kind, setKind] = useQueryWord('kind')
  const [state, setState] = useQueryWord('state')
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } }).data?.items ?? NO_KINDS
  const pages = useReadPages(doors.records, { query: { plant, kind, state, limit: 200 } })
  const columns = useMemo<Column<EvidenceRecord>[]>(() => {
    const kindOf = (key: string) => kinds.find((one) => one.key === key)
    const kindName = (key: string) => {
      const found = kindOf(key)
      return found ? pick(found.label) : key
    }
    return [
      {
        key: 'from',
        title: t('records.date'),
        value: (one) => one.effectiveFrom,
        cell: (one) => format.day(one.effectiveFrom),
        nowrap: true,
      },
      {
        key: 'kind',
        title: t('records.kind'),
        value: (one) => kindName(one.kind),
        cell: (one) => <AppLink to={`/evidence/records/${one.id}`}>{kindName(one.kind)}</AppLink>,
      },
      { key: 'title', title: t('records.what'), value: (one) => recordTitle(one, kindOf(one.kind), pick) },
      {
        key: 'scope',
        title: t('records.scope'),
        value: (one) => (one.scope === 'enterprise' ? t('matrix.enterprise') : one.scope.map(name).join(', ')),
      },
      {
        key: 'state',
        title: t('records.state'),
        value: (one) => t(`records.state.${one.state}`),
        cell: (one) => (
          <span className="row" style={{ gap: 4 }}>
            <Tag {...(one.state === 'awaiting' ? { tone: 'warn' as const } : {})}>
              {t(`records.state.${one.state}`)}
            </Tag>
            {one.late && <Tag>{t('records.late')}</Tag>}
          </span>
        ),
      },
      {
        key: 'until',
        title: t('records.until'),
        value: (one) => one.effectiveTo,
        cell: (one) => (one.effectiveTo ? format.day(one.effectiveTo) : '–'),
        nowrap: true,
      },
      { key: 'by', title: t('records.by'), value: (one) => one.recordedBy?.name ?? one.recordedBy?.key ?? null },
    ]
  }, [t, pick, format, name, kinds])
  return (
    <>
      <PageHead title={t('records.headline')}>{t('records.told')}</PageHead>
      <div className="row end">
        <SelectField
          label={t('records.kind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: '', label: t('ui.all') },
            ...kinds.map((one) => ({ value: one.key, label: pick(one.label) })),
          ]}
        />
        <SelectField
          label={t('records.state')}
          value={state}
          onChange={setState}
          options={[
            { value: '', label: t('ui.all') },
            ...STATES.map((one) => ({ value: one, label: t(`records.state.${one}`) })),
          ]}
        />
        <AppLink to="/evidence/records/new" className="btn primary">
          {t('records.new')}
        </AppLink>
        <a
          className="btn"
          download
          href={addressOf(doors.exportRecords.path, { params: { language }, query: { kind, plant } })}
        >
          {t('ui.exportExcel')}
        </a>
      </div>
      <Panel title={t('evidence.records')} flush>
        <Answer query={pages}>
          {(known) => {
            const rows = known.pages.flatMap((page) => page.items)
            if (rows.length === 0) {
              return (
                <Empty
                  title={t('records.empty')}
                  action={
                    <AppLink to="/evidence/records/new" className="btn">
                      {t('records.new')}
                    </AppLink>
                  }
                >
                  {t('records.emptyHint')}
                </Empty>
              )
            }
            return (
              <>
                <DataTable
                  name="records"
                  caption={t('evidence.records')}
                  columns={columns}
                  rows={rows}
                  rowKey={(one) => one.id}
                  maxHeight={560}
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
    </>
  )
}
