import { describe, expect, it } from 'vitest'
import { deriveChanges } from './derive-changes.ts'
import { learningOf } from './learning.ts'
import { noveltiesOf } from './novelty.ts'
import { at, dayAt, looked, seen } from './testing.ts'

const learned = looked(20)
const device = (address: string, from: number | null, more = {}) =>
  seen({ kind: 'device', subject: address, device: address, from, to: from, ...more })
const talk = (client: string, server: string, from: number, more = {}) =>
  seen({ kind: 'conversation', subject: `${client} ${server}`, device: client, server, from, to: from, ...more })
const kinds = (changes: ReturnType<typeof noveltiesOf>) => changes.map(({ kind, device: one }) => `${kind} ${one}`)

describe('learning', () => {
  const days = (count: number) => Array.from({ length: count }, (_, i) => dayAt(i))
  const of = (count: number, rulings: Parameters<typeof learningOf>[1], today = dayAt(60)) =>
    learningOf([{ source: 'cell 1', days: days(count) }], rulings, today).get('cell 1')

  it('takes fourteen observed days unless somebody says otherwise', () => {
    expect(of(13, [])).toMatchObject({ observed: 13, wanted: 14, learnedUntil: null })
    expect(of(14, [])).toMatchObject({ learnedUntil: dayAt(13) })
    expect(of(30, [])).toMatchObject({ learnedUntil: dayAt(13) })
  })
  it('lasts through the evening of its last day', () => {
    expect(of(14, [], dayAt(13))?.learnedUntil).toBe(null)
    expect(of(14, [], dayAt(14))?.learnedUntil).toBe(dayAt(13))
  })
  it('is ended or extended by a person, and the last word holds', () => {
    const end = { source: null, until: dayAt(3), days: null }
    const longer = { source: 'cell 1', until: null, days: 30 }
    expect(of(5, [end])?.learnedUntil).toBe(dayAt(3))
    expect(of(20, [end, longer])).toMatchObject({ wanted: 30, learnedUntil: null })
    expect(of(20, [longer, end])?.learnedUntil).toBe(dayAt(3))
    expect(of(20, [{ ...longer, source: 'another' }])?.learnedUntil).toBe(dayAt(13))
    expect(of(2, [{ source: null, until: null, days: 0 }])?.learnedUntil).toBe('0000-01-01')
  })
})

describe('what nobody had seen', () => {
  it('is no change while its source learns, and is one afterwards', () => {
    expect(noveltiesOf([device('10.1.1.9', at(13))], learned)).toEqual([])
    expect(kinds(noveltiesOf([device('10.1.1.9', at(14))], learned))).toEqual(['new-device 10.1.1.9'])
    expect(noveltiesOf([device('10.1.1.9', at(14))], looked(10))).toEqual([])
  })

  it('is no change where another source saw it before, learning or not', () => {
    const both = looked(20, ['cell 1', 'cell 2'])
    const elsewhere = { source: 'cell 2', captureId: 'c2' }
    expect(noveltiesOf([device('10.1.1.9', at(15)), device('10.1.1.9', at(3), elsewhere)], both)).toEqual([])
    const [first] = noveltiesOf([device('10.1.1.9', at(16)), device('10.1.1.9', at(15), elsewhere)], both)
    expect(first).toMatchObject({ source: 'cell 2', at: at(15), until: at(16) })
  })

  it('is no change for a tap that is new itself', () => {
    const learning = learningOf(
      [
        { source: 'cell 1', days: Array.from({ length: 30 }, (_, i) => dayAt(i)) },
        { source: 'cell 9', days: [dayAt(29)] },
      ],
      [],
      dayAt(30),
    )
    expect(noveltiesOf([device('10.9.1.1', at(29), { source: 'cell 9' })], learning)).toEqual([])
  })

  it('has no time where no clock tells, and is told as such', () => {
    const [change] = noveltiesOf([device('10.1.1.9', null)], learned)
    expect(change).toMatchObject({ kind: 'new-device', at: null, since: null, until: null })
  })

  it('of a new device on its first day belongs to its coming; a day later it stands for itself', () => {
    const found = noveltiesOf(
      [
        device('10.1.1.9', at(15)),
        talk('10.1.1.9', '10.1.1.1', at(15, 9)),
        seen({
          kind: 'operation',
          subject: 'w',
          device: '10.1.1.9',
          server: '10.1.1.1',
          value: 'write',
          from: at(15, 9),
        }),
        talk('10.1.2.1', '10.1.1.9', at(16, 7)),
        talk('10.1.1.9', '10.1.1.2', at(17)),
      ],
      learned,
    )
    expect(found.map(({ kind, peer, folded }) => [kind, peer, folded])).toEqual([
      ['new-conversation', '10.1.1.2', 0],
      ['new-device', null, 3],
    ])
  })

  it('is an operation class of its own only where the conversation was known', () => {
    const write = (from: number) =>
      seen({ kind: 'operation', subject: 'w', device: '10.1.2.1', server: '10.1.1.1', value: 'write', from })
    const known = talk('10.1.2.1', '10.1.1.1', at(2))
    expect(noveltiesOf([known, write(at(15))], learned)).toMatchObject([
      { kind: 'new-operation-class', device: '10.1.2.1', peer: '10.1.1.1', after: 'write' },
    ])
    const fresh = talk('10.1.2.1', '10.1.1.1', at(15))
    expect(noveltiesOf([fresh, write(at(15, 9))], learned)).toMatchObject([{ kind: 'new-conversation', folded: 1 }])
  })
})

it('programming for the first time is told by the work itself; reading a program out is an operation of its own', () => {
  const ends = { device: '10.1.2.1', server: '10.1.1.1' }
  const first = seen({ kind: 'operation', subject: 'p', ...ends, value: 'program', from: at(15, 9) })
  const calls = (value: string) => [
    talk('10.1.2.1', '10.1.1.1', at(1)),
    first,
    seen({ kind: 'deed', subject: 'd', ...ends, value, from: at(15, 9) }),
  ]
  expect(deriveChanges(calls('Request Download'), learned)).toMatchObject([{ kind: 'program-change', folded: 1 }])
  expect(deriveChanges(calls('Start Upload'), learned).map(({ kind }) => kind)).toEqual(['new-operation-class'])
})

it('what a new device says below IP is part of its coming', () => {
  const mac = '00:0e:8c:01:02:03'
  const found = noveltiesOf(
    [device('10.1.1.9', at(15), { macs: [mac] }), talk(mac, '01:0c:cd:01:00:01', at(15, 9))],
    learned,
  )
  expect(found).toMatchObject([{ kind: 'new-device', folded: 1 }])
})

describe('a card under another address', () => {
  const card = { macs: ['00:0e:8c:01:02:03'] }
  it('is a device that moved', () => {
    const found = noveltiesOf([device('10.1.1.1', at(1), card), device('10.1.1.77', at(15), card)], learned)
    expect(found).toMatchObject([{ kind: 'address-change', before: '10.1.1.1', after: '10.1.1.77' }])
  })
  it('is a new device where the card is a router’s', () => {
    const others = [1, 2, 3, 4].map((n) => device(`10.1.1.${n}`, at(1), card))
    expect(kinds(noveltiesOf([...others, device('10.1.1.77', at(15), card)], learned))).toEqual([
      'new-device 10.1.1.77',
    ])
  })
})
