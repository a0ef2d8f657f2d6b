import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOfTime, readSeconds, readTime } from './zoned-time.ts'

const tokyo = { timeZone: 'Asia/Tokyo', now: '2026-11-23T00:00:00Z' }

describe('a time in a log', () => {
  it.each<readonly [text: string, instant: string | null]>([
    ['2026-11-02T08:15:00Z', '2026-11-02T08:15:00.000Z'],
    ['2026-11-02T08:15:00.123456+09:00', '2026-11-01T23:15:00.123Z'],
    ['2026-11-02 08:15:00 +0900', '2026-11-01T23:15:00.000Z'],
    ['2026-11-02 08:15:00', '2026-11-01T23:15:00.000Z'],
    ['2026-11-02 08:15:00 UTC', '2026-11-02T08:15:00.000Z'],
    ['2026-11-02 08:15:00 Europe/Berlin', '2026-11-02T07:15:00.000Z'],
    ['2026/11/2 8:15', '2026-11-01T23:15:00.000Z'],
    ['２０２６／１１／０２　０８：１５', '2026-11-01T23:15:00.000Z'],
    ['2026年11月2日 午後8時15分30秒', '2026-11-02T11:15:30.000Z'],
    ['R8.11.2 8:15', '2026-11-01T23:15:00.000Z'],
    ['11/13/2026 8:15:00 PM', '2026-11-13T11:15:00.000Z'],
    ['11/13/2026 12:15:00 AM', '2026-11-12T15:15:00.000Z'],
    ['03/04/2026 08:15', null],
    ['02/Nov/2026:08:15:00 +0900', '2026-11-01T23:15:00.000Z'],
    ['Mon Nov  2 08:15:00 2026', '2026-11-01T23:15:00.000Z'],
    ['Nov  2 08:15:00', '2026-11-01T23:15:00.000Z'],
    ['Nov 2 2026 08:15:00', '2026-11-01T23:15:00.000Z'],
    ['Dec 31 23:15:00', '2025-12-31T14:15:00.000Z'],
    ['Feb 29 08:00:00', '2024-02-28T23:00:00.000Z'],
    ['20261102081500', '2026-11-01T23:15:00.000Z'],
    ['1793488500', '2026-10-31T23:15:00.000Z'],
    ['1793488500123', '2026-10-31T23:15:00.123Z'],
    ['1793488500123456789', '2026-10-31T23:15:00.123Z'],
    ['2026-02-30 08:15', null],
    ['2026-11-02 25:15', null],
    ['soon', null],
    ['', null],
  ])('%j is %s', (text, instant) => expect(readTime(text, tokyo)).toBe(instant))

  it('in an hour that comes twice is the first, in one that is skipped the one after', () => {
    const berlin = { timeZone: 'Europe/Berlin', now: '2026-11-23T00:00:00Z' }
    expect(readTime('2026-10-25 02:30:00', berlin)).toBe('2026-10-25T00:30:00.000Z')
    expect(readTime('2026-10-25 03:30:00', berlin)).toBe('2026-10-25T02:30:00.000Z')
    expect(readTime('2026-03-29 02:30:00', berlin)).toBe('2026-03-29T01:30:00.000Z')
  })

  it('written in any zone comes back as the instant that it was', () => {
    const zones = ['Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Australia/Lord_Howe']
    // Not within a day of a change of clocks, where two instants are written alike.
    const times = fc
      .integer({ min: Date.UTC(2026, 5, 1), max: Date.UTC(2026, 8, 1) })
      .map((ms) => Math.floor(ms / 1000) * 1000)
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), (ms, timeZone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
        expect(readTime(shown, { timeZone, now: '2026-11-23T00:00:00Z' })).toBe(new Date(ms).toISOString())
      }),
    )
  })

  it('whatever the text, there is an instant or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const read = readTime(text, tokyo)
        expect(read === null || !Number.isNaN(Date.parse(read))).toBe(true)
        expect(dateOfTime(text).length).toBeLessThanOrEqual(Math.max(text.length, text.normalize('NFKC').length))
      }),
    )
  })
})

describe('a duration', () => {
  it.each<readonly [text: string, seconds: number | null]>([
    ['0h:12m:33s', 753],
    ['1d 2h:03m:04s', 93_784],
    ['01:02:03', 3723],
    ['12:30', 45_000],
    ['90', 90],
    ['12 min', 720],
    ['1時間2分', 3720],
    ['123456 milliseconds', 123],
    ['-', null],
  ])('%j is %s seconds', (text, seconds) => expect(readSeconds(text)).toBe(seconds))
})
