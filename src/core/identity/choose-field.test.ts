import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseField } from './choose-field.ts'
import type { IdentityField, Statement } from './statement.ts'

const say = (field: IdentityField, value: string, protocol: string, weight: number, more: Partial<Statement> = {}) => ({
  field,
  value,
  protocol,
  weight,
  first: 1,
  last: 1,
  source: 'a',
  packet: 1,
  ...more,
})

describe('a field is worked out of all that is said', () => {
  it('who knows better wins, and who says the same makes it surer', () => {
    const alone = chooseField('vendor', [say('vendor', 'Rockwell Automation', 'enip', 0.95)])
    const both = chooseField('vendor', [
      say('vendor', 'Rockwell Automation', 'enip', 0.95),
      say('vendor', 'Allen-Bradley', 'oui', 0.35),
    ])
    expect(alone).toMatchObject({ value: 'Rockwell Automation', confidence: 0.95, contradictions: [] })
    expect(both).toMatchObject({ value: 'Rockwell Automation', confidence: 0.97, contradictions: [] })
  })

  it('another value lowers the confidence, and is shown with who says it', () => {
    const found = chooseField('orderNumber', [
      say('orderNumber', '6ES7 315-2EH14-0AB0', 's7comm', 0.95),
      say('orderNumber', '6ES7 317-2EK14-0AB0', 'lldp', 0.8),
    ])
    expect(found).toMatchObject({ value: '6ES7 315-2EH14-0AB0', confidence: 0.57 })
    expect(found!.contradictions).toMatchObject([{ value: '6ES7 317-2EK14-0AB0', by: [{ protocol: 'lldp' }] }])
  })

  // Spellings as devices and their tools give them.
  it.each<[IdentityField, string, string]>([
    ['firmware', 'V3.2.6', '3.2.6'],
    ['firmware', 'FW: V4.02', '4.02'],
    ['firmware', '20.11', '20.11.3'],
    ['serial', '0x0051823f', '51823F'],
    ['orderNumber', '6ES7 315-2EH14-0AB0', '6ES7315-2EH14-0AB0'],
    ['orderNumber', '1756-EN2T', '1756-EN2T/B'],
    ['vendor', 'SIEMENS AG', 'Siemens'],
    ['vendor', '三菱電機', 'Mitsubishi Electric Corp.'],
    ['model', 'CPU 315-2 PN/DP', '315-2EH14'],
    ['name', 'PLC-1.plant.example', 'plc-1'],
  ])('%s %s and %s contradict nothing', (field, one, other) => {
    const found = chooseField(field, [say(field, one, 's7comm', 0.95), say(field, other, 'lldp', 0.8)])
    expect(found!.contradictions).toEqual([])
  })

  it('what was said before and not since is history, not a contradiction', () => {
    const found = chooseField('firmware', [
      say('firmware', 'V4.4', 's7comm', 0.95, { source: 'january', first: 10, last: 12 }),
      say('firmware', 'V4.5', 's7comm', 0.95, { source: 'march', first: 70, last: 90 }),
    ])
    expect(found).toMatchObject({ value: 'V4.5', confidence: 0.95, contradictions: [] })
    expect(found!.history).toMatchObject([{ value: 'V4.4', by: [{ first: 10, last: 12 }] }])
  })

  it('two values that one protocol tells at the same time contradict each other', () => {
    const found = chooseField('firmware', [
      say('firmware', 'V4.4', 's7comm', 0.95, { first: 10, last: 80 }),
      say('firmware', 'V4.5', 's7comm', 0.95, { first: 70, last: 90 }),
    ])
    expect(found!.history).toEqual([])
    expect(found!.contradictions).toHaveLength(1)
  })

  it('two protocols that speak once each in one capture tell no change', () => {
    const found = chooseField('serial', [
      say('serial', 'S1', 's7comm', 0.95, { first: 10, last: 10 }),
      say('serial', 'A100', 'enip', 0.95, { first: 20, last: 20 }),
    ])
    expect(found!.history).toEqual([])
  })

  it.each(['0', '00000000', 'FFFFFFFF', 'n/a', 'To be filled by O.E.M.', '123456789'])(
    '%s is no serial number',
    (serial) => {
      expect(chooseField('serial', [say('serial', serial, 'enip', 0.95)])).toBeNull()
    },
  )

  it('a device may have a name in each of its services, and one in each', () => {
    const names = (...said: [string, string][]) =>
      chooseField(
        'name',
        said.map(([value, protocol]) => say('name', value, protocol, 0.8)),
      )!
    expect(names(['r101', 'profinet-dcp'], ['press', 'snmp']).contradictions).toEqual([])
    expect(names(['r101', 'snmp'], ['press', 'snmp']).contradictions).toHaveLength(1)
  })
})

describe('for whatever is said', () => {
  const statement = fc.record({
    field: fc.constant<IdentityField>('serial'),
    value: fc.constantFrom('A100', 'a100', '0xA100', 'B200', 'C300', '0', ''),
    protocol: fc.constantFrom('enip', 'snmp', 'lldp', 'oui'),
    weight: fc.constantFrom(0.35, 0.5, 0.8, 0.95),
    first: fc.integer({ min: 0, max: 9 }),
    last: fc.integer({ min: 0, max: 9 }),
    source: fc.constantFrom('a', 'b'),
    packet: fc.integer({ min: 1, max: 3 }),
  })
  const statements = fc.array(
    statement.map((one) => ({ ...one, last: Math.max(one.first, one.last) })),
    { maxLength: 8 },
  )

  it('the order does not matter, and the confidence lies between 0 and 1', () => {
    fc.assert(
      fc.property(statements, fc.infiniteStream(fc.nat()), (said, order) => {
        const found = chooseField('serial', said)
        const ranks = new Map(said.map((one) => [one, order.next().value as number]))
        const shuffled = [...said].sort((a, b) => ranks.get(a)! - ranks.get(b)!)
        const again = chooseField('serial', shuffled)
        expect(again?.value).toBe(found?.value)
        expect(again?.confidence).toBe(found?.confidence)
        if (found) {
          expect(found.confidence).toBeGreaterThan(0)
          expect(found.confidence).toBeLessThanOrEqual(0.99)
        }
      }),
    )
  })

  it('another word for the value never lowers the confidence, one against it never raises it', () => {
    fc.assert(
      fc.property(statements, (said) => {
        const now = said.map((one) => ({ ...one, first: 1, last: 1 }))
        const found = chooseField('serial', now)
        if (!found) return
        const more = { ...now[0]!, value: found.value, protocol: 's7comm', weight: 0.9 }
        expect(chooseField('serial', [...now, more])!.confidence).toBeGreaterThanOrEqual(found.confidence)
        const against = { ...now[0]!, value: 'Z999', protocol: 'mdns', weight: 0.2 }
        expect(chooseField('serial', [...now, against])!.confidence).toBeLessThanOrEqual(found.confidence)
      }),
    )
  })
})
