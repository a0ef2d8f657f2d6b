import type { Bilingual } from '../record/record.ts'
import { type Bar, joinByEvidence, type Tie } from './join-evidence.ts'
import { addressesOf, type Decision, type Sighting } from './sighting.ts'
import { addressTies, cardTies, otherCards, serialTies, sideBySide, strengths, unitTies } from './sighting-ties.ts'

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
