import { expect, test } from 'vitest'
import { readCrosswalk } from './crosswalk.ts'

const catalogues = [{ id: 'csf', name: 'A framework', version: '2.0' }]
const mapping = (more: Record<string, unknown>) => ({
  catalogues,
  mappings: [{ criterion: '2.1', relation: 'equal', ids: { csf: ['ID.AM-01'] }, ...more }],
})

test('a mapping is by ids and relation; what is not said is not so', () => {
  const { value, faults } = readCrosswalk(mapping({}), ['2.1'])
  expect(faults).toEqual([])
  expect(value?.mappings).toEqual([
    { criterion: '2.1', relation: 'equal', inverse: false, weak: false, ids: { csf: ['ID.AM-01'] } },
  ])
})

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown criterion', { criterion: '9.9' }, 'there is no criterion 9.9'],
  ['an unknown catalogue', { ids: { gone: ['1'] } }, 'is no catalogue named above'],
  ['an unknown relation', { relation: 'similar' }, 'one of equal'],
  ['a text of the catalogue', { text: 'Inventories are maintained' }, 'is no key known here'],
])('%s is a fault', (_, more, expected) => {
  const { value, faults } = readCrosswalk(mapping(more), ['2.1'])
  expect(value).toBeNull()
  expect(faults.map((fault) => fault.reason).join('\n')).toContain(expected)
})
