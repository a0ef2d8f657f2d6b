import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveChanges } from './derive-changes.ts'
import { learningOf } from './learning.ts'
import { type Sighting, sightingKinds, utcDayOf } from './sighting.ts'
import { type ChangeDecision, decisionOn, standingOf } from './standing.ts'
import { at, dayAt } from './testing.ts'

const address = fc.constantFrom('10.1.1.1', '10.1.1.2', '10.1.1.3')
const sighting: fc.Arbitrary<Sighting> = fc
  .record({
    kind: fc.constantFrom(...sightingKinds),
    device: address,
    server: address,
    source: fc.constantFrom('cell 1', 'cell 2'),
    captureId: fc.constantFrom('a', 'b', 'c'),
    minutes: fc.option(fc.nat(40 * 1440), { freq: 6 }),
    lasts: fc.nat(200),
    packet: fc.nat(9),
    value: fc.constantFrom('Request Download', 'PLC Stop', 'Upload', 'write', 'V1', 'V2'),
    card: fc.constantFrom('m1', 'm2'),
  })
  .map(({ kind, device, server, minutes, lasts, card, ...rest }) => {
    const from = minutes === null ? null : at(0, 0, minutes)
    const hasServer = kind !== 'device' && kind !== 'firmware'
    return {
      ...rest,
      kind,
      device,
      server: hasServer ? server : null,
      subject: hasServer ? `${device} ${server}` : device,
      from,
      to: from === null ? null : from + lasts * 60_000,
      isExact: true,
      isLive: false,
      days: from === null ? [] : [utcDayOf(from)],
      protocol: null,
      port: null,
      macs: kind === 'device' ? [card] : [],
      count: 1,
    }
  })

/** Sources that looked on the days of their sightings. */
function changesOf(sightings: readonly Sighting[]) {
  const sources = [...Map.groupBy(sightings, ({ source }) => source)].map(([source, all]) => ({
    source,
    days: [...new Set(all.flatMap(({ days }) => days))].sort(),
  }))
  return deriveChanges(sightings, learningOf(sources, [{ source: null, until: null, days: 3 }], dayAt(60)))
}

describe('changes', () => {
  it('are the same whatever the order in which captures were brought', () => {
    fc.assert(
      fc.property(
        fc
          .array(sighting, { maxLength: 30 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([one, other]) => {
          expect(changesOf(other)).toEqual(changesOf(one))
        },
      ),
    )
  })

  it('are the same when a capture is brought twice', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 20 }), (all) => {
        const essence = (changes: ReturnType<typeof changesOf>) =>
          changes.map(({ key, kind, at: when }) => [key, kind, when])
        expect(essence(changesOf([...all, ...all]))).toEqual(essence(changesOf(all)))
      }),
    )
  })

  it('have each a key of their own', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 40 }), (all) => {
        const keys = changesOf(all).map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('of what was seen after learning only, each is in or folded', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 30 }), (all) => {
        for (const change of changesOf(all)) {
          expect(all.some(({ captureId, packet }) => captureId === change.captureId && packet === change.packet)).toBe(
            true,
          )
        }
      }),
    )
  })
})

describe('a person’s word', () => {
  const work = (from: number, until: number) =>
    deriveChanges(
      [
        {
          kind: 'deed',
          subject: 'p',
          device: '10.1.2.1',
          server: '10.1.1.1',
          source: 'cell 1',
          captureId: 'c',
          packet: 1,
          from,
          to: until,
          isExact: true,
          isLive: true,
          days: [],
          protocol: 's7comm',
          port: 102,
          value: 'Request Download',
          macs: [],
          count: 1,
        },
      ],
      learningOf([{ source: 'cell 1', days: [dayAt(0)] }], [{ source: null, until: null, days: 0 }], dayAt(9)),
    )[0]!
  const change = work(at(5, 9), at(5, 10))
  const said = (one: Partial<ChangeDecision> = {}): ChangeDecision => ({
    id: 'd1',
    kind: 'explain',
    subject: change.subject,
    from: change.at,
    until: change.until,
    deeds: change.deeds,
    after: null,
    through: null,
    recordedAt: '2026-06-07T00:00:00Z',
    ...one,
  })
  const none = { verdict: 'unauthorised', undecided: null, approval: null, window: null, covering: null } as const

  it('holds for the work it was said about, and not for what went on afterwards', () => {
    expect(decisionOn(change, [said()], dayAt(9))?.id).toBe('d1')
    expect(decisionOn(work(at(5, 9), at(5, 11)), [said()], dayAt(9))).toBe(null)
    expect(decisionOn(work(at(6, 9), at(6, 9)), [said({ kind: 'accept' })], dayAt(9))).toBe(null)
  })
  it('that accepts until a day holds for the same work until then', () => {
    const until = said({ kind: 'accept', through: dayAt(7) })
    expect(decisionOn(work(at(6, 9), at(6, 9)), [until], dayAt(9))?.id).toBe('d1')
    expect(decisionOn(work(at(8, 9), at(8, 9)), [until], dayAt(9))).toBe(null)
    expect(decisionOn(work(at(6, 9), at(6, 9)), [{ ...until, deeds: ['stop'] }], dayAt(9))).toBe(null)
  })
  it('is the last that was said', () => {
    const later = said({ id: 'd2', kind: 'raise', recordedAt: '2026-06-08T00:00:00Z' })
    expect(decisionOn(change, [later, said()], dayAt(9))?.id).toBe('d2')
    expect(standingOf(change, none, decisionOn(change, [later, said()], dayAt(9)))).toBe('raised')
    expect(standingOf(change, none, null)).toBe('unauthorised')
    expect(standingOf({ ...change, isLearned: true }, none, null)).toBe('learned')
    expect(standingOf(change, { ...none, verdict: 'authorised' }, null)).toBe('authorised')
  })
  it('that accepted a conversation for a time has run out when it goes on', () => {
    const talk = { ...change, kind: 'new-conversation' as const, until: at(20) }
    const until = said({ kind: 'accept', through: dayAt(10) })
    expect(decisionOn(talk, [until], dayAt(10))?.id).toBe('d1')
    expect(decisionOn(talk, [until], dayAt(21))).toBe(null)
    expect(decisionOn({ ...talk, until: at(8) }, [until], dayAt(21))?.id).toBe('d1')
  })
})
