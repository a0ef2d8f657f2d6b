import { expect, test } from 'vitest'
import { problemOf } from './fault-problem.ts'

test('a fault that ends a sheet is refused, any other is a note, both in two languages', () => {
  const broken = problemOf({ sheet: '台帳', reason: 'broken XML: unclosed tag: row' })
  expect(broken).toMatchObject({
    severity: 'refused',
    sheet: '台帳',
    row: null,
    reason: { ja: expect.stringMatching(/これ以降の行/) },
  })
  const quote = problemOf({ row: 11, reason: 'a quotation mark that is never closed' })
  expect(quote).toMatchObject({
    severity: 'note',
    sheet: null,
    row: 11,
    reason: { ja: '閉じられていない引用符（"）があります' },
  })
})

test('an unknown fault keeps its words', () => {
  expect(problemOf({ reason: 'something new' }).reason.ja).toContain('something new')
})
