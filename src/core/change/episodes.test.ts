import { describe, expect, it } from 'vitest'
import { episodesOf } from './episodes.ts'
import { firmwareChanges } from './firmware.ts'
import { type Attendance, goneDevices } from './gone.ts'
import type { Instant } from './sighting.ts'
import { at, dayAt, looked, seen } from './testing.ts'

const learned = looked(20)
const call = (value: string, from: Instant | null, more = {}) =>
  seen({
    kind: 'deed',
    subject: '10.1.2.1 10.1.1.1',
    device: '10.1.2.1',
    server: '10.1.1.1',
    protocol: 's7comm',
    value,
    from,
    to: from,
    ...more,
  })

describe('work on a program', () => {
  it('is one change from the stop to the start, proven by its first download', () => {
    const calls = [
      call('PLC Stop', at(15, 14, 0), { packet: 3 }),
      call('Request Download', at(15, 14, 1), { packet: 5 }),
      call('Download Block', at(15, 14, 2), { packet: 7, count: 4 }),
      call('PI Service P_PROGRAM (Start)', at(15, 14, 20), { packet: 30 }),
    ]
    expect(episodesOf(calls, learned)).toMatchObject([
      {
        kind: 'program-change',
        device: '10.1.1.1',
        peer: '10.1.2.1',
        at: at(15, 14),
        until: at(15, 14, 20),
        deeds: ['download', 'stop', 'start'],
        packet: 5,
        isLearned: false,
        functions: [{ name: 'PLC Stop' }, { name: 'Request Download' }, { count: 4 }, { deed: 'start' }],
      },
    ])
  })

  it('of half an hour’s pause is two', () => {
    const calls = [call('Request Download', at(15, 9, 0)), call('Request Download', at(15, 9, 31))]
    expect(episodesOf(calls, learned).map((one) => one.at)).toEqual([at(15, 9, 0), at(15, 9, 31)])
    expect(episodesOf([...calls, call('Download Block', at(15, 9, 15))], learned)).toHaveLength(1)
  })

  it('that only stops and starts is a change of mode', () => {
    expect(episodesOf([call('PLC Stop', at(15)), call('Remote Run', at(15))], learned)).toMatchObject([
      { kind: 'mode-change', deeds: ['stop', 'start'] },
    ])
  })

  it('that only reads a program out changes nothing', () => {
    expect(episodesOf([call('Start Upload', at(15)), call('Upload', at(15))], learned)).toEqual([])
  })

  it('while its source learned is told as learned; without a clock each capture stands for itself', () => {
    expect(episodesOf([call('Request Download', at(3))], learned)).toMatchObject([{ isLearned: true }])
    const found = episodesOf(
      [call('Request Download', null, { captureId: 'x' }), call('Request Download', null, { captureId: 'y' })],
      learned,
    )
    expect(found.map((one) => [one.at, one.isLearned, one.captureId])).toEqual([
      [null, false, 'x'],
      [null, false, 'y'],
    ])
  })
})

describe('firmware', () => {
  const tells = (value: string, from: Instant, more = {}) =>
    seen({ kind: 'firmware', subject: '10.1.1.1 s7comm', device: '10.1.1.1', value, from, to: from + 1000, ...more })

  it('changed between the last word of the old version and the first of the new one', () => {
    const found = firmwareChanges([tells('V2.9', at(15)), tells('V2.9', at(16)), tells('V3.0', at(18))], learned)
    expect(found).toMatchObject([{ before: 'V2.9', after: 'V3.0', since: at(16) + 1000, at: at(18), isExact: false }])
  })
  it('that goes back has changed twice', () => {
    const found = firmwareChanges([tells('1', at(15)), tells('2', at(16)), tells('1', at(17))], learned)
    expect(found.map(({ before, after, at: when }) => [before, after, when]).sort()).toEqual([
      ['1', '2', at(16)],
      ['2', '1', at(17)],
    ])
  })
  it('of several modules behind one address has changed only with a version that nobody has heard', () => {
    const rack = (from: Instant, ...versions: string[]) => versions.map((one) => tells(one, from))
    expect(
      firmwareChanges([...rack(at(15), '1', '7'), ...rack(at(16), '7'), ...rack(at(17), '1', '7')], learned),
    ).toEqual([])
    expect(firmwareChanges([...rack(at(15), '1', '7'), ...rack(at(16), '1', '8')], learned)).toMatchObject([
      { before: '1, 7', after: '8' },
    ])
  })
})

describe('a device that is gone', () => {
  const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => dayAt(from + i))
  const sees = (...all: string[][]): Attendance[] => [
    { device: '10.1.1.1', source: 'cell 1', days: all.flat(), captureId: 'c1', packet: 4 },
  ]
  const gone = (attendance: Attendance[], until: number, isShutdown: (day: string) => boolean = () => false) =>
    goneDevices(attendance, [{ source: 'cell 1', days: days(0, until) }], looked(until + 1), isShutdown)

  it('was there day by day, and on the third day without it somebody says so', () => {
    expect(gone(sees(days(0, 20)), 22)).toEqual([])
    expect(gone(sees(days(0, 20)), 23)).toMatchObject([
      { kind: 'gone-device', device: '10.1.1.1', before: dayAt(20), after: null, at: at(23, 0) },
    ])
  })
  it('is not missed where it came now and then, where nobody looks, or while the plant stands still', () => {
    expect(gone(sees([0, 5, 10, 15, 19].map(dayAt)), 30)).toEqual([])
    expect(gone(sees(days(0, 20)), 20)).toEqual([])
    expect(gone(sees(days(0, 20)), 26, (day) => day > dayAt(20))).toEqual([])
  })
  it('is not gone where another source sees it, and has come back when it does', () => {
    const moved = { device: '10.1.1.1', source: 'cell 2', days: days(21, 26), captureId: 'c2', packet: 1 }
    expect(gone([...sees(days(0, 20)), moved], 26)).toEqual([])
    expect(gone(sees(days(0, 18), days(24, 26)), 26)).toMatchObject([{ before: dayAt(18), after: dayAt(24) }])
  })
})
