import { scaleLinear } from 'd3-scale'
import { fitted, type Picture, px, type Shape, shape, textWidth } from './shape.ts'

/** How a part of a bar is drawn: as it should be, plain, worth a look, wrong, or not known. */
export type BarKind = 'good' | 'plain' | 'warn' | 'wrong' | 'unknown'

export interface ShareBarsData {
  /** Parts in the order in which they stand in each bar. */
  readonly parts: readonly { readonly key: string; readonly label: string; readonly kind: BarKind }[]
  readonly rows: readonly {
    readonly key: string
    readonly label: string
    readonly counts: Readonly<Record<string, number>>
    /** Written behind the bar. */
    readonly note?: string
  }[]
  readonly words: { readonly row: string; readonly number: (value: number) => string }
}

const ROW = 24
const SIGN = 12
const classes: Readonly<Record<BarKind, string>> = {
  good: 'p-bar-good',
  plain: 'p-bar',
  warn: 'p-bar-warn',
  wrong: 'p-bar-wrong',
  unknown: 'p-bar-unknown',
}

/** What is legible upon each. */
const inside: Readonly<Record<BarKind, string>> = {
  good: 'p-on-bar',
  plain: 'p-on-plain',
  warn: 'p-on-warn',
  wrong: 'p-on-bar',
  unknown: 'p-muted',
}

/** Bars of counted parts under one scale, with their numbers, and a legend of the parts that there are. */
export function shareBars({ parts, rows, words }: ShareBarsData, width = 720): Picture {
  const shown = parts.filter(({ key }) => rows.some(({ counts }) => (counts[key] ?? 0) > 0))
  const sum = (counts: Readonly<Record<string, number>>) => parts.reduce((all, { key }) => all + (counts[key] ?? 0), 0)
  const labelWidth = Math.min(width * 0.3, Math.max(60, ...rows.map(({ label }) => textWidth(label) + 4)))
  const noteWidth = Math.max(...rows.map(({ note }) => textWidth(note ?? '')), 0)
  const most = Math.max(1, ...rows.map(({ counts }) => sum(counts)))
  const x = scaleLinear([0, most], [labelWidth + 8, Math.max(labelWidth + 80, width - noteWidth - 12)])
  const legend = legendOf(shown, width)
  const shapes: Shape[] = [...legend.shapes]
  rows.forEach(({ label, counts, note }, place) => {
    const top = legend.height + place * ROW
    shapes.push(shape('text', { x: px(labelWidth), y: top + 16, 'text-anchor': 'end' }, fitted(label, labelWidth - 4)))
    let done = 0
    for (const { key, label: part, kind } of shown) {
      const count = counts[key] ?? 0
      if (count === 0) continue
      const [start, end] = [x(done), x(done + count)]
      done += count
      const text = words.number(count)
      shapes.push(
        shape(
          'rect',
          { x: px(start), y: top + 4, width: Math.max(2, px(end - start - 1)), height: ROW - 8, class: classes[kind] },
          shape('title', {}, `${label} · ${part}: ${text}`),
        ),
      )
      if (textWidth(text) + 4 <= end - start) {
        shapes.push(
          shape('text', { x: px((start + end) / 2), y: top + 16, 'text-anchor': 'middle', class: inside[kind] }, text),
        )
      }
    }
    if (note !== undefined) shapes.push(shape('text', { x: px(x(done) + 6), y: top + 16, class: 'p-muted' }, note))
  })
  return {
    width,
    height: legend.height + rows.length * ROW + 4,
    shapes,
    table: {
      columns: [words.row, ...shown.map(({ label }) => label)],
      rows: rows.map(({ label, counts }) => [label, ...shown.map(({ key }) => counts[key] ?? 0)]),
    },
  }
}

function legendOf(parts: ShareBarsData['parts'], width: number): { readonly shapes: Shape[]; readonly height: number } {
  const shapes: Shape[] = []
  let [x, y] = [0, 4]
  for (const { label, kind } of parts) {
    const wide = SIGN + 6 + textWidth(label) + 18
    if (x > 0 && x + wide > width) [x, y] = [0, y + 20]
    shapes.push(
      shape('rect', { x: px(x), y, width: SIGN, height: SIGN, class: classes[kind] }),
      shape('text', { x: px(x + SIGN + 6), y: y + 11 }, fitted(label, width - SIGN - 6)),
    )
    x += wide
  }
  return { shapes, height: y + 26 }
}
