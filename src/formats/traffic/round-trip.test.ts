import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Device } from '#core/capture/inspection.ts'
import { createInspector } from '../capture/inspector.ts'
import { protocols } from '../protocols.ts'
import type { Deed, DescribedConversation, DescribedHost, DescribedIdentity, SpokenProtocol } from './described.ts'
import { encodeTraffic } from './encode.ts'
import { spokenProtocols } from './spoken.ts'

/** What a device of one protocol says of itself, and how the inventory must have it. */
interface Row {
  readonly identity: fc.Arbitrary<DescribedIdentity>
  readonly role: string
  readonly found: (said: DescribedIdentity) => Partial<Device>
  /** What it can be made to do beside reading and telling who it is. */
  readonly deeds: readonly Deed['does'][]
  /** It does not tell who it is, or only without a word for people. */
  readonly isSilent?: true
  /** What an operator's look is called in it, where it is no reading of values. */
  readonly looks?: 'identify'
}

const word = fc.stringMatching(/^[A-Z][a-z]{3,8}$/)
const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99))
const dotted = version.map((parts) => parts.join('.'))
const code = fc.stringMatching(/^[A-Z]{2}[1-9][0-9]{4}$/)

/** One row a protocol. Whoever adds a protocol to `spokenProtocols` adds what its devices say. */
const rows: Readonly<Record<SpokenProtocol, Row>> = {
  modbus: {
    identity: fc.record({ vendor: word, orderNumber: code, firmware: dotted, model: word }),
    role: 'controller',
    found: ({ vendor, orderNumber, firmware, model }) => ({
      vendor: vendor!,
      orderNumber: orderNumber!,
      firmware: firmware!,
      model: model!,
    }),
    deeds: ['write', 'program', 'stop'],
  },
  s7comm: {
    identity: fc.record({
      orderNumber: fc.constantFrom('6ES7 315-2EH14-0AB0', '6ES7 412-2XJ05-0AB0', '6ES7 151-8AB01-0AB0'),
      firmware: version.map(([a, b, c]) => `V${a}.${b}.${c}`),
      serial: fc.stringMatching(/^S C-[A-Z][0-9][A-Z]{2}[1-9][0-9]{8}$/),
      name: word,
      model: fc.constantFrom('CPU 315-2 PN/DP', 'CPU 412-2'),
    }),
    role: 'controller',
    found: ({ orderNumber, firmware, serial }) => ({
      vendor: 'Siemens',
      orderNumber: orderNumber!,
      firmware: firmware!,
      serial: serial!,
    }),
    deeds: ['write', 'program', 'upload', 'stop', 'start'],
  },
  enip: {
    identity: fc.record({
      model: fc.constantFrom('1756-L61/B LOGIX5561', '1769-L33ERM/A LOGIX5333ERM', '1766-L32BXB'),
      firmware: fc.tuple(fc.integer({ min: 1, max: 99 }), fc.nat(99)).map(([a, b]) => `${a}.${b}`),
      serial: fc.integer({ min: 0x1234, max: 0x7fffffff }).map((n) => `0x${n.toString(16).padStart(8, '0')}`),
    }),
    role: 'controller',
    found: ({ model, firmware, serial }) => ({
      vendor: 'Rockwell Automation',
      model: model!,
      firmware: firmware!,
      serial: serial!,
    }),
    deeds: ['write', 'program', 'stop'],
  },
  fins: {
    identity: fc.record({ orderNumber: fc.constantFrom('CP1L-EL20DR-D', 'CJ2M-CPU31'), firmware: dotted }),
    role: 'controller',
    found: ({ orderNumber }) => ({ vendor: 'Omron', orderNumber: orderNumber! }),
    deeds: ['write', 'stop'],
  },
  melsec: {
    identity: fc.record({ orderNumber: fc.constantFrom('Q03UDECPU', 'L26CPU-BT', 'R04ENCPU') }),
    role: 'controller',
    found: ({ orderNumber }) => ({ vendor: 'Mitsubishi Electric', orderNumber: orderNumber! }),
    deeds: ['write', 'stop'],
  },
  ads: {
    identity: fc.record({ model: fc.constantFrom('Plc30 App', 'TCatPlcCtrl'), firmware: fc.constant('3.1.1958') }),
    role: 'controller',
    found: () => ({}),
    deeds: ['write', 'stop'],
  },
  dnp3: { identity: fc.constant({}), role: 'controller', found: () => ({}), deeds: ['write', 'stop'], isSilent: true },
  bacnet: {
    identity: fc.record({ vendor: word, model: code, firmware: dotted, name: word }),
    role: 'controller',
    found: ({ vendor, model, firmware, name }) => ({
      vendor: vendor!,
      model: model!,
      firmware: firmware!,
      names: [name!],
    }),
    deeds: ['write', 'stop'],
  },
  mms: {
    identity: fc.record({ vendor: word, model: code, firmware: dotted }),
    role: 'ied',
    found: ({ vendor, model, firmware }) => ({ vendor: vendor!, model: model!, firmware: firmware! }),
    deeds: ['write'],
  },
  iec104: {
    identity: fc.constant({}),
    role: 'controller',
    found: () => ({}),
    deeds: ['write', 'stop'],
    isSilent: true,
  },
  tristation: {
    identity: fc.record({ name: fc.stringMatching(/^[A-Z]{3}[0-9]{3}$/) }),
    role: 'safety-controller',
    found: () => ({}),
    deeds: ['program', 'stop'],
    isSilent: true,
    looks: 'identify',
  },
}

const macOf = (last: number): string =>
  `00:0e:8c:00:${(last >> 8).toString(16).padStart(2, '0')}:${(last & 255).toString(16).padStart(2, '0')}`
const during = { firstDay: '2026-10-01', lastDay: '2026-10-02', sessionsPerDay: 1, hours: [8, 16] } as const

interface Drawn {
  readonly protocol: SpokenProtocol
  readonly identity: DescribedIdentity
  readonly deed: Deed['does'] | null
  readonly reads: number
}

const drawn = (protocol: SpokenProtocol): fc.Arbitrary<Drawn> =>
  fc.record({
    protocol: fc.constant(protocol),
    identity: rows[protocol].identity,
    deed: fc.constantFrom(null, ...rows[protocol].deeds),
    reads: fc.integer({ min: 3, max: 6 }),
  })
const plants = fc.array(fc.constantFrom(...(Object.keys(rows) as SpokenProtocol[])).chain(drawn), {
  minLength: 1,
  maxLength: 6,
})

function written(plant: readonly Drawn[], seed: number) {
  const controllers = plant.map(
    ({ identity }, i): DescribedHost => ({
      key: `device-${i}`,
      ip: `10.20.1.${i + 100}`,
      mac: macOf(i + 100),
      vlan: 20,
      identity,
    }),
  )
  const hosts: DescribedHost[] = [
    { key: 'hmi', ip: '10.20.1.10', mac: macOf(10), vlan: 20 },
    { key: 'engineering', ip: '10.20.1.20', mac: macOf(20), vlan: 20 },
    ...controllers,
  ]
  const conversations = plant.flatMap(({ protocol, deed, reads }, i): DescribedConversation[] => {
    const server = `device-${i}`
    const tells: Deed[] = rows[protocol].isSilent ? [{ does: 'read' }] : [{ does: 'identify' }]
    const does: Deed[] = deed === null ? [] : [{ does: deed }]
    return [
      { ...during, client: 'hmi', server, protocol, deeds: [{ does: 'read', times: reads }] },
      { ...during, client: 'engineering', server, protocol, deeds: [...tells, ...does] },
    ]
  })
  const inspector = createInspector({ protocols, seed: 1 })
  inspector.push(encodeTraffic({ seed, utcOffsetMinutes: 540, hosts, conversations }))
  return inspector.finish()
}

describe('what the encoders write for a described plant, the reader finds again', () => {
  it.each(Object.keys(rows) as SpokenProtocol[])('%s, device by device', (protocol) => {
    fc.assert(
      fc.property(drawn(protocol), fc.nat(1000), (one, seed) => check([one], seed)),
      { numRuns: 12 },
    )
  })

  it('plants of several protocols', () => {
    fc.assert(fc.property(plants, fc.nat(1000), check), { numRuns: 25 })
  })

  it('every protocol that is spoken has its row', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(spokenProtocols).sort())
  })
})

function check(plant: readonly Drawn[], seed: number): void {
  const { capture, devices, conversations } = written(plant, seed)
  expect(capture.faults).toEqual([])
  // Nobody more, nobody fewer: no two became one, nothing was made up.
  expect(devices.map(({ id }) => id).sort()).toEqual(
    ['10.20.1.10', '10.20.1.20', ...plant.map((_, i) => `10.20.1.${i + 100}`)].sort(),
  )
  for (const [i, { protocol, identity, deed, reads }] of plant.entries()) {
    const device = devices.find(({ id }) => id === `10.20.1.${i + 100}`)!
    expect(device).toMatchObject({ macs: [macOf(i + 100)], vlans: [20], ...rows[protocol].found(identity) })
    expect(device.roles.map(({ role }) => role)).toContain(rows[protocol].role)
    expect(device.purdueLevel?.level).toBe('1')
    expect(device.safety !== undefined).toBe(rows[protocol].role === 'safety-controller')
    const talk = (client: string) =>
      conversations.find(
        (one) => one.client === client && one.server === device.id && one.serverPort === spokenProtocols[protocol].port,
      )!
    expect(talk('10.20.1.10').operations[rows[protocol].looks ?? 'read']).toBeGreaterThanOrEqual(2 * reads)
    expect(talk('10.20.1.10').operations.program).toBe(0)
    const programmed = talk('10.20.1.20').operations.program
    if (deed === null || deed === 'write') expect(programmed).toBe(0)
    else expect(programmed).toBeGreaterThan(0)
  }
  const hmi = devices.find(({ id }) => id === '10.20.1.10')!
  const isOperating = plant.some(({ protocol }) => rows[protocol].looks === undefined)
  expect(hmi.roles.map(({ role }) => role)).toEqual(isOperating ? ['supervisory'] : [])
  const isProgramming = plant.some(({ deed }) => deed !== null && deed !== 'write')
  const engineering = devices.find(({ id }) => id === '10.20.1.20')!
  expect(engineering.roles.some(({ role }) => role === 'engineering-station')).toBe(isProgramming)
}
