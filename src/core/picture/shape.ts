/** A node of an SVG drawing: the browser renders it, files get it as text. Colours are classes, styled by who shows it. */
export interface Shape {
  readonly tag: 'g' | 'rect' | 'line' | 'path' | 'text' | 'circle' | 'title'
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: readonly (Shape | string)[]
}

/** A chart: what is drawn, and the same data as a table for those who read it. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
  readonly table: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly (string | number)[])[]
  }
  /** What can be opened in it, in the order in which keys walk through; in the drawing's own pixels. */
  readonly targets?: readonly Target[]
}

export interface Target {
  readonly key: string
  /** Says what opens, for those who do not see where it lies. */
  readonly label: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function shape(
  tag: Shape['tag'],
  attributes: Shape['attributes'],
  ...children: readonly (Shape | string)[]
): Shape {
  return { tag, attributes, children }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!)

function written(node: Shape | string): string {
  if (typeof node === 'string') return escaped(node)
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('')
  return `<${node.tag}${attributes}>${node.children.map(written).join('')}</${node.tag}>`
}

/** The drawing as an SVG document; `title` is read to those who do not see it, `style` holds the rules of its classes. */
export function svgOf(picture: Picture, title: string, style = ''): string {
  const { width, height } = picture
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
    `<title>${escaped(title)}</title>${style ? `<style>${escaped(style)}</style>` : ''}` +
    `${picture.shapes.map(written).join('')}</svg>`
  )
}

/** About how wide a text is at 12 px: wide letters (Japanese) count double. There is no font to ask here. */
export function textWidth(text: string, size = 12): number {
  let ems = 0
  for (const letter of text) ems += letter.codePointAt(0)! > 0x2e7f ? 1 : 0.61
  return ems * size
}

/** Cuts a text to a width, with an ellipsis where something is missing. */
export function fitted(text: string, width: number, size = 12): string {
  if (textWidth(text, size) <= width) return text
  let kept = ''
  for (const letter of text) {
    if (textWidth(`${kept}${letter}…`, size) > width) break
    kept += letter
  }
  return `${kept}…`
}

/** One decimal is enough for a screen, and keeps the drawing the same on every machine. */
export function px(value: number): number {
  return Math.round(value * 10) / 10
}
