import { scaleLinear } from 'd3-scale'
import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import { fitted, type Picture, px, type Shape, shape } from './shape.ts'

export interface FreshnessSource {
  readonly key: string
  readonly label: string
  /** Mondays of the weeks in which it brought something, with how much. */
  readonly weeks: readonly { readonly week: Day; readonly count: number }[]
}

export interface FreshnessData {
  readonly from: Day
  readonly to: Day
  readonly sources: readonly FreshnessSource[]
  readonly words: {
    readonly source: string
    readonly last: string
    readonly weeks: string
    readonly monthOf: (day: Day) => string
    readonly told: (label: string, week: Day, count: number) => string
  }
}

const ROW = 24
const TOP = 8

/** One line per source, one tick per week in which it brought something: where there is no tick, nobody looked. */
export function freshnessStrip(data: FreshnessData, width = 720): Picture {
  const labelWidth = Math.min(240, width * 0.36)
  const [from, to] = [dayNumber(data.from), dayNumber(data.to)]
  const x = scaleLinear([from, Math.max(to, from + 7)], [labelWidth + 8, width - 8])
  const bottom = TOP + data.sources.length * ROW
  const tick = Math.max(2, px(x(from + 7) - x(from)) - 1)
  const shapes: Shape[] = []
  const first = new Date(from * 86_400_000)
  const months: number[] = []
  for (let month = first.getUTCFullYear() * 12 + first.getUTCMonth() + 1; ; month++) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000
    if (at > to) break
    months.push(at)
  }
  const stride = Math.max(1, Math.ceil(months.length / ((width - labelWidth) / 72)))
  months.forEach((month, place) => {
    const at = px(x(month))
    shapes.push(shape('line', { x1: at, x2: at, y1: TOP, y2: bottom, class: 'p-grid' }))
    if (place % stride === 0 && at < width - 30)
      shapes.push(
        shape(
          'text',
          { x: at, y: bottom + 16, 'text-anchor': 'middle', class: 'p-muted' },
          data.words.monthOf(dayOf(month)),
        ),
      )
  })
  data.sources.forEach((source, place) => {
    const top = TOP + place * ROW
    shapes.push(
      shape('text', { x: labelWidth, y: top + 16, 'text-anchor': 'end' }, fitted(source.label, labelWidth - 4)),
      shape('line', { x1: labelWidth + 8, x2: width - 8, y1: top + ROW - 2, y2: top + ROW - 2, class: 'p-grid' }),
    )
    for (const { week, count } of source.weeks) {
      const at = dayNumber(week)
      if (at + 7 <= from || at > to || count <= 0) continue
      shapes.push(
        shape(
          'rect',
          {
            x: px(x(Math.max(at, from))),
            y: top + 5,
            width: px(Math.min(tick, width - x(Math.max(at, from)))),
            height: ROW - 10,
            class: 'p-tick',
          },
          shape('title', {}, data.words.told(source.label, week, count)),
        ),
      )
    }
  })
  return {
    width,
    height: bottom + 24,
    shapes,
    table: {
      columns: [data.words.source, data.words.weeks, data.words.last],
      rows: data.sources.map((source) => [source.label, source.weeks.length, source.weeks.at(-1)?.week ?? '–']),
    },
  }
}
