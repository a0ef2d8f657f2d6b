import { describe, expect, test } from 'vitest'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record, weHaveNone } from '#core/record/testing.ts'
import { recordIndicators } from './index.ts'

const steps = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators.find((one) => one.id === id)!.steps(records, asking(within))
const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  steps(id, records, within).map(({ from, value }) => `${from} ${value}`)

const study = (
  day: string,
  unit: string,
  causes: number | null,
  considered: number | null,
  more: DatedRecord['data'] = {},
) =>
  record(
    'process-safety-study',
    day,
    {
      reference: `HZ ${day} ${unit}`,
      type: 'hazop',
      unit,
      programmableCauses: causes,
      cyberConsidered: considered,
      ...more,
    },
    { id: `${day} ${unit}` },
  )

describe('cyber in the studies', () => {
  const id = 'safety.cyberConsideredShare'

  test('a study counts when every programmable cause and safeguard was considered', () => {
    const records = [study('2025-01-10', 'R1', 12, 12), study('2025-02-10', 'R2', 12, 11)]
    expect(told(id, records, 'P5Y')).toEqual(['2025-01-10 1', '2025-02-10 0.5'])
  })

  test('a study that says nothing of cyber did not consider it', () => {
    expect(told(id, [study('2025-01-10', 'R1', 12, null), study('2025-02-10', 'R2', null, null)], 'P5Y')).toEqual([
      '2025-01-10 0',
      '2025-02-10 0',
    ])
  })

  test('studies before the practice began do not count, but for the latest of each unit', () => {
    const records = [
      study('2022-01-10', 'R1', 8, 0),
      study('2023-01-10', 'R2', 8, 0),
      study('2024-01-10', 'R1', 8, 8),
      study('2025-01-10', 'R3', 8, 8),
    ]
    // R1 was looked at again, R2 was not.
    expect(told(id, records, 'P5Y').at(-1)).toBe(`2025-01-10 ${2 / 3}`)
    expect(steps(id, records, 'P5Y').at(-1)?.records[0]).toBe('record:2023-01-10 R2')
  })

  test('the latest study of a hazardous unit counts however old it is', () => {
    const records = [study('2015-01-10', 'R1', 8, 0), study('2025-01-10', 'R2', 8, 8)]
    expect(told(id, records, 'P5Y').at(-1)).toBe('2025-01-10 0.5')
  })

  test('a unit with nothing programmable or nothing hazardous asks for nothing', () => {
    const records = [study('2025-01-10', 'R1', 0, 0), study('2025-02-10', 'R2', 5, 0, { hazardous: false })]
    expect(told(id, records, 'P5Y')).toEqual([])
  })

  test('one case is enough for the pilot', () => {
    const records = [study('2025-01-10', 'R1', 12, 0), study('2025-02-10', 'R2', 12, 3)]
    expect(told('safety.cyberInAnyStudy', records, 'P5Y')).toEqual([
      '2025-01-10 false',
      '2025-02-10 true',
      '2030-02-11 null',
    ])
  })
})

test('scenarios are counted in the latest study of each unit', () => {
  const with_ = (kept: number) => ({ scenarios: 10, scenariosIndependentLayer: kept })
  const records = [
    study('2024-01-10', 'R1', 1, 1, with_(2)),
    study('2025-01-10', 'R1', 1, 1, with_(9)),
    study('2025-02-10', 'R2', 1, 1, with_(10)),
  ]
  expect(told('safety.independentLayerShare', records, 'P5Y').slice(0, 3)).toEqual([
    '2024-01-10 0.2',
    '2025-01-10 0.9',
    '2025-02-10 0.95',
  ])
})

describe('SIS', () => {
  const id = 'safety.sisAssessedShare'
  const sis = (tag: string, to: string | null = null) =>
    record('sis-register', '2024-01-01', { sis: tag }, { id: tag, effectiveTo: to })
  const assessed = (day: string, tag: string, cyberInSil = true) =>
    record('sis-assessment', day, { sis: tag, cyberInSil })

  test('each registered one must be assessed within the window; tags are matched as people write them', () => {
    const records = [
      sis('SIS-101'),
      sis('SIS-102'),
      assessed('2025-01-10', 'sis 101'),
      assessed('2025-02-10', 'ＳＩＳ-102'),
    ]
    expect(told(id, records, 'P1Y')).toEqual([
      '2024-01-01 0',
      '2025-01-10 0.5',
      '2025-02-10 1',
      '2026-01-11 0.5',
      '2026-02-11 0',
    ])
  })

  test('one that was taken out of service asks for nothing any more', () => {
    expect(told(id, [sis('A', '2024-12-31'), sis('B'), assessed('2025-01-10', 'B')]).at(-1)).toBe('2025-01-10 1')
  })

  test('without a register nobody knows how many there are', () => {
    expect(told(id, [assessed('2025-01-10', 'A'), weHaveNone('sis-assessment', '2025-02-01')])).toEqual([])
  })

  test('"none assessed" is 0 of those registered, and an assessment of all of them is 1', () => {
    expect(told(id, [sis('A'), weHaveNone('sis-assessment', '2025-02-01')]).at(-1)).toBe('2025-02-01 0')
    expect(told(id, [sis('A'), sis('B'), assessed('2025-03-01', '*')]).at(-1)).toBe('2025-03-01 1')
  })

  test('SIL with the cyber contribution is a share of the assessments', () => {
    const records = [assessed('2025-01-10', 'A'), assessed('2025-01-11', 'B', false)]
    expect(told('safety.silWithCyberShare', records, 'P1Y').slice(0, 2)).toEqual(['2025-01-10 1', '2025-01-11 0.5'])
  })
})
