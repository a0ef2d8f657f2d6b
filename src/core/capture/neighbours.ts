import type { Bilingual } from '../record/record.ts'
import type { Accounting } from './accounting.ts'
import type { TextOf } from './address-book.ts'
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
export function listNeighbours({ hosts }: Accounting, textOf: TextOf): Neighbour[] {
  const seen = new Map<number, { ips: Set<string>; claims: Set<string>; vlans: Set<number> }>()
  const of = (mac: number) => {
    const known = seen.get(mac) ?? { ips: new Set(), claims: new Set(), vlans: new Set() }
    seen.set(mac, known)
    return known
  }
  for (let row = 0; row < hosts.sightings.rows; row++) {
    const [address, family, mac, vlan] = keyOf(hosts.sightings, row)
    if (mac < 0) continue
    const neighbour = of(mac)
    if (vlan >= 0) neighbour.vlans.add(vlan)
    if (family === families.link) continue
    const ip = textOf(family, address)
    neighbour.ips.add(ip)
  }
  for (let row = 0; row < hosts.claims.rows; row++) {
    const ip = textOf(families.ipv4, hosts.claims.keys[row * 4])
    if (isHostIp(ip)) of(hosts.claims.keys[row * 4 + 1]).claims.add(ip)
  }
  const routed = new Map<number, Map<string, number>>()
  for (let row = 0; row < hosts.routed.rows; row++) {
    const [address, family, mac, hops] = keyOf(hosts.routed, row)
    const ofCard = routed.get(mac) ?? new Map<string, number>()
    routed.set(mac, ofCard.set(textOf(family, address), hops))
  }
  const claimed = new Set([...seen.values()].flatMap(({ claims }) => [...claims]))
  return [...seen]
    .map(([number, { ips, claims, vlans }]) => {
      const mac = textOf(families.link, number)
      return { mac, heard: ips, vlans, claimed: claims, ...judge(ips, claims, claimed, routed.get(number)) }
    })
    .filter(({ mac }) => isHostMac(mac))
}

/** `claims`: what this card claimed by ARP; `claimed`: what any card did; `routed`: whose packets came through a router, by hops. */
function judge(
  ips: ReadonlySet<string>,
  claims: ReadonlySet<string>,
  claimed: ReadonlySet<string>,
  routed: ReadonlyMap<string, number> = new Map(),
): Pick<Neighbour, 'own' | 'isRouterBecause'> {
  const linkLocal = [...ips].filter(isLinkLocal)
  const routable = [...ips].filter((ip) => isHostIp(ip) && !isLinkLocal(ip))
  const others = routable.filter((ip) => !ip.includes(':') && !claims.has(ip))
  const ofAnother = others.filter((ip) => claimed.has(ip))
  // Who claims one network and sends from another passes on; who claims none may have a few addresses of one network.
  const home = new Set([...claims].map(networkOf))
  const foreign = others.filter((ip) => !home.has(networkOf(ip)))
  const isPassingOn =
    claims.size > 0 ? foreign.length > 0 : new Set(foreign.map(networkOf)).size > 1 || foreign.length > mostAliases
  const distant = routable.find((ip) => routed.has(ip) && !claims.has(ip))
  const isRouterBecause =
    ofAnother.length > 0
      ? reasons.sendsForClaimed(ofAnother[0])
      : isPassingOn
        ? reasons.sendsForOthers(foreign)
        : distant !== undefined
          ? reasons.sendsOn(distant, routed.get(distant)!)
          : null
  const own = isRouterBecause === null ? routable : []
  return { own: new Set([...claims, ...own, ...linkLocal]), isRouterBecause }
}

const networkOf = (ip: string): string => ip.slice(0, ip.lastIndexOf('.'))
const isLinkLocal = (ip: string): boolean => ip.startsWith('fe80:') || ip.startsWith('169.254.')
