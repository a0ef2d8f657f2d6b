import { expect, test } from 'vitest'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record } from '#core/record/testing.ts'
import { recordIndicators } from './record-indicators.ts'

const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators
    .find((one) => one.id === id)!
    .steps(records, asking(within))
    .map(({ from, value }) => `${from} ${value}`)

test('a lifecycle standard governs from procurement to disposal, or it is none', () => {
  const standard = (phases: string[]) => [record('lifecycle-standard', '2025-01-01', { title: 'S', phases })]
  const all = ['procurement', 'deployment', 'renewal', 'disposal']
  expect(told('assets.lifecycleStandard', standard(all))).toEqual(['2025-01-01 true'])
  expect(told('assets.lifecycleStandard', standard(all.slice(1)))).toEqual(['2025-01-01 false'])
})

test('an asset with an open conflict does not stand in the CMDB', () => {
  const sync = [record('cmdb-sync', '2025-01-10', { assets: 100, synchronised: 95, conflicts: 10 })]
  expect(told('assets.cmdbShare', sync, 'P31D')).toEqual(['2025-01-10 0.85', '2025-02-11 null'])
})

test('vulnerability assessments tell their coverage, and what was decided in time of all that was found', () => {
  const run = (day: string, assetsCovered: number, found: number, decidedInTime: number) =>
    record('vulnerability-assessment', day, { method: 'advisories', assets: 100, assetsCovered, found, decidedInTime })
  const records = [run('2025-01-10', 60, 20, 10), run('2025-02-10', 40, 20, 20)]
  expect(told('assets.vulnerabilityAssessedShare', records)).toEqual(['2025-01-10 0.6'])
  expect(told('assets.vulnerabilityDecidedShare', records)).toEqual(['2025-01-10 0.5', '2025-02-10 0.75'])
  expect(told('assets.vulnerabilityRun', records)).toEqual(['2025-01-10 true', '2025-02-10 true'])
})

test('a prediction counts with a known error, once a plan uses it', () => {
  const prediction = (day: string, data: DatedRecord['data']) =>
    record('predictive-maintenance', day, { model: 'M', ...data })
  const records = [
    prediction('2025-01-10', { usedInPlan: true }),
    prediction('2025-02-10', { usedInPlan: false, error: 0.1 }),
    prediction('2025-03-10', { usedInPlan: true, error: 0.1 }),
  ]
  expect(told('assets.predictionsUsed', records)).toEqual(['2025-03-10 2025-03-10'])
})
