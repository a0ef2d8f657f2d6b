import { describe, expect, test } from 'vitest'
import { readChoice, readFlag, splitChoices } from './choices.ts'

const option = (key: string, en: string, ja: string) => ({ key, label: { en, ja } })
const criticality = [
  option('high', 'High', '高'),
  option('medium', 'Medium', '中'),
  option('higher', 'Higher than high', '最高'),
]
const departments = [
  option('ot', 'Production (OT)', '製造部門（OT）'),
  option('it', 'Information systems', '情報システム部'),
  option('process-safety', 'Process safety, EHS', '保安・環境'),
]

describe('yes and no are read in both languages', () => {
  test.each([
    '○',
    '◯',
    '〇',
    '◎',
    '✓',
    'はい',
    '有',
    'あり',
    '済',
    '実施済み',
    'YES',
    'ｙｅｓ',
    'Y',
    'TRUE',
    '1',
    '１',
    'レ',
  ])('%s is yes', (text) => expect(readFlag(text)).toBe(true))
  test.each(['×', '✕', '✗', 'いいえ', '無', 'なし', '未', '未実施', 'no', 'N', 'False', '0'])('%s is no', (text) =>
    expect(readFlag(text)).toBe(false),
  )
  test.each(['△', 'x', 'Ｘ', '?', '不明', 'maybe', '2', '-', '＝'])('%s is neither', (text) =>
    expect(readFlag(text)).toBeNull(),
  )
  test('a boolean cell and its number are themselves', () => {
    expect([readFlag(true), readFlag(false), readFlag(1), readFlag(0)]).toEqual([true, false, true, false])
  })
})

describe('an option is found by its key, its labels, and the code or brackets around them', () => {
  test.each([
    ['high', 'high'],
    ['HIGH', 'high'],
    ['Ｈｉｇｈ', 'high'],
    ['高', 'high'],
    ['1: 高', 'high'],
    ['高 - High', 'high'],
    ['中', 'medium'],
    ['最高', 'higher'],
  ])('%s is %s', (text, key) => expect(readChoice(text, criticality)).toBe(key))

  test.each([
    ['製造部門', 'ot'],
    ['OT', 'ot'],
    ['ot', 'ot'],
    ['process safety', 'process-safety'],
    ['Process Safety, EHS', 'process-safety'],
  ])('%s is %s', (text, key) => expect(readChoice(text, departments)).toBe(key))
})

test('an option is never guessed by likeness', () => {
  expect(readChoice('hig', criticality)).toBeNull()
  expect(readChoice('低', criticality)).toBeNull()
})

test('words that two options claim are told as such', () => {
  expect(readChoice('A', [option('a1', 'A (old)', '旧'), option('a2', 'A (new)', '新')])).toBe('several')
})

test('a cell with several options is cut, but not inside a label', () => {
  expect(splitChoices('OT; Process safety, EHS', departments)).toEqual(['OT', 'Process safety, EHS'])
  expect(splitChoices('OT、IT／保安・環境', departments).map((part) => readChoice(part, departments))).toContain('ot')
  expect(splitChoices('製造部門・情報システム部', departments)).toEqual(['製造部門', '情報システム部'])
})
