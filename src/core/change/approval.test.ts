import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Approval, authorise, coveredIn, type Judged } from './approval.ts'
import { instantIn, minutesOf, windowsOf } from './maintenance-window.ts'
import { at } from './testing.ts'

const approval = (one: Partial<Approval> = {}): Approval => ({
  id: 'r1',
  workOrder: 'WO-1',
  title: '',
  approvedBy: 'Sato',
  windows: [{ from: at(15, 9), to: at(15, 17) }],
  covers: ['PLC-507'],
  kinds: ['program-change', 'mode-change'],
  ...one,
})
const work = (from: number | null, until = from, more: Partial<Judged> = {}): Judged => ({
  kind: 'program-change',
  since: from,
  at: from,
  until,
  isExact: true,
  target: ['PLC-507', '10.1.1.7', 'Reactor cell'],
  clockErrorMs: 0,
  ...more,
})

describe('work on a program is', () => {
  it('authorised inside the window of an approval that covers its asset and its kind', () => {
    expect(authorise(work(at(15, 14)), [approval()])).toMatchObject({
      verdict: 'authorised',
      approval: 'r1',
      covering: 'PLC-507',
      window: { from: at(15, 9) },
    })
  })
  it.each([
    ['by its tag, whatever its letters', 'ｐｌｃ－507'.normalize('NFKC')],
    ['by its address', '10.1.1.7'],
    ['by its network', '10.1.1.0/24'],
    ['by its zone', 'reactor cell'],
    ['with the whole plant', '*'],
  ])('covered %s', (_, name) => {
    expect(authorise(work(at(15, 14)), [approval({ covers: [name] })]).verdict).toBe('authorised')
  })
  it.each([
    ['another asset', { covers: ['PLC-508'] }],
    ['another network', { covers: ['10.1.2.0/24', '10.1.1.7/33', 'x/8'] }],
    ['nothing', { covers: [] }],
    ['another kind', { kinds: ['new-device' as const] }],
    ['work of another month', { windows: [{ from: at(-20), to: at(-19) }] }],
  ])('unauthorised where the approval is for %s', (_, other) => {
    expect(authorise(work(at(15, 14)), [approval(other)])).toMatchObject({ verdict: 'unauthorised', approval: null })
  })
  it('outside its window before, after, and where it ran over', () => {
    for (const one of [work(at(15, 8)), work(at(15, 18)), work(at(16, 3)), work(at(15, 16), at(15, 18))]) {
      expect(authorise(one, [approval()])).toMatchObject({ verdict: 'outsideWindow', approval: 'r1' })
    }
  })
  it('authorised where any of several approvals covers it', () => {
    const late = approval({ id: 'r0', windows: [{ from: at(16, 9), to: at(16, 17) }] })
    expect(authorise(work(at(15, 14)), [late, approval()])).toMatchObject({ verdict: 'authorised', approval: 'r1' })
  })
})

describe('nobody can decide', () => {
  it('where no clock tells when it was', () => {
    expect(authorise(work(null), [approval()])).toMatchObject({ verdict: 'cannotDecide', undecided: 'clock' })
    expect(authorise(work(null), [])).toMatchObject({ verdict: 'cannotDecide', undecided: 'clock' })
  })
  it('where the clock may be wrong by more than is left of the window', () => {
    const off = { clockErrorMs: 600_000 }
    expect(authorise(work(at(15, 9, 5), at(15, 9, 5), off), [approval()])).toMatchObject({ undecided: 'clock' })
    expect(authorise(work(at(15, 8, 55), at(15, 8, 55), off), [approval()])).toMatchObject({ undecided: 'clock' })
    expect(authorise(work(at(15, 12), at(15, 12), off), [approval()]).verdict).toBe('authorised')
    expect(authorise(work(at(15, 8), at(15, 8), off), [approval()]).verdict).toBe('outsideWindow')
  })
  it('where it is only known between which times it was', () => {
    const rough = { isExact: false }
    expect(authorise(work(at(15, 8), at(15, 10), rough), [approval()])).toMatchObject({ undecided: 'time' })
    expect(authorise(work(at(15, 10), at(15, 11), rough), [approval()]).verdict).toBe('authorised')
    expect(authorise(work(at(15, 6), at(15, 7), rough), [approval()]).verdict).toBe('outsideWindow')
  })
  it('where the times of the approval are not understood', () => {
    expect(authorise(work(at(15)), [approval({ windows: null })])).toMatchObject({
      undecided: 'window',
      approval: 'r1',
    })
    expect(authorise(work(at(15, 14)), [approval({ id: 'r0', windows: null }), approval()]).verdict).toBe('authorised')
  })
})

it('firmware that was changed between two looks is authorised by a window between them', () => {
  const change = work(at(16), at(16), { kind: 'firmware-change', since: at(14), isExact: false })
  expect(authorise(change, [approval({ kinds: [] })]).verdict).toBe('authorised')
  const later = [{ from: at(17), to: at(17, 12) }]
  expect(authorise(change, [approval({ kinds: [], windows: later })]).verdict).toBe('outsideWindow')
})

describe('windows', () => {
  const said = { from: '2026-06-16', to: null, fromTime: null, toTime: null, isDaily: false, timeZone: 'Asia/Tokyo' }
  const utc = (one: Partial<typeof said> | object) =>
    windowsOf({ ...said, ...one })?.map(({ from, to }) =>
      [from, to].map((ms) => new Date(ms).toISOString().slice(0, 16)),
    )

  it('are read by the clock of the plant', () => {
    expect(utc({ fromTime: '８：３０', toTime: '17時' })).toEqual([['2026-06-15T23:30', '2026-06-16T08:00']])
    expect(utc({})).toEqual([['2026-06-15T15:00', '2026-06-16T15:00']])
    expect(utc({ to: '2026-06-18', toTime: '12:00' })).toEqual([['2026-06-15T15:00', '2026-06-18T03:00']])
  })
  it('of a night end on the next morning, and daily ones are one a day', () => {
    expect(utc({ fromTime: '22:00', toTime: '05:00' })).toEqual([['2026-06-16T13:00', '2026-06-16T20:00']])
    expect(utc({ to: '2026-06-17', fromTime: '08:00', toTime: '17:00', isDaily: true })).toEqual([
      ['2026-06-15T23:00', '2026-06-16T08:00'],
      ['2026-06-16T23:00', '2026-06-17T08:00'],
    ])
  })
  it('are none where a time is not understood', () => {
    expect(utc({ fromTime: 'morning' })).toBe(undefined)
    expect(['25:00', '8:75', '', 'noon', '24:01'].map(minutesOf)).toEqual([null, null, null, null, null])
    expect(['24:00', '0:00', '8時', '8時05分', '08:30:00', '0.375'].map(minutesOf)).toEqual([
      1440, 0, 480, 485, 510, 540,
    ])
  })
  it('follow the clocks when they are put forward and back', () => {
    const shown = (day: string, minutes: number) => new Date(instantIn('Europe/Berlin', day, minutes)).toISOString()
    expect(shown('2026-03-29', 90)).toBe('2026-03-29T00:30:00.000Z')
    expect(shown('2026-03-29', 210)).toBe('2026-03-29T01:30:00.000Z')
    expect(shown('2026-10-25', 150)).toBe('2026-10-25T00:30:00.000Z')
    expect(shown('2026-10-25', 240)).toBe('2026-10-25T03:00:00.000Z')
  })
  it('of no known zone are UTC’s', () => {
    expect(new Date(instantIn('Mars/Olympus', '2026-06-16', 60)).toISOString()).toBe('2026-06-16T01:00:00.000Z')
  })
})

describe('whatever the approvals', () => {
  const hours = fc.nat(100)
  const some = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    from: hours,
    lasts: hours,
    covers: fc.constantFrom(['PLC-507'], ['*'], ['PLC-1'], []),
    readable: fc.boolean(),
  })
  const approvals = fc
    .uniqueArray(some, { maxLength: 4, selector: ({ id }) => id })
    .map((all) =>
      all.map(({ id, from, lasts, covers, readable }) =>
        approval({ id, covers, windows: readable ? [{ from: at(15, from), to: at(15, from + lasts) }] : null }),
      ),
    )
  const change = fc
    .record({ from: hours, lasts: hours, isExact: fc.boolean(), error: fc.constantFrom(0, 3_600_000) })
    .map(({ from, lasts, isExact, error }) =>
      work(at(15, from), at(15, from + lasts), { isExact, clockErrorMs: error }),
    )

  it('their order does not matter', () => {
    fc.assert(
      fc.property(
        change,
        approvals.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (one, [these, those]) => {
          expect(authorise(one, those)).toEqual(authorise(one, these))
        },
      ),
    )
  })

  it('one more never takes an authorisation away, and a doubtful clock never gives one', () => {
    fc.assert(
      fc.property(change, approvals, (one, all) => {
        const { verdict } = authorise(one, all)
        if (authorise(one, all.slice(1)).verdict === 'authorised') expect(verdict).toBe('authorised')
        const surer = authorise({ ...one, clockErrorMs: 0 }, all).verdict
        if (verdict === 'authorised') expect(surer).toBe('authorised')
      }),
    )
  })

  it('what they authorise lies inside the window that is named', () => {
    fc.assert(
      fc.property(change, approvals, (one, all) => {
        const { verdict, window } = authorise(one, all)
        if (verdict !== 'authorised') return
        expect(window!.from).toBeLessThanOrEqual(one.at!)
        expect(window!.to).toBeGreaterThanOrEqual(one.until!)
      }),
    )
  })
})

it('what an approval covers is read as people write it', () => {
  expect(coveredIn('PLC-507; PLC-508、10.1.1.0/24\nEWS-01', '反応系ゾーン')).toEqual([
    'PLC-507',
    'PLC-508',
    '10.1.1.0/24',
    'EWS-01',
    '反応系ゾーン',
  ])
  expect(coveredIn('全体', null)).toEqual(['*'])
  expect(coveredIn(null, '')).toEqual([])
})
