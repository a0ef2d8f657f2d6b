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
  const names = foldedNames(zones)
  const claims = new Map<string, Map<Zone, string>>()
  for (const zone of zones) {
    for (const [key, text] of membersOf(zone)) {
      const known = claims.get(key) ?? new Map<Zone, string>()
      known.set(zone, text)
      claims.set(key, known)
    }
  }
  for (const by of claims.values()) {
    const claimants = sortedByRecord([...by.keys()])
    if (new Set(claimants.map((zone) => names.get(zone))).size < 2) continue
    for (const zone of claimants) {
      const others = firstOf(claimants, (other) => names.get(other) !== names.get(zone) && meetInTime(zone, other))
      if (others.length > 0) yield shared(zone, code, by.get(zone)!, others)
    }
  }
}

function shared(zone: Zone, code: SharedCode, member: string, others: readonly Zone[]): PolicyTrouble {
  const names = [...new Set(others.map(({ name }) => name))].sort()
  return trouble(zone, code, 'error', troubleTexts[code](member, names), others)
}

const foldedNames = (zones: readonly Zone[]): ReadonlyMap<Zone, string> =>
  new Map(zones.map((zone) => [zone, foldName(zone.name)]))

const sortedByRecord = (zones: readonly Zone[]): Zone[] =>
  zones.toSorted((a, b) => (a.record < b.record ? -1 : a.record > b.record ? 1 : a.name < b.name ? -1 : 1))

/** A few say enough, and looking for all of many thousands would never end. */
function firstOf(zones: readonly Zone[], test: (zone: Zone) => boolean): Zone[] {
  const found: Zone[] = []
  for (const zone of zones) {
    if (found.length >= mostOthers) break
    if (test(zone)) found.push(zone)
  }
  return found
}

const spanKey = ({ addresses }: NetworkMember): string => `${addresses.v4.join('-')} ${addresses.v6.join('-')}`

/** Crossings beyond this many are not looked for: whoever has so many has to begin anew. */
const mostCrossings = 100_000

/** Ranges of which each holds something that the other does not. Networks in CIDR notation cannot do that. */
function* crossing(zones: readonly Zone[]): Generator<PolicyTrouble> {
  const names = foldedNames(zones)
  const spans = sortedByRecord(zones).flatMap((zone) =>
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
  let left = mostCrossings
  const note = (a: (typeof spans)[number], b: (typeof spans)[number]) => {
    const ofZone = found.get(a.zone) ?? new Map<string, Set<Zone>>()
    ofZone.set(a.member.text, (ofZone.get(a.member.text) ?? new Set()).add(b.zone))
    found.set(a.zone, ofZone)
    left--
  }
  for (const version of ['number', 'bigint'] as const) {
    const sorted = spans
      .filter(({ from }) => typeof from === version)
      .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    let active: typeof spans = []
    for (const span of sorted) {
      if (left <= 0) break
      active = active.filter(({ to }) => to >= span.from)
      for (const other of active) {
        if (other.from >= span.from || other.to >= span.to || names.get(span.zone) === names.get(other.zone)) continue
        if (!meetInTime(span.zone, other.zone)) continue
        note(span, other)
        note(other, span)
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
  for (const all of Map.groupBy(zones, ({ name }) => foldName(name)).values()) {
    const said = Map.groupBy(all, ({ level, targetLevel, safety }) => `${level} ${targetLevel} ${safety}`)
    if (said.size < 2) continue
    const records = sortedByRecord(all)
    for (const zone of records) {
      const others = firstOf(
        records,
        (other) => other !== zone && meetInTime(zone, other) && differences(zone, other).length > 0,
      )
      const about = new Set(others.flatMap((other) => differences(zone, other)))
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
