import { identityReasons } from '../identity/identity-reasons.ts'
import { joinByEvidence, type Refusal, type Tie } from '../identity/join-evidence.ts'
import { isPlaceholderSerial } from '../identity/placeholders.ts'
import { foldCode, foldSerial } from '../identity/spelling.ts'
import { foldVendor } from '../identity/vendors.ts'
import { sharedBy } from '../identity/virtual-cards.ts'
import type { Bilingual } from '../record/record.ts'
import { isHostIp, isHostMac } from './address-text.ts'
import { addClaimed, addVlan, type Draft } from './drafts.ts'
import { kindOf, titleOf } from './protocol-kinds.ts'

/** A fact by whom it is about. */
export interface FactAbout {
  readonly address: string
  readonly protocol: string
  readonly field: string
  readonly value: string
}

const saysSo = 0.95
const sameSerial = 0.97
/** More devices than this with one serial number are copies of an image, not the cards of one device. */
const mostCards = 4
/** These speak from a port whose MAC address is not the one under which the device is managed. */
const fromPorts = new Set(['lldp', 'cdp'])

interface Known {
  readonly ofIp: Map<string, Draft>
  readonly ofMac: Map<string, Draft[]>
}

/** Whether {@link joinByAddresses} asks for a fact of this kind: most say nothing of addresses. */
export const isOfAddresses = ({ protocol, field }: Pick<FactAbout, 'protocol' | 'field'>): boolean =>
  field === 'ip' || field === 'mac' || protocol === 'ethercat'

/** Joins drafts by what devices say of their own addresses (`ip`, `mac`); an address that was only told is added. */
export function joinByAddresses(drafts: readonly Draft[], facts: readonly FactAbout[]): Merged {
  const known = indexOf(drafts)
  const ties: Tie[] = []
  const told: { draft: Draft; address: string; isMac: boolean }[] = []
  const ownIps = toldBy(facts, 'ip')
  const ownMacs = toldBy(facts, 'mac')
  for (const [address, ips] of ownIps.of) {
    const isMac = isMacText(address)
    const speakers = isMac ? (known.ofMac.get(address) ?? []) : listOf(known.ofIp.get(address))
    for (const [ip, protocol] of ips) {
      const owner = known.ofIp.get(ip)
      const because = identityReasons.saysItsIp(titleOf(protocol), ip)
      const speaker = speakers.find((draft) => draft !== owner && (!isMac || speaksForItself(draft, ips)))
      if (owner === undefined) {
        // Said by one device alone, an address is its own even if nothing was sent from it.
        const only = speakers.length === 1 ? speakers[0] : undefined
        if (only !== undefined && countClaims(ownIps, ip) === 1) told.push({ draft: only, address: ip, isMac: false })
        continue
      }
      if (speaker === undefined) continue
      const isItsOwn = isMac
        ? owner.macs.size === 0 || owner.macs.has(address) || fromPorts.has(protocol)
        : sharesCard(speaker, owner) ||
          ip.includes(':') !== address.includes(':') ||
          saysCardOf(ownMacs, address, owner)
      if (isItsOwn) ties.push({ a: speaker.id, b: owner.id, strength: saysSo, because })
    }
  }
  // Several ports of one switch name one chassis that never sends itself: they are tied through it, each pair once.
  const tied = new Map<string, Set<Draft>>()
  const portsOf = (speaker: Draft, mac: string, protocol: string): Draft[] => {
    const chassis = `${protocol} ${mac}`
    const before = tied.get(chassis) ?? new Set()
    tied.set(chassis, before.add(speaker))
    return speakersOf(ownMacs, mac, known).filter((one) => !before.has(one))
  }
  for (const [address, macs] of ownMacs.of) {
    const speakers = isMacText(address) ? (known.ofMac.get(address) ?? []) : listOf(known.ofIp.get(address))
    const speaker = speakers.length === 1 ? speakers[0]! : undefined
    if (speaker === undefined) continue
    for (const [mac, protocol] of macs) {
      const owners = (known.ofMac.get(mac) ?? []).filter((draft) => draft !== speaker)
      if (owners.length === 0 && !speaker.macs.has(mac) && countClaims(ownMacs, mac) === 1) {
        told.push({ draft: speaker, address: mac, isMac: true })
      }
      const same = [
        ...(owners.length === 1 ? owners : []),
        ...(fromPorts.has(protocol) ? portsOf(speaker, mac, protocol) : []),
      ]
      if (same.length === 0) continue
      const because = identityReasons.saysItsMac(titleOf(protocol), mac)
      for (const other of same) ties.push({ a: speaker.id, b: other.id, strength: saysSo, because })
    }
  }
  ties.push(...returning(known, facts))
  const merged = merge(drafts, ties, (one, other) => differByAddress(one, other, ownIps))
  for (const { draft, address, isMac } of told) {
    const into = merged.of(draft.id)
    if (isMac && isHostMac(address)) into.macs.add(address)
    if (!isMac && isHostIp(address) && !address.startsWith('127.')) into.ips.add(address)
    if (!isMac) addClaimed(into, address)
  }
  return merged
}

/** The first EtherCAT slave marks the frames that come back with the bit of local addresses: ETG.1000.4, 5.2. */
function returning({ ofMac }: Known, facts: readonly FactAbout[]): Tie[] {
  const speakers = new Set(facts.flatMap(({ protocol, address }) => (protocol === 'ethercat' ? [address] : [])))
  return [...speakers].flatMap((mac): Tie[] => {
    const other = `${(Number.parseInt(mac.slice(0, 2), 16) ^ 2).toString(16).padStart(2, '0')}${mac.slice(2)}`
    const [one] = ofMac.get(mac) ?? []
    const [same] = ofMac.get(other) ?? []
    if (one === undefined || same === undefined || one === same) return []
    return [{ a: one.id, b: same.id, strength: saysSo, because: identityReasons.comesBack(mac) }]
  })
}

/** Joins drafts that give the same serial number and agree on the maker or the order number: two cards of one device. */
export function joinBySerial(
  drafts: readonly Draft[],
  factsOf: ReadonlyMap<
    string,
    readonly { readonly protocol: string; readonly field: string; readonly value: string }[]
  >,
): Merged {
  const bySerial = new Map<string, { draft: Draft; vendor: string | null; order: string | null; serial: string }[]>()
  for (const draft of drafts) {
    const facts = factsOf.get(draft.id) ?? []
    const said = facts.find(
      ({ field, protocol, value }) => isFirm(protocol) && field === 'serial' && !isPlaceholderSerial(value),
    )
    if (said === undefined) continue
    const of = (name: string) => facts.find(({ field, protocol }) => field === name && isFirm(protocol))?.value ?? null
    const vendor = of('vendor')
    const order = of('orderNumber')
    const entry = { draft, vendor, order: order ?? of('product'), serial: said.value }
    bySerial.set(foldSerial(said.value), [...(bySerial.get(foldSerial(said.value)) ?? []), entry])
  }
  const ties: Tie[] = []
  for (const alike of bySerial.values()) {
    if (new Set(alike.map(({ draft }) => draft.behind?.id ?? draft.id)).size > mostCards) continue
    for (const [i, one] of alike.entries()) {
      for (const other of alike.slice(i + 1)) {
        const isHost = one.draft.behind?.id === other.draft.id || other.draft.behind?.id === one.draft.id
        const isSameVendor =
          one.vendor !== null && other.vendor !== null && foldVendor(one.vendor) === foldVendor(other.vendor)
        const isSameOrder = one.order !== null && other.order !== null && foldCode(one.order) === foldCode(other.order)
        if (one.order !== null && other.order !== null && !isSameOrder) continue
        if (!isSameVendor && !isSameOrder) continue
        const because = isHost
          ? identityReasons.isItsHost(one.serial)
          : isSameOrder
            ? identityReasons.sameSerialAndOrder(one.serial, one.order!)
            : identityReasons.sameSerial(one.serial, one.vendor!)
        ties.push({ a: one.draft.id, b: other.draft.id, strength: sameSerial, because })
      }
    }
  }
  return merge(drafts, ties, () => null)
}

/** Drafts put together; every old id leads to what it is now. */
export interface Merged {
  readonly drafts: Draft[]
  of(id: string): Draft
}

function merge(
  drafts: readonly Draft[],
  ties: readonly Tie[],
  differ: (one: readonly Draft[], other: readonly Draft[]) => Refusal['refused'] | null,
): Merged {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]))
  if (ties.length === 0) return { drafts: [...drafts], of: (id) => byId.get(id)! }
  const at = (ids: readonly string[]) => ids.map((id) => byId.get(id)!)
  // Most are tied to nobody, and stay as they are.
  const tied = new Set(ties.flatMap(({ a, b }) => [a, b]))
  const nodes = drafts.flatMap(({ id }) => (tied.has(id) ? [id] : []))
  const { groups } = joinByEvidence(nodes, ties, [], (one, other) => differ(at(one), at(other)))
  for (const { members, ties: held } of groups) {
    if (held.length === 0) continue
    const draft = together(at(members), held)
    for (const id of members) byId.set(id, draft)
  }
  // Whoever was put together stands where the first of them stood.
  return { drafts: [...new Set(byId.values())], of: (id) => byId.get(id)! }
}

/** One draft of several. It keeps the id of an IPv4 address, the one heard first, before that of a card. */
function together(drafts: readonly Draft[], ties: readonly Tie[]): Draft {
  const rank = ({ id, behind }: Draft) => (behind !== null ? 3 : isMacText(id) ? 2 : id.includes(':') ? 1 : 0)
  const [head, ...rest] = [...drafts].sort((a, b) => rank(a) - rank(b) || a.first - b.first || (a.id < b.id ? -1 : 1))
  const draft: Draft = {
    ...head!,
    ips: new Set(head!.ips),
    macs: new Set(head!.macs),
    claimed: new Set(head!.claimed),
    vlans: new Set(head!.vlans),
  }
  for (const one of rest) {
    for (const ip of one.ips) draft.ips.add(ip)
    for (const mac of one.macs) draft.macs.add(mac)
    for (const vlan of one.vlans) addVlan(draft, vlan)
    for (const ip of one.claimed) addClaimed(draft, ip)
    draft.first = Math.min(draft.first, one.first)
    draft.last = Math.max(draft.last, one.last)
    draft.packets = [...new Set([...draft.packets, ...one.packets])].sort((a, b) => a - b).slice(0, 4)
    draft.isRouterBecause ??= one.isRouterBecause
  }
  return {
    ...draft,
    joinedBy: eachOnce([
      ...draft.joinedBy,
      ...rest.flatMap(({ joinedBy }) => joinedBy),
      ...ties.map(({ because }) => because),
    ]),
  }
}

const eachOnce = (said: readonly Bilingual[]): Bilingual[] => [...new Map(said.map((one) => [one.en, one])).values()]

function indexOf(drafts: readonly Draft[]): Known {
  const ofIp = new Map<string, Draft>()
  const ofMac = new Map<string, Draft[]>()
  const add = (mac: string, draft: Draft) => {
    const known = ofMac.get(mac)
    if (known === undefined) ofMac.set(mac, [draft])
    else known.push(draft)
  }
  for (const draft of drafts) {
    for (const ip of draft.ips) ofIp.set(ip, draft)
    for (const mac of draft.macs) add(mac, draft)
    if (isMacText(draft.id) && !draft.macs.has(draft.id)) add(draft.id, draft)
  }
  return { ofIp, ofMac }
}

interface Told {
  /** Address → what it says of itself → in which protocol. */
  readonly of: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** What is said → the addresses that say it of themselves. */
  readonly by: ReadonlyMap<string, readonly string[]>
}

function toldBy(facts: readonly FactAbout[], wanted: 'ip' | 'mac'): Told {
  const told = new Map<string, Map<string, string>>()
  const by = new Map<string, string[]>()
  for (const { address, field, value, protocol } of facts) {
    if (field !== wanted || value === address) continue
    const said = value.toLowerCase()
    if (wanted === 'mac' ? sharedBy(said) !== null || !isMacText(said) : !isHostIp(said)) continue
    const known = told.get(address) ?? new Map<string, string>()
    told.set(address, known)
    if (known.has(said)) continue
    known.set(said, protocol)
    const sayers = by.get(said)
    if (sayers === undefined) by.set(said, [address])
    else sayers.push(address)
  }
  return { of: told, by }
}

const countClaims = ({ by }: Told, value: string): number => by.get(value)?.length ?? 0

const speakersOf = ({ by }: Told, mac: string, { ofMac, ofIp }: Known): Draft[] =>
  (by.get(mac) ?? []).flatMap((address) =>
    (isMacText(address) ? (ofMac.get(address) ?? []) : listOf(ofIp.get(address))).slice(0, 1),
  )

const listOf = (draft: Draft | undefined): Draft[] => (draft === undefined ? [] : [draft])

/** A card without an IPv4 address, or whose address it is told to have as well. */
const speaksForItself = (draft: Draft, ips: ReadonlyMap<string, string>): boolean =>
  [...draft.ips].every((ip) => ip.includes(':') || ips.has(ip))

const sharesCard = (one: Draft, other: Draft): boolean => [...one.macs].some((mac) => other.macs.has(mac))

const saysCardOf = (told: Told, address: string, owner: Draft): boolean =>
  [...owner.macs].some((mac) => told.of.get(address)?.has(mac))

/** Several IPv4 addresses of one device: only where it says itself that all are its own, or the card was lent them. */
function differByAddress(one: readonly Draft[], other: readonly Draft[], told: Told): Refusal['refused'] | null {
  const virtual = sharedCard(one) ?? sharedCard(other)
  if (virtual !== null) return identityReasons.sharedAddress(sharedBy(virtual)!, virtual)
  const [a, b] = [ipv4Of(one), ipv4Of(other)]
  if (a.length === 0 || b.length === 0) return null
  const isHeld = (address: string) =>
    [one, other].some((group) => group.some(({ macs, ips }) => macs.has(address) || ips.has(address)))
  const isTold = (ip: string) => told.by.get(ip)?.some(isHeld) === true
  return [...a, ...b].filter((ip) => !isTold(ip)).length <= 1 ? null : identityReasons.otherAddress(a[0]!, b[0]!)
}

/** A card's address that is none of one device. */
function sharedCard(drafts: readonly Draft[]): string | null {
  for (const { macs } of drafts) for (const mac of macs) if (sharedBy(mac) !== null) return mac
  return null
}

function ipv4Of(drafts: readonly Draft[]): string[] {
  const found: string[] = []
  for (const { ips } of drafts) for (const ip of ips) if (!ip.includes(':')) found.push(ip)
  return found
}

const isFirm = (protocol: string): boolean => kindOf(protocol).word >= 0.8

export const isMacText = (text: string): boolean => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text)
