import { describe, expect, it } from 'vitest'
import type { ReconciliationRow } from '#contract/assets.ts'
import { blockOf, nextStep, registryRows, seenFields, takenOver, zonePath } from './take-over.ts'

const seen = {
  name: 'plc-7',
  vendor: 'Siemens',
  model: 'CPU 1511',
  orderNumber: null,
  firmware: 'V2.9',
  serial: null,
  roles: ['controller'],
  level: '1',
  levelSource: 'inferred',
  zone: null,
  safety: false,
}
const row = (change: Partial<ReconciliationRow>): ReconciliationRow => ({
  id: 'x',
  plant: 'kashima',
  state: 'unmanaged',
  tag: null,
  assetName: null,
  device: '10.1.1.7',
  ips: ['10.1.1.7'],
  macs: ['02:00:0a:01:01:07'],
  vendor: null,
  model: null,
  firstSeen: null,
  lastSeen: null,
  seen,
  because: [],
  proof: [],
  ...change,
})

describe('the one next step of a row', () => {
  it('of a device that nobody registered is to register it, or first to say where it stands', () => {
    expect(nextStep(row({}))).toBe('register')
    expect(nextStep(row({ seen: { ...seen, level: null } }))).toBe('zone')
    expect(nextStep(row({ seen: { ...seen, level: null, zone: 'cell 1' } }))).toBe('register')
    expect(nextStep(row({ seen: { ...seen, level: null }, ips: [] }))).toBe('register')
  })

  it('of a contradiction is to take over what was seen, or to look where nothing can be', () => {
    const because = [
      { key: 'ip', registry: '10.1.1.7', seen: '10.1.1.7', agrees: true },
      { key: 'model', registry: 'CPU 315', seen: 'CPU 1511', agrees: false },
      { key: 'lifecycle', registry: 'disposed', seen: '2026-11-01', agrees: false },
    ]
    const conflict = row({ state: 'conflict', tag: 'PLC-7', because })
    expect(nextStep(conflict)).toBe('accept')
    expect(takenOver(conflict)).toEqual({ model: 'CPU 1511', lifecycle: 'In operation' })
    const twice = [{ key: 'ip', registry: 'also PLC-8', seen: '10.1.1.7', agrees: false }]
    expect(nextStep(row({ state: 'conflict', tag: 'PLC-7', because: twice }))).toBe('look')
  })

  it('is none where both agree', () => {
    expect(nextStep(row({ state: 'matched', tag: 'PLC-7' }))).toBe('none')
    expect(nextStep(row({ state: 'notSeen', tag: 'PLC-7', device: null, seen: null }))).toBe('look')
  })
})

it('what was seen becomes one row of a registry, without what was not', () => {
  expect(registryRows(' PLC-7 ', seenFields(row({})))).toEqual([
    ['Tag', 'Name', 'Vendor', 'Model', 'Firmware', 'IP address', 'MAC address', 'Purdue level'],
    ['PLC-7', 'plc-7', 'Siemens', 'CPU 1511', 'V2.9', '10.1.1.7', '02:00:0a:01:01:07', '1'],
  ])
})

it('the zone of a device is asked for by its network', () => {
  expect(blockOf({ ips: ['fe80::1', '172.16.8.19'] })).toBe('172.16.8.0/24')
  expect(blockOf({ ips: ['fd00::5'] })).toBe('fd00::5')
  expect(blockOf({ ips: [] })).toBe(null)
  const path = zonePath(row({}), '/assets/reconciliation')
  expect(new URLSearchParams(path.split('?')[1]).get('with.addresses')).toBe('10.1.1.0/24')
})
