import { describe, expect, test } from 'vitest'
import { NEVER } from '#core/record/none.ts'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record, weHaveNone } from '#core/record/testing.ts'
import { recordIndicators } from './record-indicators.ts'

const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators
    .find((one) => one.id === id)!
    .steps(records, asking(within))
    .map(({ from, value }) => `${from} ${value}`)

const boundary = (kind: string, data: DatedRecord['data'] = {}) => record('boundary', '2025-01-01', { kind, ...data })

describe('the boundary', () => {
  test('a firewall has a policy from the day it was reviewed, and is known to be no air gap', () => {
    const records = [boundary('firewall-dmz', { policyReviewedOn: '2025-03-01' })]
    expect(told('network.boundaryInForce', records)).toEqual(['2025-01-01 true'])
    expect(told('network.boundaryPolicy', records)).toEqual(['2025-01-01 false', '2025-03-01 true'])
    expect(told('network.airGapEvidence', records)).toEqual([`2025-01-01 ${NEVER}`])
    expect(told('network.separationClear', records)).toEqual(['2025-01-01 false', '2025-03-01 true'])
  })

  test('an air gap or a diode has no policy but its evidence', () => {
    for (const kind of ['air-gap', 'diode']) {
      const records = [boundary(kind, { evidencedOn: '2025-02-01' })]
      expect(told('network.boundaryPolicy', records)).toEqual(['2025-01-01 false'])
      expect(told('network.airGapEvidence', records)).toEqual([`2025-01-01 ${NEVER}`, '2025-02-01 2025-02-01'])
      expect(told('network.separationClear', records)).toEqual(['2025-01-01 false', '2025-02-01 true'])
    }
  })

  test('a plant without one says so once for all', () => {
    const none = [weHaveNone('boundary', '2025-01-01')]
    expect(told('network.boundaryInForce', none)).toEqual(['2025-01-01 false'])
    expect(told('network.boundaryPolicy', none)).toEqual(['2025-01-01 false'])
    expect(told('network.airGapEvidence', none)).toEqual([`2025-01-01 ${NEVER}`])
  })
})

test('a violation counts when open too long, unless it is accepted and the acceptance has not run out', () => {
  const check = (day: string, data: DatedRecord['data']) =>
    record('segmentation-check', day, { violations: 5, overdue: 2, ...data })
  const id = 'network.openViolations'
  expect(told(id, [check('2025-01-10', {})], 'P31D')).toEqual(['2025-01-10 2', '2025-02-11 null'])
  expect(told(id, [check('2025-01-10', { accepted: 2, acceptedUntil: '2025-06-30' })], 'P31D')[0]).toBe('2025-01-10 0')
  expect(told(id, [check('2025-01-10', { accepted: 2 })], 'P31D')[0]).toBe('2025-01-10 2')
  expect(told(id, [check('2025-01-10', { overdue: 0 })], 'P31D')[0]).toBe('2025-01-10 0')
})

test('an acceptance that ends between two checks counts no longer from that day', () => {
  const records = [
    record('segmentation-check', '2025-01-10', { violations: 1, overdue: 1, accepted: 1, acceptedUntil: '2025-01-20' }),
  ]
  expect(told('network.openViolations', records, 'P31D')).toEqual(['2025-01-10 0', '2025-01-21 1', '2025-02-11 null'])
})

test('sessions with a person are a share over the logs of the window', () => {
  const log = (day: string, sessions: number, namedSessions: number) =>
    record('access-log', day, { sessions, namedSessions })
  const records = [log('2025-01-31', 100, 40), log('2025-02-28', 100, 80)]
  expect(told('network.namedSessionShare', records, 'P3M').slice(0, 2)).toEqual(['2025-01-31 0.4', '2025-02-28 0.6'])
  expect(told('network.accessLogged', records)).toHaveLength(2)
})
