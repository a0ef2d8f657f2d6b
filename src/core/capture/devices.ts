import type { Accounting } from './accounting.ts'
import { addressText } from './address-book.ts'
import { unitsKey } from './conversations.ts'
import { deedsOf } from './deeds.ts'
import { type Draft, draftBehind, draftDevices } from './drafts.ts'
import type { Conversation, Device, Identity } from './inspection.ts'
import { instantText } from './instant-text.ts'
import { purdueLevelOf } from './purdue.ts'
import { rolesOf } from './roles.ts'

/** A fact that a device told about itself, by the address it came from. */
export interface SaidIdentity {
  readonly address: number
  readonly family: number
  readonly unit: string
  /** The reader that found it; several protocols may come from one. */
  readonly reader: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly packet: number
}

/** Puts addresses together to devices, and says of each what it is and why. Call after the accounting is closed. */
export function listDevices(
  accounting: Accounting,
  conversations: readonly Conversation[],
  units: ReadonlyMap<string, ReadonlySet<string>>,
  said: readonly SaidIdentity[],
  ouiVendor: (mac: string) => string | null,
): { devices: Device[]; identities: Identity[] } {
  const drafts = draftDevices(accounting)
  const ofAddress = new Map<string, Draft>()
  for (const draft of drafts) {
    for (const address of [...draft.macs, ...draft.ips, draft.id]) ofAddress.set(address, draft)
  }
  const idOf = (address: string) => ofAddress.get(address)?.id ?? address

  // A unit is a device of its own only where more than one self answers at the endpoint.
  const selves = new Map<string, Set<string>>()
  for (const [key, answered] of units) selves.set(key, new Set(answered))
  const texts = said.map((fact) => addressText(accounting.book, fact.family, fact.address))
  for (const [i, { reader, unit }] of said.entries()) {
    const key = unitsKey(texts[i], reader)
    selves.set(key, (selves.get(key) ?? new Set()).add(unit))
  }
  const unitId = (address: string, reader: string, unit: string) =>
    unit !== '' && (selves.get(unitsKey(address, reader))?.size ?? 0) > 1 ? `${idOf(address)}#${unit}` : idOf(address)

  const identities = said.map((fact, i): Identity => {
    const { field, value, packet, protocol } = fact
    return { device: unitId(texts[i], fact.reader, fact.unit), protocol, field, value, packet }
  })
  const gateways = new Map<string, string[]>()
  for (const [key, present] of selves) {
    const [address, reader] = key.split('\t')
    const host = ofAddress.get(address)
    if (host === undefined || present.size < 2) continue
    for (const unit of present) {
      const id = unitId(address, reader, unit)
      if (unit !== '' && !ofAddress.has(id)) {
        const draft = draftBehind(host, id, unit)
        drafts.push(draft)
        ofAddress.set(id, draft)
      }
    }
    if (!present.has('')) gateways.set(host.id, [...(gateways.get(host.id) ?? []), ...present])
  }

  const deeds = deedsOf(conversations, idOf)
  const factsOf = Map.groupBy(identities, ({ device }) => device)
  const devices = drafts.map((draft): Device => {
    const facts = factsOf.get(draft.id) ?? []
    const roles = rolesOf(draft, deeds.get(draft.behind?.id ?? draft.id), gateways.get(draft.id) ?? [])
    const first = (field: string) => facts.find((fact) => fact.field === field)?.value ?? null
    const latest = (field: string) => facts.findLast((fact) => fact.field === field)?.value ?? null
    return {
      id: draft.id,
      ips: [...draft.ips],
      macs: [...draft.macs],
      names: [...new Set(facts.filter(({ field }) => field === 'name').map(({ value }) => value))],
      vlans: [...draft.vlans].sort((a, b) => a - b),
      vendor: first('vendor') ?? [...draft.macs].map(ouiVendor).find((vendor) => vendor !== null) ?? null,
      model: first('model') ?? first('product'),
      orderNumber: first('orderNumber'),
      // A capture may show an update: what it said last holds.
      firmware: latest('firmware'),
      serial: first('serial'),
      roles,
      purdueLevel: purdueLevelOf(roles, deeds.get(draft.id), facts),
      firstSeen: instantText(draft.first),
      lastSeen: instantText(draft.last),
      packetsSeen: draft.packets,
    }
  })
  return { devices, identities }
}
