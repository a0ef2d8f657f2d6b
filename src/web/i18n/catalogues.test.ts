import { expect, test } from 'vitest'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { type MessageId, textOf } from './text.tsx'

const ids = Object.keys(en) as MessageId[]
/** The names of the values that a message takes, at any depth. */
const valuesOf = (message: string) =>
  new Set([...message.matchAll(/\{\s*(\w+)\s*(?:,\s*(?:plural|number|select)|\})/g)].map((found) => found[1]))

test('both languages hold the same ids, and none is empty', () => {
  expect(Object.keys(ja).sort()).toEqual([...ids].sort())
  for (const id of ids) {
    expect(en[id].trim(), id).not.toBe('')
    expect(ja[id].trim(), id).not.toBe('')
  }
})

test('Japanese names no value that English does not have', () => {
  for (const id of ids) {
    const known = valuesOf(en[id])
    for (const name of valuesOf(ja[id])) expect(known, id).toContain(name)
  }
})

test('every message can be said in both languages', () => {
  const texts = [textOf('en', en), textOf('ja', ja)]
  for (const id of ids) {
    const values = Object.fromEntries([...valuesOf(en[id])].map((name) => [name as string, 3]))
    for (const text of texts) {
      const said = text.t(id, values)
      expect(said, id).not.toMatch(/[{}]/)
      expect(said, id).not.toBe(id)
    }
  }
})

test('Japanese is Japanese: only names, units and signs are the same in both languages', () => {
  const same = ids.filter((id) => en[id] === ja[id])
  const names = [
    ...['ui.export', 'ui.exportExcel', 'department.ot', 'department.it'],
    ...['boundary.slt', 'policy.export.json', 'policy.export.rfc8519'],
  ]
  expect(same.toSorted()).toEqual(names.filter((id) => same.includes(id as MessageId)).toSorted())
})

test('a count is said in the singular and in the plural', () => {
  const { t } = textOf('en', en)
  expect(t('today.missingAt', { count: 1 })).toBe('missing at one plant')
  expect(t('today.missingAt', { count: 4 })).toBe('missing at 4 plants')
})
