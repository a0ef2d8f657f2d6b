import { expect, test } from 'vitest'
import type { Standing, Verdict } from '#contract/maturity.ts'
import { type CriterionFacts, levelCell } from './fleet.ts'

const criteria: CriterionFacts[] = [
  { id: '1.1', level: 1, aspect: null, kind: 'symptom', list: 'checklist' },
  { id: '2.1', level: 2, aspect: null, kind: 'criterion', list: 'checklist' },
  { id: '2.2', level: 2, aspect: null, kind: 'criterion', list: 'checklist' },
  { id: '3.4', level: 3, aspect: null, kind: 'criterion', list: 'checklist' },
  { id: 'A2.1', level: 2, aspect: 'A', kind: 'criterion', list: 'characteristic' },
]
const verdict = (criterion: string, word: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict => ({
  criterion,
  kind: criterion === '1.1' ? 'symptom' : 'criterion',
  asked: true,
  verdict: word,
  inGrace: false,
  share: word === 'met' ? 1 : 0,
  strength: word === 'unknown' ? null : 'measured',
  over: 'each',
  blockedBy: [],
  validUntil: null,
  because: [],
  ...more,
})
const standing = (level: number, verdicts: Verdict[]): Standing => ({
  level,
  aspects: { A: 1 },
  symptoms: [],
  next: { level: 3, met: 0, of: 1, unknown: 0 },
  verdicts,
})

test('a plant of which nothing is known is not drawn as if it had been measured', () => {
  const unknown = standing(1, [verdict('1.1', 'unknown'), verdict('2.1', 'unknown'), verdict('2.2', 'unknown')])
  expect(levelCell(unknown, criteria, null, null, '2026-11-23').basis.proof).toBe('none')
})

test('one attestation among measurements is enough to hatch the cell', () => {
  const some = standing(2, [verdict('2.1', 'met'), verdict('2.2', 'met', { strength: 'attested' })])
  expect(levelCell(some, criteria, null, null, '2026-11-23').basis.proof).toBe('attested')
})

test('an edge is dotted where something that is met lapses within thirty days', () => {
  const at = (validUntil: string) =>
    levelCell(standing(2, [verdict('2.1', 'met', { validUntil })]), criteria, null, null, '2026-11-23').basis.stale
  expect(at('2026-12-23')).toBe(true)
  expect(at('2026-12-24')).toBe(false)
})

test('the next level counts only what is asked of the plant', () => {
  const major = standing(2, [verdict('2.1', 'met'), verdict('2.2', 'met'), verdict('3.4', 'unknown', { asked: false })])
  expect(levelCell(major, criteria, null, null, '2026-11-23').next).toEqual({ level: 3, met: 0, of: 0, unknown: 0 })
})

test('a level lost since last quarter is told', () => {
  expect(levelCell(standing(1, []), criteria, null, standing(2, []), '2026-11-23').moved).toBe(-1)
})

test('at the top there is no next level', () => {
  expect(levelCell(standing(3, []), criteria, null, null, '2026-11-23').next).toBeNull()
})
