import type { FoundField, SaidValue, Statement } from '../identity/statement.ts'
import { hasMaker, isVirtualMachine } from '../identity/virtual-cards.ts'
import type { Accounting } from './accounting.ts'
import type { TextOf } from './address-book.ts'
import type { Answering } from './conversations.ts'
import { type Deeds, deedsOf, isOutside, type Talk } from './deeds.ts'
import { type Draft, draftBehind, draftDevices } from './drafts.ts'
import { fieldsOf, type HeardFact, statementsOf } from './identity-statements.ts'
import type { Device, DeviceField, FieldSource, Identity, PurdueLevel } from './inspection.ts'
import { instantText } from './instant-text.ts'
import { isOfAddresses, joinByAddresses, joinBySerial } from './join-drafts.ts'
import { levelAmongPeers, levelOfOwn } from './purdue.ts'
import { type FoundRole, rolesOf, safetyOf } from './roles.ts'
import { type SaidIdentity, selvesOf } from './selves.ts'

type VendorOf = (mac: string) => string | null

/** By what devices are put in order. */
export type Heard = Pick<Draft, 'id' | 'packets'>

/**
 * Puts addresses together to devices, and says of each what it is and why. Call after the accounting is closed. A device is
 * made when it is met and made anew with every walk: there are many, and large. Without `order`, IPv4 addresses come first.
 */
export function listDevices(
  accounting: Accounting,
  textOf: TextOf,
  talks: Iterable<Talk>,
  answering: readonly Answering[],
  said: readonly SaidIdentity[],
  ouiVendor: VendorOf,
  order?: (a: Heard, b: Heard) => number,
): { devices: Iterable<Device>; identities: Identity[] } {
  const senders = said.map(({ family, address }) => textOf(family, address))
  const ofAddresses = said.flatMap((fact, i) => (isOfAddresses(fact) ? [{ ...fact, address: senders[i]! }] : []))
  const { drafts } = joinByAddresses(draftDevices(accounting, textOf), ofAddresses)
  const ofAddress = new Map<string, Draft>()
  for (const draft of drafts)
    for (const address of [...draft.macs, ...draft.ips, draft.id]) ofAddress.set(address, draft)
  const hostOf = (address: string) => ofAddress.get(address)?.id ?? address
  const selves = selvesOf(answering, said, senders, hostOf)
  for (const { id, unit, protocol, host } of selves.behind) {
    const before = ofAddress.get(host)
    if (before === undefined || ofAddress.has(id)) continue
    const draft = draftBehind(before, id, unit, protocol)
    ofAddress.set(id, draft)
    drafts.push(draft)
  }
  const told = said.map((fact, i): Identity => {
    const { field, value, packet, protocol } = fact
    const address = senders[i]!
    const device = selves.idOf(address, fact.reader, fact.unit)
    const one = { device, protocol, field, value, packet }
    return address === device ? one : { ...one, address }
  })
  const joined = joinBySerial(
    drafts,
    Map.groupBy(told, ({ device }) => device),
  )
  const now = (id: string) => (ofAddress.has(id) ? joined.of(ofAddress.get(id)!.id).id : id)
  const identities = told.map((one) => {
    const device = now(one.device)
    return device === one.device ? one : { ...one, device, address: one.address ?? one.device }
  })
  const deeds = deedsOf(talks, (address) => now(hostOf(address)))
  const factsOf = Map.groupBy(identities, ({ device }) => device)
  const described = joined.drafts.map((draft) => {
    const heard = factsOf.get(draft.id) ?? []
    const hostAnswers = draft.behind === null ? undefined : deeds.get(draft.behind.id)?.answers
    const did = deeds.get(draft.id)
    const roles = rolesOf(draft, did, selves.unitsOnlyBehind(draft.id), heard, hostAnswers)
    return { draft, facts: heard, roles, did, own: levelOfOwn(roles, did, heard) }
  })
  // First from what each does itself; then once more, with the levels of those it talks to.
  const levels = new Map<string, PurdueLevel | null>()
  for (const { draft, roles, did, facts, own } of described) {
    levels.set(draft.id, own ?? levelAmongPeers(roles, did, facts, () => null, false))
  }
  const levelOf = (id: string) => levels.get(id)?.level ?? null
  if (order !== undefined) described.sort((a, b) => order(a.draft, b.draft))
  const devices = {
    *[Symbol.iterator]() {
      for (const { draft, facts, roles, did, own } of described) {
        const level = own ?? levelAmongPeers(roles, did, facts, levelOf, isOfInternet(draft))
        yield describe(draft, did, facts, roles, level, ouiVendor)
      }
    },
  }
  return { devices, identities }
}

function describe(
  draft: Draft,
  deeds: Deeds | undefined,
  facts: readonly Identity[],
  roles: readonly FoundRole[],
  purdueLevel: Device['purdueLevel'],
  ouiVendor: VendorOf,
): Device {
  const heard = facts.map(
    ({ protocol, field, value, packet }): HeardFact => ({
      protocol,
      field,
      value,
      packet,
      source: '',
      first: packet,
      last: packet,
    }),
  )
  const fields = fieldsOf(statementsOf(heard, cardsOf(draft, ouiVendor)))
  const value = (name: string) => fields.find(({ field }) => field === name)?.value ?? null
  const safety = safetyOf(facts)?.because ?? []
  const protocols = deeds === undefined ? [] : [...deeds.answers, ...deeds.introduces, ...deeds.sends.keys()]
  return {
    id: draft.id,
    ips: [...draft.ips],
    macs: [...draft.macs],
    names: namesIn(facts),
    vlans: [...draft.vlans].sort((a, b) => a - b),
    vendor: value('vendor'),
    model: value('model'),
    orderNumber: value('orderNumber'),
    firmware: value('firmware'),
    serial: value('serial'),
    roles: roles.map(({ role, because }) => ({ role, because: because.en, becauseJa: because.ja })),
    ...(safety.length === 0 ? {} : { safety: safety.map(({ en }) => en), safetyJa: safety.map(({ ja }) => ja) }),
    ...(fields.length === 0 ? {} : { fields: fields.map(fieldShown) }),
    ...(draft.joinedBy.length === 0
      ? {}
      : { joinedBy: draft.joinedBy.map(({ en }) => en), joinedByJa: draft.joinedBy.map(({ ja }) => ja) }),
    ...(draft.behind === null ? {} : { behind: draft.behind.id }),
    ...(draft.claimed.size === 0 ? {} : { claimed: [...draft.claimed].sort() }),
    ...(protocols.length === 0 ? {} : { protocols: [...new Set(protocols)].sort() }),
    firstSeen: instantText(draft.first),
    lastSeen: instantText(draft.last),
    packetsSeen: draft.packets,
    purdueLevel,
  }
}

function namesIn(facts: readonly Identity[]): string[] {
  const names: string[] = []
  for (const { field, value } of facts) if (field === 'name' && !names.includes(value)) names.push(value)
  return names
}

function isOfInternet({ ips }: Draft): boolean {
  for (const ip of ips) if (!isOutside(ip)) return false
  return ips.size > 0
}

/**
 * The network cards that tell a maker: none where there are several of different makes, of which some would be routers'. A
 * hypervisor's beside a maker's own is the machine's.
 */
function cardsOf({ macs }: Draft, ouiVendor: VendorOf): { mac: string; maker: string }[] {
  const cards: { mac: string; maker: string }[] = []
  for (const mac of macs) {
    const maker = hasMaker(mac) ? ouiVendor(mac) : null
    if (maker !== null) cards.push({ mac, maker })
  }
  if (cards.length < 2) return cards
  const real = cards.filter(({ mac }) => !isVirtualMachine(mac))
  const telling = real.length === 0 ? cards : real
  return new Set(telling.map(({ maker }) => maker)).size === 1 ? telling : []
}

const sourcesOf = (by: readonly Statement[]): FieldSource[] => {
  const sources = new Map<string, FieldSource>()
  for (const { protocol, packet } of by) {
    const known = sources.get(protocol)
    if (known === undefined || (packet !== null && packet < (known.packet ?? Number.POSITIVE_INFINITY))) {
      sources.set(protocol, { protocol, packet })
    }
  }
  return [...sources.values()]
}

const saidShown = ({ value, by }: SaidValue) => ({ value, sources: sourcesOf(by) })

const fieldShown = ({ field, value, confidence, by, contradictions, history }: FoundField): DeviceField => ({
  field,
  value,
  confidence,
  sources: sourcesOf(by),
  contradictions: contradictions.map(saidShown),
  history: history.map(saidShown),
})
