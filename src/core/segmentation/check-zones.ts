import { pairsOf } from '../filtering/ranges.ts'
import { type TroubleCode, troubleTexts } from './check-texts.ts'
import { meetInTime } from './epochs.ts'
import { foldName } from './fold-name.ts'
import type { NetworkMember, Zone } from './policy.ts'
import type { PolicyTrouble } from './policy-trouble.ts'

const mostOthers = 20

export function* checkZones(zones: readonly Zone[]): Generator<PolicyTrouble> {
  for (const zone of zones) yield* checkOne(zone)
  yield* sharedBy(zones, 'sameMac', ({ members }) => members.macs.map((mac) => [mac, mac]))
  yield* sharedBy(zones, 'sameVlan', ({ members }) => members.vlans.map((vlan) => [String(vlan), String(vlan)]))
  yield* sharedBy(zones, 'sameTag', ({ members }) => members.tags.map((tag) => [foldName(tag), tag]))
  yield* sharedBy(zones, 'sameNetwork', ({ members }) => members.networks.map((one) => [spanKey(one), one.text]))
  yield* crossing(zones)
  yield* disagreeing(zones)
}

function trouble(
  zone: Zone,
  code: TroubleCode,
  severity: PolicyTrouble['severity'],
  text: PolicyTrouble['text'],
  others: readonly Zone[] = [],
): PolicyTrouble {
  const records = [...new Set(others.map(({ record }) => record))].sort().slice(0, mostOthers)
  return { code, severity, subject: 'zone', name: zone.name, record: zone.record, others: records, text }
}

function* checkOne(zone: Zone): Generator<PolicyTrouble> {
  const { networks, vlans, macs, tags } = zone.members
  if (foldName(zone.name) === '') yield trouble(zone, 'zoneWithoutName', 'error', troubleTexts.zoneWithoutName())
  if (zone.validTo !== null && zone.validTo < zone.validFrom) {
    yield trouble(zone, 'endBeforeBegin', 'error', troubleTexts.endBeforeBegin(zone.validFrom, zone.validTo))
  }
  if (networks.length + vlans.length + macs.length + tags.length === 0) {
    yield trouble(zone, 'noMembers', 'error', troubleTexts.noMembers())
  }
  if (zone.targetLevel === null) yield trouble(zone, 'noTargetLevel', 'warning', troubleTexts.noTargetLevel())
  if (zone.owner === null) yield trouble(zone, 'noOwner', 'warning', troubleTexts.noOwner())
}

type SharedCode = 'sameMac' | 'sameVlan' | 'sameTag' | 'sameNetwork' | 'crossingNetworks'

/** Members that zones of different names claim on the same days: each record is told, with the others. */
function* sharedBy(
  zones: readonly Zone[],
  code: SharedCode,
  membersOf: (zone: Zone) => readonly (readonly [key: string, text: string])[],
): Generator<PolicyTrouble> {
  const claims = new Map<string, Map<Zone, string>>()
  for (const zone of zones) {
    for (const [key, text] of membersOf(zone)) {
      const known = claims.get(key) ?? new Map<Zone, string>()
      known.set(zone, text)
      claims.set(key, known)
    }
  }
  for (const by of claims.values()) {
    if (by.size < 2) continue
    for (const [zone, text] of by) {
      const others = [...by.keys()].filter((other) => areRivals(zone, other))
      if (others.length > 0) yield shared(zone, code, text, others)
    }
  }
}

function shared(zone: Zone, code: SharedCode, member: string, others: readonly Zone[]): PolicyTrouble {
  const names = [...new Set(others.map(({ name }) => name))].sort()
  return trouble(zone, code, 'error', troubleTexts[code](member, names), others)
}

const areRivals = (a: Zone, b: Zone): boolean => foldName(a.name) !== foldName(b.name) && meetInTime(a, b)

const spanKey = ({ addresses }: NetworkMember): string => `${addresses.v4.join('-')} ${addresses.v6.join('-')}`

/** Ranges of which each holds something that the other does not. Networks in CIDR notation cannot do that. */
function* crossing(zones: readonly Zone[]): Generator<PolicyTrouble> {
  const spans = zones.flatMap((zone) =>
    zone.members.networks.flatMap((member) =>
      [...pairsOf(member.addresses.v4), ...pairsOf(member.addresses.v6)].map(([from, to]) => ({
        zone,
        member,
        from,
        to,
      })),
    ),
  )
  const found = new Map<Zone, Map<string, Set<Zone>>>()
  const note = (a: (typeof spans)[number], b: (typeof spans)[number]) => {
    const ofZone = found.get(a.zone) ?? new Map<string, Set<Zone>>()
    ofZone.set(a.member.text, (ofZone.get(a.member.text) ?? new Set()).add(b.zone))
    found.set(a.zone, ofZone)
  }
  for (const version of ['number', 'bigint'] as const) {
    const sorted = spans.filter(({ from }) => typeof from === version).sort((a, b) => (a.from < b.from ? -1 : 1))
    let active: typeof spans = []
    for (const span of sorted) {
      active = active.filter(({ to }) => to >= span.from)
      for (const other of active) {
        if (other.from < span.from && other.to < span.to && areRivals(span.zone, other.zone)) {
          note(span, other)
          note(other, span)
        }
      }
      active.push(span)
    }
  }
  for (const [zone, members] of found) {
    for (const [text, others] of members) yield shared(zone, 'crossingNetworks', text, [...others])
  }
}

/** Records of one name describe one zone: what they say of it has to agree on the days that they share. */
function* disagreeing(zones: readonly Zone[]): Generator<PolicyTrouble> {
  for (const records of Map.groupBy(zones, ({ name }) => foldName(name)).values()) {
    if (records.length < 2) continue
    for (const zone of records) {
      const about = new Set<string>()
      const others = records.filter((other) => {
        if (other === zone || !meetInTime(zone, other)) return false
        const said = differences(zone, other)
        for (const word of said) about.add(word)
        return said.length > 0
      })
      if (others.length > 0) {
        yield trouble(zone, 'zoneDisagrees', 'warning', troubleTexts.zoneDisagrees([...about].sort()), others)
      }
    }
  }
}

function differences(a: Zone, b: Zone): string[] {
  const words: string[] = []
  if (a.level !== b.level) words.push('Purdue')
  if (a.targetLevel !== b.targetLevel) words.push('SL-T')
  if (a.safety !== b.safety) words.push('SIS')
  return words
}
