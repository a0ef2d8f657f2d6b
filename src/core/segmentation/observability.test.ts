import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoundarySighting, observe } from './observability.ts'
import type { Conduit } from './policy.ts'
import { conduit, shuffled, zone } from './testing.ts'

const zones = ['Office', 'DMZ', 'Control', 'Cell'].map((name, i) => zone(name, `10.${i}.0.0/16`))
const window = { from: '2026-06-01', to: '2026-06-30' }
const saw = (source: string, a: string, b: string, ...days: string[]): BoundarySighting => ({
  source,
  zones: [a, b],
  days,
})
const look = (
  sightings: readonly BoundarySighting[],
  conduits: readonly Conduit[] = [],
  uses: [Conduit, string][] = [],
) =>
  observe({
    policy: { zones, conduits },
    sightings,
    uses: uses.map(([used, day]) => ({ conduit: used, days: [day] })),
    window,
  })

describe('a boundary', () => {
  it('that a source saw crossed is observed while that source sees either zone', () => {
    const seen = look([
      saw('tap', 'Control', 'Cell', '2026-06-02'),
      saw('tap', 'Office', 'control', '2026-06-09'),
      saw('tap', 'Cell', 'Cell', '2026-06-20'),
    ])
    expect(seen.boundary('Cell', 'Control')).toMatchObject({
      state: 'observed',
      since: '2026-06-02',
      until: '2026-06-09',
      days: 2,
      by: ['tap'],
      lastCrossed: '2026-06-02',
      because: { en: 'seen by tap', ja: 'tapで観測' },
    })
  })

  it('between zones on opposite sides of a source, never seen crossed, is presumed to be observed', () => {
    const seen = look([
      saw('tap', 'Office', 'Control', '2026-06-02'),
      saw('tap', 'Office', 'Cell', '2026-06-02'),
      saw('tap', 'DMZ', 'Cell', '2026-06-02'),
    ])
    expect(seen.boundary('DMZ', 'Control')).toMatchObject({
      state: 'presumed',
      days: 1,
      by: ['tap'],
      lastCrossed: null,
    })
  })

  it('between zones on the same side of every source is not observable', () => {
    const seen = look([saw('tap', 'Office', 'Control', '2026-06-02'), saw('tap', 'Office', 'Cell', '2026-06-02')])
    expect(seen.boundary('Control', 'Cell')).toMatchObject({ state: 'notObservable', since: null, days: 0, by: [] })
  })

  it('of a zone of which only inner talk is seen is not observable', () => {
    const seen = look([saw('switch', 'Cell', 'Cell', '2026-06-02'), saw('tap', 'Office', 'DMZ', '2026-06-02')])
    expect(seen.boundary('Cell', 'Control').state).toBe('notObservable')
    expect(seen.boundary('Cell', 'Office').state).toBe('notObservable')
  })

  it('seen before the window alone is not observed in it', () => {
    expect(look([saw('tap', 'Control', 'Cell', '2026-05-31')]).boundary('Control', 'Cell').state).toBe('notObservable')
  })

  it('is listed once for each pair of zones, and with the outside where that was crossed', () => {
    const listed = [...look([saw('tap', 'Office', '*', '2026-06-02')]).boundaries()].map(
      (one) => `${one.zones.join('-')} ${one.state}`,
    )
    expect(listed).toEqual([
      'Cell-Control notObservable',
      'Cell-DMZ notObservable',
      'Cell-Office notObservable',
      'Control-DMZ notObservable',
      'Control-Office notObservable',
      'DMZ-Office notObservable',
      'Office-* observed',
    ])
  })
})

describe('a conduit', () => {
  const reading = conduit('Control', 'Cell', { validFrom: '2026-06-05' })
  it('is used, unused while somebody would have seen it, or nobody knows', () => {
    const sightings = [saw('tap', 'Control', 'Cell', '2026-06-02', '2026-06-09')]
    expect(look(sightings, [reading], [[reading, '2026-06-09']]).conduit(reading)).toMatchObject({
      use: 'used',
      lastUsed: '2026-06-09',
    })
    expect(look(sightings, [reading]).conduit(reading)).toMatchObject({
      use: 'unused',
      state: 'observed',
      since: '2026-06-09',
      days: 1,
    })
    expect(
      look(
        sightings.map((one) => ({ ...one, days: ['2026-06-02'] })),
        [reading],
      ).conduit(reading),
    ).toMatchObject({
      use: 'unknown',
      state: 'notObservable',
    })
  })
})

describe('observability', () => {
  const names = ['Office', 'DMZ', 'Control', 'Cell']
  const sighting = fc
    .tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom(...names),
      fc.constantFrom(...names),
      fc.subarray(['2026-05-01', '2026-06-01', '2026-06-02', '2026-06-30']),
    )
    .map(([source, a, b, days]) => saw(source, a, b, ...days))

  it('is the same whatever the order of sightings, and a crossing that was seen is observed', () => {
    fc.assert(
      fc.property(
        fc.array(sighting, { maxLength: 8 }).chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, others]) => {
          const found = [...look(all).boundaries()]
          expect([...look(others).boundaries()]).toEqual(found)
          for (const {
            zones: [a, b],
            days,
          } of all) {
            if (a === b || !days.some((day) => day >= window.from)) continue
            expect(look(all).boundary(a, b).state).toBe('observed')
          }
        },
      ),
    )
  })
})
