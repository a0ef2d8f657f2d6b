import { describe, expect, it } from 'vitest'
import { dayNumber, dayOf } from '#core/calendar/day.ts'
import type { AdvisoryHead } from './advisory-store.ts'
import type { StoredDecision } from './decision-store.ts'
import { decisionOn, heldDays, shelfOf } from './decisions.ts'
import { versionsOf } from './keep-book.ts'
import type { Episode } from './matches.ts'
import { dueOf } from './matches.ts'
import { decidedPieces, questionsOf } from './measure.ts'

const decision = (decidedOn: string, untilOn: string | null, seq = 1): StoredDecision => ({
  plant: 'kashima',
  id: `d${seq}`,
  seq,
  tag: 'PLC-1',
  advisory: 'A',
  kind: untilOn === null ? 'compensate' : 'accept',
  decidedOn,
  untilOn,
  shutdownId: null,
  shutdownFrom: null,
  control: 'x',
  reason: 'x',
  at: '2026-01-01T00:00:00Z',
  by: null,
  undone: null,
})
const episode = (from: string, to: string | null, more: Partial<Episode> = {}): Episode => ({
  tag: 'PLC-1',
  advisory: 'A',
  from: dayNumber(from),
  to: to === null ? Number.POSITIVE_INFINITY : dayNumber(to),
  end: to === null ? 'open' : 'patched',
  severity: 'high',
  exploitedSince: Number.POSITIVE_INFINITY,
  seq: 1,
  ...more,
})
const day = (number: number) => (number === Number.POSITIVE_INFINITY ? null : dayOf(number))
const asked = (one: Episode, ...decisions: StoredDecision[]) =>
  questionsOf(one, shelfOf(decisions)).map(({ from, due, done, by }) => [day(from), day(due), day(done), by])

describe('what had to be decided', () => {
  it('is due by its severity, and within two weeks of the day on which it is known to be exploited', () => {
    expect(day(dueOf(episode('2026-01-01', null)))).toBe('2026-01-31')
    expect(day(dueOf(episode('2026-01-01', null, { exploitedSince: dayNumber('2026-01-05') })))).toBe('2026-01-19')
    // A catalogue that names it months later does not put off what is due already.
    expect(day(dueOf(episode('2026-01-01', null, { exploitedSince: dayNumber('2026-06-01') })))).toBe('2026-01-31')
  })

  it('is open until somebody decides', () => {
    expect(asked(episode('2026-01-01', null))).toEqual([['2026-01-01', '2026-01-31', null, 'nobody']])
  })

  it('arises anew when an acceptance has run out', () => {
    expect(asked(episode('2026-01-01', null), decision('2026-01-10', '2026-03-31'))).toEqual([
      ['2026-01-01', '2026-01-31', '2026-01-10', 'decision'],
      ['2026-04-01', '2026-05-01', null, 'nobody'],
    ])
  })

  it('is answered by a patch as by a decision, and by what was decided before it arose', () => {
    expect(asked(episode('2026-01-01', '2026-01-20'))).toEqual([['2026-01-01', '2026-01-31', '2026-01-20', 'end']])
    expect(asked(episode('2026-01-01', null), decision('2025-12-01', null))).toEqual([
      ['2026-01-01', '2026-01-31', '2026-01-01', 'decision'],
    ])
  })

  it('counts for the window after it was decided, late or in time, and neither way before it is due', () => {
    const lapse = (from: number) => from + 90
    const pieces = (...decisions: StoredDecision[]) =>
      decidedPieces('kashima', [episode('2026-01-01', null)], shelfOf(decisions), lapse).map(({ from, to, good }) => [
        day(from),
        day(to),
        good,
      ])
    expect(pieces()).toEqual([['2026-02-01', null, false]])
    expect(pieces(decision('2026-01-10', null))).toEqual([['2026-01-10', '2026-04-10', true]])
    expect(pieces(decision('2026-02-10', null))).toEqual([['2026-02-01', '2026-05-11', false]])
  })
})

describe('a decision', () => {
  it('holds until its last day, and until a newer one takes its place', () => {
    const shelf = shelfOf([decision('2026-02-01', null, 2), decision('2026-01-01', '2026-01-15', 1)])
    const mine = shelf.get('PLC-1\nA')
    expect(heldDays(mine).map(({ from, to }) => [day(from), day(to)])).toEqual([
      ['2026-01-01', '2026-01-16'],
      ['2026-02-01', null],
    ])
    expect(decisionOn(mine, dayNumber('2026-01-15'))?.holds).toBe(true)
    expect(decisionOn(mine, dayNumber('2026-01-16'))?.holds).toBe(false)
    expect(decisionOn(mine, dayNumber('2026-02-01'))?.decision.id).toBe('d2')
    expect(decisionOn(mine, dayNumber('2025-12-31'))).toBeNull()
  })

  it('that was taken back never was', () => {
    const undone = { ...decision('2026-01-01', null), undone: { reason: 'x', at: '2026-01-02T00:00:00Z', by: null } }
    expect(shelfOf([undone]).size).toBe(0)
  })
})

describe('revisions of an advisory', () => {
  const head = (seq: number, version: string, effectiveOn: string) =>
    ({ seq, version, effectiveOn, releasedAt: null, key: 'A' }) as unknown as AdvisoryHead
  const spans = (...heads: AdvisoryHead[]) =>
    versionsOf(heads).map(({ version, from, to }) =>
      from < to ? [version, day(from), day(to)] : [version, null, null],
    )

  it('take the place of each other by their version, not by the order in which they came', () => {
    expect(spans(head(1, '1', '2026-01-01'), head(2, '10', '2026-02-01'), head(3, '9', '2026-03-01'))).toEqual([
      ['1', '2026-01-01', '2026-02-01'],
      ['10', '2026-02-01', null],
      ['9', null, null],
    ])
  })

  it('of one version count by the one that came last', () => {
    expect(spans(head(1, '1.0.0', '2026-01-01'), head(2, '1.0.0', '2026-01-01'))).toEqual([
      ['1.0.0', null, null],
      ['1.0.0', '2026-01-01', null],
    ])
  })
})
