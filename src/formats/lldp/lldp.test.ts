import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { readsVectors, readWhole, survivesDamage } from '../vectors.testing.ts'
import { lldp } from './decode.ts'
import { type Advertisement, advertisement } from './encode.ts'
import { sayDescription, saySystemIdentification } from './system-description.ts'
import { lldpVectors } from './vectors.ts'

const factsOf = (bytes: Uint8Array): IdentityFact[] => [
  ...(readWhole(lldp, lldp.session(), bytes, true)[0]!.identity ?? []),
]
const said = (tell: (facts: IdentityFact[]) => unknown): Record<string, string> => {
  const facts: IdentityFact[] = []
  tell(facts)
  return Object.fromEntries(facts.map(({ field, value }) => [field, value]))
}

describe('LLDP vectors', () => readsVectors(lldp, lldpVectors))

describe('LLDP both ways', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./-]{0,60}[A-Za-z0-9]$/)
  const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((o) => o.join('.'))
  const mac = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `00:1b:1b:02:${two(a)}:${two(b)}`)
  const two = (octet: number) => octet.toString(16).padStart(2, '0')

  it('a switch that advertises itself is found with its name, text and address', () => {
    fc.assert(
      fc.property(mac, label, label, ip, (chassis, name, description, managementAddress) => {
        const facts = factsOf(advertisement({ chassis, port: 'port-001', name, description, managementAddress }))
        expect(facts).toEqual(
          expect.arrayContaining([
            { field: 'mac', value: chassis },
            { field: 'name', value: name },
            { field: 'description', value: description },
            { field: 'ip', value: managementAddress },
          ]),
        )
      }),
    )
  })

  it('a text is a name only where PROFINET gives it that meaning', () => {
    const device: Advertisement = { chassis: 'et200-7', port: 'port-001', profinetMac: '00:1b:1b:02:03:04' }
    expect(factsOf(advertisement(device))).toContainEqual({ field: 'name', value: 'et200-7' })
    const { profinetMac: _, ...other } = device
    expect(factsOf(advertisement(other)).some(({ field }) => field === 'name')).toBe(false)
  })

  it('since PROFINET 2.3 the port names the station, and the chassis is the label of the device', () => {
    const chassis = `${'S7-1500'.padEnd(25)} ${'6ES7 513-1AL01-0AB0'.padEnd(20)} ${'S C-F9VF69702016'.padEnd(16)}     1 V  2  0  1`
    const facts = factsOf(advertisement({ chassis, port: 'port-001.plcxb1d0ed', profinetMac: '00:1b:1b:02:03:04' }))
    const of = (field: string) => facts.filter((fact) => fact.field === field).map(({ value }) => value)
    expect(of('name')).toEqual(['plcxb1d0ed'])
    expect(of('orderNumber')).toEqual(['6ES7 513-1AL01-0AB0'])
    expect(of('serial')).toEqual(['S C-F9VF69702016'])
    expect(of('firmware')).toEqual(['V2.0.1'])
  })
})

describe('what makers write into the system description', () => {
  it.each([
    [
      'Siemens, SIMATIC NET, SCALANCE X212-2, 6GK5 212-2BB00-2AA3, HW: 7, FW: V4.02',
      {
        vendor: 'Siemens',
        model: 'SCALANCE X212-2',
        orderNumber: '6GK5 212-2BB00-2AA3',
        hardware: '7',
        firmware: 'V4.02',
      },
    ],
    [
      'Siemens, SIMATIC S7, CPU315-2 PN/DP, 6ES7 315-2EH14-0AB0 , HW: 5, FW: V3.2.6, S C-C2UR28922012',
      {
        vendor: 'Siemens',
        model: 'CPU315-2 PN/DP',
        orderNumber: '6ES7 315-2EH14-0AB0',
        hardware: '5',
        firmware: 'V3.2.6',
        serial: 'S C-C2UR28922012',
      },
    ],
    [
      'Cisco IOS Software, C3560 Software (C3560-ADVIPSERVICESK9-M), Version 12.2(44)SE, RELEASE SOFTWARE (fc1)\\nCopyright',
      { vendor: 'Cisco', firmware: '12.2(44)SE' },
    ],
    [
      'Siemens, SIMATIC NET, SCALANCE X204, 6GK5 204-0BA00-2AA3, HW: 7, FW: V4.02\\r\\nline 2',
      {
        vendor: 'Siemens',
        model: 'SCALANCE X204',
        orderNumber: '6GK5 204-0BA00-2AA3',
        hardware: '7',
        firmware: 'V4.02',
      },
    ],
    ['Siemens AG SIMATIC S7 MULTIPORT SCALANCE X 200 FAM', {}],
    ['SMCGS8P-Smart - SMCGS8P-Smart v3.20', {}],
  ])('%s', (description, expected) => {
    expect(said((facts) => sayDescription(facts, description))).toEqual(expected)
  })

  it('columns of another width are no label', () => {
    expect(said((facts) => saySystemIdentification(facts, 'siemens-x208-switch'))).toEqual({})
  })

  it('the annotation of the endpoint mapper is a label without a serial number', () => {
    const annotation = 'S7-1500                   6ES7 672-5DC01-0YA0      0 V  2  1  7'
    expect(said((facts) => saySystemIdentification(facts, annotation))).toEqual({
      model: 'S7-1500',
      orderNumber: '6ES7 672-5DC01-0YA0',
      hardware: '0',
      firmware: 'V2.1.7',
    })
  })
})

describe('hostile LLDP', () => {
  it('a TLV that reaches beyond the frame is a fault, and those before it count', () => {
    const bytes = fromHex('0207 04 080006012345 0402 0531 0602 0078 0aff 41')
    const { messages, faults } = lldp.session().read(bytes, 0, bytes.length, true)
    expect(messages[0]!.identity).toHaveLength(2)
    expect(faults).toEqual([{ reason: 'advertisement cut short' }])
  })
  survivesDamage(lldp, lldpVectors)
})
