import { describe, expect, it } from 'vitest'
import { type FlowNode, levelFlows } from './level-flows.ts'
import { svgOf } from './shape.ts'

const node = (key: string, level: string | null, isSafety = false): FlowNode => ({
  key,
  label: `device ${key}`,
  told: 'controller',
  level,
  isSafety,
})
const edge = (from: string, to: string, isConcern = false) => ({
  from,
  to,
  count: '3',
  share: 0.5,
  isConcern,
  title: `${from} programs ${to}`,
})
const words = {
  levelOf: (level: string | null) => (level === null ? 'unknown' : `level ${level}`),
  columns: ['from', 'to', 'requests'] as const,
}

describe('who acts on whom, by levels', () => {
  it('has a band for each level that somebody stands on, the office above and the unknown below', () => {
    const picture = levelFlows({
      nodes: [node('a', null), node('b', '1'), node('c', '4')],
      edges: [edge('c', 'b', true), edge('a', 'b')],
      words,
    })
    const bands = svgOf(picture, 'x').match(/level \d|unknown/g)
    expect(bands).toEqual(['level 4', 'level 1', 'unknown'])
    expect(picture.table.rows).toEqual([
      ['device c', 'device b', '3'],
      ['device a', 'device b', '3'],
    ])
  })

  it('marks what needs an eye by more than its place', () => {
    const svg = svgOf(
      levelFlows({ nodes: [node('a', '4'), node('b', '1', true)], edges: [edge('a', 'b', true)], words }),
      'x',
    )
    expect(svg).toContain('p-flow-concern')
    expect(svg).toContain('p-node-safety')
    expect(svg).toContain('<title>a programs b</title>')
  })

  it('stays within its width, however many stand on one level', () => {
    const nodes = Array.from({ length: 40 }, (_, i) => node(String(i), '1'))
    const picture = levelFlows({ nodes, edges: [edge('0', '39'), edge('5', '5')], words }, 600)
    const rights = [...svgOf(picture, 'x').matchAll(/<rect x="([-\d.]+)" y="[-\d.]+" width="([\d.]+)"/g)]
    for (const [, x, width] of rights) {
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(600)
    }
  })

  it('leaves out a line to somebody who is not drawn', () => {
    expect(levelFlows({ nodes: [node('a', '1')], edges: [edge('a', 'gone')], words }).table.rows).toEqual([])
  })

  it('offers what opens as targets, lines first and each over its number or its box', () => {
    const nodes = [node('a', '4'), { ...node('b', '1'), opens: true }]
    const picture = levelFlows({ nodes, edges: [{ ...edge('a', 'b'), key: 'a-b' }], words })
    expect(picture.targets?.map(({ key, label }) => [key, label])).toEqual([
      ['a-b', 'a programs b'],
      ['b', 'device b · controller'],
    ])
    for (const { x, y, width, height } of picture.targets ?? []) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(picture.width)
      expect(y + height).toBeLessThanOrEqual(picture.height)
    }
    expect(levelFlows({ nodes, edges: [], words }).targets).toHaveLength(1)
    expect(levelFlows({ nodes: [node('a', '4')], edges: [edge('a', 'a')], words }).targets).toBeUndefined()
  })

  it.each([440, 720, 1040])('takes a line round the boxes between its ends, %i px wide', (width) => {
    const nodes = [node('office', '4'), node('dmz', '3.5'), node('site', '3'), node('hmi', '2'), node('plc', '1')]
    const far = { ...edge('office', 'hmi', true), key: 'far' }
    const straight = { ...edge('office', 'dmz'), key: 'near' }
    const boxes = levelFlows(
      { nodes: nodes.map((one) => ({ ...one, opens: true })), edges: [far, straight], words },
      width,
    )
    const [round, near, , dmz, site] = boxes.targets!
    const middle = (target: typeof round) => target!.x + target!.width / 2
    // Its number stands beside the boxes that it passes, that of the straight one on the way.
    for (const box of [dmz!, site!])
      expect(round!.x >= box.x + box.width || round!.x + round!.width <= box.x).toBe(true)
    expect(Math.abs(middle(near) - middle(dmz))).toBeLessThan(1)
  })

  it('goes round on the side where nobody stands in the way', () => {
    const nodes = [node('office', '4'), node('hmi', '2'), node('sis', '1'), node('plc', '1')]
    const edges = [
      edge('office', 'hmi'),
      edge('hmi', 'sis'),
      edge('hmi', 'plc'),
      { ...edge('office', 'plc'), key: 'past' },
    ]
    const picture = levelFlows({ nodes: nodes.map((one) => ({ ...one, opens: true })), edges, words }, 720)
    const [past, office, , sis, plc] = picture.targets!
    expect(plc!.x).toBeGreaterThan(sis!.x)
    expect(past!.x).toBeGreaterThan(office!.x + office!.width)
  })

  it('draws what nobody can see as a gap, and what goes both ways without a tip', () => {
    const edges = [{ ...edge('a', 'b'), isUnseen: true, isMutual: true }]
    const svg = svgOf(levelFlows({ nodes: [node('a', '4'), node('b', '1')], edges, words }), 'x')
    expect(svg).toContain('p-flow-unseen')
    expect(svg).not.toContain('p-tip')
  })
})
