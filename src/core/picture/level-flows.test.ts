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
})
