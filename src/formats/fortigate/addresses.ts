import {
  type AddressSet,
  addressesOf,
  addressOf,
  anyV4,
  anyV6,
  maskedV4,
  noAddress,
  withoutAddresses,
} from '#core/filtering/addresses.ts'
import { type Gathering, type PartlyAddresses, perhaps, surely } from '../partly-known.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { type Entry, isOn, type Setting, valueIn, valuesIn } from './tree.ts'

/** Settings of addresses that say nothing of which addresses they are ("FortiOS CLI Reference, config firewall address"). */
const contextSettings = new Set(
  `allow-routing associated-interface cache-ttl color comment fabric-object node-ip-only obj-tag obj-type passive-fqdn-learning
  global-object tag-detection-level tag-type tagging uuid visibility category type subnet start-ip end-ip wildcard fqdn wildcard-fqdn country
  interface ip6 member exclude exclude-member macaddr sdn filter sub-type sdn-tag epg-name organization policy-group
  subnet-name tenant route-tag clearpass-spt hw-model hw-vendor os sw-version sdn-addr-type fsso-group dirty host host-type
  template subnet-segment list profile-list end-mac start-mac agent-id obj-id sso-attribute-value cache-size epg-id`.split(
    /\s+/,
  ),
)

/** Known by name alone, and by nobody's address. */
const outsideTypes: Readonly<Record<string, string>> = {
  fqdn: 'a host name, whose addresses the file does not tell',
  'wildcard-fqdn': 'a host name, whose addresses the file does not tell',
  geography: 'a country, whose addresses the file does not tell',
  dynamic: 'addresses that another system tells while the firewall runs',
  sdn: 'addresses that another system tells while the firewall runs',
  mac: 'addresses of network cards',
  device: 'addresses of network cards',
  'route-tag': 'addresses that routes tell while the firewall runs',
  template: 'addresses made from a template',
}

/** A network as `set subnet` writes it: with a netmask, or with a prefix. */
export function subnetOf(values: readonly string[]): AddressSet | null {
  const [address = '', mask] = values
  if (mask === undefined) return addressesOf(address)
  const [base, bits] = [addressOf(address), addressOf(mask)]
  if (base === null || bits === null || !('v4' in base) || !('v4' in bits)) return null
  return maskedV4(base.v4, bits.v4)
}

/** Deeper than FortiOS nests groups. */
const deepest = 32
const nested = 'groups that hold each other, or are nested too deep'
const unread = 'an address that was not understood'

/** Addresses and groups of one family, by name; each is put together once. */
export function addressBook(reading: Reading, domain: Domain, is6: boolean): (name: string) => PartlyAddresses | null {
  const any = is6 ? anyV6 : anyV4
  const suffix = is6 ? '6' : ''
  const single = new Map(entriesOf(domain, `firewall address${suffix}`).map((entry) => [entry.key, entry]))
  const groups = new Map(entriesOf(domain, `firewall addrgrp${suffix}`).map((entry) => [entry.key, entry]))
  const known = new Map<string, PartlyAddresses | null>()

  const find = (name: string, depth: number): PartlyAddresses | null => {
    const found = known.get(name)
    if (found !== undefined) return found ?? perhaps(nested, any)
    const entry = single.get(name)
    const group = groups.get(name)
    if (entry === undefined && group === undefined) return factoryAddress(name, any)
    if (depth > deepest) return perhaps(nested, any)
    known.set(name, null)
    const whole = entry !== undefined ? addressesIn(reading, entry, any, is6) : groupIn(group!, depth)
    known.set(name, whole)
    return whole
  }
  const member = (name: string, depth: number) =>
    find(name, depth + 1) ?? perhaps('an address that the file does not define', any)
  const groupIn = (group: Entry, depth: number): PartlyAddresses => {
    faultUnknown(reading, group)
    const names = valuesIn(group, 'member')
    if (names.length === 0) return perhaps('a group without members', any)
    const whole = reading.gathering.addresses(names.map((name) => member(name, depth)))
    if (!isOn(group, 'exclude')) return whole
    const left = valuesIn(group, 'exclude-member').map((name) => member(name, depth))
    return left.length === 0 ? whole : partlyWithout(whole, reading.gathering.addresses(left), reading.gathering)
  }
  for (const name of [...single.keys(), ...groups.keys()]) find(name, 0)
  return (name) => find(name, 0)
}

/** What surely belongs to the first and surely not to the second, and so on. */
export function partlyWithout(whole: PartlyAddresses, left: PartlyAddresses, { afford }: Gathering): PartlyAddresses {
  if (!afford(whole.most.v4.length + whole.most.v6.length + left.most.v4.length + left.most.v6.length)) {
    return perhaps('groups hold more than is put together', whole.most)
  }
  return {
    sure: withoutAddresses(whole.sure, left.most),
    most: withoutAddresses(whole.most, left.sure),
    unknown: [...new Set([...whole.unknown, ...left.unknown])],
  }
}

/** From the factory: "all" and "none". */
function factoryAddress(name: string, any: AddressSet): PartlyAddresses | null {
  if (name === 'all') return surely(any)
  return name === 'none' ? surely(noAddress) : null
}

function faultUnknown({ text }: Reading, entry: Entry): boolean {
  const other = [...entry.sets].find(([name]) => !contextSettings.has(name))
  if (other !== undefined) text.fault(other[1].line, 'a setting of an address that is not known')
  return other !== undefined
}

function addressesIn(reading: Reading, entry: Entry, any: AddressSet, is6: boolean): PartlyAddresses {
  if (faultUnknown(reading, entry)) return perhaps(unread, any)
  const type = valueIn(entry, 'type') ?? (is6 ? 'ipprefix' : 'ipmask')
  const outside = outsideTypes[type]
  if (outside !== undefined && Object.hasOwn(outsideTypes, type)) return perhaps(outside, any)
  const told = writtenIn(entry, type, any)
  if (told === 'unknown') return perhaps(unread, any)
  const of = told.set === null || (is6 ? told.set.v4 : told.set.v6).length > 0 ? null : told.set
  if (of !== null && !reading.gathering.afford(of.v4.length))
    return perhaps('groups hold more than is put together', any)
  if (of !== null) return surely(of)
  reading.text.fault(told.setting?.line ?? entry.line, 'an address that is none')
  return perhaps(unread, any)
}

function writtenIn(
  entry: Entry,
  type: string,
  any: AddressSet,
): { readonly set: AddressSet | null; readonly setting: Setting | undefined } | 'unknown' {
  const of = (name: string, read: (values: readonly string[]) => AddressSet | null, missing: AddressSet | null) => {
    const setting = entry.sets.get(name)
    return { set: setting === undefined ? missing : read(setting.values), setting }
  }
  // Unset, a network is all of them (0.0.0.0/0, ::/0).
  if (type === 'ipmask') return of('subnet', subnetOf, any)
  if (type === 'interface-subnet') return entry.sets.has('subnet') ? of('subnet', subnetOf, null) : 'unknown'
  if (type === 'ipprefix') return of('ip6', ([network = '']) => addressesOf(network), any)
  if (type === 'wildcard') return of('wildcard', subnetOf, null)
  if (type === 'iprange') {
    const last = valueIn(entry, 'end-ip') ?? ''
    return of('start-ip', ([first = '']) => addressesOf(`${first}-${last}`), null)
  }
  return 'unknown'
}
