import fc from 'fast-check'
import type { RoleName, WireOperation } from '#core/capture/inspection.ts'
import type { Deed, DescribedIdentity, SpokenProtocol } from './traffic/described.ts'

type Counts = Readonly<Partial<Record<WireOperation, number>>>
/** All that a described device says. */
export type Said = Required<Omit<DescribedIdentity, 'vendorId' | 'deviceType' | 'productCode'>>

/** What devices of one protocol say of themselves and can be made to do, and how the reader must find it. */
export interface Row {
  /** Where not every text is one that it can write. */
  readonly identity?: Partial<{ [Field in keyof Said]: fc.Arbitrary<string> }>
  /** Of what is described, in the order vendor, model, order number, firmware, serial number, name: null is never carried. */
  readonly head: (said: Said) => readonly [Text, Text, Text, Text, Text, Text | readonly string[]]
  /** Facts that the head does not show. */
  readonly facts?: (said: Said) => Readonly<Record<string, string>>
  /** What it is when it is read or written; null where that tells nothing. */
  readonly role: RoleName | null
  readonly level: string | undefined
  /** Operations of one deed; deeds that it lacks are left out. */
  readonly counts: Readonly<Partial<Record<Deed['does'], Counts>>>
  /** … and of the beginning of each connection. */
  readonly greeting?: Counts
  /** It can refuse a read, which is counted as one. */
  readonly refuses?: true
  /** Id of what stands behind it under a number; none where nothing can. */
  readonly behind?: (address: string, unit: number, said: Said) => string
  /** What carries a request to it is counted beside the request: Unconnected Send of CIP, command 77 of HART. */
  readonly carrier?: WireOperation
  /** Its reads and writes are work on the process. */
  readonly isControl: boolean
}
type Text = string | null

/** No word that stands for nothing ("Default"), no version of zeros, no serial number that many devices share. */
const word = fc.stringMatching(/^Q[a-z]{3,8}$/)
const part = fc.integer({ min: 1, max: 99 })
const dotted = fc.tuple(part, part, part).map((parts) => parts.join('.'))
/** No maker's form of order numbers. */
const code = fc.stringMatching(/^[QXZ]{2}[1-9][0-9]{4}$/)
const serial = fc.integer({ min: 0x10a00000, max: 0x7fffffff }).map((n) => `0x${n.toString(16).padStart(8, '0')}`)

/** Everything is described; each protocol takes what it can carry. */
export const identityOf = ({ identity }: Row): fc.Arbitrary<Said> =>
  fc.record({
    vendor: word,
    model: code,
    orderNumber: code,
    firmware: dotted,
    serial,
    name: word,
    location: word,
    ...identity,
  }) as fc.Arbitrary<Said>

const one = (operation: WireOperation): Counts => ({ [operation]: 1 })
const readsAndWrites = { read: one('read'), write: one('write') }
const unitAt = (address: string, unit: number): string => `${address}#${unit}`
const numbers = (version: string): string[] => version.match(/\d+/g) ?? []

export const rows: Readonly<Record<SpokenProtocol, Row>> = {
  modbus: {
    // 43/14 has no serial number, and its name is of the user's application.
    head: ({ vendor, model, orderNumber, firmware }) => [vendor, model, orderNumber, firmware, null, null],
    role: 'controller',
    level: '1',
    // UMAS: eight blocks between reservation, begin, end and release.
    counts: {
      ...readsAndWrites,
      identify: one('identify'),
      program: { program: 12 },
      upload: { program: 10 },
      stop: { program: 3 },
      start: { program: 3 },
    },
    behind: unitAt,
    refuses: true,
    isControl: true,
  },
  s7comm: {
    identity: {
      orderNumber: fc.constantFrom('6ES7 315-2EH14-0AB0', '6ES7 412-2XJ05-0AB0', '6ES7 151-8AB01-0AB0'),
      model: fc.constantFrom('CPU 315-2 PN/DP', 'CPU 412-2'),
      serial: fc.stringMatching(/^S C-[A-Z][0-9][A-Z]{2}[1-9][0-9]{8}$/),
    },
    // No system status list holds the vendor: the form of the order number tells it.
    head: (said) => ['Siemens', said.model, said.orderNumber, `V${said.firmware}`, said.serial, said.name],
    role: 'controller',
    level: '1',
    // Three system status lists or parts of them; three pieces, which the controller asks for.
    counts: {
      ...readsAndWrites,
      identify: { identify: 3 },
      program: { program: 6 },
      upload: { program: 3 },
      stop: one('program'),
      start: one('program'),
    },
    greeting: { other: 1 },
    refuses: true,
    isControl: true,
  },
  enip: {
    // The vendor is a number, the name the product's; revisions have two parts.
    head: ({ model, firmware, serial: number }) => [
      'Rockwell Automation',
      model,
      null,
      numbers(firmware).slice(0, 2).join('.'),
      number,
      null,
    ],
    role: 'controller',
    level: '1',
    counts: {
      ...readsAndWrites,
      identify: one('identify'),
      program: { program: 8 },
      upload: { program: 8 },
      stop: one('program'),
      start: one('program'),
    },
    greeting: { other: 1 },
    behind: unitAt,
    carrier: 'other',
    refuses: true,
    isControl: true,
  },
  fins: {
    // One text for model and order number; only Omron makes it.
    head: ({ orderNumber, firmware }) => ['Omron', orderNumber, orderNumber, firmware, null, null],
    role: 'controller',
    level: '1',
    counts: { ...readsAndWrites, identify: one('identify'), stop: one('program') },
    behind: (address, unit) => `${address}#1.${unit}`,
    refuses: true,
    isControl: true,
  },
  melsec: {
    head: ({ orderNumber }) => ['Mitsubishi Electric', orderNumber, orderNumber, null, null, null],
    role: 'controller',
    level: '1',
    counts: { ...readsAndWrites, identify: one('identify'), stop: one('program') },
    refuses: true,
    isControl: true,
  },
  ads: {
    // Of a port it says which service runs there: none of the machine's own.
    head: () => [null, null, null, null, null, null],
    facts: ({ model }) => ({ 'service 851': model }),
    role: 'controller',
    level: '1',
    counts: { ...readsAndWrites, identify: one('identify'), stop: one('program') },
    isControl: true,
  },
  'ge-srtp': {
    // What its answer to "type and identifier" holds is published nowhere.
    head: () => [null, null, null, null, null, null],
    role: 'controller',
    level: '1',
    counts: { ...readsAndWrites, identify: one('identify'), program: one('program'), stop: one('program') },
    greeting: { other: 1 },
    refuses: true,
    isControl: true,
  },
  tristation: {
    // Only Tricons with main processors 3008 tell a version; of texts it carries the name of the project.
    identity: { firmware: fc.constantFrom('10.0', '10.2', '10.4') },
    head: ({ firmware }) => ['Schneider Electric', 'Tricon 3008', '3008', `v${firmware}`, null, null],
    facts: ({ name }) => ({ project: name.slice(0, 8) }),
    role: 'safety-controller',
    level: '1',
    counts: { ...readsAndWrites, identify: { identify: 2 }, program: { program: 3 }, stop: one('program') },
    greeting: { other: 1 },
    isControl: true,
  },
  dnp3: {
    // Attributes of group 0; there is none for an order number.
    head: ({ vendor, model, firmware, serial: number, name }) => [vendor, model, null, firmware, number, name],
    facts: ({ location }) => ({ location }),
    role: 'controller',
    level: '1',
    // All responses have one function of their own, 129.
    counts: {
      read: { read: 1, other: 1 },
      write: { write: 1, other: 1 },
      identify: { identify: 1, other: 1 },
      stop: { program: 1, other: 1 },
    },
    isControl: true,
  },
  iec104: {
    head: () => [null, null, null, null, null, null],
    role: 'controller',
    level: '1',
    // The interrogation, and the values that come of it.
    counts: { read: { read: 2 }, write: one('write'), stop: one('program') },
    greeting: { other: 2 },
    isControl: true,
  },
  mms: {
    head: ({ vendor, model, firmware }) => [vendor, model, null, firmware, null, null],
    role: 'ied',
    level: '1',
    counts: { ...readsAndWrites, identify: one('identify') },
    greeting: { other: 1 },
    refuses: true,
    isControl: true,
  },
  bacnet: {
    head: ({ vendor, model, firmware, serial: number, name }) => [vendor, model, null, firmware, number, name],
    facts: ({ location }) => ({ location }),
    role: 'controller',
    level: '1',
    // Six properties of the device object are read like any other.
    counts: { ...readsAndWrites, identify: { read: 6 }, stop: one('program') },
    // Devices of other networks have addresses of their own.
    behind: (address, unit) => `${2000 + Number(address.split('.')[3])}:${unit.toString(16).padStart(2, '0')}`,
    refuses: true,
    isControl: true,
  },
  opcua: {
    // A server is a program: what it says is told of the software, not of the device.
    head: () => [null, null, null, null, null, null],
    facts: ({ vendor, model, firmware, name, orderNumber }) => ({
      softwareVendor: vendor,
      software: model,
      softwareVersion: firmware,
      application: name,
      productUri: orderNumber,
    }),
    role: 'server',
    level: '2',
    counts: { ...readsAndWrites, identify: { identify: 1, read: 1 }, stop: one('program') },
    greeting: { other: 3 },
    refuses: true,
    isControl: true,
  },
  'hart-ip': {
    // The maker is a number, the software one octet; short tags have eight capitals.
    head: ({ firmware, name }) => [
      'Endress+Hauser',
      null,
      null,
      numbers(firmware)[0]!,
      null,
      [name.toUpperCase().slice(0, 8), name],
    ],
    role: 'field-device',
    level: '0',
    counts: { ...readsAndWrites, identify: { identify: 3 }, stop: one('program') },
    greeting: { other: 1 },
    // Unique address: type, and 24 bits of the number that it was made with.
    behind: (address, _, said) => `${address}#20ff${said.serial.slice(-6)}`,
    carrier: 'other',
    refuses: true,
    isControl: true,
  },
  snmp: {
    head: ({ vendor, model, firmware, serial: number, name }) => [vendor, model, null, firmware, number, name],
    facts: ({ location }) => ({ location }),
    role: null,
    level: undefined,
    counts: { ...readsAndWrites, identify: one('read') },
    refuses: true,
    isControl: false,
  },
  dhcp: {
    // It is the client that speaks of itself.
    head: () => [null, null, null, null, null, null],
    role: null,
    level: undefined,
    counts: { identify: { other: 2 } },
    isControl: false,
  },
  'profinet-dcp': {
    // The vendor is a number.
    head: ({ model, name }) => ['Siemens', model, null, null, null, name],
    role: 'field-device',
    level: '1',
    counts: { identify: one('identify'), write: one('write'), program: one('program') },
    isControl: true,
  },
  goose: {
    head: () => [null, null, null, null, null, null],
    facts: ({ name }) => ({ goID: name }),
    role: 'ied',
    level: '1',
    counts: { read: one('read') },
    isControl: true,
  },
}
