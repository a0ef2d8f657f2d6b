import './maturity.css'
import { useMemo, useState } from 'react'
import type { Assessment, Standing } from '#contract/maturity.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { Grid, type GridCell, type GridRow } from '#web/ui/grid.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { usePlantName, usePlants } from '#web/view/plants.ts'
import { keepView, useQueryWord, useView } from '#web/view/use-view.ts'
import { CellDetail } from './cell-detail.tsx'
import { type LevelCell, levelCell } from './fleet.ts'
import { LevelChip, levelClass, markOf } from './verdict-mark.tsx'
import { verdictWords } from './words.ts'

interface Scope {
  readonly key: string
  readonly name: string
  readonly standing: Standing
  readonly before: Standing | null
}

function LevelContent({ cell, withNext }: { readonly cell: LevelCell; readonly withNext?: boolean }) {
  return (
    <>
      <span className="lv-digit">{cell.level}</span>
      {cell.basis.proof === 'none' && <span>–</span>}
      {cell.moved !== 0 && <span className="lv-moved">{cell.moved > 0 ? '▲' : '▼'}</span>}
      {withNext && cell.next && (
        <span className="lv-next">
          {cell.next.met}/{cell.next.of}
        </span>
      )}
    </>
  )
}

/** A cell said in words: column, plant, level, what it rests on, how it moved. */
function useCellWords(): (cell: LevelCell, scope: string, column: string) => string {
  const { t } = useText()
  return (cell, scope, column) =>
    [
      t('matrix.cell', { scope, column, level: cell.level }),
      t(`matrix.proof.${cell.basis.proof}`),
      ...(cell.basis.stale ? [t('matrix.stale')] : []),
      ...(cell.moved !== 0 ? [t(cell.moved > 0 ? 'matrix.up' : 'matrix.down', { count: Math.abs(cell.moved) })] : []),
      ...(cell.next
        ? [
            t('matrix.next', {
              level: cell.next.level,
              met: cell.next.met,
              of: cell.next.of,
              unknown: cell.next.unknown,
            }),
          ]
        : []),
    ].join('. ')
}

/** The home picture: plants by level and aspects. The first column is the gate; every cell opens to what it is made of. */
export function FleetMatrix(props: {
  readonly assessment: Assessment
  readonly before: Assessment | null
  readonly axis: AxisText
  readonly day: string
  /** Only this scope's row, for the page of one plant. */
  readonly only?: string
}) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const { axis, assessment, before, day } = props
  const name = usePlantName()
  const plants = usePlants()
  const view = useView()
  const cellWords = useCellWords()
  const [mode, setMode] = useQueryWord('by')
  const [open, setOpen] = useState<{ readonly scope: string; readonly column: string | null } | null>(null)

  const scopes = useMemo<Scope[]>(() => {
    const all: Scope[] = [
      {
        key: '*',
        name: t('matrix.enterprise'),
        standing: assessment.enterprise,
        before: before?.enterprise ?? null,
      },
      ...assessment.plants.map((one) => ({
        key: one.plant,
        name: name(one.plant),
        standing: one,
        before: before?.plants.find((other) => other.plant === one.plant) ?? null,
      })),
    ]
    return props.only ? all.filter((one) => one.key === props.only) : all
  }, [assessment, before, name, t, props.only])

  const checklist = useMemo(() => axis.axis.criteria.filter((one) => one.list === 'checklist'), [axis])
  const byItems = mode === 'items'
  const aspects: readonly (string | null)[] = [null, ...axis.axis.aspects]
  const columns = byItems
    ? checklist.map((one) => ({ key: one.id, title: `${one.id} ${axis.say(`criterion.${one.id}`)}`, head: one.id }))
    : aspects.map((one) => ({
        key: one ?? 'level',
        title: one ? axis.say(`aspect.${one}`) : t('matrix.level'),
        head: one ? (
          <>
            <strong>{one}</strong>
            <br />
            <span className="wide-only">{axis.say(`aspect.${one}`)}</span>
          </>
        ) : (
          <strong>{t('matrix.level')}</strong>
        ),
      }))

  const levelCells = (scope: Scope): GridCell[] =>
    aspects.map((aspect) => {
      const cell = levelCell(scope.standing, axis.axis.criteria, aspect, scope.before, day)
      const expanded = open?.scope === scope.key && open.column === aspect
      return {
        label: cellWords(cell, scope.name, aspect ? axis.say(`aspect.${aspect}`) : t('matrix.level')),
        content: <LevelContent cell={cell} withNext={aspect === null} />,
        className: levelClass(cell),
        expanded,
        onOpen: () => setOpen(expanded ? null : { scope: scope.key, column: aspect }),
      }
    })
  const itemCells = (scope: Scope): GridCell[] => {
    const verdicts = new Map(scope.standing.verdicts.map((one) => [one.criterion, one]))
    return checklist.map((one) => {
      const verdict = verdicts.get(one.id)
      const mark = verdict ? markOf(verdict, day, format.percent) : { className: 'vm vm-unknown', sign: '–' }
      return {
        label: `${one.id} ${scope.name}: ${verdict ? verdictWords(verdict, text, format) : t('verdict.unknown')}`,
        content: <span className="vm-word">{mark.sign}</span>,
        className: mark.className,
        to: keepView(`/maturity/criteria/${one.id}`, view, { plant: scope.key === '*' ? null : scope.key }),
      }
    })
  }

  const rows: GridRow[] = scopes.map((scope) => {
    const facts = plants.find((one) => one.key === scope.key)
    return {
      key: scope.key,
      head: (
        <span className="fleet-names">
          {scope.key === '*' ? (
            <strong>{scope.name}</strong>
          ) : (
            <AppLink to="/maturity" view={{ plant: scope.key }}>
              {scope.name}
            </AppLink>
          )}
          {facts?.criticality === 'major' && <span className="small muted">{t('criticality.major')}</span>}
        </span>
      ),
      cells: byItems ? itemCells(scope) : levelCells(scope),
      detail:
        !byItems && open?.scope === scope.key ? (
          <CellDetail scope={scope.key} scopeName={scope.name} aspect={open.column} axis={axis} day={day} />
        ) : undefined,
    }
  })

  const save = () =>
    saveCsv(`rung-${day}`, [
      [t('matrix.plant'), ...columns.map((column) => column.title)],
      ...scopes.map((scope) => [
        scope.name,
        ...(byItems
          ? checklist.map((one) => {
              const verdict = scope.standing.verdicts.find((other) => other.criterion === one.id)
              return verdict ? verdictWords(verdict, text, format) : t('verdict.unknown')
            })
          : aspects.map((aspect) =>
              aspect === null ? scope.standing.level : (scope.standing.aspects[aspect] ?? null),
            )),
      ]),
    ])

  return (
    <Panel
      title={props.only ? t('matrix.titleOne', { scope: scopes[0]?.name ?? '' }) : t('matrix.title')}
      flush
      side={
        <div className="row no-print" style={{ gap: 0 }}>
          <Button kind="quiet" pressed={!byItems} onClick={() => setMode('')}>
            {t('matrix.byAspect')}
          </Button>
          <Button kind="quiet" pressed={byItems} onClick={() => setMode('items')}>
            {t('matrix.byItem')}
          </Button>
          <Button kind="quiet" onClick={save}>
            {t('ui.export')}
          </Button>
        </div>
      }
    >
      <div className="fleet" style={{ padding: 8 }}>
        <Grid label={t('matrix.title')} corner={t('matrix.plant')} columns={columns} rows={rows} />
      </div>
      <Legend axis={axis} />
    </Panel>
  )
}

function Legend({ axis }: { readonly axis: AxisText }) {
  const { t } = useText()
  return (
    <div className="legend">
      {axis.axis.levels.map((one) => (
        <span key={one.level}>
          <LevelChip level={one.level} /> {axis.say(`level.${one.level}.name`)}
        </span>
      ))}
      <span>
        <span className="lv-chip lv lv-2 hatched" aria-hidden="true" /> {t('legend.attested')}
      </span>
      <span>
        <span className="lv-chip lv lv-2 stale" aria-hidden="true" /> {t('legend.stale')}
      </span>
      <span>
        <span className="lv-chip lv nothing" aria-hidden="true">
          –
        </span>{' '}
        {t('legend.nothing')}
      </span>
      <span>▲▼ {t('legend.moved')}</span>
    </div>
  )
}
