import type { Day } from '../calendar/day.ts'
import { addressesOf } from '../filtering/addresses.ts'
import type { Bilingual } from '../record/record.ts'
import { addressKind } from './address-kind.ts'
import { createPlacing } from './place-endpoint.ts'
import type { NetworkMember, Zone, ZoneLevel, ZoneMembers } from './policy.ts'
import { proposalTexts } from './proposal-texts.ts'
import {
  draft,
  draftsOf,
  hostOf,
  mostNamed,
  namesOf,
  type SeenDevice,
  type SeenTalk,
  type Talkers,
  talkersOf,
  type ZoneDraft,
  type ZoneKind,
} from './zone-drafts.ts'

/** A zone to be, for a person to name, complete and accept. It claims no address, card or VLAN of another zone. */
export interface ZoneProposal {
  /** The same for the same zone, whenever it is asked. */
  readonly key: string
  readonly name: string
  readonly kind: ZoneKind
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

/**
 * Zones from what was observed: the networks that are really used (/24, /64), with safety devices and what belongs into the
 * DMZ taken out, the office as one, and devices without IP where they talk. The same whatever the order of the evidence;
 * proposals that were accepted are not made again, and leave the others as they are.
 */
export function proposeZones({ devices, talks, zones, on }: ZoneEvidence): ZoneProposals {
  const sorted = devices.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const talkers = talkersOf(talks)
  const drafts = draftsOf(sorted, talkers)
  placeHosted(sorted, drafts)
  placeCards(sorted, drafts, talkers)
  claimVlans(sorted, drafts)
  const placing = createPlacing({ zones })
  const isDecided = (device: SeenDevice): boolean => {
    const { ips, macs, vlans, tag, id } = device
    const [address = hostOf(device) ?? macs[0] ?? id, ...also] = ips
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

const isOfInternet = (ips: readonly string[]): boolean =>
  ips.length > 0 && ips.every((ip) => addressKind(ip) === 'internet')

/** Whoever answers behind another device is where that is: no packet filter tells the two apart. */
function placeHosted(devices: readonly SeenDevice[], drafts: readonly ZoneDraft[]): void {
  const homes = new Map(
    drafts.flatMap((one) => one.devices.flatMap(({ id, ips }) => [id, ...ips].map((key) => [key, one] as const))),
  )
  for (const device of devices) {
    const host = hostOf(device)
    const home = host === null ? undefined : homes.get(host)
    if (host === null || home === undefined) continue
    home.devices.push(device)
    if (device.safety && home.kind !== 'safety') home.because.push(proposalTexts.safetyBehind(device.id, host))
  }
}

/** Devices without IP belong where most of those are with whom they talk; safety devices among them to a zone of their own. */
function placeCards(devices: readonly SeenDevice[], drafts: ZoneDraft[], talkers: Talkers): void {
  const cards = devices.filter((device) => device.ips.length === 0 && device.macs.length > 0 && hostOf(device) === null)
  const safe = cards.filter(({ safety }) => safety)
  const rest = cards.filter(({ safety }) => !safety)
  const draftOf = new Map(drafts.flatMap((one) => one.devices.map(({ id }) => [id, one] as const)))
  const joined = new Map<ZoneDraft, SeenDevice[]>()
  for (const device of rest) {
    const votes = new Map<ZoneDraft, number>()
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
function claimVlans(devices: readonly SeenDevice[], drafts: readonly ZoneDraft[]): void {
  const homes = new Map(drafts.flatMap((one) => one.devices.map(({ id }) => [id, one] as const)))
  const users = new Map<number, Set<ZoneDraft | undefined>>()
  for (const { id, vlans } of devices) {
    for (const vlan of vlans) users.set(vlan, (users.get(vlan) ?? new Set()).add(homes.get(id)))
  }
  const own = new Map<ZoneDraft, number[]>()
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

function proposalOf(
  own: ZoneDraft,
  drafts: readonly ZoneDraft[],
  talkers: Talkers,
  zones: readonly Zone[],
): ZoneProposal {
  const { kind, name, level, networks, macs, vlans, devices, because } = own
  const taken = takenBy(zones)
  // One card in two places is somebody else's too: a virtual one, a pair of redundant servers.
  const isShared = (mac: string) => drafts.some((other) => other !== own && other.macs.includes(mac))
  const members: NetworkMember[] = [...new Set(networks)]
    .map((text) => ({ text, addresses: addressesOf(text)! }))
    .filter((member) => !taken.networks.has(spanOf(member)))
  const roles = [...new Set(devices.flatMap((device) => device.roles))].sort()
  const others = peersOf(own, drafts, talkers)
  const peerNames = others
    .map((other) => other.name)
    .sort()
    .slice(0, mostNamed)
  const isMeetingPlace =
    kind === 'plant' &&
    (level === null || level === '3') &&
    others.length > 1 &&
    !others.some((one) => peersOf(one, others, talkers).length > 0)
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
      ...(peerNames.length === 0
        ? []
        : [isMeetingPlace ? proposalTexts.between(peerNames) : proposalTexts.peers(peerNames)]),
    ],
  }
}

function peersOf(own: ZoneDraft, drafts: readonly ZoneDraft[], talkers: Talkers): ZoneDraft[] {
  const peers = new Set(own.devices.flatMap(({ id }) => [...(talkers.get(id) ?? [])]))
  return drafts.filter((other) => other !== own && other.devices.some(({ id }) => peers.has(id)))
}

const spanOf = ({ addresses }: NetworkMember): string => `${addresses.v4.join('-')} ${addresses.v6.join('-')}`

function takenBy(zones: readonly Zone[]) {
  return {
    networks: new Set(zones.flatMap(({ members }) => members.networks.map(spanOf))),
    macs: new Set(zones.flatMap(({ members }) => members.macs)),
    vlans: new Set(zones.flatMap(({ members }) => members.vlans)),
  }
}
