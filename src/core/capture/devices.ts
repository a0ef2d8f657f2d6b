import type { Accounting } from './accounting.ts'
import { addressText } from './address-book.ts'
import type { Answering } from './conversations.ts'
import { type Deeds, deedsOf } from './deeds.ts'
import { type Draft, draftBehind, draftDevices } from './drafts.ts'
import type { Conversation, Device, Identity } from './inspection.ts'
import { instantText } from './instant-text.ts'
import { purdueLevelOf } from './purdue.ts'
import { rolesOf } from './roles.ts'
import { type SaidIdentity, selvesOf } from './selves.ts'

type VendorOf = (mac: string) => string | null

/** Puts addresses together to devices, and says of each what it is and why. Call after the accounting is closed. */
export function listDevices(
  accounting: Accounting,
  conversations: readonly Conversation[],
  answering: readonly Answering[],
  said: readonly SaidIdentity[],
  ouiVendor: VendorOf,
): { devices: Device[]; identities: Identity[] } {
  const drafts = draftDevices(accounting)
  const ofAddress = new Map<string, Draft>()
  for (const draft of drafts) {
    for (const address of [...draft.macs, ...draft.ips, draft.id]) ofAddress.set(address, draft)
  }
  const idOf = (address: string) => ofAddress.get(address)?.id ?? address
  const senders = said.map((fact) => addressText(accounting.book, fact.family, fact.address))
  const selves = selvesOf(answering, said, senders, idOf)
  for (const { id, unit, protocol, host } of selves.behind) {
    const before = ofAddress.get(host)
    if (before === undefined || ofAddress.has(id)) continue
    const draft = draftBehind(before, id, unit, protocol)
    ofAddress.set(id, draft)
    drafts.push(draft)
  }
  const identities = said.map((fact, i): Identity => {
    const { field, value, packet, protocol } = fact
    return { device: selves.idOf(senders[i], fact.reader, fact.unit), protocol, field, value, packet }
  })
  const deeds = deedsOf(conversations, idOf)
  const factsOf = Map.groupBy(identities, ({ device }) => device)
  const devices = drafts.map((draft) =>
    describe(draft, deeds.get(draft.id), factsOf.get(draft.id) ?? [], selves.unitsOnlyBehind(draft.id), ouiVendor),
  )
  return { devices, identities }
}

function describe(
  draft: Draft,
  deeds: Deeds | undefined,
  facts: readonly Identity[],
  units: readonly string[],
  ouiVendor: VendorOf,
): Device {
  const roles = rolesOf(draft, deeds, units)
  const first = (...fields: string[]) =>
    fields.map((name) => facts.find(({ field }) => field === name)?.value).find((value) => value !== undefined) ?? null
  return {
    id: draft.id,
    ips: [...draft.ips],
    macs: [...draft.macs],
    names: [...new Set(facts.filter(({ field }) => field === 'name').map(({ value }) => value))],
    vlans: [...draft.vlans].sort((a, b) => a - b),
    vendor: first('vendor') ?? cardVendor(draft, ouiVendor),
    model: first('model', 'product'),
    orderNumber: first('orderNumber'),
    // A capture may show an update: what it said last holds.
    firmware: facts.findLast(({ field }) => field === 'firmware')?.value ?? null,
    serial: first('serial'),
    roles: roles.map(({ role, because }) => ({ role, because: because.en, becauseJa: because.ja })),
    purdueLevel: purdueLevelOf(roles, deeds, facts),
    firstSeen: instantText(draft.first),
    lastSeen: instantText(draft.last),
    packetsSeen: draft.packets,
  }
}

/** By the network card: unless there are several of different makes, of which some would then be routers'. */
function cardVendor({ macs }: Draft, ouiVendor: VendorOf): string | null {
  const vendors = new Set([...macs].map(ouiVendor))
  return vendors.size === 1 ? ([...vendors][0] ?? null) : null
}
