import { scaleLinear } from 'd3-scale'
import { fitted, type Picture, px, type Shape, shape, type Target, textWidth } from './shape.ts'

/** Things of one kind: how many need somebody, and how many are settled. */
export interface KindBar {
  readonly key: string
  readonly label: string
  readonly open: number
  readonly settled: number
}

export interface KindBarsData {
  readonly bars: readonly KindBar[]
  readonly words: {
    readonly kind: string
    readonly open: string
    readonly settled: string
    /** `3 open, 2 settled`. */
    readonly told: (bar: KindBar) => string
  }
}

const ROW = 26
const TOP = 4

/** One bar a kind: what is open first, in the colour of what is wrong; what is settled behind it. */
export function kindBars(data: KindBarsData, width = 720): Picture {
  const { bars, words } = data
  const labelWidth = Math.min(260, width * 0.4, Math.max(80, ...bars.map(({ label }) => textWidth(label))) + 4)
  const most = Math.max(1, ...bars.map(({ open, settled }) => open + settled))
  const noteWidth = Math.max(0, ...bars.map((bar) => textWidth(words.told(bar))))
  const x = scaleLinear([0, most], [labelWidth + 8, Math.max(labelWidth + 60, width - noteWidth - 12)])
  const height = TOP + bars.length * ROW + 4
  const shapes: Shape[] = [shape('line', { x1: px(x(0)), x2: px(x(0)), y1: TOP, y2: height - 4, class: 'p-axis' })]
  const targets: Target[] = []
  bars.forEach((bar, place) => {
    const top = TOP + place * ROW
    const [start, middle, end] = [px(x(0)), px(x(bar.open)), px(x(bar.open + bar.settled))]
    const told = words.told(bar)
    const block = (from: number, to: number, of: string): Shape[] =>
      to > from
        ? [
            shape(
              'rect',
              { x: from, y: top + 5, width: px(Math.max(2, to - from)), height: ROW - 10, class: of },
              shape('title', {}, `${bar.label}: ${told}`),
            ),
          ]
        : []
    shapes.push(
      shape('text', { x: labelWidth, y: top + 17, 'text-anchor': 'end' }, fitted(bar.label, labelWidth - 4)),
      ...block(start, middle, 'p-bar-wrong'),
      ...block(middle, end, 'p-bar'),
      shape('text', { x: px(end + 6), y: top + 17, class: 'p-muted' }, told),
    )
    targets.push({ key: bar.key, label: `${bar.label}: ${told}`, x: 0, y: top, width, height: ROW })
  })
  return {
    width,
    height,
    shapes,
    targets,
    table: {
      columns: [words.kind, words.open, words.settled],
      rows: bars.map(({ label, open, settled }) => [label, open, settled]),
    },
  }
}
