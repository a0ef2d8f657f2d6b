import { fitted, type Picture, px, type Shape, shape, type Target, textWidth } from './shape.ts'

export interface FlowNode {
  readonly key: string
  readonly label: string
  /** A second line: how many there are, or what it is. */
  readonly told: string
  /** `0` … `5`; null: nobody knows. */
  readonly level: string | null
  readonly isSafety: boolean
  /** Something in it needs somebody's eye. */
  readonly isConcern?: boolean
  /** Can be opened. */
  readonly opens?: boolean
}

export interface FlowEdge {
  /** By which it is opened, where it can be. */
  readonly key?: string
  readonly from: string
  readonly to: string
  /** How many messages, as drawn beside the line. */
  readonly count: string
  /** 0…1: how strong the line is. */
  readonly share: number
  readonly isConcern: boolean
  /** Nobody can see it: drawn as a gap in what is known, never as good. */
  readonly isUnseen?: boolean
  /** Goes both ways: no tip at either end. */
  readonly isMutual?: boolean
  /** The whole sentence, for the pointer and the table. */
  readonly title: string
}

export interface LevelFlows {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  readonly words: {
    readonly levelOf: (level: string | null) => string
    readonly columns: readonly [from: string, to: string, count: string]
  }
}

const MARGIN = { left: 96, right: 12, top: 4, bottom: 18 }
const BOX = { width: 168, height: 38, gap: 28, line: 72 }
const levels = ['5', '4', '3.5', '3', '2', '1', '0', null] as const

interface Placed extends FlowNode {
  readonly x: number
  readonly y: number
}

/** Who acts on whom, drawn by levels of the Purdue model: bands from the office down to the process, the unknown last. */
export function levelFlows({ nodes, edges, words }: LevelFlows, width = 720): Picture {
  const shapes: Shape[] = []
  const placed = new Map<string, Placed>()
  const room = Math.max(1, Math.floor((width - MARGIN.left - MARGIN.right + BOX.gap) / (BOX.width + BOX.gap)))
  let y = MARGIN.top
  for (const level of levels) {
    const own = inOrder(
      nodes.filter((node) => node.level === level),
      edges,
      placed,
    )
    if (own.length === 0) continue
    const lines = Math.ceil(own.length / room)
    const height = lines * BOX.line + 8
    shapes.push(
      shape('rect', { x: 0, y, width, height: height - 4, class: 'p-band' }),
      shape('text', { x: 8, y: y + height / 2 + 2, class: 'p-muted' }, words.levelOf(level)),
    )
    own.forEach((node, place) => {
      const [line, column] = [Math.floor(place / room), place % room]
      const inLine = Math.min(room, own.length - line * room)
      const step = (width - MARGIN.left - MARGIN.right) / inLine
      const x = MARGIN.left + step * (column + 0.5)
      placed.set(node.key, { ...node, x: px(x), y: px(y + 18 + line * BOX.line + BOX.height / 2) })
    })
    y += height
  }
  const drawn = edges.flatMap((edge) => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)]
    return from && to ? [{ edge, from, to }] : []
  })
  const lanes = lanesOf(drawn, [...placed.values()], width)
  const routed = drawn.map(({ edge, from, to }, place) => ({ edge, at: route(from, to, place, lanes[place]!) }))
  shapes.push(...routed.map(({ edge, at }) => lineOf(edge, at)))
  for (const node of placed.values()) shapes.push(boxOf(node))
  const targets: Target[] = []
  for (const { edge, at } of routed) {
    const field = countField(edge, at)
    shapes.push(...countOf(edge, field))
    if (edge.key !== undefined) targets.push({ key: edge.key, label: edge.title, ...field })
  }
  for (const node of placed.values()) {
    if (node.opens !== true) continue
    const [x, y] = [px(node.x - BOX.width / 2), px(node.y - BOX.height / 2)]
    targets.push({ key: node.key, label: `${node.label} · ${node.told}`, x, y, width: BOX.width, height: BOX.height })
  }
  return {
    width,
    height: y + MARGIN.bottom,
    shapes,
    table: {
      columns: [...words.columns],
      rows: drawn.map(({ edge, from, to }) => [from.label, to.label, edge.count]),
    },
    ...(targets.length === 0 ? {} : { targets }),
  }
}

/** Below those with whom they have to do, so that lines cross little; those without stay where they are. */
function inOrder(
  own: readonly FlowNode[],
  edges: readonly FlowEdge[],
  placed: ReadonlyMap<string, Placed>,
): FlowNode[] {
  const wished = own.map((node, place) => {
    const above = edges.flatMap(({ from, to }) => {
      const other = placed.get(from === node.key ? to : to === node.key ? from : '')
      return other ? [other.x] : []
    })
    const middle = above.length === 0 ? Number.POSITIVE_INFINITY : above.reduce((sum, x) => sum + x, 0) / above.length
    return { node, middle, place }
  })
  return wished
    .sort((a, b) => (a.middle === b.middle ? a.place - b.place : a.middle - b.middle))
    .map(({ node }) => node)
}

function boxOf(node: Placed): Shape {
  const [left, top] = [px(node.x - BOX.width / 2), px(node.y - BOX.height / 2)]
  return shape(
    'g',
    {},
    shape('title', {}, `${node.label} · ${node.told}`),
    shape('rect', {
      x: left,
      y: top,
      width: BOX.width,
      height: BOX.height,
      class: `p-node${node.isSafety ? ' p-node-safety' : ''}${node.isConcern ? ' p-node-concern' : ''}`,
    }),
    shape('text', { x: node.x, y: top + 15, 'text-anchor': 'middle' }, fitted(node.label, BOX.width - 10)),
    shape(
      'text',
      { x: node.x, y: top + 31, 'text-anchor': 'middle', class: 'p-muted' },
      fitted(node.told, BOX.width - 10),
    ),
  )
}

interface Drawn {
  readonly edge: FlowEdge
  readonly from: Placed
  readonly to: Placed
}

/**
 * Lines that would run through other boxes go round them, in a lane of their own at the side where they meet the fewest;
 * null goes straight.
 */
function lanesOf(drawn: readonly Drawn[], boxes: readonly Placed[], width: number): (number | null)[] {
  const taken = { left: 0, right: 0 }
  return drawn.map(({ from, to }, place) => {
    if (from.key === to.key || Math.abs(from.y - to.y) < 1) return null
    const others = boxes.filter(({ key }) => key !== from.key && key !== to.key)
    const met = (lane: number | null) => meets(route(from, to, place, lane), others)
    if (met(null) === 0) return null
    const reach = BOX.width / 2 + 14
    const within = (lane: number) => Math.max(MARGIN.left - 40, Math.min(width - MARGIN.right - 16, lane))
    const left = within(Math.min(from.x, to.x) - reach - 26 * taken.left)
    const right = within(Math.max(from.x, to.x) + reach + 26 * taken.right)
    const [metLeft, metRight] = [met(left), met(right)]
    const goesLeft = metLeft === metRight ? taken.left < taken.right : metLeft < metRight
    taken[goesLeft ? 'left' : 'right']++
    return goesLeft ? left : right
  })
}

const STEPS = 32
/** A line keeps away from boxes that it does not end at. */
const CLEAR = 8

/** How many boxes a line runs through. */
function meets(at: Route, boxes: readonly Placed[]): number {
  const points = Array.from({ length: STEPS - 1 }, (_, step) => pointOf(at, (step + 1) / STEPS))
  const [wide, high] = [BOX.width / 2 + CLEAR, BOX.height / 2 + CLEAR / 2]
  return boxes.filter((box) => points.some(([x, y]) => Math.abs(x - box.x) < wide && Math.abs(y - box.y) < high)).length
}

interface Route {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly c1: readonly [number, number]
  readonly c2: readonly [number, number]
  /** Which way the tip points: along the line's last stretch. */
  readonly tip: readonly [number, number]
  /** Where on the line its number stands, 0…1. */
  readonly middle: number
}

/** Where a line leaves and arrives, and the points that bend it: below the band where both ends stand in one line. */
function route(from: Placed, to: Placed, place: number, lane: number | null): Route {
  const half = BOX.height / 2
  if (lane !== null) {
    const side = lane > from.x ? 1 : -1
    const [x1, x2] = [from.x + (side * BOX.width) / 2, to.x + (side * BOX.width) / 2]
    // The curve's middle comes three quarters of the way to its control points.
    const out = lane + (lane - (x1 + x2) / 2) / 3
    return { x1, y1: from.y, x2, y2: to.y, c1: [out, from.y], c2: [out, to.y], tip: [side, 0], middle: 0.5 }
  }
  if (from.key === to.key || Math.abs(from.y - to.y) < 1) {
    const deep = from.y + half + 12 + (place % 3) * 4
    const [x1, x2] = from.key === to.key ? [from.x - 30, from.x + 30] : [from.x, to.x]
    const [y1, y2] = [from.y + half, to.y + half]
    return { x1, y1, x2, y2, c1: [x1, deep + 10], c2: [x2, deep + 10], tip: [0, 1], middle: 0.35 }
  }
  const down = to.y > from.y
  const [y1, y2] = down ? [from.y + half, to.y - half] : [from.y - half, to.y + half]
  // Lines that meet at one box arrive side by side.
  const x2 = to.x + Math.max(-BOX.width / 3, Math.min(BOX.width / 3, (from.x - to.x) / 6))
  const middle = (y1 + y2) / 2
  // A third of the way: lines to one box are still apart there.
  return { x1: from.x, y1, x2, y2, c1: [from.x, middle], c2: [x2, middle], tip: [0, down ? -1 : 1], middle: 0.35 }
}

const TIP = 7

function lineOf(edge: FlowEdge, at: Route): Shape {
  const { x1, y1, x2, y2, c1, c2 } = at
  const [dx, dy] = edge.isMutual ? [0, 0] : [at.tip[0] * TIP, at.tip[1] * TIP]
  const path = `M${px(x1)} ${px(y1)} C${px(c1[0])} ${px(c1[1])} ${px(c2[0] + dx)} ${px(c2[1] + dy)} ${px(x2 + dx)} ${px(y2 + dy)}`
  const kind = edge.isConcern ? 'p-flow p-flow-concern' : edge.isUnseen ? 'p-flow p-flow-unseen' : 'p-flow'
  return shape(
    'g',
    {},
    shape('title', {}, edge.title),
    shape('path', { d: path, class: kind, 'stroke-width': px(1 + 2.5 * edge.share) }),
    ...(edge.isMutual ? [] : [tipOf(edge, at)]),
  )
}

function tipOf(edge: FlowEdge, { x2, y2, tip: [x, y] }: Route): Shape {
  const [bx, by] = [x2 + x * TIP, y2 + y * TIP]
  return shape('path', {
    d: `M${px(x2)} ${px(y2)} L${px(bx - 5 * y)} ${px(by - 5 * x)} L${px(bx + 5 * y)} ${px(by + 5 * x)} Z`,
    class: edge.isConcern ? 'p-tip p-tip-concern' : 'p-tip',
  })
}

/** A point of the curve, 0…1 along it. */
function pointOf({ x1, y1, x2, y2, c1, c2 }: Route, at: number): readonly [x: number, y: number] {
  const along = (a: number, b: number, c: number, d: number) =>
    a * (1 - at) ** 3 + 3 * b * at * (1 - at) ** 2 + 3 * c * at ** 2 * (1 - at) + d * at ** 3
  return [along(x1, c1[0], c2[0], x2), along(y1, c1[1], c2[1], y2)]
}

/** Where the number stands: on the line. */
function countField(edge: FlowEdge, at: Route) {
  const [x, y] = pointOf(at, at.middle)
  const width = textWidth(edge.count) + 6
  return { x: px(x - width / 2), y: px(y - 8), width: px(width), height: 16 }
}

/** Over a field that keeps it legible. */
function countOf(edge: FlowEdge, { x, y, width, height }: ReturnType<typeof countField>): Shape[] {
  return [
    shape('rect', { x, y, width, height, class: 'p-field' }),
    shape(
      'text',
      { x: px(x + width / 2), y: px(y + 12), 'text-anchor': 'middle', ...(edge.isConcern ? { class: 'p-wrong' } : {}) },
      edge.count,
    ),
  ]
}
