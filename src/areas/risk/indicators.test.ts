import { expect, test } from 'vitest'
import { NEVER } from '#core/record/none.ts'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record, weHaveNone } from '#core/record/testing.ts'
import { recordIndicators } from './index.ts'

const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators
    .find((one) => one.id === id)!
    .steps(records, asking(within))
    .map(({ from, value }) => `${from} ${value}`)

const assessment = (day: string, data: DatedRecord['data'] = {}) =>
  record('risk-assessment', day, { title: 'RA', method: 'iec62443', ...data })

test('any method is an assessment; only one by zones covers zones', () => {
  const records = [
    assessment('2025-01-10', { method: 'other', zones: 4, zonesCovered: 4 }),
    assessment('2025-06-10', { zones: 10, zonesCovered: 9 }),
  ]
  expect(told('risk.assessmentDate', records)).toHaveLength(2)
  expect(told('risk.zoneAssessment', records)).toEqual(['2025-06-10 2025-06-10'])
  expect(told('risk.zonesCoveredShare', records, 'P1Y')).toEqual(['2025-06-10 0.9', '2026-06-11 null'])
})

test('a flag left empty tells nothing; a plant without hazards needs no link', () => {
  expect(told('risk.allRequirements', [assessment('2025-01-10')])).toEqual([])
  expect(told('risk.linkedToStudy', [assessment('2025-01-10')])).toEqual([])
  expect(told('risk.linkedToStudy', [assessment('2025-01-10', { safetyLink: 'no-hazards' })])).toEqual([
    '2025-01-10 true',
  ])
  expect(told('risk.linkedToStudy', [assessment('2025-01-10', { safetyLink: 'not-linked' })])).toEqual([
    '2025-01-10 false',
  ])
})

test('"we have none" says never, not assessed, and no zone covered', () => {
  const none = [weHaveNone('risk-assessment', '2025-01-10')]
  expect(told('risk.assessmentDate', none)).toEqual([`2025-01-10 ${NEVER}`])
  expect(told('risk.assessed', none)).toEqual(['2025-01-10 false'])
  expect(told('risk.zonesCoveredShare', none)).toEqual(['2025-01-10 0'])
})

test('the register counts OT risks and their owners', () => {
  const review = [record('risk-register-review', '2025-01-10', { otRisks: 10, otRisksOwned: 8 })]
  expect(told('risk.otRisksInRegister', review)).toEqual(['2025-01-10 10'])
  expect(told('risk.otRisksOwnedShare', review)).toEqual(['2025-01-10 0.8'])
  expect(
    told('risk.otRisksOwnedShare', [record('risk-register-review', '2025-01-10', { otRisks: 0, otRisksOwned: 0 })]),
  ).toEqual([])
})

test('risk decides an investment where a decision is named', () => {
  const evaluation = (day: string, data: DatedRecord['data']) =>
    record('quantified-risk', day, { scenarios: 20, scenariosQuantified: 19, ...data })
  const records = [
    evaluation('2025-01-10', { decision: ' ' }),
    evaluation('2025-02-10', { decision: 'Diode for unit 3', simulation: true }),
  ]
  expect(told('risk.investmentByRisk', records)).toEqual(['2025-02-10 2025-02-10'])
  expect(told('risk.portfolioSimulated', records)).toEqual(['2025-02-10 2025-02-10'])
  expect(told('risk.quantifiedShare', records)[0]).toBe('2025-01-10 0.95')
})

test('an insurance covers OT until its policy ends', () => {
  const policy = [record('insurance', '2025-01-01', { coversOt: true }, { effectiveTo: '2025-12-31' })]
  expect(told('risk.insuranceCoversOt', policy)).toEqual(['2025-01-01 true', '2026-01-01 false'])
})
