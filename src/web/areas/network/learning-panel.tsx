import { useMemo, useState } from 'react'
import type { PlantLearning } from '#contract/changes.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Notice, Panel, Tag } from '#web/ui/kit.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useWrite } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { DecideSteps } from './decide-steps.tsx'

type Source = PlantLearning['sources'][number]
interface Row extends Source {
  readonly plant: string
}

const rowsOf = (learning: readonly PlantLearning[]): Row[] =>
  learning.flatMap(({ plant, sources }) => sources.map((source) => ({ ...source, plant })))

/** As long as a source learns, nothing that it sees is a change: that must be said before "no change". */
export function StillLearning({ learning }: { readonly learning: readonly PlantLearning[] }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const rows = rowsOf(learning).filter(({ learnedUntil }) => learnedUntil === null)
  if (rows.length === 0) return null
  return (
    <Notice tone="warn" title={t('changes.learning')}>
      <ul>
        {rows.map(({ plant, source, observed, wanted, until }) => (
          <li key={`${plant} ${source}`}>
            {name(plant)} ·{' '}
            {until === null
              ? t('changes.learningDays', { source, observed, wanted: wanted ?? 0 })
              : t('changes.learningUntil', { source, day: format.day(until) })}
          </li>
        ))}
      </ul>
      <p>{t('changes.learningHint')}</p>
    </Notice>
  )
}

/** Each source with what it has learned; a person ends or extends that, and takes it back. */
export function LearningPanel({ learning }: { readonly learning: readonly PlantLearning[] }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const [asking, setAsking] = useState<Row | null>(null)
  const [undoing, setUndoing] = useState<string | null>(null)
  const columns = useMemo<Column<Row>[]>(
    () => [
      { key: 'plant', title: t('matrix.plant'), value: (one) => name(one.plant) },
      { key: 'source', title: t('changes.source'), value: (one) => one.source },
      {
        key: 'learned',
        title: t('changes.learned'),
        value: (one) => one.learnedUntil,
        cell: (one) =>
          one.learnedUntil === null ? (
            <Tag tone="warn">
              {one.until === null
                ? t('changes.learningNow', { observed: one.observed, wanted: one.wanted ?? 0 })
                : t('changes.learningUntil', { source: t('changes.learning'), day: format.day(one.until) })}
            </Tag>
          ) : one.learnedUntil.startsWith('0000') ? (
            '–'
          ) : (
            format.day(one.learnedUntil)
          ),
      },
      { key: 'observed', title: t('changes.observed'), value: (one) => one.observed, numeric: true },
      {
        key: 'looked',
        title: t('changes.looked'),
        value: (one) => one.lastLooked,
        cell: (one) => (one.lastLooked === null ? '–' : format.day(one.lastLooked)),
      },
      {
        key: 'do',
        title: t('changes.acting'),
        value: () => null,
        cell: (one) => (
          <Button kind="quiet" onClick={() => setAsking(one)}>
            {t('changes.learn.do')}
          </Button>
        ),
      },
    ],
    [t, format, name],
  )
  const said = learning.flatMap(({ plant, rulings }) => rulings.map((ruling) => ({ ...ruling, plant })))
  const saidColumns = useMemo<Column<(typeof said)[number]>[]>(
    () => [
      { key: 'at', title: t('records.date'), value: (one) => one.at, cell: (one) => format.instant(one.at) },
      { key: 'plant', title: t('matrix.plant'), value: (one) => name(one.plant) },
      { key: 'source', title: t('changes.source'), value: (one) => one.source ?? t('changes.learningAll') },
      {
        key: 'how',
        title: t('decide.what'),
        value: (one) =>
          one.until === null
            ? `${t('changes.learn.days')}: ${one.days}`
            : t('changes.learningUntil', { source: t('changes.learned'), day: format.day(one.until) }),
      },
      { key: 'reason', title: t('record.reason'), value: (one) => one.reason },
      { key: 'by', title: t('records.by'), value: (one) => one.by },
      {
        key: 'undone',
        title: t('decide.undone'),
        value: (one) => one.undone?.at ?? null,
        cell: (one) =>
          one.undone ? (
            <span className="muted">
              {format.instant(one.undone.at)} · {one.undone.reason}
            </span>
          ) : (
            <Button onClick={() => setUndoing(one.id)}>{t('decide.undo')}</Button>
          ),
      },
    ],
    [t, format, name],
  )
  return (
    <>
      <Panel title={t('changes.learningOf')} flush>
        <DataTable
          name="learning"
          caption={t('changes.learningOf')}
          columns={columns}
          rows={rowsOf(learning)}
          rowKey={(one) => `${one.plant} ${one.source}`}
        />
      </Panel>
      {said.length > 0 && (
        <Panel title={t('changes.learningSaid')} flush>
          <DataTable
            name="learning-said"
            caption={t('changes.learningSaid')}
            columns={saidColumns}
            rows={said}
            rowKey={(one) => one.id}
          />
        </Panel>
      )}
      {asking !== null && <LearningDialog row={asking} onClose={() => setAsking(null)} />}
      {undoing !== null && <UndoRuling id={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}

function LearningDialog({ row, onClose }: { readonly row: Row; onClose(): void }) {
  const { t } = useText()
  const today = useDay()
  const [how, setHow] = useState<'end' | 'days'>(row.learnedUntil === null ? 'end' : 'days')
  const [days, setDays] = useState(String(row.wanted ?? 14))
  const [all, setAll] = useState(false)
  const rule = useWrite(doors.ruleLearning)
  const count = Number(days)
  const isCount = /^\d{1,3}$/.test(days) && count <= 400
  return (
    <Dialog open title={t('changes.learn.title')} closeLabel={t('ui.close')} onClose={onClose}>
      <SelectField
        label={t('changes.learn.source')}
        value={all ? 'all' : 'one'}
        onChange={(value) => setAll(value === 'all')}
        options={[
          { value: 'one', label: row.source },
          { value: 'all', label: t('changes.learningAll') },
        ]}
      />
      <SelectField
        label={t('changes.learn.how')}
        value={how}
        onChange={(value) => setHow(value as 'end' | 'days')}
        options={[
          { value: 'end', label: t('changes.learn.end') },
          { value: 'days', label: t('changes.learn.extend') },
        ]}
      />
      {how === 'days' && (
        <TextField
          type="number"
          label={t('changes.learn.days')}
          hint={t('changes.learn.daysHint')}
          min={0}
          max={400}
          value={days}
          onChange={setDays}
        />
      )}
      <DecideSteps
        ready={how === 'end' || isCount}
        what={
          <p>
            {how === 'end'
              ? `${t('changes.learn.willEnd')} ${t('changes.learn.endHint')}`
              : t('changes.learn.willDays', { days: isCount ? count : '–' })}
          </p>
        }
        button={t('ui.save')}
        busy={rule.isPending}
        error={rule.error}
        onCancel={onClose}
        onConfirm={(reason) =>
          rule.mutate(
            {
              params: { plant: row.plant },
              body: {
                source: all ? null : row.source,
                reason,
                ...(how === 'end' ? { until: today } : { days: count }),
              },
            },
            { onSuccess: onClose },
          )
        }
      />
    </Dialog>
  )
}

function UndoRuling({ id, onClose }: { readonly id: string; onClose(): void }) {
  const { t } = useText()
  const undo = useWrite(doors.undoLearning)
  return (
    <Dialog open title={t('decide.undoTitle')} closeLabel={t('ui.close')} onClose={onClose}>
      <DecideSteps
        ready
        what={<p>{t('changes.undoWill')}</p>}
        button={t('decide.undo')}
        busy={undo.isPending}
        error={undo.error}
        onCancel={onClose}
        onConfirm={(reason) => undo.mutate({ params: { id }, body: { reason } }, { onSuccess: onClose })}
      />
    </Dialog>
  )
}
