import { type AddressSet, lastV4, lastV6, maskedV4, unionOf, withoutAddresses } from '#core/filtering/addresses.ts'
import { type Ranges, rangesOf, subtract } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import { addressSetOf, oneAddressOf } from '../netfilter/addresses.ts'
import { addressCondition, allOf, always, type Condition, never, only, perhaps } from '../netfilter/match.ts'
import { icmpTypesOf, namedIn, numberOf, portOf, portProtocols, protocolOf } from '../netfilter/names.ts'
import { addressesOfFamily } from '../netfilter/steps.ts'
import type { Comparison } from './comparison.ts'
import { flagCondition } from './flag-conditions.ts'
import type { Operator } from './syntax.ts'
import { undecidedKey } from './undecided-keys.ts'

/** The condition of one key (nft(8), EXPRESSIONS); null where a value is not understood. */
export function keyCondition(key: string, comparison: Comparison): Condition | null {
  const flags = flagCondition(key, comparison)
  if (flags !== undefined) return flags
  const why = undecidedKey(key)
  if (why !== null) return allOf([domainOf(key), perhaps(why)])
  if (key.startsWith('fib ')) return fibCondition(key, comparison)
  const read = namedIn(readers, key)
  if (read === null) return null
  // A bit mask has a meaning here for addresses alone.
  if (comparison.mask !== null) return maskedAddress(key, comparison)
  return read(comparison)
}

/** Packets that have such a field at all; of others a comparison never holds, not even one for being different. */
export function domainOf(key: string): Condition {
  const header = key.split(' ')[0]!
  if (header === 'ip' || header === 'ip6') {
    const all = addressesOfFamily(header === 'ip' ? 'v4' : 'v6')
    return only({ source: all, target: all })
  }
  if (header === 'icmp' || header === 'icmpv6') return icmpCondition(null, header === 'icmpv6')
  const protocol = namedIn(fieldProtocols, header)
  return protocol === null ? always : service({ protocols: [protocol, protocol] })
}
const fieldProtocols: Readonly<Record<string, number>> = {
  ...portProtocols,
  icmp: 1,
  icmpv6: 58,
  esp: 50,
  ah: 51,
  comp: 108,
}

export const isKnownKey = (key: string): boolean =>
  Object.hasOwn(readers, key) || undecidedKey(key) !== null || key.startsWith('fib ') || flagKeys.has(key)
const flagKeys: ReadonlySet<string> = new Set(['ct state', 'ct direction', 'tcp flags'])

const byte: Ranges = [0, 255]
const port: Ranges = [0, 65535]
const withPorts = Object.values(portProtocols)
  .sort((a, b) => a - b)
  .flatMap((number) => [number, number])

type Read = (comparison: Comparison) => Condition | null

const readers: Readonly<Record<string, Read>> = {
  'ip saddr': (comparison) => addresses(comparison, 'source', 'v4'),
  'ip daddr': (comparison) => addresses(comparison, 'target', 'v4'),
  'ip6 saddr': (comparison) => addresses(comparison, 'source', 'v6'),
  'ip6 daddr': (comparison) => addresses(comparison, 'target', 'v6'),
  'ip protocol': (comparison) => protocols(comparison, 'v4'),
  'ip6 nexthdr': (comparison) => protocols(comparison, 'v6'),
  'meta l4proto': (comparison) => protocols(comparison, null),
  'meta nfproto': (comparison) => families(comparison, familyNames),
  'meta protocol': (comparison) => families(comparison, etherTypes),
  'ether type': (comparison) => families(comparison, etherTypes),
  'meta iif': (comparison) => interfaces(comparison, 'in', true),
  'meta oif': (comparison) => interfaces(comparison, 'out', true),
  'meta iifname': (comparison) => interfaces(comparison, 'in', false),
  'meta oifname': (comparison) => interfaces(comparison, 'out', false),
  'icmp type': (comparison) => icmpTypes(comparison, false),
  'icmpv6 type': (comparison) => icmpTypes(comparison, true),
  'icmp code': (comparison) => icmpCodes(comparison, false),
  'icmpv6 code': (comparison) => icmpCodes(comparison, true),
  ...Object.fromEntries(
    [...Object.entries(portProtocols), ['th', null] as const].flatMap(([name, number]): [string, Read][] => [
      [`${name} sport`, (comparison) => ports(comparison, number, 'source')],
      [`${name} dport`, (comparison) => ports(comparison, number, 'target')],
    ]),
  ),
}

/** Words as ranges of numbers, by what reads one of them; then as the operator turns them. Null: not understood. */
function rangesFor(comparison: Comparison, whole: Ranges, read: (text: string) => number | null): Ranges | null {
  const pairs: [number, number][] = []
  for (const words of comparison.values) {
    const pair = words.length === 1 ? pairOf(words[0]!, whole, read) : null
    if (pair === null) return null
    pairs.push(pair)
  }
  return turned(comparison, rangesOf(pairs), whole)
}

function pairOf(text: string, whole: Ranges, read: (text: string) => number | null): [number, number] | null {
  if (text === '*') return [whole[0]!, whole[1]!]
  const one = read(text)
  if (one !== null) return [one, one]
  for (let at = text.indexOf('-'); at > 0; at = text.indexOf('-', at + 1)) {
    const [low, high] = [read(text.slice(0, at)), read(text.slice(at + 1))]
    if (low !== null && high !== null && low <= high) return [low, high]
  }
  return null
}

function turned({ operator, isSet }: Comparison, set: Ranges, whole: Ranges): Ranges | null {
  if (operator === 'in' || operator === '==') return set
  if (operator === '!=' || operator === '!') return subtract(whole, set)
  if (isSet || set.length !== 2) return null
  const [low, high] = [whole[0]!, whole[1]!]
  const bounds: Readonly<Record<string, readonly [number, number]>> = {
    '<': [low, set[0]! - 1],
    '<=': [low, set[1]!],
    '>': [set[1]! + 1, high],
    '>=': [set[0]!, high],
  }
  return rangesOf([bounds[operator]!])
}

const service = (part: Partial<Service> & Pick<Service, 'protocols'>): Condition =>
  only({ services: [{ sourcePorts: null, targetPorts: null, icmpTypes: null, ...part }] })

function ports(comparison: Comparison, protocol: number | null, side: 'source' | 'target'): Condition | null {
  const set = rangesFor(comparison, port, portOf)
  if (set === null || set.length === 0) return set === null ? null : never
  const part = side === 'source' ? { sourcePorts: set } : { targetPorts: set }
  const known = service({ protocols: protocol === null ? withPorts : [protocol, protocol], ...part })
  if (protocol !== null) return known
  // `th` reads the same octets of every protocol; what they hold where they are no ports nobody knows.
  const others = subtract(byte, withPorts)
  return [
    ...known,
    ...service({ protocols: others }).map((match) => ({ ...match, unknown: ['octets that are no port'] })),
  ]
}

function protocols(comparison: Comparison, family: 'v4' | 'v6' | null): Condition | null {
  const set = rangesFor(comparison, byte, protocolOf)
  if (set === null || set.length === 0) return set === null ? null : never
  const all = addressesOfFamily(family)
  return service({ protocols: set }).map((match) => ({ ...match, source: all, target: all }))
}

function icmpTypes(comparison: Comparison, isV6: boolean): Condition | null {
  const read = (text: string): number | null => {
    const types = text.includes('/') ? null : icmpTypesOf(text, isV6)
    return types === null || types[1]! - types[0]! !== 255 ? null : types[0]! >> 8
  }
  const set = rangesFor(comparison, byte, read)
  if (set === null || set.length === 0) return set === null ? null : never
  return icmpCondition(
    set.map((type, i) => (i % 2 === 0 ? type << 8 : (type << 8) | 255)),
    isV6,
  )
}

/** Names of codes as nft has them (nft describe icmp code), which differ from those of iptables. */
const codes: Readonly<Record<string, number>> = {
  'net-unreachable': 0,
  'host-unreachable': 1,
  'prot-unreachable': 2,
  'port-unreachable': 3,
  'frag-needed': 4,
  'net-prohibited': 9,
  'host-prohibited': 10,
  'admin-prohibited': 13,
}
const codesV6: Readonly<Record<string, number>> = {
  'no-route': 0,
  'admin-prohibited': 1,
  'addr-unreachable': 3,
  'port-unreachable': 4,
  'policy-fail': 5,
  'reject-route': 6,
}

function icmpCodes(comparison: Comparison, isV6: boolean): Condition | null {
  const read = (text: string): number | null => numberOf(text, 255) ?? namedIn(isV6 ? codesV6 : codes, text)
  const set = rangesFor(comparison, byte, read)
  if (set === null || set.length === 0) return set === null ? null : never
  const pairs: [number, number][] = []
  for (let type = 0; type < 256; type++) {
    for (let i = 0; i < set.length; i += 2) pairs.push([(type << 8) | set[i]!, (type << 8) | set[i + 1]!])
  }
  return icmpCondition(rangesOf(pairs), isV6)
}

/** nft asks for the family as well: ICMP within IPv6 is none. */
function icmpCondition(icmpTypes: Ranges | null, isV6: boolean): Condition {
  const all = addressesOfFamily(isV6 ? 'v6' : 'v4')
  const protocol = isV6 ? 58 : 1
  return service({ protocols: [protocol, protocol], icmpTypes }).map((match) => ({
    ...match,
    source: all,
    target: all,
  }))
}

function addresses(comparison: Comparison, side: 'source' | 'target', family: 'v4' | 'v6'): Condition | null {
  const sets: AddressSet[] = []
  for (const words of comparison.values) {
    const text = words.length === 1 ? words[0]! : ''
    const set = text === '*' ? addressesOfFamily(family) : addressSetOf(text)
    if (set === null || (family === 'v4' ? set.v6 : set.v4).length > 0) return null
    sets.push(set)
  }
  const set = unionOf(sets)
  const { operator, isSet } = comparison
  if (operator === 'in' || operator === '==') return addressCondition(side, set)
  if (operator === '!=' || operator === '!')
    return addressCondition(side, withoutAddresses(addressesOfFamily(family), set))
  if (isSet) return null
  return family === 'v4' ? bounded(side, operator, set.v4, lastV4) : boundedV6(side, operator, set.v6)
}

function bounded(side: 'source' | 'target', operator: Operator, set: Ranges, last: number): Condition | null {
  if (set.length !== 2) return null
  const whole: Ranges = [0, last]
  const v4 = turned({ operator, isSet: false, values: [], mask: null }, set, whole)
  return v4 === null ? null : addressCondition(side, { v4, v6: [] })
}

function boundedV6(side: 'source' | 'target', operator: Operator, set: Ranges<bigint>): Condition | null {
  if (set.length !== 2) return null
  const [low, high] = [set[0]!, set[1]!]
  const pair: readonly [bigint, bigint] =
    operator === '<'
      ? [0n, low - 1n]
      : operator === '<='
        ? [0n, high]
        : operator === '>'
          ? [high + 1n, lastV6]
          : [low, lastV6]
  return addressCondition(side, { v4: [], v6: rangesOf([pair]) })
}

/** `ip saddr & 255.0.0.255 == 10.0.0.5`. */
function maskedAddress(key: string, { operator, values, mask, isSet }: Comparison): Condition | null {
  const side = key === 'ip saddr' ? 'source' : key === 'ip daddr' ? 'target' : null
  const bits = mask?.length === 1 ? oneAddressOf(mask[0]!) : null
  const value = values.length === 1 && values[0]!.length === 1 && !isSet ? oneAddressOf(values[0]![0]!) : null
  if (side === null || bits === null || value === null || !('v4' in bits) || !('v4' in value)) return null
  if (operator !== '==' && operator !== '!=') return null
  const set = (value.v4 & ~bits.v4) === 0 ? maskedV4(value.v4, bits.v4) : { v4: [], v6: [] }
  if (set === null) return perhaps('a mask with many gaps')
  return addressCondition(side, operator === '==' ? set : withoutAddresses(addressesOfFamily('v4'), set))
}

const familyNames: Readonly<Record<string, 'v4' | 'v6' | 'none'>> = {
  ipv4: 'v4',
  '2': 'v4',
  ipv6: 'v6',
  '10': 'v6',
  ip: 'v4',
  ip6: 'v6',
}
const etherTypes: Readonly<Record<string, 'v4' | 'v6' | 'none'>> = {
  ip: 'v4',
  '0x0800': 'v4',
  '0x800': 'v4',
  ip6: 'v6',
  '0x86dd': 'v6',
  arp: 'none',
  vlan: 'none',
  '8021q': 'none',
  '8021ad': 'none',
}

function families(
  { operator, values }: Comparison,
  names: Readonly<Record<string, 'v4' | 'v6' | 'none'>>,
): Condition | null {
  const said = values.map((words) => (words.length === 1 ? namedIn(names, words[0]!.toLowerCase()) : null))
  if (said.includes(null) || !['in', '==', '!=', '!'].includes(operator)) return null
  const not = operator === '!=' || operator === '!'
  const v4 = addressesOfFamily('v4')
  const v6 = addressesOfFamily('v6')
  const [has4, has6] = [said.includes('v4') !== not, said.includes('v6') !== not]
  if (has4 && has6) return always
  if (!has4 && !has6) return never
  const all = has4 ? v4 : v6
  return only({ source: all, target: all })
}

function interfaces({ operator, values }: Comparison, side: 'in' | 'out', isIndex: boolean): Condition | null {
  if (!['in', '==', '!=', '!'].includes(operator)) return null
  const not = operator === '!=' || operator === '!'
  const names: string[] = []
  for (const words of values) {
    const name = words.length === 1 ? words[0]! : ''
    // Names with an asterisk that is none of ours, and indexes, which only the running kernel gives to interfaces.
    if (name === '' || name.includes('\\') || name.slice(0, -1).includes('*')) return null
    if (name === '*') return not ? never : always
    if (isIndex && /^\d+$/.test(name)) return perhaps('an interface by its number')
    names.push(name)
  }
  return names.length === 0 ? (not ? always : never) : only({ [side]: { names: [...new Set(names)], not } })
}

/**
 * `fib saddr . iif oif missing` asks whether a packet arrives where its sender lives; a packet is taken to do so, as in a
 * rule of iptables with rpfilter. Other questions to the routing table are not answered here.
 */
function fibCondition(key: string, { operator, values }: Comparison): Condition {
  const isReverse = /^fib saddr( \. (mark|iif))+ (oif|oifname)$/.test(key)
  const said = values.length === 1 ? values[0]![0] : undefined
  const isMissing = said === 'missing' || said === '0' || said === 'false'
  if (!isReverse || !(isMissing || said === 'exists' || said === 'true')) return perhaps('the routing table (fib)')
  const asksMissing = isMissing !== (operator === '!=' || operator === '!')
  return asksMissing ? never : always
}
