import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RegistryEntry } from '#areas/assets/index.ts'
import { differentMaker } from '#core/identity/vendors.ts'
import { indexDevices, reconcile, type SeenDevice } from './reconcile.ts'

const entry = (tag: string, facts: Partial<RegistryEntry> = {}): RegistryEntry => ({
  tag,
  from: '2026-01-01',
  until: null,
  registeredOn: '2026-01-01',
  name: null,
  vendor: null,
  model: null,
  orderNumber: null,
  serial: null,
  hostname: null,
  ips: [],
  macs: [],
  zone: null,
  level: null,
  gone: false,
  critical: false,
  baseline: true,
  ...facts,
})
const device = (id: string, facts: Partial<SeenDevice> = {}): SeenDevice => ({
  id,
  ips: id.includes('.') ? [id] : [],
  macs: [],
  names: [],
  vendor: null,
  model: null,
  orderNumber: null,
  serial: null,
  lastSeen: '2026-06-01',
  ...facts,
})
const match = (one: SeenDevice, entries: readonly RegistryEntry[]) => reconcile([one], entries).get(one.id)!

describe('a device is found in the registry', () => {
  it('by its IP address, and says so', () => {
    const found = match(device('10.0.0.1'), [
      entry('PLC-1', { ips: ['10.0.0.1'] }),
      entry('PLC-2', { ips: ['10.0.0.2'] }),
    ])
    expect(found).toEqual({
      status: 'matched',
      tag: 'PLC-1',
      reasons: [{ key: 'ip', registry: '10.0.0.1', seen: '10.0.0.1', agrees: true }],
    })
  })

  it('by its serial number against an address that was lent to it', () => {
    const found = match(device('10.0.0.1', { serial: 'S C-X4H 421' }), [
      entry('OLD', { ips: ['10.0.0.1'] }),
      entry('PLC-1', { serial: 'SC-X4H421', ips: ['10.0.0.7'] }),
    ])
    expect(found).toMatchObject({ status: 'matched', tag: 'PLC-1' })
  })

  it('by its MAC address, unless a router wears it', () => {
    const [mac, entries] = ['00:1b:1b:00:00:01', [entry('PLC-1', { macs: ['00:1b:1b:00:00:01'] })]]
    expect(match(device('10.0.0.9', { macs: [mac] }), entries).tag).toBe('PLC-1')
    const behind = reconcile([device('10.0.0.8', { macs: [mac] }), device('10.0.0.9', { macs: [mac] })], entries)
    expect([...behind.values()].map(({ status }) => status)).toEqual(['unmanaged', 'unmanaged'])
  })

  it('by its name in any case, without its domain', () => {
    expect(match(device('10.0.0.9', { names: ['EWS-07.plant.example'] }), [entry('EWS-07')]).tag).toBe('EWS-07')
  })

  it('by an order number only where there is one of it on both sides', () => {
    const order = '6ES7 315-2EH14-0AB0'
    const one = [entry('PLC-1', { orderNumber: order })]
    expect(match(device('10.0.0.9', { orderNumber: order }), one).tag).toBe('PLC-1')
    expect(
      match(device('10.0.0.9', { orderNumber: order }), [...one, entry('PLC-2', { orderNumber: order })]).tag,
    ).toBe(null)
    expect(
      match(device('10.0.0.9', { orderNumber: order }), [entry('PLC-1', { orderNumber: order, ips: ['10.0.0.1'] })])
        .tag,
    ).toBe(null)
  })

  it.each<[string, Partial<SeenDevice>, Partial<RegistryEntry>]>([
    ['the serial number', { serial: 'AAA111' }, { serial: 'BBB222' }],
    ['the order number', { orderNumber: '6ES7 315-2EH14-0AB0' }, { orderNumber: '1756-L61' }],
    ['the maker', { vendor: 'Rockwell Automation/Allen-Bradley' }, { vendor: 'シーメンス' }],
    ['the model', { model: '1756-ENBT/A' }, { model: 'CPU 315-2 PN/DP' }],
  ])('in conflict where %s contradicts the address', (_what, seen, registered) => {
    const found = match(device('10.0.0.1', seen), [entry('PLC-1', { ips: ['10.0.0.1'], ...registered })])
    expect(found).toMatchObject({ status: 'conflict', tag: 'PLC-1' })
    expect(found.reasons.at(-1)?.agrees).toBe(false)
  })

  it.each<[string, Partial<SeenDevice>, Partial<RegistryEntry>]>([
    ['the maker in Japanese', { vendor: 'Siemens AG' }, { vendor: 'シーメンス' }],
    ['the maker by its brand', { vendor: 'Rockwell Automation' }, { vendor: 'Allen-Bradley' }],
    ['the model in other words', { model: 'CPU 315-2 PN/DP' }, { model: 'S7-300 CPU315-2' }],
    ['a longer order number', { orderNumber: '6ES7 315-2EH14-0AB0' }, { orderNumber: '6ES7315-2EH14' }],
    ['a maker nobody knows in another script', { vendor: 'Kobold' }, { vendor: '東京計装' }],
  ])('without a conflict over %s', (_what, seen, registered) => {
    expect(match(device('10.0.0.1', seen), [entry('PLC-1', { ips: ['10.0.0.1'], ...registered })]).status).toBe(
      'matched',
    )
  })

  it('in conflict with an asset that the registry says is disposed of', () => {
    expect(match(device('10.0.0.1'), [entry('PLC-1', { ips: ['10.0.0.1'], gone: true })]).status).toBe('conflict')
  })

  it('in conflict where two assets claim its address', () => {
    const found = match(device('10.0.0.1'), [entry('B', { ips: ['10.0.0.1'] }), entry('A', { ips: ['10.0.0.1'] })])
    expect(found).toMatchObject({ status: 'conflict', tag: 'A' })
  })
})

const words = fc.constantFrom('a1b', 'c2d', 'e3f', null)
const ips = fc.uniqueArray(fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'), { maxLength: 2 })
const macs = fc.uniqueArray(fc.constantFrom('00:00:00:00:00:01', '00:00:00:00:00:02'), { maxLength: 2 })
const entries = fc.array(
  fc.record({
    tag: fc.constantFrom('PLC-1', 'PLC-2', 'PLC-3'),
    from: fc.constantFrom('2026-01-01', '2026-02-01'),
    ips,
    macs,
    serial: words,
    orderNumber: words,
    gone: fc.boolean(),
  }),
  { maxLength: 8 },
)
const devices = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('d1', 'd2', 'd3', 'd4'), ips, macs, serial: words, orderNumber: words }),
  { selector: ({ id }) => id, maxLength: 4 },
)

describe('reconciliation', () => {
  it('is the same whatever the order of devices and entries', () => {
    fc.assert(
      fc.property(devices, entries, fc.integer(), (someDevices, someEntries, seed) => {
        const seen = someDevices.map(({ id, ...facts }) => device(id, facts))
        const known = someEntries.map(({ tag, ...facts }) => entry(tag, facts))
        const shuffle = <T>(list: readonly T[]) => {
          return list
            .map((one, i) => ({ one, at: Math.sin(seed + i * 7) }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one)
        }
        const plain = (found: ReturnType<typeof reconcile>) =>
          [...found].map(([id, { status, tag }]) => [id, status, tag]).sort()
        expect(plain(reconcile(shuffle(seen), shuffle(known)))).toEqual(plain(reconcile(seen, known)))
      }),
    )
  })

  it('needs only the entries that concern a device', () => {
    fc.assert(
      fc.property(devices, entries, (someDevices, someEntries) => {
        const seen = someDevices.map(({ id, ...facts }) => device(id, facts))
        const known = someEntries.map(({ tag, ...facts }) => entry(tag, facts))
        const index = indexDevices(seen)
        expect(
          reconcile(
            seen,
            known.filter((one) => index.concerns(one)),
          ),
        ).toEqual(reconcile(seen, known))
      }),
    )
  })
})

describe('makers', () => {
  it.each([
    ['富士通', '富士電機', true],
    ['三菱電機(株)', 'MITSUBISHI ELECTRIC CORPORATION', false],
    ['株式会社キーエンス', 'KEYENCE', null],
    ['Hewlett Packard', 'HPE', false],
    ['Acme', 'Acme Controls Ltd', false],
    ['Acme', 'Zeta', true],
  ])('%s and %s differ: %s', (one, other, differ) => {
    expect(differentMaker(one, other)).toBe(differ)
  })
})
