import { expect, test } from 'vitest'
import { NEVER } from '#core/record/none.ts'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record, weHaveNone } from '#core/record/testing.ts'
import { recordIndicators } from './indicators.ts'

const told = (id: string, records: readonly DatedRecord[], within?: string) =>
  recordIndicators
    .find((one) => one.id === id)!
    .steps(records, asking(within))
    .map(({ from, value }) => `${from} ${value}`)

const meeting = (day: string, departments: string[], minuted = true) =>
  record('meeting', day, { topic: 'x', departments, minuted })

test('a meeting is joint with process safety and IT security both present', () => {
  const records = [
    meeting('2025-01-10', ['process-safety', 'it', 'ot']),
    meeting('2025-02-10', ['process-safety', 'ot']),
    meeting('2025-03-10', ['it', 'process-safety'], false),
  ]
  expect(told('people.jointMeeting', records)).toEqual(['2025-01-10 true', '2025-03-10 true'])
  expect(told('people.lastJointMeeting', records)).toEqual(['2025-01-10 2025-01-10', '2025-03-10 2025-03-10'])
  expect(told('people.meetingMinutedShare', records)).toEqual(['2025-01-10 1', '2025-03-10 0.5'])
})

test('no meetings, declared, is never and no share', () => {
  const none = [weHaveNone('meeting', '2025-01-01')]
  expect(told('people.lastJointMeeting', none)).toEqual([`2025-01-01 ${NEVER}`])
  expect(told('people.meetingMinutedShare', none)).toEqual(['2025-01-01 0'])
  expect(told('people.jointMeeting', none)).toEqual([])
})

test('a team needs OT, IT, process safety and a charter; a permanent one also quality and half a year', () => {
  const team = (departments: string[], charter: boolean) => [
    record('team', '2025-01-01', { name: 'T', departments, charter }),
  ]
  const three = ['ot', 'it', 'process-safety']
  expect(told('people.crossFunctionalTeam', team(three, true))).toEqual(['2025-01-01 true'])
  expect(told('people.crossFunctionalTeam', team(three, false))).toEqual(['2025-01-01 false'])
  expect(told('people.crossFunctionalTeam', team(['ot', 'it'], true))).toEqual(['2025-01-01 false'])
  expect(told('people.permanentTeam', team([...three, 'quality'], false))).toEqual([
    '2025-01-01 false',
    '2025-07-01 true',
  ])
})

test('an access review tells the shares of named and of least-privilege accounts', () => {
  const review = [
    record('access-review', '2025-01-10', { accounts: 200, namedAccounts: 150, leastPrivilegeAccounts: 100 }),
  ]
  expect(told('people.namedAccountShare', review)).toEqual(['2025-01-10 0.75'])
  expect(told('people.leastPrivilegeShare', review)).toEqual(['2025-01-10 0.5'])
  expect(told('people.namedAccountShare', [weHaveNone('access-review', '2025-01-10')])).toEqual([])
})

test('the perception gap is the difference of the means, from three answers on each side', () => {
  const survey = (answersIt: number) => [
    record('perception-survey', '2025-01-10', { answersOt: 5, meanOt: 2.5, answersIt, meanIt: 3.25 }),
  ]
  expect(told('people.perceptionGap', survey(3))).toEqual(['2025-01-10 0.75'])
  expect(told('people.perceptionGap', survey(2))).toEqual([])
})

test('one organisation has one owner, one backlog and one budget', () => {
  const ownership = (oneBudget: boolean) => [
    record('ownership', '2025-01-01', { oneOwner: true, oneBacklog: true, oneBudget }),
  ]
  expect(told('people.oneOrganisation', ownership(true))).toEqual(['2025-01-01 true'])
  expect(told('people.oneOrganisation', ownership(false))).toEqual(['2025-01-01 false'])
})
