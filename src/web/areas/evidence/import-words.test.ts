import { expect, test } from 'vitest'
import { readRows } from './import-words.ts'

test('rows are read as people write them', () => {
  expect(readRows('5, 9-11', 'Assets')?.map((one) => one.row)).toEqual([5, 9, 10, 11])
  expect(readRows('設備台帳!5、７', null)).toEqual([
    { sheet: '設備台帳', row: 5 },
    { sheet: null, row: 7 },
  ])
  expect(readRows('', 'Assets')).toEqual([])
})

test.each(['five', '9-5', '0', '1-99999999', '3;x'])(
  '%s is no list of rows, and leaves nothing out by mistake',
  (typed) => {
    expect(readRows(typed, null)).toBeNull()
  },
)
