import { expect, test } from 'vitest'
import { toCsv } from './export.ts'

test('nothing in an export is taken for a formula', () => {
  expect(toCsv([['=1+1', '+49', '@x', '-5', -5]])).toBe("'=1+1,'+49,'@x,'-5,-5")
})

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(toCsv([['a,b', 'say "x"', 'two\nlines', null]])).toBe('"a,b","say ""x""","two\nlines",')
})
