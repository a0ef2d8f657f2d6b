import { useMemo, useState } from 'react'
import type { ImportDetail, ImportRow } from '#contract/imports.ts'
import { ApiError } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Notice, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlants } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { isTapped } from './import-words.ts'

/** The one question of a file that does not say which plant it is of; the answer runs the dry run again. */
export function AskPlant({ known }: { readonly known: ImportDetail }) {
  const { t } = useText()
  const plants = usePlants()
  const change = useWrite(doors.changeImport)
  const [plant, setPlant] = useState('')
  if (known.state !== 'failed' && known.state !== 'staged') return null
  return (
    <Notice tone="warn" title={t(isTapped(known.kind) ? 'imports.askWhere' : 'imports.askPlant')}>
      <p>{t(isTapped(known.kind) ? 'imports.askWhereHint' : 'imports.askPlantHint')}</p>
      <div className="row end" style={{ marginTop: 8 }}>
        <SelectField
          label={t('matrix.plant')}
          value={plant}
          onChange={setPlant}
          options={[
            { value: '', label: t('form.choose') },
            ...plants.map((one) => ({ value: one.key, label: one.name })),
          ]}
        />
        <Button
          kind="primary"
          disabled={plant === ''}
          busy={change.isPending}
          onClick={() => change.mutate({ params: { id: known.id }, body: { plant } })}
        >
          {t('imports.askAnswer')}
        </Button>
      </div>
      {change.error && <ProblemNotice error={change.error} />}
    </Notice>
  )
}

type Cell = ImportRow['cells'][number]

/** The row that a verdict or a record points to, as the file has it. */
export function PointedRow(props: {
  readonly known: ImportDetail
  readonly row: string
  readonly sheet: string | null
}) {
  const { t } = useText()
  const { known, row, sheet } = props
  const read = useRead(doors.importRow, { params: { id: known.id }, query: { row, sheet, asOf: null } })
  const columns = useMemo<Column<Cell>[]>(
    () => [
      { key: 'column', title: t('problems.column'), value: (one) => one.column },
      { key: 'title', title: t('columns.column'), value: (one) => one.title },
      { key: 'text', title: t('columns.content'), value: (one) => one.text },
    ],
    [t],
  )
  // A file of another kind has no rows to show: then its place is named at least.
  if (read.error instanceof ApiError && read.error.problem.status === 404) {
    return <Notice>{t('imports.pointed', { row, sheet: sheet ?? '–' })}</Notice>
  }
  return (
    <Panel
      title={
        sheet
          ? t('imports.pointedSheet', { row, sheet, file: known.name })
          : t('imports.pointedRow', { row, file: known.name })
      }
      flush
    >
      <Answer query={read}>
        {(found) => (
          <DataTable
            name={`row-${row}`}
            caption={t('imports.pointedRow', { row, file: known.name })}
            columns={columns}
            rows={found.cells}
            rowKey={(one) => one.column}
            maxHeight={420}
          />
        )}
      </Answer>
    </Panel>
  )
}

/** Where to look at what a capture brought: who programs whom, what is new, who carries safety, every device. */
export function WhatIsNew({ known }: { readonly known: ImportDetail }) {
  const { t } = useText()
  const own = { plant: known.plant }
  return (
    <>
      <AppLink className="btn" view={own} to={`/assets/conversations?does=program&capture=${known.id}`}>
        {t('imports.seePrograms')}
      </AppLink>
      <AppLink className="btn" view={own} to={`/network/devices?status=unmanaged&capture=${known.id}`}>
        {t('imports.seeNew')}
      </AppLink>
      <AppLink className="btn" view={own} to={`/network/devices?safety=true&capture=${known.id}`}>
        {t('imports.seeSafety')}
      </AppLink>
      <AppLink className="btn" view={own} to="/assets/reconciliation">
        {t('imports.seeReconciliation')}
      </AppLink>
      <AppLink className="btn" view={own} to={`/evidence/captures/${known.id}`}>
        {t('imports.seeCapture')}
      </AppLink>
    </>
  )
}
