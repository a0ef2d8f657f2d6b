import { scaleLinear } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import { type Picture, px, type Shape, shape, textWidth } from './shape.ts'

export interface StepSeries {
  readonly name: string
  /** Ascending by day; the value holds until the next. */
  readonly points: readonly { readonly on: Day; readonly level: number }[]
}

export interface StepLineData {
  /** The first is drawn strong, the others dashed. */
  readonly series: readonly StepSeries[]
  /** Why it moved, written at the step: criterion ids. */
  readonly moves: readonly {
    readonly on: Day
    readonly level: number
    readonly isDrop: boolean
    readonly text: string
  }[]
  readonly levels: number
  /** Right of it lies a forecast. */
  readonly today: Day
  readonly words: { readonly level: string; readonly day: string; readonly monthOf: (day: Day) => string }
}

const MARGIN = { top: 20, right: 16, bottom: 24, left: 32 }

/** First days of months between two days, thinned so that their labels do not collide. */
function monthTicks(from: number, to: number, most: number): number[] {
  const first = new Date(from * 86_400_000)
  const ticks: number[] = []
  for (let month = first.getUTCFullYear() * 12 + first.getUTCMonth() + 1; ; month++) {
    const tick = Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000
    if (tick > to) break
    ticks.push(tick)
  }
  const stride = [1, 2, 3, 6, 12, 24].find((one) => ticks.length / one <= most) ?? 60
  return ticks.filter((tick) => new Date(tick * 86_400_000).getUTCMonth() % Math.min(stride, 12) === 0)
}

/** Which line is whose, at the top right. */
function legend(series: readonly StepSeries[], width: number): Shape[] {
  const shapes: Shape[] = []
  let right = width - MARGIN.right
  for (let place = series.length - 1; place >= 0; place--) {
    const { name } = series[place]!
    shapes.push(shape('text', { x: px(right), y: 12, 'text-anchor': 'end' }, name))
    right -= textWidth(name) + 6
    shapes.push(
      shape('line', { x1: px(right - 20), x2: px(right), y1: 8, y2: 8, class: place === 0 ? 'p-line' : 'p-line-2' }),
    )
    right -= 36
  }
  return shapes
}

/** The level over time: steps, never slopes, for a level is nowhere between two. */
export function stepLine(data: StepLineData, width = 640): Picture {
  const height = MARGIN.top + MARGIN.bottom + data.levels * 28
  const days = data.series.flatMap((one) => one.points.map((point) => dayNumber(point.on)))
  const [from, to] = days.length > 0 ? [Math.min(...days), Math.max(...days)] : [0, 1]
  const x = scaleLinear([from, Math.max(to, from + 1)], [MARGIN.left, width - MARGIN.right])
  const y = scaleLinear([1, data.levels], [height - MARGIN.bottom - 14, MARGIN.top + 14])
  const shapes: Shape[] = []
  for (let level = 1; level <= data.levels; level++) {
    const at = px(y(level))
    shapes.push(
      shape('line', { x1: MARGIN.left, x2: width - MARGIN.right, y1: at, y2: at, class: 'p-grid' }),
      shape('text', { x: MARGIN.left - 12, y: at + 4, 'text-anchor': 'end' }, String(level)),
    )
  }
  for (const tick of monthTicks(from, to, (width - 60) / 72)) {
    const at = px(x(tick))
    shapes.push(
      shape('line', { x1: at, x2: at, y1: height - MARGIN.bottom, y2: height - MARGIN.bottom + 4, class: 'p-axis' }),
      shape(
        'text',
        { x: at, y: height - 6, 'text-anchor': 'middle', class: 'p-muted' },
        data.words.monthOf(dayOf(tick)),
      ),
    )
  }
  const today = dayNumber(data.today)
  if (today > from && today < to) {
    const at = px(x(today))
    shapes.push(shape('line', { x1: at, x2: at, y1: MARGIN.top, y2: height - MARGIN.bottom, class: 'p-now' }))
  }
  const path = line<{ on: Day; level: number }>(
    (point) => px(x(dayNumber(point.on))),
    (point) => px(y(point.level)),
  ).curve(curveStepAfter)
  if (data.series.length > 1) shapes.push(...legend(data.series, width))
  const order = data.series.map((one, place) => ({ one, place })).reverse()
  for (const { one, place } of order) {
    const kind = place === 0 ? 'p-line' : 'p-line-2'
    const past = one.points.filter((point) => dayNumber(point.on) <= today)
    const ahead = one.points.filter((point) => dayNumber(point.on) > today)
    const now = past.at(-1)
    // The level of the last known day holds until today; from there on the line is a forecast.
    if (now && ahead.length > 0) {
      past.push({ on: data.today, level: now.level })
      ahead.unshift({ on: data.today, level: now.level })
    }
    if (past.length > 0) shapes.push(shape('path', { d: path([...past]) ?? '', class: kind }))
    if (ahead.length > 1) shapes.push(shape('path', { d: path([...ahead]) ?? '', class: `${kind} p-future` }))
  }
  let free = Number.NEGATIVE_INFINITY
  for (const move of data.moves) {
    const at = px(x(dayNumber(move.on)))
    shapes.push(shape('circle', { cx: at, cy: px(y(move.level)), r: 3, class: 'p-dot' }, shape('title', {}, move.text)))
    const half = textWidth(move.text) / 2
    const middle = Math.min(Math.max(at, MARGIN.left + half), width - MARGIN.right - half)
    if (middle - half < free) continue
    shapes.push(
      shape(
        'text',
        { x: px(middle), y: px(y(move.level)) + (move.isDrop ? 18 : -8), 'text-anchor': 'middle' },
        move.text,
      ),
    )
    free = middle + half + 8
  }
  const allDays = [...new Set(data.series.flatMap((one) => one.points.map((point) => point.on)))].sort()
  return {
    width,
    height,
    shapes,
    table: {
      columns: [data.words.day, ...data.series.map((one) => one.name)],
      rows: allDays.map((day) => [
        day,
        ...data.series.map((one) => one.points.findLast((point) => point.on <= day)?.level ?? '–'),
      ]),
    },
  }
}
