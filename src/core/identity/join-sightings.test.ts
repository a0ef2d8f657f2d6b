import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { componentsOf } from './components.ts'
import { joinSightings } from './join-sightings.ts'
import type { Decision, Sighting } from './sighting.ts'

const [m1, m2, m3] = ['00:1b:1b:00:00:01', '00:1b:1b:00:00:02', '00:1d:45:00:00:03'] as const

/** Seen under an id in captures on days. */
function seen(
  id: string,
  more: Partial<Omit<Sighting, 'captures'>> & { readonly captures?: readonly string[] } = {},
): Sighting {
  const ips = more.ips ?? (/^\d/.test(id) && !id.includes('#') ? [id] : [])
  const macs = more.macs ?? []
  const captures = more.captures ?? ['a']
  return {
    id,
    ips,
    macs,
    claimed: [],
    isRouter: false,
    names: [],
    orderNumber: null,
    serial: null,
    behind: null,
    first: 1,
    last: 1,
    ...more,
    key: `${id}\t${macs.join(' ')}`,
    captures: new Set(captures),
  }
}

const idsOf = (sightings: readonly Sighting[], decisions: readonly Decision[] = []) =>
  joinSightings(sightings, decisions)
    .devices.map(
      ({ id, sightings: held }) =>
        `${id}: ${held
          .map((one) => one.key.replace('\t', ' '))
          .sort()
          .join(', ')}`,
    )
    .sort()
const count = (...sightings: Sighting[]) => joinSightings(sightings, []).devices.length

describe('sightings of several captures are one device', () => {
  it('under one address, whether a capture shows its card or not', () => {
    expect(count(seen('10.0.0.5', { macs: [m1], captures: ['a'] }), seen('10.0.0.5', { captures: ['b'] }))).toBe(1)
  })

  it('when its address changes and its card does not', () => {
    const before = seen('10.0.0.5', { macs: [m1], captures: ['a'], last: 1 })
    const after = seen('10.0.0.9', { macs: [m1], captures: ['b'], first: 5, last: 5 })
    const { devices } = joinSightings([before, after], [])
    expect(devices).toMatchObject([{ id: '10.0.0.9', ties: [{ because: { en: `the same network card ${m1}` } }] }])
  })

  it('when one capture knows a router by its card, another by its address', () => {
    const card = seen(m3, { macs: [m3], isRouter: true, captures: ['a'] })
    expect(count(card, seen('10.0.0.1', { macs: [m3], claimed: ['10.0.0.1'], captures: ['b'] }))).toBe(1)
  })

  it('when two cards give one serial number of one maker', () => {
    const serial = { value: 'S C-B1U393142011', vendor: 'Siemens' }
    expect(count(seen('10.0.0.5', { macs: [m1], serial }), seen('192.168.1.5', { macs: [m2], serial }))).toBe(1)
  })

  it('when other hardware takes its address, its name and its order number', () => {
    const part = { names: ['r101'], orderNumber: '6ES7 315-2EH14-0AB0' }
    expect(
      count(
        seen('10.0.0.5', { macs: [m1], ...part, captures: ['a'], last: 3 }),
        seen('10.0.0.5', { macs: [m2], ...part, captures: ['b'], first: 9, last: 9 }),
      ),
    ).toBe(1)
  })

  it('when a unit has the serial number of its host', () => {
    const said = { serial: { value: '0x00a1b2c3', vendor: 'Rockwell Automation' }, orderNumber: '1769-L33ER' }
    expect(idsOf([seen('10.0.0.5', said), seen('10.0.0.5#0', { ...said, behind: '10.0.0.5' })])).toEqual([
      '10.0.0.5: 10.0.0.5 , 10.0.0.5#0 ',
    ])
  })
})

describe('nothing else joins them', () => {
  it('not an address that was lent to another card: each keeps its own time', () => {
    const ids = idsOf([
      seen('10.0.0.5', { macs: [m1], captures: ['a'], last: 1 }),
      seen('10.0.0.5', { macs: [m2], captures: ['b'], first: 9, last: 9 }),
    ])
    expect(ids).toEqual([`${m1}: 10.0.0.5 ${m1}`, `10.0.0.5: 10.0.0.5 ${m2}`].sort())
  })

  it('and who had the address at the nearest time had it in between', () => {
    const ids = idsOf([
      seen('10.0.0.5', { macs: [m1], captures: ['a'], last: 1 }),
      seen('10.0.0.5', { captures: ['c'], first: 8, last: 8 }),
      seen('10.0.0.5', { macs: [m2], captures: ['b'], first: 9, last: 9 }),
    ])
    expect(ids).toContain(`10.0.0.5: 10.0.0.5 , 10.0.0.5 ${m2}`)
  })

  it('not the card of a router, before which many hosts stand', () => {
    const router = seen('10.0.0.1', { macs: [m3], isRouter: true, claimed: ['10.0.0.1'], captures: ['a'] })
    // In a short capture one host alone was heard through it.
    expect(count(router, seen('10.9.0.7', { macs: [m3], captures: ['b'] }))).toBe(2)
  })

  it('not a card that two devices of one capture have', () => {
    const at = (id: string, capture: string) => seen(id, { macs: [m1], captures: [capture] })
    expect(
      count(seen('10.0.0.5', { macs: [m1], captures: ['a', 'b'] }), at('10.0.0.6', 'a'), at('10.0.0.7', 'c')),
    ).toBe(3)
  })

  it.each(['00:00:5e:00:01:0a', '00:00:0c:07:ac:01', '00:07:b4:00:01:02'])(
    'not the shared card %s of a redundant pair',
    (mac) => {
      expect(
        count(seen('10.0.0.1', { macs: [mac], captures: ['a'] }), seen('10.0.0.2', { macs: [mac], captures: ['b'] })),
      ).toBe(2)
    },
  )

  it('not a serial number that many give, nor one that says nothing, nor one of another order number', () => {
    const copies = (value: string, n: number, orderNumber: string | null = null) =>
      Array.from({ length: n }, (_, i) => seen(`10.0.1.${i}`, { serial: { value, vendor: 'Siemens' }, orderNumber }))
    expect(count(...copies('VMware-1', 5))).toBe(5)
    expect(count(...copies('00000000', 2))).toBe(2)
    const [a, b] = [copies('S123', 1, '6ES7 315-2EH14-0AB0'), copies('S123', 2, '6ES7 412-2XJ05-0AB0')]
    expect(count(...a, b[1]!)).toBe(2)
  })

  it('not the same unit number behind another device', () => {
    const host = (id: string, capture: string, mac: string) => seen(id, { macs: [mac], captures: [capture] })
    const unit = (id: string, capture: string) => seen(`${id}#3`, { behind: id, captures: [capture] })
    expect(
      count(host('10.0.0.5', 'a', m1), unit('10.0.0.5', 'a'), host('10.0.0.6', 'a', m2), unit('10.0.0.6', 'a')),
    ).toBe(4)
  })

  it('and what almost joined them is told', () => {
    const { maybeSame } = joinSightings(
      [
        seen('10.0.0.5', { macs: [m1], captures: ['a', 'b'] }),
        seen('10.0.0.6', { macs: [m1, m2], captures: ['c'] }),
        seen('10.0.0.6', { macs: [m2], captures: ['a'] }),
      ],
      [],
    )
    expect(maybeSame).toMatchObject([{ ids: ['10.0.0.5', '10.0.0.6'], because: { en: `the same network card ${m1}` } }])
  })
})

describe('what a person decides', () => {
  const because = { en: 'joined by sato on 2026-06-01', ja: '2026-06-01にsatoが統合' }
  const merge = (...groups: string[][]): Decision => ({ id: `m${groups}`, kind: 'merge', groups, because })
  const split = (...groups: string[][]): Decision => ({ id: `s${groups}`, kind: 'split', groups, because })
  const [one, other] = [seen('10.0.0.5', { macs: [m1] }), seen('10.0.0.6', { macs: [m2] })]

  it('joins what nothing else would, and says who joined it', () => {
    const { devices } = joinSightings([one, other], [merge(['10.0.0.5'], ['10.0.0.6'])])
    expect(devices).toMatchObject([{ ties: [{ because, strength: 1 }], decisions: ['m10.0.0.5,10.0.0.6'] }])
  })

  it('parts what everything else would join', () => {
    const same = [
      seen('10.0.0.5', { macs: [m1], captures: ['a'] }),
      seen('10.0.0.9', { macs: [m1], captures: ['b'], first: 5, last: 5 }),
    ]
    expect(idsOf(same)).toHaveLength(1)
    expect(idsOf(same, [split(['10.0.0.9'], ['10.0.0.5'])])).toHaveLength(2)
  })

  it('holds until the next decision says otherwise', () => {
    const decisions = [merge(['10.0.0.5'], ['10.0.0.6']), split(['10.0.0.6'], ['10.0.0.5'])]
    expect(idsOf([one, other], decisions)).toHaveLength(2)
    expect(idsOf([one, other], [...decisions, merge(['10.0.0.5'], ['10.0.0.6'])])).toHaveLength(1)
  })

  it('joins a unit with its host', () => {
    const unit = seen('10.0.0.5#0', { behind: '10.0.0.5' })
    expect(idsOf([one, unit], [merge(['10.0.0.5'], ['10.0.0.5#0'])])).toHaveLength(1)
  })
})

describe('for whatever was seen', () => {
  const sighting = fc
    .record({
      host: fc.integer({ min: 1, max: 4 }),
      macs: fc.subarray([m1, m2, m3]),
      capture: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 5 }),
      isRouter: fc.boolean(),
      serial: fc.constantFrom(null, { value: 'S100', vendor: 'Siemens' }, { value: '0', vendor: 'Siemens' }),
    })
    .map(({ host, macs, capture, at, ...rest }) =>
      seen(`10.0.0.${host}`, { macs, captures: [capture], first: at, last: at, ...rest }),
    )
  const sightings = fc
    .array(sighting, { maxLength: 8 })
    .map((list) => [...new Map(list.map((one) => [one.key, one])).values()])

  it('each sighting is in one device, ids are unique, and the order does not matter', () => {
    fc.assert(
      fc.property(sightings, (list) => {
        const { devices } = joinSightings(list, [])
        expect(devices.flatMap((device) => device.sightings.map(({ key }) => key)).sort()).toEqual(
          list.map(({ key }) => key).sort(),
        )
        expect(new Set(devices.map(({ id }) => id)).size).toBe(devices.length)
        expect(idsOf([...list].reverse())).toEqual(idsOf(list))
      }),
    )
  })

  it('sets that have nothing in common may be joined one by one', () => {
    fc.assert(
      fc.property(sightings, (list) => {
        const sets = componentsOf(list, [])
        expect(sets.flatMap((set) => idsOf(set)).sort()).toEqual(idsOf(list))
      }),
    )
  })
})
