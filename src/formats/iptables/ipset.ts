import { type AddressSet, joinAddresses, noAddress, unionOf, withoutAddresses } from '#core/filtering/addresses.ts'
import type { Match } from '#core/filtering/ruleset.ts'
import { addressSetOf } from '../netfilter/addresses.ts'
import { addressCondition, allOf, type Condition, joined, only, perhaps } from '../netfilter/match.ts'
import { icmpTypesOf, numberOf, portOf, portProtocols, protocolOf } from '../netfilter/names.ts'
import { addressesOfFamily } from '../netfilter/steps.ts'

/** One set of `ipset save` (ipset(8)). */
export interface IpSet {
  /** `ip`, `net`, `port`, `iface`, `mac`, `mark`, `set`: what each part of an element is. */
  readonly parts: readonly string[]
  readonly method: string
  readonly netmask: number | null
  /** Why its members are not those in the file: they come and go. */
  readonly unknown: string | null
  readonly elements: { readonly values: readonly string[]; readonly isExcepted: boolean }[]
  /** What it means by directions, found once however many rules ask for it. */
  readonly known: Map<string, Condition | null>
}

const methods = ['bitmap', 'hash', 'list']
const known = ['ip', 'net', 'port', 'iface', 'mac', 'mark', 'set']

/** `create NAME TYPE [options]`, behind the name; null for a type that is not known. */
export function createdSet(type: string, options: readonly string[]): IpSet | null {
  const [method, dims] = type.split(':')
  const parts = (dims ?? '').split(',')
  if (!methods.includes(method ?? '') || parts.length > 3 || !parts.every((part) => known.includes(part))) return null
  const valueAfter = (name: string) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined)
  const netmask = valueAfter('netmask')
  const timeout = valueAfter('timeout')
  return {
    method: method!,
    parts,
    netmask: netmask === undefined ? null : numberOf(netmask, 128),
    unknown:
      timeout === undefined ? (options.includes('bitmask') ? 'a set with a mask' : null) : 'a set whose members expire',
    elements: [],
    known: new Map(),
  }
}

/** Lists of sets are laid out as far as this. */
const mostTogether = 20_000

/**
 * The packets that are in a set, `directions` saying of each part whether it is looked for at the source or the target (its
 * port, its interface). Null where the set has more parts than directions.
 */
export function setCondition(
  set: IpSet,
  directions: readonly string[],
  sets: ReadonlyMap<string, IpSet>,
): Condition | null {
  if (set.unknown !== null) return perhaps(set.unknown)
  const key = directions.join(',')
  const known = set.known.get(key)
  if (known !== undefined) return known
  const found = set.method === 'list' ? listCondition(set, directions, sets) : membersCondition(set, directions)
  set.known.set(key, found)
  return found
}

/** A list holds sets, but no lists. */
function listCondition(list: IpSet, directions: readonly string[], sets: ReadonlyMap<string, IpSet>): Condition {
  const all: Match[] = []
  for (const { values } of list.elements) {
    const inner = sets.get(values[0] ?? '')
    if (inner === undefined || inner.method === 'list') return perhaps('a set that is not in the file')
    const own = setCondition(inner, directions, sets) ?? perhaps('a set that is not in the file')
    if (all.length + own.length > mostTogether) return perhaps('more members of sets than are read')
    for (const match of own) all.push(match)
  }
  return all
}

function membersCondition(set: IpSet, directions: readonly string[]): Condition | null {
  if (set.parts.length > directions.length) return null
  if (set.parts.length === 1 && (set.parts[0] === 'net' || set.parts[0] === 'ip')) {
    const side = directions[0] === 'src' ? 'source' : 'target'
    const members = membersOf(set)
    return members === null ? perhaps('a member of a set that is not understood') : familiesOf(side, members)
  }
  if (set.elements.some(({ isExcepted }) => isExcepted)) return perhaps('a set with exceptions')
  const elements = set.elements.map(({ values }) =>
    allOf(set.parts.map((part, i) => partCondition(part, values[i] ?? '', directions[i]!, set))),
  )
  return joined(elements.flatMap((matches) => matches ?? perhaps('a member of a set that is not understood')))
}

/** IPv4 and IPv6 apart, as either end's family follows the other's. */
const familiesOf = (side: 'source' | 'target', { v4, v6 }: AddressSet): Condition => [
  ...addressCondition(side, { v4, v6: [] }),
  ...addressCondition(side, { v4: [], v6 }),
]

/** The longest prefix decides whether an address is in or excepted (`nomatch`). */
function membersOf({ elements, netmask }: IpSet): AddressSet | null {
  const sets = elements.map(({ values, isExcepted }) => {
    const text = values[0] ?? ''
    const set = addressSetOf(netmask === null || /[-/]/.test(text) ? text : `${text}/${netmask}`)
    return set === null ? null : { set, isExcepted, length: numberOf(text.split('/')[1] ?? '', 128) ?? 128 }
  })
  if (sets.some((set) => set === null)) return null
  const all = (sets as { set: AddressSet; isExcepted: boolean; length: number }[]).sort((a, b) => a.length - b.length)
  if (!all.some(({ isExcepted }) => isExcepted)) return unionOf(all.map(({ set }) => set))
  if (all.length > mostExcepting) return null
  return all.reduce(
    (members, { set, isExcepted }) => (isExcepted ? withoutAddresses(members, set) : joinAddresses(members, set)),
    noAddress,
  )
}

/** Sets with exceptions are laid together one by one. */
const mostExcepting = 2000

function partCondition(part: string, text: string, direction: string, set: IpSet): Condition {
  const side = direction === 'src' ? 'source' : 'target'
  if (part === 'ip' || part === 'net') {
    const addresses = addressSetOf(text)
    return addresses === null ? perhaps('a member of a set that is not understood') : addressCondition(side, addresses)
  }
  if (part === 'port') return portCondition(text, side, set.method === 'bitmap')
  if (part === 'iface' && text !== '' && !text.startsWith('physdev:')) {
    const names = { names: [text], not: false }
    return side === 'source' ? only({ in: names }) : only({ out: names })
  }
  return perhaps(part === 'mac' ? 'the MAC address' : part === 'mark' ? 'a mark' : 'the port of a bridge')
}

/** `tcp:80`, `udp:53-60`, `icmp:echo-request`, `80` (TCP; of a bitmap any protocol with ports), `vrrp:0`. */
function portCondition(text: string, side: 'source' | 'target', isBitmap: boolean): Condition {
  const colon = text.indexOf(':')
  const [name, rest] = colon < 0 ? ['tcp', text] : [text.slice(0, colon), text.slice(colon + 1)]
  const protocol = protocolOf(name)
  const odd = perhaps('a member of a set that is not understood')
  if (protocol === null) return odd
  if (protocol === 1 || protocol === 58) {
    const icmpTypes = icmpTypesOf(rest, protocol === 58)
    if (icmpTypes === null) return odd
    const service = { protocols: [protocol, protocol], sourcePorts: null, targetPorts: null, icmpTypes }
    return only({ services: [service] })
  }
  const numbers = Object.values(portProtocols)
  if (!numbers.includes(protocol)) {
    return only({
      services: [{ protocols: [protocol, protocol], sourcePorts: null, targetPorts: null, icmpTypes: null }],
    })
  }
  const [from, to, more] = rest.split('-')
  const [low, high] = [portOf(from ?? ''), portOf(to ?? from ?? '')]
  if (low === null || high === null || low > high || more !== undefined) return odd
  const services = (isBitmap ? numbers : [protocol]).map((number) => ({
    protocols: [number, number],
    sourcePorts: side === 'source' ? [low, high] : null,
    targetPorts: side === 'target' ? [low, high] : null,
    icmpTypes: null,
  }))
  return only({ services })
}

/** What is not in it, where a set of addresses is one; otherwise null. */
export function withoutSet(set: IpSet, direction: string, family: 'v4' | 'v6'): Condition | null {
  if (set.unknown !== null || set.parts.length !== 1 || (set.parts[0] !== 'ip' && set.parts[0] !== 'net')) return null
  const members = membersOf(set)
  if (members === null) return null
  return addressCondition(
    direction === 'src' ? 'source' : 'target',
    withoutAddresses(addressesOfFamily(family), members),
  )
}
