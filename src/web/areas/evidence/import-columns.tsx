import { useMemo, useState } from 'react'
import type { ImportDetail } from '#contract/imports.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { useWrite } from '#web/view/read.ts'

type ColumnUse = ImportDetail['columns'][number]

/** Which column became which field; what was not understood is kept and named, and can be assigned here. */
export function ColumnsPanel({ known }: { readonly known: ImportDetail }) {
  const { t, pick } = useText()
  const change = useWrite(doors.changeImport)
  const [mapping, setMapping] = useState<Readonly<Record<string, string | null>>>({})
  const editable = known.state === 'staged' && known.fields.length > 0
  const unknown = known.columns.filter((one) => one.field === null).length
  const columns = useMemo<Column<ColumnUse>[]>(() => {
    const fieldName = (key: string | null) => {
      const found = known.fields.find((one) => one.key === key)
      return key === null ? t('columns.notUnderstood') : found ? pick(found.label) : key
    }
    return [
      { key: 'sheet', title: t('problems.sheet'), value: (one) => one.sheet },
      { key: 'column', title: t('columns.column'), value: (one) => one.column },
      { key: 'sample', title: t('columns.sample'), value: (one) => one.sample },
      {
        key: 'field',
        title: t('columns.field'),
        value: (one) => fieldName(one.field),
        cell: (one) => {
          const now = one.column in mapping ? (mapping[one.column] ?? null) : one.field
          if (!editable) return <span className={now === null ? 'warn' : ''}>{fieldName(now)}</span>
          return (
            <select
              className="plain-select"
              aria-label={t('columns.assign', { column: one.column })}
              value={now ?? ''}
              onChange={(event) => setMapping((before) => ({ ...before, [one.column]: event.target.value || null }))}
            >
              <option value="">{t('columns.notUnderstood')}</option>
              {known.fields.map((field) => (
                <option key={field.key} value={field.key}>
                  {pick(field.label)}
                </option>
              ))}
            </select>
          )
        },
      },
    ]
  }, [t, pick, known, mapping, editable])
  return (
    <Panel
      title={
        unknown > 0
          ? t('columns.titleUnknown', { count: known.columns.length, unknown })
          : t('columns.title', { count: known.columns.length })
      }
      flush
    >
      <DataTable
        name={`columns-${known.name}`}
        caption={t('columns.column')}
        columns={columns}
        rows={known.columns}
        rowKey={(one) => `${one.sheet} ${one.column}`}
        maxHeight={420}
      />
      {editable && Object.keys(mapping).length > 0 && (
        <div className="row" style={{ padding: 8 }}>
          <Button
            kind="primary"
            busy={change.isPending}
            onClick={() =>
              change.mutate(
                { params: { id: known.id }, body: { mapping: { ...known.mapping, ...mapping } } },
                { onSuccess: () => setMapping({}) },
              )
            }
          >
            {t('columns.apply')}
          </Button>
          <Button kind="quiet" onClick={() => setMapping({})}>
            {t('ui.cancel')}
          </Button>
          <span className="small muted">{t('columns.remembered')}</span>
        </div>
      )}
      {change.error && <ProblemNotice error={change.error} />}
    </Panel>
  )
}
