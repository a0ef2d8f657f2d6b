import { scaleLinear } from 'd3-scale'
import { fitted, type Picture, px, type Shape, shape, textWidth } from './shape.ts'

export interface Gap {
  readonly key: string
  readonly label: string
  readonly state: 'missing' | 'partly' | 'unknown'
  readonly stateText: string
  readonly effortWeeks: number
  readonly needsShutdown: boolean
  /** The level when this and everything above it is done. */
  readonly levelAfter: number
}

export interface GapWaterfallData {
  readonly level: number
  /** In the order in which they are best done. */
  readonly gaps: readonly Gap[]
  readonly words: {
    readonly criterion: string
    readonly state: string
    readonly weeks: string
    readonly shutdown: string
    readonly levelAfter: string
    /** Written where a level is reached. */
    readonly reached: (level: number) => string
    readonly yes: string
    readonly no: string
  }
}

const ROW = 24
const TOP = 24
/** Room for the unit, and for a note beside the last bar. */
const RIGHT = 96

/**
 * What stops the next level: one bar per gap, as long as its effort and beginning where the one above ends, so that the
 * right edge is the whole effort. A strong line stands where a level is reached.
 */
export function gapWaterfall(data: GapWaterfallData, width = 720): Picture {
  const labelWidth = Math.min(440, width * 0.42)
  const total = data.gaps.reduce((sum, gap) => sum + Math.max(0, gap.effortWeeks), 0)
  const noteOf = (gap: Gap) => (gap.needsShutdown ? `${gap.stateText} · ${data.words.shutdown}` : gap.stateText)
  // Each bar ends where its note still fits beside it.
  let until = 0
  const ends = data.gaps.map((gap) => {
    until += Math.max(0, gap.effortWeeks)
    const room = width - (labelWidth + 8) - 9 - textWidth(noteOf(gap))
    return labelWidth + 8 + (until === 0 ? room : (room * Math.max(total, 1)) / until)
  })
  const right = Math.max(labelWidth + (width - labelWidth) / 3, Math.min(width - RIGHT, ...ends))
  const x = scaleLinear([0, Math.max(total, 1)], [labelWidth + 8, right])
  const height = TOP + data.gaps.length * ROW + 24
  const shapes: Shape[] = []
  for (const tick of x.ticks(5)) {
    const at = px(x(tick))
    shapes.push(
      shape('line', { x1: at, x2: at, y1: TOP - 4, y2: height - 20, class: 'p-grid' }),
      shape('text', { x: at, y: height - 6, 'text-anchor': 'middle', class: 'p-muted' }, String(tick)),
    )
  }
  shapes.push(shape('text', { x: width, y: height - 6, 'text-anchor': 'end', class: 'p-muted' }, data.words.weeks))
  let done = 0
  let level = data.level
  data.gaps.forEach((gap, place) => {
    const top = TOP + place * ROW
    const start = px(x(done))
    done += Math.max(0, gap.effortWeeks)
    const end = px(x(done))
    const kind = gap.state === 'unknown' ? 'p-bar-unknown' : gap.state === 'missing' ? 'p-bar-wrong' : 'p-bar'
    const told = `${gap.label} · ${gap.stateText} · ${gap.effortWeeks} ${data.words.weeks}`
    shapes.push(
      shape('text', { x: labelWidth, y: top + 15, 'text-anchor': 'end' }, fitted(gap.label, labelWidth - 4)),
      shape(
        'rect',
        { x: start, y: top + 4, width: Math.max(3, px(end - start)), height: ROW - 8, class: kind },
        shape('title', {}, told),
      ),
    )
    // What the bar's colour says, in words too; left of the bar where there is no room at its right.
    const note = noteOf(gap)
    const fits = Math.max(end, start + 3) + 6 + textWidth(note) < width
    shapes.push(
      fits
        ? shape('text', { x: px(Math.max(end, start + 3) + 6), y: top + 16, class: 'p-muted' }, note)
        : shape('text', { x: px(start - 6), y: top + 16, 'text-anchor': 'end', class: 'p-muted' }, note),
    )
    if (gap.levelAfter > level) {
      level = gap.levelAfter
      shapes.push(
        shape('line', { x1: end, x2: end, y1: TOP - 8, y2: top + ROW - 2, class: 'p-reach' }),
        shape(
          'text',
          { x: Math.min(end, width - 36), y: TOP - 12, 'text-anchor': 'middle' },
          data.words.reached(level),
        ),
      )
    }
  })
  return {
    width,
    height,
    shapes,
    table: {
      columns: [data.words.criterion, data.words.state, data.words.weeks, data.words.shutdown, data.words.levelAfter],
      rows: data.gaps.map((gap) => [
        gap.label,
        gap.stateText,
        gap.effortWeeks,
        gap.needsShutdown ? data.words.yes : data.words.no,
        gap.levelAfter,
      ]),
    },
  }
}
