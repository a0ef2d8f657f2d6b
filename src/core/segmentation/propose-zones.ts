import type { Day } from '../calendar/day.ts'
import { addressesOf, addressOf, textOfV4, textOfV6 } from '../filtering/addresses.ts'
import type { Bilingual } from '../record/record.ts'
import { addressKind } from './address-kind.ts'
import { createPlacing } from './place-endpoint.ts'
import type { NetworkMember, Zone, ZoneLevel, ZoneMembers } from './policy.ts'
import { proposalTexts } from './proposal-texts.ts'

/** A device as it was observed. */
export interface SeenDevice {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly vlans: readonly number[]
  readonly tag: string | null
  /** As far as anything tells. */
  readonly level: ZoneLevel | null
  readonly roles: readonly string[]
  /** Part of a safety system. */
  readonly safety: boolean
}

/** Two devices that answered each other, by id. */
export interface SeenTalk {
  readonly client: string
  readonly server: string
}

/** A zone to be, for a person to name, complete and accept. It claims no address, card or VLAN of another zone. */
export interface ZoneProposal {
  /** The same for the same zone, whenever it is asked. */
  readonly key: string
  readonly name: string
  readonly kind: 'plant' | 'office' | 'dmz' | 'safety'
  readonly level: ZoneLevel | null
  readonly safety: boolean
  readonly members: ZoneMembers
  /** Ids of the devices that it would hold, sorted. */
  readonly devices: readonly string[]
  readonly because: readonly Bilingual[]
}

export interface ZoneProposals {
  /** Sorted by key. */
  readonly zones: readonly ZoneProposal[]
  /** Devices of which nothing tells where they belong: no network of the plant, nobody they talk with. Sorted. */
  readonly unplaced: readonly string[]
}

export interface ZoneEvidence {
  readonly devices: readonly SeenDevice[]
  readonly talks: readonly SeenTalk[]
  /** What is decided already: nothing of it is proposed again. */
  readonly zones: readonly Zone[]
  readonly on: Day
}

const mostNamed = 8

/**
 * Zones from what was observed: the networks that are really used (/24, /64), with safety devices and what belongs into the
 * DMZ taken out, the office as one, and devices without IP where they talk. The same whatever the order of the evidence;
 * proposals that were accepted are not made again, and leave the others as they are.
 */
export function proposeZones({ devices, talks, zones, on }: ZoneEvidence): ZoneProposals {
  const sorted = devices.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const networks = networksOf(sorted)
  const talkers = talkersOf(talks)
  const drafts = draftsOf(networks, talkers)
  placeCards(sorted, drafts, talkers)
  claimVlans(sorted, drafts)
  const placing = createPlacing({ zones })
  const isDecided = ({ ips, macs, vlans, tag, id }: SeenDevice): boolean => {
    const [address = macs[0] ?? id, ...also] = ips
    const { kind } = placing.place({ address, also, macs, vlans, tag }, on)
    return kind === 'zone' || kind === 'conflict'
  }
  const held = new Set(drafts.flatMap((draft) => draft.devices.map(({ id }) => id)))
  const decided = new Set(sorted.filter(isDecided).map(({ id }) => id))
  const proposals = drafts
    .filter((draft) => draft.devices.some(({ id }) => !decided.has(id)))
    .map((draft) => proposalOf(draft, drafts, talkers, zones))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const unplaced = sorted.filter(({ id, ips }) => !held.has(id) && !decided.has(id) && !isOfInternet(ips))
  return { zones: proposals, unplaced: unplaced.map(({ id }) => id) }
}

interface Network {
  readonly text: string
  readonly devices: SeenDevice[]
}

interface Draft {
  readonly kind: ZoneProposal['kind']
  readonly name: string
  level: ZoneLevel | null
  /** Whole networks, or single addresses out of one. */
  readonly networks: readonly string[]
  readonly macs: string[]
  readonly vlans: number[]
  readonly devices: SeenDevice[]
  readonly because: Bilingual[]
}

const isOfInternet = (ips: readonly string[]): boolean =>
  ips.length > 0 && ips.every((ip) => addressKind(ip) === 'internet')

/** Somewhere in a plant they number their hosts with public addresses: whoever works on a level of it is no stranger. */
const isOurs = (ip: string, { level }: SeenDevice): boolean => {
  const kind = addressKind(ip)
  return kind === 'private' || (kind === 'internet' && level !== null && Number(level) <= 3.5)
}

/** The network in which an address is: /24, /64. Masks are not on the wire; a person joins what belongs together. */
export function networkOf(ip: string): string | null {
  const address = addressOf(ip)
  if (address === null) return null
  if ('v4' in address) return `${textOfV4(address.v4 - (address.v4 % 256))}/24`
  return `${textOfV6((address.v6 >> 64n) << 64n)}/64`
}

/** Each device in one network: of several addresses the first counts, so that no two zones hold one device. */
function networksOf(devices: readonly SeenDevice[]): readonly Network[] {
  const networks = new Map<string, Network>()
  for (const device of devices) {
    const ip = device.ips.find((one) => isOurs(one, device))
    const text = ip === undefined ? null : networkOf(ip)
    if (text === null) continue
    const network = networks.get(text) ?? { text, devices: [] }
    network.devices.push(device)
    networks.set(text, network)
  }
  return [...networks.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
}

function talkersOf(talks: readonly SeenTalk[]): ReadonlyMap<string, ReadonlySet<string>> {
  const talkers = new Map<string, Set<string>>()
  for (const { client, server } of talks) {
    talkers.set(client, (talkers.get(client) ?? new Set()).add(server))
    talkers.set(server, (talkers.get(server) ?? new Set()).add(client))
  }
  return talkers
}

type Talkers = ReturnType<typeof talkersOf>

function draftsOf(networks: readonly Network[], talkers: Talkers): Draft[] {
  const levels = new Map(networks.flatMap(({ devices }) => devices.map(({ id, level }) => [id, level])))
  const drafts: Draft[] = []
  const office: Network[] = []
  for (const { text, devices } of networks) {
    const safe = devices.filter(({ safety }) => safety)
    const others = devices.filter(({ safety }) => !safety)
    if (others.length === 0) {
      drafts.push(draft('safety', `SIS ${text}`, [text], safe, [proposalTexts.safety(namesOf(safe))]))
      continue
    }
    if (safe.length > 0) {
      const own = safe.map((device) => addressIn(device, text))
      drafts.push(draft('safety', `SIS ${text}`, own, safe, [proposalTexts.safety(namesOf(safe))]))
    }
    const { level, of } = levelOf(others)
    const between = others.filter((device) => isBetween(device, levels, talkers))
    if (level === '3.5' || (between.length > 0 && between.length * 2 >= others.length)) {
      const reasons = between.length > 0 ? [proposalTexts.dmz(namesOf(between))] : []
      drafts.push({
        ...draft('dmz', `DMZ ${text}`, [text], others, [...reasons, ...levelReasons(others)]),
        level: '3.5',
      })
      continue
    }
    if (level !== null && Number(level) >= 4) {
      office.push({ text, devices: others })
      continue
    }
    if (between.length > 0) {
      const own = between.map((device) => addressIn(device, text))
      const candidate = draft('dmz', `DMZ ${text}`, own, between, [proposalTexts.dmz(namesOf(between))])
      drafts.push({ ...candidate, level: '3.5' })
    }
    const rest = others.filter((device) => !between.includes(device))
    const strangers = rest.filter((device) => device.level !== null && Number(device.level) >= 4)
    const mixed = of > 0 && strangers.length > 0 ? [proposalTexts.mixed(namesOf(strangers))] : []
    drafts.push(
      draft('plant', `${words[levelOf(rest).level ?? '']} ${text}`, [text], rest, [...levelReasons(rest), ...mixed]),
    )
  }
  if (office.length > 0) drafts.push(officeOf(office))
  return drafts
}

const words: Readonly<Record<string, string>> = {
  '': 'Network',
  '0': 'Field',
  '1': 'Control',
  '2': 'Supervision',
  '3': 'Operations',
  '3.5': 'DMZ',
  '4': 'Office',
  '5': 'Office',
}

function draft(
  kind: Draft['kind'],
  name: string,
  networks: readonly string[],
  devices: SeenDevice[],
  because: Bilingual[],
): Draft {
  return { kind, name, level: levelOf(devices).level, networks, macs: [], vlans: [], devices, because }
}

function officeOf(networks: readonly Network[]): Draft {
  const devices = networks.flatMap((network) => network.devices)
  const reasons = networks.length > 1 ? [proposalTexts.office(networks.length)] : []
  const strangers = devices.filter(({ level }) => level !== null && Number(level) <= 3)
  if (strangers.length > 0) reasons.push(proposalTexts.mixed(namesOf(strangers)))
  const texts = networks.map(({ text }) => text)
  return draft('office', 'Office', texts, devices, [...reasons, ...levelReasons(devices)])
}

/** The level of most; of as many on two levels the lower, which is the better protected. */
function levelOf(devices: readonly SeenDevice[]): { readonly level: ZoneLevel | null; readonly of: number } {
  const counts = new Map<ZoneLevel, number>()
  for (const { level } of devices) if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1)
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || Number(a) - Number(b))
  return first === undefined ? { level: null, of: 0 } : { level: first[0], of: first[1] }
}

function levelReasons(devices: readonly SeenDevice[]): Bilingual[] {
  const { level, of } = levelOf(devices)
  return [level === null ? proposalTexts.noLevel() : proposalTexts.level(level, of, devices.length)]
}

/** Talks both upwards and downwards past its own network, as servers of a DMZ do; whoever passes packets on does not count. */
function isBetween(device: SeenDevice, levels: ReadonlyMap<string, ZoneLevel | null>, talkers: Talkers): boolean {
  if (device.roles.includes('router') || (device.level !== null && !['3', '3.5'].includes(device.level))) return false
  let up = false
  let down = false
  for (const peer of talkers.get(device.id) ?? []) {
    const level = levels.get(peer)
    if (level === undefined) up ||= addressKind(peer) === 'internet'
    else if (level !== null && Number(level) >= 4) up = true
    else if (level !== null && Number(level) <= 2) down = true
  }
  return up && down
}

const addressIn = (device: SeenDevice, network: string): string =>
  device.ips.find((ip) => isOurs(ip, device) && networkOf(ip) === network)!

/** Devices without IP belong where most of those are with whom they talk; safety devices among them to a zone of their own. */
function placeCards(devices: readonly SeenDevice[], drafts: Draft[], talkers: Talkers): void {
  const cards = devices.filter(({ ips, macs }) => ips.length === 0 && macs.length > 0)
  const safe = cards.filter(({ safety }) => safety)
  const rest = cards.filter(({ safety }) => !safety)
  const draftOf = new Map(drafts.flatMap((one) => one.devices.map(({ id }) => [id, one] as const)))
  const joined = new Map<Draft, SeenDevice[]>()
  for (const device of rest) {
    const votes = new Map<Draft, number>()
    for (const peer of talkers.get(device.id) ?? []) {
      const home = draftOf.get(peer)
      if (home !== undefined && home.kind !== 'safety') votes.set(home, (votes.get(home) ?? 0) + 1)
    }
    const [best] = [...votes].sort(([a, m], [b, n]) => n - m || (a.name < b.name ? -1 : 1))
    if (best !== undefined) joined.set(best[0], [...(joined.get(best[0]) ?? []), device])
  }
  for (const [home, own] of joined) {
    home.devices.push(...own)
    home.macs.push(...own.flatMap(({ macs }) => macs))
    home.because.push(proposalTexts.cards(own.length, home.name))
  }
  if (safe.length === 0) return
  const own = draft('safety', 'SIS', [], safe, [proposalTexts.safety(namesOf(safe))])
  own.macs.push(...safe.flatMap(({ macs }) => macs))
  drafts.push(own)
}

/** A VLAN that only devices of one zone use is theirs. */
function claimVlans(devices: readonly SeenDevice[], drafts: readonly Draft[]): void {
  const homes = new Map(drafts.flatMap((one) => one.devices.map(({ id }) => [id, one] as const)))
  const users = new Map<number, Set<Draft | undefined>>()
  for (const { id, vlans } of devices) {
    for (const vlan of vlans) users.set(vlan, (users.get(vlan) ?? new Set()).add(homes.get(id)))
  }
  const own = new Map<Draft, number[]>()
  for (const [vlan, all] of users) {
    const [only] = all
    if (all.size !== 1 || only === undefined || vlan < 1 || vlan > 4094) continue
    own.set(only, [...(own.get(only) ?? []), vlan])
  }
  for (const [home, vlans] of own) {
    home.vlans.push(...vlans.sort((a, b) => a - b))
    home.because.push(proposalTexts.vlan(home.vlans))
  }
}

function proposalOf(own: Draft, drafts: readonly Draft[], talkers: Talkers, zones: readonly Zone[]): ZoneProposal {
  const { kind, name, level, networks, macs, vlans, devices, because } = own
  const taken = takenBy(zones)
  // One card in two places is somebody else's too: a virtual one, a pair of redundant servers.
  const isShared = (mac: string) => drafts.some((other) => other !== own && other.macs.includes(mac))
  const members: NetworkMember[] = [...new Set(networks)]
    .map((text) => ({ text, addresses: addressesOf(text)! }))
    .filter((member) => !taken.networks.has(spanOf(member)))
  const roles = [...new Set(devices.flatMap((device) => device.roles))].sort()
  const peers = new Set(devices.flatMap(({ id }) => [...(talkers.get(id) ?? [])]))
  const others = drafts.filter((other) => other.name !== name && other.devices.some(({ id }) => peers.has(id)))
  const inside = networks.length === 1 ? networks[0]! : `${networks.length} × /24`
  return {
    key: `${kind} ${name}`,
    name,
    kind,
    level,
    safety: kind === 'safety',
    members: {
      networks: members,
      vlans: vlans.filter((vlan) => !taken.vlans.has(vlan)),
      macs: [...new Set(macs)].sort().filter((mac) => !taken.macs.has(mac) && !isShared(mac)),
      tags: [],
    },
    devices: devices.map(({ id }) => id).sort(),
    because: [
      ...(networks.length === 0 ? [] : [proposalTexts.subnet(inside, devices.length)]),
      ...because,
      ...(roles.length === 0 ? [] : [proposalTexts.roles(roles)]),
      ...(others.length === 0
        ? []
        : [
            proposalTexts.peers(
              others
                .map((other) => other.name)
                .sort()
                .slice(0, mostNamed),
            ),
          ]),
    ],
  }
}

const spanOf = ({ addresses }: NetworkMember): string => `${addresses.v4.join('-')} ${addresses.v6.join('-')}`

function takenBy(zones: readonly Zone[]) {
  return {
    networks: new Set(zones.flatMap(({ members }) => members.networks.map(spanOf))),
    macs: new Set(zones.flatMap(({ members }) => members.macs)),
    vlans: new Set(zones.flatMap(({ members }) => members.vlans)),
  }
}

const namesOf = (devices: readonly SeenDevice[]): string[] => {
  const names = devices.map(({ id }) => id).sort()
  return names.length > mostNamed ? [...names.slice(0, mostNamed), '…'] : names
}
