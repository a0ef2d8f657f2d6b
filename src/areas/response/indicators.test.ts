import { describe, expect, test } from 'vitest'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record, weHaveNone } from '#core/record/testing.ts'
import { recordIndicators } from './index.ts'

const steps = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators.find((one) => one.id === id)!.steps(records, asking(within))
const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  steps(id, records, within).map(({ from, value }) => `${from} ${value}`)

const drill = (day: string, data: DatedRecord['data'] = {}) =>
  record('drill', day, {
    reference: `DR ${day}`,
    type: 'integrated',
    departments: ['ot', 'it'],
    reviewedBy: 'Sato',
    ...data,
  })
const finding = (drillDay: string, data: DatedRecord['data'], id = 'f1') =>
  record('drill-finding', drillDay, { drill: `dr-${drillDay}`, finding: 'x', ...data }, { id })

describe('the incident procedure', () => {
  const procedure = (day: string, state: string) => record('incident-procedure', day, { title: 'IR-01', state })

  test('a draft exists and is not in force', () => {
    expect(told('response.procedureExists', [procedure('2025-01-01', 'draft')])).toEqual(['2025-01-01 true'])
    expect(told('response.procedureInForce', [procedure('2025-01-01', 'draft')])).toEqual(['2025-01-01 false'])
  })

  test('is in force from its day on', () => {
    const records = [procedure('2025-01-01', 'draft'), procedure('2025-04-01', 'in-force')]
    expect(told('response.procedureInForce', records)).toEqual(['2025-01-01 false', '2025-04-01 true'])
  })

  test('"we have none" is known at once', () => {
    expect(told('response.procedureExists', [weHaveNone('incident-procedure', '2025-01-01')])).toEqual([
      '2025-01-01 false',
    ])
  })
})

describe('drills', () => {
  test('an integrated drill counts with OT and IT in it and a second person behind its findings', () => {
    const records = [
      drill('2025-01-10', { departments: ['ot'] }),
      drill('2025-02-10', { reviewedBy: null }),
      drill('2025-03-10', { type: 'tabletop' }),
      drill('2025-04-10'),
    ]
    expect(told('response.integratedDrill', records)).toEqual(['2025-04-10 2025-04-10'])
    expect(told('response.tabletop', records)).toHaveLength(4)
  })

  test('a red-team exercise counts once it says what was detected and what was missed', () => {
    const records = [
      drill('2025-01-10', { type: 'red-team' }),
      drill('2025-02-10', { type: 'red-team', techniquesDetected: 4, techniquesMissed: 3 }),
    ]
    expect(told('response.redTeam', records)).toEqual(['2025-02-10 2025-02-10'])
    expect(told('response.training', records)).toEqual([])
  })

  test('attendance is the share of the named roles over the trainings of the window', () => {
    const records = [
      drill('2025-01-10', { rolesNamed: 10, rolesPresent: 8 }),
      drill('2025-03-10', { rolesNamed: 10, rolesPresent: 10 }),
    ]
    expect(told('response.trainingAttendance', records, 'P3M')).toEqual([
      '2025-01-10 0.8',
      '2025-03-10 0.9',
      '2025-04-11 1',
      '2025-06-11 null',
    ])
  })
})

describe('due findings', () => {
  const id = 'response.dueFindingsReflected'

  test('a drill without findings leaves nothing open', () => {
    expect(told(id, [drill('2025-01-10', { findings: 0 })])).toEqual(['2025-01-10 1'])
  })

  test('a finding counts against the drill from the day after it is due until it is closed', () => {
    const records = [drill('2025-01-10'), finding('2025-01-10', { due: '2025-02-10', closedOn: '2025-03-05' })]
    expect(told(id, records)).toEqual(['2025-01-10 1', '2025-02-11 0', '2025-03-05 1'])
  })

  test('a revision of the procedure reflects it as well as closing does', () => {
    const records = [drill('2025-01-10'), finding('2025-01-10', { due: '2025-02-10', reflectedOn: '2025-02-01' })]
    expect(steps(id, records).every((step) => step.value === 1)).toBe(true)
  })

  test('no due date lies later than ninety days after the drill', () => {
    const records = [drill('2025-01-10'), finding('2025-01-10', { due: '2026-12-31' })]
    expect(told(id, records)).toEqual(['2025-01-10 1', '2025-04-11 0'])
  })

  test('a finding that was counted and never written down falls due and stays open', () => {
    const records = [
      drill('2025-01-10', { findings: 2 }),
      finding('2025-01-10', { due: '2025-02-10', closedOn: '2025-02-01' }),
    ]
    expect(told(id, records).at(-1)).toBe('2025-04-11 0.5')
  })

  test('the open ones stand first among the reasons', () => {
    const records = [
      drill('2025-01-10'),
      finding('2025-01-10', { due: '2025-02-10', closedOn: '2025-02-01' }, 'closed'),
      finding('2025-01-10', { due: '2025-02-10' }, 'open'),
    ]
    expect(steps(id, records).at(-1)).toMatchObject({ value: 0.5, records: ['record:open', 'record:closed'] })
  })

  test('without any drill nothing is known', () => {
    expect(told(id, [finding('2025-01-10', { due: '2025-02-10' })])).toEqual([])
  })
})

describe('detecting and answering', () => {
  test('OT detection is alive on the day of its last sign of life', () => {
    const source = (data: DatedRecord['data']) =>
      record('alert-source', '2025-01-01', {
        name: 'IDS 1',
        side: 'ot',
        type: 'ids',
        zones: 8,
        zonesCovered: 4,
        ...data,
      })
    const records = [source({ aliveOn: '2025-06-01' })]
    expect(told('response.otDetectionAlive', records)).toEqual(['2025-06-01 2025-06-01'])
    expect(told('response.otDetectionZoneShare', records, 'P31D')).toEqual(['2025-06-01 0.5', '2025-07-03 null'])
    expect(told('response.otDetectionAlive', [source({ side: 'it', aliveOn: '2025-06-01' })])).toEqual([])
  })

  test('hours of a rota count only with OT and IT competence on every shift', () => {
    const rota = (day: string, ot: boolean) =>
      record('soc-rota', day, { hoursPerWeek: 168, otCompetence: ot, itCompetence: true })
    expect(told('response.socHours', [rota('2025-01-01', false), rota('2025-05-01', true)])).toEqual([
      '2025-01-01 0',
      '2025-05-01 168',
    ])
  })

  test('a run is automated when an alert triggered it, no hand finished it and the safety gate held it', () => {
    const run = (day: string, data: DatedRecord['data'] = {}) =>
      record('playbook-run', day, { trigger: 'alert', finishedUnattended: true, safetyGate: true, ...data })
    const records = [
      run('2025-01-01', { safetyGate: false }),
      run('2025-01-02', { trigger: 'test' }),
      run('2025-01-03', { finishedUnattended: false }),
      run('2025-01-04'),
    ]
    expect(told('response.automatedRun', records)).toEqual(['2025-01-04 2025-01-04'])
    expect(told('response.safetyGatedShare', records).at(-1)).toBe('2025-01-04 0.75')
    expect(told('response.unattendedShare', records).at(-1)).toBe(`2025-01-04 ${2 / 3}`)
  })

  test('alerts count from both sides, and their acknowledgement over all of them', () => {
    const report = (day: string, alertsOt: number, acknowledgedInTime: number) =>
      record('soc-report', day, { alertsOt, alertsIt: 10, acknowledgedInTime })
    const records = [report('2025-01-31', 0, 10), report('2025-02-28', 10, 18)]
    expect(told('response.alertsBothSides', records)).toEqual(['2025-02-28 2025-02-28'])
    expect(told('response.acknowledgedShare', records).at(-1)).toBe(`2025-02-28 ${28 / 30}`)
  })

  test('times are measured where both are known', () => {
    const incident = (day: string, data: DatedRecord['data']) => record('incident', day, { reference: day, ...data })
    const records = [
      incident('2025-01-01', { hoursToDetect: 4 }),
      incident('2025-02-01', { hoursToDetect: 4, hoursToRecover: 9 }),
    ]
    expect(told('response.timesMeasured', records)).toEqual(['2025-02-01 true'])
  })
})
