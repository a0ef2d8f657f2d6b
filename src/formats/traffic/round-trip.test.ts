import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation, Device, Inspection, WireOperation } from '#core/capture/inspection.ts'
import { createInspector } from '../capture/inspector.ts'
import {
  captureOf,
  type Drawn,
  deedsOf,
  described,
  drawn,
  engineer,
  everyProtocol,
  hostOf,
  idOf,
  isActive,
  isPassedOn,
  onLink,
  operator,
  type Plant,
  plantsOf,
  portOf,
  router,
  type Sums,
  seenOf,
  sumOf,
  tellsNeighbours,
  unitIdsOf,
} from '../plants.testing.ts'
import { protocols } from '../protocols.ts'
import { identityOf, rows, type Said } from '../spoken.testing.ts'
import type { SpokenProtocol } from './described.ts'
import { encodeTraffic, trafficOf } from './encode.ts'
import { spokenProtocols } from './spoken.ts'

describe('what the encoders write for a described plant, the reader finds again', () => {
  it.each(everyProtocol)('%s, device by device', (protocol) => {
    fc.assert(fc.property(plantsOf(drawn(protocol).map((one) => [one])), check), { numRuns: 8 })
  })

  it('plants of many protocols, tagged and not, behind routers and with devices behind them', () => {
    const any = fc.constantFrom(...everyProtocol).chain(drawn)
    fc.assert(fc.property(plantsOf(fc.array(any, { minLength: 2, maxLength: 9 })), check), { numRuns: 50 })
  })

  it('outstations behind one address are devices of their own, and the address is their gateway', () => {
    const said = identityOf(rows.dnp3)
    fc.assert(
      fc.property(fc.uniqueArray(said, { minLength: 2, maxLength: 4, selector: ({ serial }) => serial }), (all) => {
        const hosts = [
          operator,
          { key: 'line', ip: '10.20.1.50', mac: '02:00:5e:00:00:50', behind: Object.fromEntries(all.entries()) },
        ]
        const deeds = all.flatMap((_, unit) => [{ does: 'identify', unit } as const, { does: 'read', unit } as const])
        const during = { firstDay: '2026-10-01', lastDay: '2026-10-01', sessionsPerDay: 1 } as const
        const talk = { ...during, client: 'operator', server: 'line', protocol: 'dnp3', deeds } as const
        const inspector = createInspector({ protocols, seed: 1 })
        inspector.push(encodeTraffic({ seed: 1, utcOffsetMinutes: 540, hosts, conversations: [talk] }))
        const { devices } = inspector.finish()
        const line = devices.find(({ id }) => id === '10.20.1.50')!
        expect([line.model, line.roles.map(({ role }) => role)]).toEqual([null, ['gateway']])
        for (const [unit, one] of all.entries())
          expectHead('dnp3', one, devices.find(({ id }) => id === `10.20.1.50#${unit}`)!)
        expect(devices).toHaveLength(2 + all.length)
      }),
      { numRuns: 15 },
    )
  })

  it('every protocol that is spoken has its row', () => {
    expect([...everyProtocol].sort()).toEqual(Object.keys(spokenProtocols).sort())
  })
})

function check(whole: Plant): void {
  const plant = seenOf(whole)
  const all = plant.devices.flatMap(({ identity, units }) => [identity, ...Object.values(units)])
  // One serial number would be one device.
  fc.pre(new Set(all.map(({ serial }) => serial)).size === all.length)
  const { held, file } = captureOf(trafficOf(described(plant)), plant)
  const inspector = createInspector({ protocols, seed: 1 })
  inspector.push(file)
  const found = inspector.finish()

  const { accounting, packets, faults } = found.capture
  expect(faults).toEqual([])
  expect(packets).toBe(held.length)
  expect(accounting).toEqual({ read: packets, ignored: 0, faulty: 0 })
  const counted = found.conversations.reduce((sum, { packets: both }) => sum + both.toServer + both.toClient, 0)
  expect(counted).toBe(packets)

  expectNobodyElse(plant, found)
  for (const [i, one] of plant.devices.entries()) {
    expectConversations(plant, found, one, i)
    if (isActive(one)) expectDevice(plant, found, one, i)
  }
  expectStations(plant, found)
}

/** Nobody more, nobody fewer: no two became one, nothing was made up. */
function expectNobodyElse({ devices, link }: Plant, found: Inspection): void {
  const expected = devices.flatMap((one, i) => (isActive(one) ? [idOf(one, i), ...unitIdsOf(one, i)] : []))
  for (const [station, deeds] of [
    [operator, (one: Drawn) => one.operator],
    [engineer, deedsOf],
  ] as const) {
    const talks = devices.filter((one) => deeds(one).length > 0)
    // Who only listens to a group says nothing.
    if (talks.some(({ protocol }) => !onLink(protocol)) || (station === engineer && devices.some(isPassedOn)))
      expected.push(station.ip)
    else if (talks.some(({ protocol }) => protocol !== 'goose')) expected.push(station.mac)
  }
  if (devices.some(isPassedOn)) {
    expected.push(router.ip)
    const roles = found.devices.find(({ id }) => id === router.ip)?.roles.map(({ role }) => role)
    // Without cards on the frames, nothing tells that it passes them on.
    expect(roles).toEqual(link === 'raw' ? [] : ['router'])
  }
  expect(found.devices.map(({ id }) => id).sort()).toEqual([...expected].sort())
}

const stationsOf = (one: Drawn) =>
  [
    [operator, one.operator],
    [engineer, deedsOf(one)],
  ] as const

/** On the link every direction is a conversation of its own: what counts is what the device sends back. */
function expectConversations({ days, link }: Plant, { conversations }: Inspection, one: Drawn, i: number): void {
  const { protocol } = one
  const { ip, mac } = hostOf(one, i)
  const operationsOf = (wanted: Partial<Conversation>): Sums | undefined =>
    conversations.find((talk) =>
      Object.entries(wanted).every(([key, value]) => talk[key as keyof Conversation] === value),
    )?.operations
  // Published to all, or sent to somebody whom the capture does not name.
  if (protocol === 'goose' || (onLink(protocol) && link !== 'ethernet')) {
    const all = stationsOf(one).flatMap(([, deeds]) => deeds)
    if (all.length > 0) expect(operationsOf({ client: mac, protocol })).toEqual(sumOf(one, all, days))
    return
  }
  for (const [station, deeds] of stationsOf(one)) {
    if (deeds.length === 0) continue
    const exceptions = days * deeds.reduce((sum, { refused, times = 1 }) => sum + (refused ? times : 0), 0)
    const wanted = onLink(protocol)
      ? { client: mac, server: station.mac, protocol }
      : { client: station.ip, server: ip, serverPort: portOf(protocol), exceptions, answered: true }
    expect(operationsOf(wanted), `${protocol}, ${station.key}`).toEqual(sumOf(one, deeds, days))
  }
}

const heads = ['vendor', 'model', 'orderNumber', 'firmware', 'serial'] as const

function expectHead(protocol: SpokenProtocol, said: Said, device: Device, toNeighbours?: string): void {
  const [name, ...others] = [...rows[protocol].head(said)].reverse()
  expect([protocol, ...heads.map((field) => device[field])]).toEqual([protocol, ...others.reverse()])
  const names = [name, toNeighbours].flat().filter((one) => typeof one === 'string')
  expect([...device.names].sort()).toEqual(names.sort())
}

function expectDevice({ days, vlan, link }: Plant, found: Inspection, one: Drawn, i: number): void {
  const { protocol, units } = one
  const row = rows[protocol]
  const id = idOf(one, i)
  const { ip, mac } = hostOf(one, i)
  const device = found.devices.find((other) => other.id === id)!
  const isRead = row.counts.identify !== undefined
  // The only name of what it publishes is its own.
  const hasIp = !onLink(protocol) || isRead
  expect(device).toMatchObject({
    ips: hasIp ? [ip] : [],
    // Card and VLAN of what passes a router are the router's.
    macs: one.isRouted || link === 'raw' ? [] : [mac],
    vlans: vlan === undefined || one.isRouted || link === 'raw' ? [] : [vlan],
  })
  const unitIds = unitIdsOf(one, i)
  expectHead(protocol, one.identity, device, tellsNeighbours(one) ? one.lldp : undefined)
  for (const [n, said] of Object.values(units).entries()) {
    const unit = found.devices.find((other) => other.id === unitIds[n])!
    expectHead(protocol, said, unit)
    expect(unit).toMatchObject({ behind: id, ips: [], macs: [] })
    expect(unit.roles.map(({ role }) => role)).toEqual([row.role])
  }
  for (const [field, value] of Object.entries(row.facts?.(one.identity) ?? {}))
    expect(found.identities).toContainEqual(expect.objectContaining({ device: id, protocol, field, value }))

  // Who refuses everything is nothing for it.
  const done = stationsOf(one).flatMap(([, deeds]) => deeds.filter(({ refused }) => !refused))
  const { read, write, program } = sumOf(one, done, days)
  const acts = protocol === 'goose' ? read >= 3 : read + write + program > 0
  const roles = device.roles.map(({ role }) => role)
  if (acts && row.role !== null) {
    expect(roles).toEqual([row.role])
    expect(device.purdueLevel?.level).toBe(row.level)
  }
  expect(device.safety !== undefined).toBe(row.role === 'safety-controller')
}

/** Who programs is an engineering station, who reads and writes often an operator's; and nobody else is. */
function expectStations({ devices, days }: Plant, found: Inspection): void {
  for (const [n, station] of [operator, engineer].entries()) {
    const device = found.devices.find(({ id }) => id === station.ip || id === station.mac)
    if (device === undefined) continue
    const work = devices.filter(({ protocol }) => rows[protocol].isControl && !onLink(protocol))
    const sums = work.map((one) => sumOf(one, stationsOf(one)[n]![1], days))
    const total = (operation: WireOperation) => sums.reduce((sum, one) => sum + one[operation], 0)
    const expected = [
      ...(total('program') > 0 ? ['engineering-station'] : []),
      ...(total('read') + total('write') >= 5 ? ['supervisory'] : []),
    ]
    expect(device.roles.map(({ role }) => role)).toEqual(expected)
  }
}
