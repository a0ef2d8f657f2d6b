import { useMemo } from 'react'
import type { Assessment, Verdict } from '#contract/maturity.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { RefLinks } from '#web/view/proof-link.tsx'
import { useRead } from '#web/view/read.ts'
import { criteriaOf, standingOf } from './fleet.ts'
import { VerdictMark } from './verdict-mark.tsx'
import { reasonWords, verdictWords } from './words.ts'

/** The verdicts of one list at one scope, each with its first reason and a link to what proves it. */
export function VerdictTable(props: {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  readonly scope: string
  readonly day: string
  readonly axis: AxisText
}) {
  const text = useText()
  const format = useFormat()
  const { axis, day, scope } = props
  const { t } = text
  const levels = useMemo(() => new Map(axis.axis.criteria.map((one) => [one.id, one.level])), [axis])
  const columns = useMemo<Column<Verdict>[]>(
    () => [
      { key: 'level', title: t('criterion.level'), value: (one) => levels.get(one.criterion) ?? null, numeric: true },
      {
        key: 'verdict',
        title: t('criterion.verdict'),
        value: (one) => verdictWords(one, text, format),
        cell: (one) => <VerdictMark verdict={one} day={day} />,
      },
      {
        key: 'criterion',
        title: t('criterion.criterion'),
        value: (one) => `${one.criterion} ${axis.say(`criterion.${one.criterion}`)}`,
        cell: (one) => (
          <AppLink to={`/maturity/criteria/${one.criterion}`} view={{ plant: scope === '*' ? null : scope }}>
            {one.criterion} {axis.say(`criterion.${one.criterion}`)}
          </AppLink>
        ),
      },
      {
        key: 'because',
        title: t('criterion.because'),
        value: (one) => one.because.map((reason) => reasonWords(reason, axis, text, format)).join('; '),
        cell: (one) => {
          const speaking = one.because.find((reason) => reason.records.length > 0) ?? one.because[0]
          if (!speaking) return <span className="muted">{verdictWords(one, text, format)}</span>
          return (
            <>
              <div>{reasonWords(speaking, axis, text, format)}</div>
              <RefLinks references={speaking.records} count={speaking.recordCount} most={2} />
            </>
          )
        },
      },
      {
        key: 'until',
        title: t('criterion.until'),
        value: (one) => one.validUntil,
        cell: (one) => (one.validUntil ? format.day(one.validUntil) : '–'),
        nowrap: true,
      },
    ],
    [t, text, format, axis, day, scope, levels],
  )
  return (
    <DataTable
      name={props.name}
      columns={columns}
      rows={props.verdicts}
      rowKey={(one) => one.criterion}
      maxHeight={480}
    />
  )
}

/** What a cell of the fleet matrix opens to: the 24 items for the level, the characteristics for an aspect. */
export function CellDetail(props: {
  readonly scope: string
  readonly scopeName: string
  readonly aspect: string | null
  readonly axis: AxisText
  readonly day: string
}) {
  const { t } = useText()
  const { scope, aspect, axis } = props
  const assessment = useRead(doors.assessment, { query: { plant: scope === '*' ? undefined : scope } })
  const title = t(aspect === null ? 'matrix.openChecklist' : 'matrix.openAspect', {
    scope: props.scopeName,
    aspect: aspect === null ? '' : axis.say(`aspect.${aspect}`),
  })
  return (
    <Panel title={title} flush>
      <Answer query={assessment}>
        {(known: Assessment) => {
          const wanted = new Set(criteriaOf(axis.axis.criteria, aspect).map((one) => one.id))
          const verdicts = (standingOf(known, scope)?.verdicts ?? []).filter((one) => wanted.has(one.criterion))
          return <VerdictTable name={title} verdicts={verdicts} scope={scope} day={props.day} axis={axis} />
        }}
      </Answer>
    </Panel>
  )
}
