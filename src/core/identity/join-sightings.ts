import type { Bilingual } from '../record/record.ts'
import { identityReasons } from './identity-reasons.ts'
import { type Bar, joinByEvidence, type Tie } from './join-evidence.ts'
import { isPlaceholderName, isPlaceholderSerial } from './placeholders.ts'
import { foldCode, foldName, foldSerial } from './spelling.ts'
import { foldVendor } from './vendors.ts'
import { sharedBy } from './virtual-cards.ts'

/** A device as one or several captures show it, always under the same id and with the same network cards. */
export interface Sighting {
  /** Names it among all sightings. */
  readonly key: string
  /** Its id in its captures: an address, or `address#unit`. */
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  /** Addresses that it claimed itself (ARP, DHCP, its own word), not only ones that its card was seen to send from. */
  readonly claimed: readonly string[]
  readonly isRouter: boolean
  readonly names: readonly string[]
  readonly orderNumber: string | null
  /** Of its own word, where it has one that counts. */
  readonly serial: { readonly value: string; readonly vendor: string | null } | null
  /** The id of the device behind which it answers. */
  readonly behind: string | null
  readonly captures: ReadonlySet<string>
  /** On any one scale. */
  readonly first: number
  readonly last: number
}

/** A person's word, the oldest first: a later one takes the place of an earlier one where they disagree. */
export interface Decision {
  readonly id: string
  readonly kind: 'merge' | 'split'
  /** Merge: the addresses of each device. Split: the addresses that were parted, and the rest. */
  readonly groups: readonly (readonly string[])[]
  readonly because: Bilingual
}

export interface JoinedSightings {
  readonly id: string
  readonly sightings: readonly Sighting[]
  readonly ties: readonly {
    readonly because: Bilingual
    readonly strength: number
    readonly addresses: readonly string[]
  }[]
  /** Decisions that hold it together or apart. */
  readonly decisions: readonly string[]
}

export interface MaybeSame {
  readonly ids: readonly [string, string]
  readonly because: Bilingual
  readonly refused: Bilingual
}

const strengths = { serial: 0.97, sameId: 0.92, address: 0.9, card: 0.85, unit: 0.8 } as const
const mostWithSerial = 4

/** Addresses that a sighting was heard under; a device behind another one has only its own id. */
export const addressesOf = ({ id, ips, macs, behind }: Sighting): readonly string[] =>
  behind !== null ? [id] : [...new Set([id, ...ips, ...macs])]

/**
 * Parts sightings into sets that have nothing in common: no address, no card, no serial number, no host, no decision. Each
 * can be joined by itself, and most are of one device.
 */
export function componentsOf<Seen extends Sighting>(
  sightings: readonly Seen[],
  decisions: readonly Decision[],
): Seen[][] {
  const owner = new Map<string, number>()
  const parent = Int32Array.from(sightings, (_, i) => i)
  const rootOf = (at: number): number => {
    let root = at
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!
    return root
  }
  const meet = (word: string, i: number) => {
    const known = owner.get(word)
    if (known === undefined) owner.set(word, i)
    else parent[rootOf(i)] = rootOf(known)
  }
  for (const [i, { id, ips, macs, behind, serial }] of sightings.entries()) {
    meet(id, i)
    for (const ip of ips) meet(ip, i)
    for (const mac of macs) meet(mac, i)
    if (behind !== null) meet(behind, i)
    if (serial !== null) meet(`serial ${foldSerial(serial.value)}`, i)
  }
  for (const { id, groups } of decisions) {
    for (const address of groups.flat()) {
      const known = owner.get(address)
      if (known !== undefined) meet(`decision ${id}`, known)
    }
  }
  const sets = new Map<number, Seen[]>()
  for (const [i, sighting] of sightings.entries()) {
    const root = rootOf(i)
    const known = sets.get(root)
    if (known === undefined) sets.set(root, [sighting])
    else known.push(sighting)
  }
  return [...sets.values()]
}

/** Puts the sightings of many captures together to devices. The order of neither list of sightings matters. */
export function joinSightings(
  sightings: readonly Sighting[],
  decisions: readonly Decision[],
): { readonly devices: readonly JoinedSightings[]; readonly maybeSame: readonly MaybeSame[] } {
  const sorted = withoutRoutersCards(sightings).sort((a, b) => (a.key < b.key ? -1 : 1))
  const byKey = new Map(sorted.map((one) => [one.key, one]))
  const hosts = sorted.filter(({ behind }) => behind === null)
  const units = sorted.filter(({ behind }) => behind !== null)
  const said = saidByPeople(sorted, decisions)
  const onlyOf = (among: readonly Sighting[]) => {
    const keys = new Set(among.map(({ key }) => key))
    return ({ a, b }: { readonly a: string; readonly b: string }) => keys.has(a) && keys.has(b)
  }
  const differ = (one: readonly string[], other: readonly string[], tie: Tie) =>
    tie.strength === strengths.card
      ? sideBySide(
          one.map((key) => byKey.get(key)!),
          other.map((key) => byKey.get(key)!),
        )
      : tie.strength < strengths.serial
        ? otherCards(
            one.map((key) => byKey.get(key)!),
            other.map((key) => byKey.get(key)!),
          )
        : null
  const joinedHosts = joinByEvidence(
    hosts.map(({ key }) => key),
    [...addressTies(hosts), ...cardTies(hosts), ...serialTies(hosts), ...said.ties.filter(onlyOf(hosts))],
    said.bars.filter(onlyOf(hosts)),
    differ,
  )
  // Units belong together where their hosts do: the same number behind another device is another unit.
  const hostGroup = new Map<string, number>()
  for (const [group, { members }] of joinedHosts.groups.entries()) {
    for (const key of members) {
      const { id, captures } = byKey.get(key)!
      for (const capture of captures) hostGroup.set(`${capture}\t${id}`, group)
    }
  }
  const groupOfUnit = (unit: Sighting) => {
    for (const capture of unit.captures) {
      const group = hostGroup.get(`${capture}\t${unit.behind}`)
      if (group !== undefined) return group
    }
    return unit.behind
  }
  const joinedUnits = joinByEvidence(
    units.map(({ key }) => key),
    [...unitTies(units, groupOfUnit), ...serialTies(units), ...said.ties.filter(onlyOf(units))],
    said.bars.filter(onlyOf(units)),
    () => null,
  )
  const groups = acrossHosts(
    [...joinedHosts.groups, ...joinedUnits.groups].map(({ members, ties }) => ({
      sightings: members.map((key) => byKey.get(key)!),
      ties: [...ties],
    })),
    [...serialTies(sorted), ...said.ties],
    said.bars,
  )
  const ids = nameGroups(groups.map((group) => group.sightings))
  const idOf = new Map(groups.flatMap(({ sightings: held }, i) => held.map(({ key }) => [key, ids[i]!] as const)))
  const devices = groups.map(({ sightings: held, ties }, i) => {
    const addresses = new Set(held.flatMap(addressesOf))
    return {
      id: ids[i]!,
      sightings: held,
      ties: told(ties, byKey),
      decisions: decisions
        .filter(({ groups: of }) => of.some((group) => group.some((one) => addresses.has(one))))
        .map(({ id }) => id),
    }
  })
  const maybeSame = new Map<string, MaybeSame>()
  for (const { tie, refused } of [...joinedHosts.refusals, ...joinedUnits.refusals]) {
    const pair = [idOf.get(tie.a)!, idOf.get(tie.b)!].sort() as [string, string]
    if (pair[0] !== pair[1] && !maybeSame.has(pair.join('\t'))) {
      maybeSame.set(pair.join('\t'), { ids: pair, because: tie.because, refused })
    }
  }
  return { devices, maybeSame: [...maybeSame.values()] }
}

interface Group {
  readonly sightings: readonly Sighting[]
  readonly ties: readonly Tie[]
}

/** A unit that is its own host (by its serial number, or because somebody says so) is put together with it. */
function acrossHosts(groups: readonly Group[], ties: readonly Tie[], bars: readonly Bar[]): Group[] {
  const place = new Map(groups.flatMap(({ sightings }, i) => sightings.map(({ key }) => [key, String(i)] as const)))
  const isUnit = groups.map(({ sightings }) => sightings[0]!.behind !== null)
  const between = <T extends { readonly a: string; readonly b: string }>(list: readonly T[]) =>
    list.flatMap((one) => {
      const [a, b] = [place.get(one.a), place.get(one.b)]
      if (a === undefined || b === undefined || isUnit[Number(a)] === isUnit[Number(b)]) return []
      return [{ ...one, a, b }]
    })
  const mixed = between(ties)
  if (mixed.length === 0) return [...groups]
  const { groups: joined } = joinByEvidence([...groups.keys()].map(String), mixed, between(bars), () => null)
  return joined.map(({ members, ties: held }) => {
    const parts = members.map((member) => groups[Number(member)]!)
    const keyOf = (member: string) => groups[Number(member)]!.sightings[0]!.key
    return {
      sightings: parts.flatMap(({ sightings }) => sightings),
      ties: [
        ...parts.flatMap((part) => part.ties),
        ...held.map((tie) => ({ ...tie, a: keyOf(tie.a), b: keyOf(tie.b) })),
      ],
    }
  })
}

/**
 * The card of a router that one capture unmasked is no host's in another one, where too little passed by to tell; unless the
 * host claims an address on it: then it is the router itself.
 */
function withoutRoutersCards(sightings: readonly Sighting[]): Sighting[] {
  const routers = new Set(sightings.flatMap(({ isRouter, macs }) => (isRouter ? macs : [])))
  return sightings.map((one) => {
    if (one.isRouter || one.ips.length === 0 || one.claimed.length > 0) return one
    const macs = one.macs.filter((mac) => !routers.has(mac))
    return macs.length === one.macs.length ? one : { ...one, macs }
  })
}

/** Each reason once, with the addresses that it joined. */
function told(ties: readonly Tie[], byKey: ReadonlyMap<string, Sighting>): JoinedSightings['ties'] {
  const reasons = new Map<string, { because: Bilingual; strength: number; addresses: Set<string> }>()
  for (const { a, b, because, strength } of ties) {
    const [one, other] = [byKey.get(a)!, byKey.get(b)!]
    // Seen again under the same id with the same cards: nothing that anybody would ask about.
    if (strength === strengths.sameId && one.id === other.id) continue
    const known = reasons.get(because.en) ?? { because, strength, addresses: new Set<string>() }
    for (const { id } of [one, other]) known.addresses.add(id)
    reasons.set(because.en, known)
  }
  return [...reasons.values()].map((one) => ({ ...one, addresses: [...one.addresses].sort() }))
}

/** The same IP address; of several who had it, whoever had it at the nearest time. */
function addressTies(hosts: readonly Sighting[]): Tie[] {
  const byIp = new Map<string, Sighting[]>()
  for (const host of hosts) {
    for (const ip of host.ips) {
      if (ip.startsWith('fe80:') || ip.startsWith('169.254.')) continue
      byIp.set(ip, [...(byIp.get(ip) ?? []), host])
    }
  }
  const ties: Tie[] = []
  for (const [ip, held] of byIp) {
    if (held.length < 2) continue
    const because = identityReasons.sameAddress(ip)
    const known = held.filter(({ macs }) => macs.length > 0)
    const unknown = held.filter(({ macs }) => macs.length === 0)
    for (const [i, one] of known.entries()) {
      for (const other of known.slice(i + 1)) {
        const isSame = sharesCard(one, other)
        if (isSame || mayReplace(one, other)) {
          ties.push({ a: one.key, b: other.key, strength: isSame ? strengths.sameId : strengths.address, because })
        }
      }
    }
    for (const one of unknown) {
      const others = known.length > 0 ? known : unknown.filter((other) => other !== one)
      const near = others.reduce(
        (best, other) => (distance(one, other) < distance(one, best) ? other : best),
        others[0]!,
      )
      if (near !== undefined) ties.push({ a: one.key, b: near.key, strength: strengths.sameId, because })
    }
  }
  return ties
}

const distance = (one: Sighting, other: Sighting): number => Math.max(0, one.first - other.last, other.first - one.last)

const sharesCard = (one: Sighting, other: Sighting): boolean => one.macs.some((mac) => other.macs.includes(mac))

/** Other hardware under the same name, of the same kind, one after the other: the device was replaced, its place is the same. */
function mayReplace(one: Sighting, other: Sighting): boolean {
  const names = new Set(one.names.filter((name) => !isPlaceholderName(name)).map(foldName))
  const isSameName = other.names.some((name) => names.has(foldName(name)))
  const isSameKind =
    one.orderNumber === null || other.orderNumber === null || foldCode(one.orderNumber) === foldCode(other.orderNumber)
  return isSameName && isSameKind && distance(one, other) > 0
}

/** The same network card, unless several devices of one capture have it (a router's, a redundant pair's). */
function cardTies(hosts: readonly Sighting[]): Tie[] {
  const byMac = new Map<string, Sighting[]>()
  for (const host of hosts) for (const mac of host.macs) byMac.set(mac, [...(byMac.get(mac) ?? []), host])
  const ties: Tie[] = []
  for (const [mac, held] of byMac) {
    if (held.length < 2 || sharedBy(mac) !== null || isShared(held)) continue
    const because = identityReasons.sameMac(mac)
    const inTime = [...held].sort((a, b) => a.first - b.first || (a.key < b.key ? -1 : 1))
    for (const [i, one] of inTime.entries()) {
      if (i > 0) ties.push({ a: inTime[i - 1]!.key, b: one.key, strength: strengths.card, because })
    }
  }
  return ties
}

/** Two devices of one capture with one card: it is not theirs alone. */
function isShared(held: readonly Sighting[]): boolean {
  const ofCapture = new Map<string, string>()
  for (const { id, captures } of held) {
    for (const capture of captures) {
      const known = ofCapture.get(capture)
      if (known !== undefined && known !== id) return true
      ofCapture.set(capture, id)
    }
  }
  return false
}

/** Seen beside each other in one capture, they were two. */
function sideBySide(one: readonly Sighting[], other: readonly Sighting[]): Bilingual | null {
  for (const a of one) {
    for (const b of other) {
      if (a.id === b.id || a.ips.length === 0 || b.ips.length === 0) continue
      for (const capture of a.captures) if (b.captures.has(capture)) return identityReasons.otherAddress(a.id, b.id)
    }
  }
  return null
}

/** One address, two cards at once: two devices, or one after the other; unless what they share is a card as well. */
function otherCards(one: readonly Sighting[], other: readonly Sighting[]): Bilingual | null {
  const [a, b] = [one, other].map((held) => held.filter(({ macs }) => macs.length > 0))
  if (a!.length === 0 || b!.length === 0) return null
  for (const x of a!) for (const y of b!) if (sharesCard(x, y) || mayReplace(x, y)) return null
  return identityReasons.otherCard(a![0]!.macs[0]!, b![0]!.macs[0]!)
}

function serialTies(sightings: readonly Sighting[]): Tie[] {
  const bySerial = new Map<string, Sighting[]>()
  for (const one of sightings) {
    if (one.serial === null || isPlaceholderSerial(one.serial.value)) continue
    const folded = foldSerial(one.serial.value)
    bySerial.set(folded, [...(bySerial.get(folded) ?? []), one])
  }
  const ties: Tie[] = []
  for (const alike of bySerial.values()) {
    if (alike.length < 2 || new Set(alike.map(({ id }) => id)).size > mostWithSerial) continue
    for (const [i, one] of alike.entries()) {
      for (const other of alike.slice(i + 1)) {
        if (one.id === other.id && sharesCard(one, other)) continue
        const isSameOrder =
          one.orderNumber !== null &&
          other.orderNumber !== null &&
          foldCode(one.orderNumber) === foldCode(other.orderNumber)
        if (one.orderNumber !== null && other.orderNumber !== null && !isSameOrder) continue
        const [vendor, too] = [one.serial!.vendor, other.serial!.vendor]
        const isSameVendor = vendor !== null && too !== null && foldVendor(vendor) === foldVendor(too)
        if (!isSameOrder && !isSameVendor) continue
        const because = isSameOrder
          ? identityReasons.sameSerialAndOrder(one.serial!.value, one.orderNumber!)
          : identityReasons.sameSerial(one.serial!.value, vendor!)
        ties.push({ a: one.key, b: other.key, strength: strengths.serial, because })
      }
    }
  }
  return ties
}

function unitTies(units: readonly Sighting[], groupOf: (unit: Sighting) => number | string | null): Tie[] {
  const known = new Map<string, Sighting>()
  const ties: Tie[] = []
  for (const unit of units) {
    const number = unit.id.startsWith(`${unit.behind}#`) ? unit.id.slice(unit.behind!.length + 1) : unit.id
    // An id of its own (BACnet's network and address) is one device behind whatever router.
    const place = unit.id.includes('#') ? `${groupOf(unit)}\t${number}` : unit.id
    const first = known.get(place)
    if (first === undefined) known.set(place, unit)
    else
      ties.push({
        a: first.key,
        b: unit.key,
        strength: strengths.sameId,
        because: identityReasons.sameAddress(unit.id),
      })
  }
  return ties
}

/** Ties and bars of people's decisions, without those that a later decision overrules. */
function saidByPeople(sightings: readonly Sighting[], decisions: readonly Decision[]): { ties: Tie[]; bars: Bar[] } {
  const holders = new Map<string, Sighting[]>()
  if (decisions.length > 0) {
    for (const one of sightings) {
      for (const address of addressesOf(one)) holders.set(address, [...(holders.get(address) ?? []), one])
    }
  }
  const word = new Map<string, { a: string; b: string; isOne: boolean; because: Bilingual }>()
  for (const { kind, groups, because } of decisions) {
    const keys = groups.map((group) => [
      ...new Set(group.flatMap((address) => (holders.get(address) ?? []).map(({ key }) => key))),
    ])
    for (const [i, one] of keys.entries()) {
      for (const other of keys.slice(i + 1)) {
        for (const a of one) {
          for (const b of other) {
            if (a !== b) word.set(a < b ? `${a}\n${b}` : `${b}\n${a}`, { a, b, isOne: kind === 'merge', because })
          }
        }
      }
    }
  }
  const ties: Tie[] = []
  const bars: Bar[] = []
  for (const { a, b, isOne, because } of word.values()) {
    if (isOne) ties.push({ a, b, strength: 1, because })
    else bars.push({ a, b, because })
  }
  return { ties, bars }
}

/** An id for each group that no other has: the latest address it was seen under, an IPv4 address before others. */
function nameGroups(groups: readonly (readonly Sighting[])[]): string[] {
  const rank = (id: string) =>
    id.includes('#') ? 3 : /^\d+\.\d+\.\d+\.\d+/.test(id) ? 0 : /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(id) ? 2 : 1
  const order = [...groups.entries()].sort(([, a], [, b]) => {
    const [x, y] = [Math.max(...a.map(({ last }) => last)), Math.max(...b.map(({ last }) => last))]
    return y - x || b.length - a.length || (a[0]!.key < b[0]!.key ? -1 : 1)
  })
  const taken = new Set<string>()
  const ids: string[] = []
  for (const [i, held] of order) {
    const wanted = [...held]
      .sort((a, b) => rank(a.id) - rank(b.id) || b.last - a.last || (a.id < b.id ? -1 : 1))
      .flatMap(({ id, ips, macs }) => (id.includes('#') ? [id] : [id, ...ips, ...macs]))
    let id = wanted.find((one) => !taken.has(one))
    for (let n = 2; id === undefined; n++) if (!taken.has(`${wanted[0]}~${n}`)) id = `${wanted[0]}~${n}`
    taken.add(id)
    ids[i] = id
  }
  return ids
}
