import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oidText } from '../ber.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { describedIdentity } from '../system-description.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { snmp } from './decode.ts'
import { berOid, berText, encodeSnmp } from './encode.ts'
import { snmpVectors } from './vectors.ts'

describe('SNMP', () => {
  readsVectors(snmp, snmpVectors)
  survivesDamage(snmp, snmpVectors)
  refusesStrangers(snmp, ['it/', 'Sample_File_MMS'])

  it('what is written is read: a response answers the request with its id', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 -]{0,60}[a-z]$/)
    fc.assert(
      fc.property(fc.nat(), name, fc.constantFrom(0 as const, 1 as const), (id, said, type) => {
        const session = snmp.session()
        const asked = encodeSnmp('public', type, id, [['1.3.6.1.2.1.1.5.0']])
        const told = encodeSnmp('public', 2, id, [['1.3.6.1.2.1.1.5.0', berText(said)]])
        session.read(asked, 0, asked.length, true)
        const [answer] = session.read(told, 0, told.length, false).messages
        expect(answer!.function.operation).toBe('read')
        expect(answer!.identity).toEqual([
          { field: 'version', value: 'v2c' },
          { field: 'name', value: said },
        ])
      }),
    )
  })

  it('an answer with an error is a refusal', () => {
    const session = snmp.session()
    const asked = encodeSnmp('public', 3, 5, [['1.3.6.1.2.1.1.5.0', berText('x')]])
    const refused = encodeSnmp('public', 2, 5, [['1.3.6.1.2.1.1.5.0', berText('x')]], 17)
    session.read(asked, 0, asked.length, true)
    expect(session.read(refused, 0, refused.length, false).messages[0]).toMatchObject({
      exception: true,
      function: { operation: 'write' },
    })
  })

  it('object identifiers come back as they were written', () => {
    const arcs = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 39 }), arcs, (second, rest) => {
        const oid = [1, second, ...rest].join('.')
        const bytes = berOid(oid)
        expect(oidText(bytes, 2, bytes.length)).toBe(oid)
      }),
    )
  })
})

describe('what systems say about themselves', () => {
  it.each([
    [
      'SIMATIC S7, CPU-1200, 6ES7 212-1BE31-0XB0, HW: 1, FW: V.3.0.2, SZVC1YTX000000',
      { model: 'CPU-1200', orderNumber: '6ES7 212-1BE31-0XB0', firmware: 'V3.0.2', serial: 'SZVC1YTX000000' },
    ],
    [
      'Siemens, SIMATIC NET, SCALANCE XR524-8C 2PS, 6GK5 524-8GS00-4AR2, HW: Version 1, FW: Version V06.02.02, SVPL1234567',
      { model: 'SCALANCE XR524-8C 2PS', firmware: 'V06.02.02', hardware: '1', serial: 'SVPL1234567' },
    ],
    [
      'Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE5, RELEASE SOFTWARE (fc1)\r\nTechnical Support',
      { vendor: 'Cisco', firmware: '12.2(55)SE5' },
    ],
    [
      'Hardware: x86 Family 6 - Software: Windows 2000 Version 5.1 (Build 2600 Multiprocessor Free)',
      { os: 'Windows 2000 Version 5.1 (Build 2600 Multiprocessor Free)' },
    ],
    ['Linux plc 2.6.32-rt #1 SMP PREEMPT', { os: 'Linux 2.6.32-rt' }],
    ['Hirschmann MACH', { vendor: 'Hirschmann' }],
    ['a box', {}],
  ])('%s', (said, wanted) => {
    expect(Object.fromEntries(describedIdentity(said).map(({ field, value }) => [field, value]))).toMatchObject(wanted)
  })
})
