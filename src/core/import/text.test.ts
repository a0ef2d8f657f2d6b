import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerpt, fold, tidy, tidyLines } from './text.ts'

describe('a short text loses its widths, not its meaning', () => {
  test.each([
    ['ＰＬＣ－１０１', 'PLC-101'],
    ['PLCー101', 'PLC-101'],
    ['　反応器　ＰＬＣ ', '反応器 PLC'],
    ['ﾎﾟﾝﾌﾟ', 'ポンプ'],
    ['サーバー', 'サーバー'],
    ['第①反応器、予備（２号）', '第①反応器、予備（2号）'],
    ['流量 １０㎥', '流量 10㎥'],
    ['ＣＰ－３４３の予備', 'CP-343の予備'],
    ['A\u200bB\u0000', 'AB'],
    ['二行\nの名前', '二行 の名前'],
  ])('%s', (written, kept) => expect(tidy(written)).toBe(kept))
})

test('tidying what is tidy changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(tidy(tidy(text))).toBe(tidy(text))
    }),
  )
})

test('a long text keeps its lines and its punctuation', () => {
  expect(tidyLines('　手順（案）、１版\r\n・確認\r')).toBe('手順（案）、１版\n・確認')
})

test('titles are compared without width, case, spaces and marks', () => {
  expect(fold('Tag No.※')).toBe(fold('ｔａｇ　ＮＯ'))
  expect(fold('effectiveFrom')).toBe(fold('Effective from'))
})

test('a bad value is shown on one line in at most 40 characters', () => {
  expect([...excerpt(`a\n${'漢'.repeat(100)}`)]).toHaveLength(40)
  expect(excerpt('short')).toBe('short')
})
