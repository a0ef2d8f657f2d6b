import type { Bilingual } from '../record/record.ts'
import { identityReasons } from './identity-reasons.ts'
import type { Tie } from './join-evidence.ts'
import { isPlaceholderName, isPlaceholderSerial } from './placeholders.ts'
import type { Sighting } from './sighting.ts'
import { foldCode, foldName, foldSerial } from './spelling.ts'
import { foldVendor } from './vendors.ts'
import { sharedBy } from './virtual-cards.ts'

/** How much each kind of evidence weighs; a person's word is 1. */
export const strengths = { serial: 0.97, sameId: 0.92, address: 0.9, card: 0.85, unit: 0.8 } as const
const mostWithSerial = 4

/** The same IP address; of several who had it, whoever had it at the nearest time. */
export function addressTies(hosts: readonly Sighting[]): Tie[] {
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
export function cardTies(hosts: readonly Sighting[]): Tie[] {
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
export function sideBySide(one: readonly Sighting[], other: readonly Sighting[]): Bilingual | null {
  for (const a of one) {
    for (const b of other) {
      if (a.id === b.id || a.ips.length === 0 || b.ips.length === 0) continue
      for (const capture of a.captures) if (b.captures.has(capture)) return identityReasons.otherAddress(a.id, b.id)
    }
  }
  return null
}

/** One address, two cards at once: two devices, or one after the other; unless what they share is a card as well. */
export function otherCards(one: readonly Sighting[], other: readonly Sighting[]): Bilingual | null {
  const [a, b] = [one, other].map((held) => held.filter(({ macs }) => macs.length > 0))
  if (a!.length === 0 || b!.length === 0) return null
  for (const x of a!) for (const y of b!) if (sharesCard(x, y) || mayReplace(x, y)) return null
  return identityReasons.otherCard(a![0]!.macs[0]!, b![0]!.macs[0]!)
}

export function serialTies(sightings: readonly Sighting[]): Tie[] {
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

export function unitTies(units: readonly Sighting[], groupOf: (unit: Sighting) => number | string | null): Tie[] {
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
