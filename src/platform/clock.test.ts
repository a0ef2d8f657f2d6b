import { expect, it } from 'vitest'
import { fixedClock, systemClock } from './clock.ts'

it.each([
  ['Asia/Tokyo', '2027-01-01'],
  ['UTC', '2026-12-31'],
  ['America/Los_Angeles', '2026-12-31'],
  ['Pacific/Kiritimati', '2027-01-01'],
])('an instant is another day in %s', (zone, day) => {
  expect(fixedClock('2026-12-31T15:30:00Z').today(zone)).toBe(day)
})

it('a fixed clock stands still, whatever is done to the date it gave', () => {
  const clock = fixedClock('2026-11-22T09:00:00Z')
  clock.now().setFullYear(1999)
  expect(clock.now().toISOString()).toBe('2026-11-22T09:00:00.000Z')
})

it('an unknown time zone and a text that is no instant are errors', () => {
  expect(() => systemClock.today('Mars/Olympus')).toThrow(RangeError)
  expect(() => fixedClock('yesterday')).toThrow(RangeError)
})
