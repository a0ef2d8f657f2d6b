import type { Bilingual } from '../record/record.ts'
import type { Accounting } from './accounting.ts'
import { type AddressBook, knownMac, type TextOf } from './address-book.ts'
import { isHostIp, isHostMac } from './address-text.ts'
import { families } from './flow-table.ts'
import { keyOf } from './integer-table.ts'
import { reasons } from './reasons.ts'

/** One network card as seen on the wire: which addresses are its own, which it only passes on. */
export interface Neighbour {
  readonly mac: string
  /** Every address that it sent from, `0.0.0.0` too. */
  readonly heard: ReadonlySet<string>
  /** Its own: claimed by ARP, or the only ones that it can be. */
  readonly own: ReadonlySet<string>
  /** Of these, the ones claimed by ARP. */
  readonly claimed: ReadonlySet<string>
  /** Why it is taken for a router; null: it is none. */
  readonly isRouterBecause: Bilingual | null
  readonly vlans: ReadonlySet<number>
}

/** Several addresses of one network behind one card are its aliases up to this number; more are what a router passes on. */
const mostAliases = 3

/** Tells routers from hosts. The MAC of a router says nothing about whoever is behind it. */
export function listNeighbours({ hosts, book }: Accounting, textOf: TextOf): Neighbour[] {
  const { sightings, claims, routed } = hosts
  /** By the number of the card. */
  const cards: (Card | undefined)[] = []
  const of = (mac: number): Card => {
    cards[mac] ??= { ips: new Set(), claims: none, vlans: none }
    return cards[mac]
  }
  for (let row = 0; row < sightings.rows; row++) {
    const at = row * 4
    const mac = sightings.keys[at + 2]!
    if (mac < 0) continue
    const card = of(mac)
    const vlan = sightings.keys[at + 3]!
    if (vlan >= 0) card.vlans = withOne(card.vlans, vlan)
    const family = sightings.keys[at + 1]!
    if (family !== families.link) card.ips.add(textOf(family, sightings.keys[at]!))
  }
  const claimed = new Set<string>()
  for (let row = 0; row < claims.rows; row++) {
    const ip = textOf(families.ipv4, claims.keys[row * 4]!)
    if (!isHostIp(ip)) continue
    const card = of(claims.keys[row * 4 + 1]!)
    card.claims = withOne(card.claims, ip)
    claimed.add(ip)
  }
  const hopsOf = new Map<number, Map<string, number>>()
  for (let row = 0; row < routed.rows; row++) {
    const [address, family, mac, hops] = keyOf(routed, row)
    const ofCard = hopsOf.get(mac) ?? new Map<string, number>()
    hopsOf.set(mac, ofCard.set(textOf(family, address), hops))
  }
  const listed: Neighbour[] = []
  const macs = macsInOrder(book)
  for (let i = 0; i < macs.length; i++) {
    const number = knownMac(book, Math.floor(macs[i]! / 2 ** 32), macs[i]! | 0)
    const card = cards[number]
    if (card === undefined) continue
    const mac = textOf(families.link, number)
    if (!isHostMac(mac)) continue
    const { own, isRouterBecause } = judge(card.ips, card.claims, claimed, hopsOf.get(number) ?? nobody)
    listed.push({ mac, heard: card.ips, own, claimed: card.claims, isRouterBecause, vlans: card.vlans })
  }
  return listed
}

/** As numbers of 48 bits. Those in the book are of whoever read them, and change when the parts of a capture are put together. */
function macsInOrder({ mac: { keys, rows } }: AddressBook): Float64Array {
  const macs = new Float64Array(rows)
  for (let row = 0; row < rows; row++) macs[row] = keys[row * 4]! * 2 ** 32 + (keys[row * 4 + 1]! >>> 0)
  return macs.sort()
}

/** Of several addresses the same one, in whichever order they were heard. */
const firstOf = (addresses: readonly string[]): string | undefined =>
  addresses.length === 0 ? undefined : addresses.reduce((a, b) => (b < a ? b : a))

interface Card {
  readonly ips: Set<string>
  claims: ReadonlySet<string>
  vlans: ReadonlySet<number>
}

/** Most cards claim nothing and are in no VLAN: these share one empty set. */
const none: ReadonlySet<never> = new Set<never>()
const nobody: ReadonlyMap<string, number> = new Map()

const withOne = <T>(some: ReadonlySet<T>, one: T): ReadonlySet<T> =>
  some === none ? new Set([one]) : (some as Set<T>).add(one)

/** `claims`: what this card claimed by ARP; `claimed`: what any card did; `routed`: whose packets came through a router, by hops. */
function judge(
  ips: ReadonlySet<string>,
  claims: ReadonlySet<string>,
  claimed: ReadonlySet<string>,
  routed: ReadonlyMap<string, number>,
): Pick<Neighbour, 'own' | 'isRouterBecause'> {
  if (isPlain(ips, claims, claimed, routed)) return { own: ips, isRouterBecause: null }
  const linkLocal = [...ips].filter(isLinkLocal)
  const routable = [...ips].filter((ip) => isHostIp(ip) && !isLinkLocal(ip))
  const others = routable.filter((ip) => !ip.includes(':') && !claims.has(ip))
  const ofAnother = others.filter((ip) => claimed.has(ip))
  // Who claims one network and sends from another passes on; who claims none may have a few addresses of one network.
  const home = new Set([...claims].map(networkOf))
  const foreign = others.filter((ip) => !home.has(networkOf(ip)))
  const isPassingOn =
    claims.size > 0 ? foreign.length > 0 : new Set(foreign.map(networkOf)).size > 1 || foreign.length > mostAliases
  const claimedByAnother = firstOf(ofAnother)
  const distant = firstOf(routed.size === 0 ? [] : routable.filter((ip) => routed.has(ip) && !claims.has(ip)))
  const isRouterBecause =
    claimedByAnother !== undefined
      ? reasons.sendsForClaimed(claimedByAnother)
      : isPassingOn
        ? reasons.sendsForOthers(foreign)
        : distant !== undefined
          ? reasons.sendsOn(distant, routed.get(distant)!)
          : null
  const own = isRouterBecause === null ? routable : []
  return { own: new Set([...claims, ...own, ...linkLocal].sort()), isRouterBecause }
}

/** Nearly all: one address, claimed by nobody else and met without a router. */
function isPlain(
  ips: ReadonlySet<string>,
  claims: ReadonlySet<string>,
  claimed: ReadonlySet<string>,
  routed: ReadonlyMap<string, number>,
): boolean {
  if (ips.size !== 1 || claims.size > 1 || routed.size > 0) return false
  for (const ip of ips) if (!isHostIp(ip) || (claims.size === 1 ? !claims.has(ip) : claimed.has(ip))) return false
  return true
}

const networkOf = (ip: string): string => ip.slice(0, ip.lastIndexOf('.'))
const isLinkLocal = (ip: string): boolean => ip.startsWith('fe80:') || ip.startsWith('169.254.')
