import { useCallback, useMemo } from 'react'
import { addPeriod } from '#core/calendar/period.ts'
import { stepLine } from '#core/picture/step-line.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { Answer } from '#web/view/answer.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'

/**
 * The level day by day: it changes on the days on which it moved; month ends hold it in between, and stand in where a
 * move is not told.
 */
export function levelPoints(
  days: readonly string[],
  levels: readonly number[],
  moves: readonly { readonly on: string; readonly after: number }[],
): { readonly on: string; readonly level: number }[] {
  const ends = days.flatMap((on, place) => (levels[place] === undefined ? [] : [{ on, level: levels[place] }]))
  return [...ends, ...moves.map((move) => ({ on: move.on, level: move.after }))].sort((a, b) =>
    a.on === b.on ? 0 : a.on < b.on ? -1 : 1,
  )
}

/** The level over the last year and a half and half a year ahead, with what moved it. */
export function LevelHistory(props: { readonly plant: string | null; readonly day: string; readonly axis: AxisText }) {
  const { day, plant } = props
  const history = useRead(doors.history, {
    query: { from: addPeriod(day, 'P18M', -1), to: addPeriod(day, 'P6M'), plant },
  })
  return (
    <Answer query={history} lines={6}>
      {(known) => <Drawn {...props} history={known} />}
    </Answer>
  )
}

function Drawn(props: {
  readonly plant: string | null
  readonly day: string
  readonly axis: AxisText
  readonly history: {
    readonly days: readonly string[]
    readonly series: readonly {
      readonly plant: string
      readonly levels: readonly number[]
      readonly moves: readonly {
        readonly on: string
        readonly before: number
        readonly after: number
        readonly criteria: readonly string[]
      }[]
    }[]
  }
}) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { history, plant, day, axis } = props
  const data = useMemo(() => {
    const label = (key: string) => (key === '*' ? t('matrix.enterprise') : name(key))
    const wanted = plant ? [plant, '*'] : ['*']
    const series = wanted.flatMap((key) => history.series.filter((one) => one.plant === key))
    return {
      series: series.map((one) => ({
        name: label(one.plant),
        points: levelPoints(history.days, one.levels, one.moves),
      })),
      moves: (series[0]?.moves ?? []).map((one) => ({
        on: one.on,
        level: one.after,
        isDrop: one.after < one.before,
        text: `${one.after > one.before ? '▲' : '▼'} ${one.criteria.slice(0, 2).join(', ')}`,
      })),
      levels: axis.axis.levels.length,
      today: day,
      words: { level: t('matrix.level'), day: t('history.day'), monthOf: format.month },
    }
  }, [history, plant, day, axis, t, format, name])
  const draw = useCallback((width: number) => stepLine(data, width), [data])
  const own = history.series.find((one) => one.plant === (plant ?? '*'))
  const points = own ? levelPoints(history.days, own.levels, own.moves) : []
  const now = points.findLast((one) => one.on <= day)?.level ?? 1
  const ahead = points.at(-1)?.level ?? now
  const moved = points.find((one) => one.on > day && one.level === ahead)?.on ?? history.days.at(-1) ?? day
  const finding =
    ahead < now
      ? t('history.falls', { now, ahead, day: format.day(moved) })
      : ahead > now
        ? t('history.rises', { now, ahead, day: format.day(moved) })
        : now === 1
          ? t('history.bottom')
          : (own?.moves.length ?? 0) === 0
            ? t('history.flat', { now })
            : t('history.holds', { now })
  return <Figure title={t('history.title')} finding={finding} draw={draw} name="level-history" />
}
