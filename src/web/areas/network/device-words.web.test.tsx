import { expect, test } from 'vitest'
import type { Device } from '#contract/network.ts'
import { en } from '#web/i18n/en.ts'
import { formatOf } from '#web/i18n/format.ts'
import { ja } from '#web/i18n/ja.ts'
import { textOf } from '#web/i18n/text.tsx'
import { knownColumns } from '#web/view/use-columns.ts'
import { deedsOf } from './device-talk.tsx'
import {
  devicePath,
  deviceSentence,
  isEverybodys,
  levelReasons,
  levelWords,
  productOf,
  roleNames,
  safetyMark,
} from './device-words.ts'
import { zoneFormPath } from './zone-form-path.ts'

const english = textOf('en', en)
const japanese = textOf('ja', ja)
const inEnglish = formatOf('en')

const unknown: Device = {
  id: '10.1.1.1',
  plant: 'kashima',
  ips: ['10.1.1.1'],
  macs: [],
  names: [],
  vlans: [],
  vendor: null,
  model: null,
  orderNumber: null,
  firmware: null,
  serial: null,
  roles: [],
  purdueLevel: null,
  firstSeen: null,
  lastSeen: null,
  asset: null,
}
const role = (name: string) => ({ role: name, because: 'answers Modbus as server' })
const level = (more: Partial<NonNullable<Device['purdueLevel']>> = {}) => ({
  level: '1',
  confidence: 0.9,
  source: 'inferred' as const,
  because: ['answers Modbus as server'],
  ...more,
})

test('one sentence says what a device is, and what of it is not known', () => {
  const plc: Device = {
    ...unknown,
    vendor: 'Siemens',
    model: 'CPU 1511-1 PN',
    orderNumber: '6ES7 511-1AK02-0AB0',
    firmware: 'V2.9.4',
    roles: [role('controller')],
    purdueLevel: level(),
  }
  expect(deviceSentence(plc, english.t, inEnglish)).toBe(
    'Siemens CPU 1511-1 PN (6ES7 511-1AK02-0AB0), firmware V2.9.4: controller, level 1 (90% sure).',
  )
  expect(deviceSentence(plc, japanese.t, formatOf('ja'))).toBe(
    'Siemens CPU 1511-1 PN (6ES7 511-1AK02-0AB0)、ファームウェア V2.9.4：コントローラ、階層 1（確度90%）',
  )
  expect(deviceSentence(unknown, english.t, inEnglish)).toBe('Maker and model unknown: part unknown, level unknown.')
  expect(deviceSentence({ ...plc, purdueLevel: level({ source: 'zone' }) }, english.t, inEnglish)).toContain(
    'level 1 (as its zone says)',
  )
})

test('a maker that stands in the model already is not said twice, nor is the order number', () => {
  expect(productOf({ vendor: 'MOXA', model: 'Moxa MGate MB3170', orderNumber: null })).toBe('Moxa MGate MB3170')
  expect(productOf({ vendor: 'WAGO', model: '750-881', orderNumber: '750-881' })).toBe('WAGO 750-881')
  expect(productOf({ vendor: null, model: null, orderNumber: '1756-L61' })).toBe('1756-L61')
})

test('a safety controller is told in words, before its other roles', () => {
  const both = { roles: [role('server'), role('safety-controller')], safety: true }
  expect(roleNames(both, english.t)).toBe('safety controller, data server')
  expect(safetyMark(both)).toBe('controller')
  expect(safetyMark({ roles: [role('controller')], safety: true })).toBe('protocol')
  expect(safetyMark({ roles: [role('controller')] })).toBe(null)
})

test('a level says whether people or the traffic put it there', () => {
  expect(levelWords({ purdueLevel: level() }, english.t, inEnglish)).toBe('L1 · 90%')
  expect(levelWords({ purdueLevel: level({ source: 'registry' }) }, english.t, inEnglish)).toBe('L1 · registry')
  expect(levelWords({ purdueLevel: null }, english.t, inEnglish)).toBe('–')
  const disputed = level({ becauseJa: ['Modbus'], against: ['sends mail'], againstJa: ['メール送信'] })
  expect(levelReasons({ purdueLevel: disputed }, 'en')).toEqual(['answers Modbus as server', 'sends mail'])
  expect(levelReasons({ purdueLevel: disputed }, 'ja')).toEqual(['Modbus', 'メール送信'])
})

test.each([
  ['239.192.1.1', true],
  ['255.255.255.255', true],
  ['ff02::1', true],
  ['01:0e:cf:00:00:00', true],
  ['ff:ff:ff:ff:ff:ff', true],
  ['10.1.1.1', false],
  ['fe80::1', false],
  ['28:63:36:00:01:11', false],
])('%s is an address of many: %s', (address, many) => {
  expect(isEverybodys(address)).toBe(many)
})

test('a unit behind an address has an address of its own on the screen', () => {
  expect(devicePath('kashima', '10.11.12.123#7')).toBe('/network/devices/kashima/10.11.12.123%237')
})

test('who programs whom comes first, and each other end is named once', () => {
  const nothing = { read: 0, write: 0, program: 0, identify: 0, other: 0 }
  const peer = (id: string, side: 'client' | 'server', operations: Partial<typeof nothing>) => ({
    peer: id,
    peerAsset: null,
    peerLevel: null,
    side,
    protocol: 's7comm',
    serverPort: 102,
    answered: true,
    conversations: 1,
    packets: { toServer: 1, toClient: 1 },
    bytes: { toServer: 1, toClient: 1 },
    operations: { ...nothing, ...operations },
    firstSeen: null,
    lastSeen: null,
    conversation: 'c/1',
  })
  expect(
    deedsOf([
      peer('hmi', 'server', { read: 3, write: 1 }),
      peer('ews', 'server', { program: 1, read: 1 }),
      peer('ews', 'server', { read: 9 }),
      peer('plc2', 'client', { read: 2 }),
    ]),
  ).toEqual([
    { deed: 'program.server', peers: ['ews'] },
    { deed: 'write.server', peers: ['hmi'] },
    { deed: 'read.server', peers: ['hmi', 'ews'] },
    { deed: 'read.client', peers: ['plc2'] },
  ])
})

test('the form of a zone is filled in with network and proposed level; without addresses there is no zone', () => {
  const suggestion = { level: '1', confidence: 0.8, because: { en: 'looks like it', ja: '推定' } }
  const to = zoneFormPath({ plant: 'kashima', network: '10.1.2.0/24', suggestion }, '/network/devices/unplaced')
  const asked = new URL(to ?? '', 'http://here').searchParams
  expect(Object.fromEntries(asked)).toEqual({
    for: 'kashima',
    'with.addresses': '10.1.2.0/24',
    'with.purdueLevel': '1',
    back: '/network/devices/unplaced',
  })
  expect(zoneFormPath({ plant: 'kashima', network: 'VLAN 20', suggestion }, '')).toBe(null)
})

test('columns come in the order of the table, and unknown ones are left out', () => {
  const known = ['id', 'vendor', 'level']
  expect(knownColumns('level,colour,id', known)).toEqual(['id', 'level'])
  expect(knownColumns('colour', known)).toBe(null)
  expect(knownColumns(null, known)).toBe(null)
})
