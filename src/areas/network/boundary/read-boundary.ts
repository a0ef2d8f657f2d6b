import type { Day } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Bilingual } from '#core/record/record.ts'
import { checkPolicy } from '#core/segmentation/check-policy.ts'
import type { ConduitUse as ConduitFit } from '#core/segmentation/conduit-use.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import {
  type ConduitUseDays,
  type Observation,
  type ObservationState,
  observe,
} from '#core/segmentation/observability.ts'
import { type Conduit, outside, type Policy, type Zone } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import { type Verdict, verdicts } from '#core/segmentation/verdict.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { inTurn } from '../in-turn.ts'
import { crosses } from '../levels.ts'
import { conduitFit } from './conduit-fit.ts'
import { endpointOf } from './endpoints.ts'
import { type JudgedPlant, judgePlant } from './judge-traffic.ts'
import type { UnreadPiece } from './policy-of-records.ts'
import { loadWitnesses, type Witness } from './verdict-list-store.ts'
import { loadKnownDevices } from './verdict-store.ts'
import {
  loadConduitTraffic,
  loadConduitUse,
  loadPairCounts,
  loadSeenPairs,
  type PairCount,
} from './verdict-sums-store.ts'

export type VerdictCounts = Record<Verdict | 'undated', number>

const noCounts = (): VerdictCounts => {
  const counts = { undated: 0 } as VerdictCounts
  for (const verdict of verdicts) counts[verdict] = 0
  return counts
}

/** What the sources could see within ninety days; silence where nobody looks says nothing. */
export interface Observed {
  readonly state: ObservationState
  readonly since: Day | null
  readonly until: Day | null
  readonly days: number
  readonly sources: readonly { readonly capture: string; readonly name: string }[]
  readonly because: Bilingual
}

interface ConduitReading {
  readonly conduit: Conduit
  readonly services: string
  readonly state: 'inForce' | 'ended' | 'notYet'
  readonly use: 'used' | 'unused' | 'notObservable'
  readonly conversations: number
  readonly lastUsed: Day | null
  readonly observed: Observed
  readonly fit: ConduitFit | null
}

const WINDOW = 'P90D'
const mostSources = 5

/** Zones and conduits of a plant on a day, against everything that was observed until then. */
export async function readBoundary(context: NetworkContext, plant: string, asOf: Day): Promise<BoundaryReading> {
  const judged = await judgePlant(context, plant)
  // The same while neither policy nor traffic changed: sums over a million conversations are made once.
  return onceADay(readings, judged, asOf, () => boundaryOf(context, plant, judged, asOf))
}

const counted = new WeakMap<JudgedPlant, Map<Day | undefined, Promise<readonly PairCount[]>>>()

/** Conversations by pair of zones and verdict: added up once while nothing changed. */
export function pairCounts(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
  judged: JudgedPlant,
  asOf?: Day,
): Promise<readonly PairCount[]> {
  return onceADay(counted, judged, asOf, () => loadPairCounts(db, plant, asOf))
}

function onceADay<Key, One>(
  all: WeakMap<JudgedPlant, Map<Key, Promise<One>>>,
  judged: JudgedPlant,
  key: Key,
  make: () => Promise<One>,
): Promise<One> {
  const days = all.get(judged) ?? new Map<Key, Promise<One>>()
  all.set(judged, days)
  const known = days.get(key)
  if (known !== undefined) return known
  const made = make()
  if (days.size >= mostDays) days.delete(days.keys().next().value!)
  days.set(key, made)
  made.catch(() => days.delete(key))
  return made
}

const readings = new WeakMap<JudgedPlant, Map<Day, Promise<BoundaryReading>>>()
const mostDays = 8

async function boundaryOf(context: NetworkContext, plant: string, judged: JudgedPlant, asOf: Day) {
  const { db } = context
  const { policy, unread, origins } = judged.recorded
  const captures = new Map((await loadPlantCaptures(db, plant)).map((capture) => [capture.id, capture]))
  const counts = await pairCounts(context, plant, judged, asOf)
  const use = await loadConduitUse(db, plant, asOf)
  const window = { from: addPeriod(asOf, WINDOW, -1), to: asOf }
  const sight = observe({
    policy,
    sightings: (await loadSeenPairs(db, plant, window)).map(({ captureId, a, b, days }) => ({
      source: captureId,
      zones: [a || outside, b || outside],
      days,
    })),
    uses: await daysOfUse(context, plant, policy),
    window,
  })
  const observedBy = (one: Observation) => observedOf(one, captures)
  const fits = await conduitFit(context, plant, asOf, policy)
  const zones = policy.zones.filter((zone) => isInForce(zone, asOf))
  const members = await membersOf(context, plant, judged, asOf)
  const first = new Map((await loadWitnesses(db, plant, worstOf(counts))).map((one) => [keyOfTalk(one), one]))
  const levels = new Map(zones.map(({ name, level }) => [foldName(name), level]))
  const levelOf = (name: string | null) => (name === null ? null : (levels.get(foldName(name)) ?? null))
  const pairs: (Pair & { crosses: boolean; observed: Observed; witness: Witness | null })[] = []
  const conduitsNow = policy.conduits.filter((one) => isInForce(one, asOf))
  await inTurn(pairsOf(counts, conduitsNow), (pair) => {
    pairs.push({
      ...pair,
      crosses: crosses(levelOf(pair.a), levelOf(pair.b)),
      observed: observedBy(sight.boundary(pair.a ?? outside, pair.b ?? outside)),
      witness: pair.worst === null ? null : (first.get(keyOfTalk(pair.worst)) ?? null),
    })
  })
  const conduits: ConduitReading[] = []
  await inTurn(policy.conduits, (conduit) => {
    const used = use.get(conduit.record)
    const observation = sight.conduit(conduit)
    conduits.push({
      conduit,
      services: servicesText(conduit.services),
      state: stateOf(conduit, asOf),
      use: observation.use === 'unknown' ? ('notObservable' as const) : observation.use,
      conversations: used?.conversations ?? 0,
      lastUsed: used?.lastUsed ?? null,
      observed: observedBy(observation),
      fit: fits.get(conduit.record) ?? null,
    })
  })
  const ofZones = countsOfZones(counts)
  const total = noCounts()
  for (const { verdict, conversations } of counts) total[verdict] += conversations
  return {
    zones: zones.map((zone) => ({
      zone,
      counts: ofZones.get(foldName(zone.name)) ?? noCounts(),
      ...(members.get(foldName(zone.name)) ?? { devices: 0, unregistered: 0 }),
    })),
    conduits,
    pairs: pairs.sort(byGravity),
    problems: [...checkPolicy(policy).map(troubleOf), ...unread.map(unreadTrouble)].map((trouble) => ({
      ...trouble,
      place: origins.get(trouble.record) ?? null,
    })),
    counts: total,
    attempts: counts.reduce((sum, one) => sum + (one.verdict === 'allowed' ? 0 : one.attempts), 0),
    notObservable: pairs.filter((pair) => pair.conduits > 0 && pair.observed.state === 'notObservable').length,
    unknownMembers: members.get('')?.devices ?? 0,
  }
}

const isInForce = ({ validFrom, validTo }: Pick<Zone, 'validFrom' | 'validTo'>, on: Day): boolean =>
  validFrom <= on && (validTo === null || on <= validTo)

function stateOf({ validFrom, validTo }: Conduit, on: Day): 'inForce' | 'ended' | 'notYet' {
  return validFrom > on ? 'notYet' : validTo !== null && validTo < on ? 'ended' : 'inForce'
}

const end = (zone: string): string | null => (zone === outside ? null : zone)
/** Zones have names: '' stands for outside of all of them. */
const fold = (zone: string | null): string => (zone === null ? '' : foldName(zone))
const keyOfPair = (a: string | null, b: string | null): string => [fold(a), fold(b)].sort().join('\n')
const keyOfTalk = ({ captureId, n }: { readonly captureId: string; readonly n: number }): string => `${captureId}/${n}`

export interface Pair {
  readonly a: string | null
  readonly b: string | null
  conduits: number
  readonly counts: VerdictCounts
  attempts: number
  worst: { readonly captureId: string; readonly n: number } | null
}

function pairsOf(counts: readonly PairCount[], conduits: readonly Conduit[]): Pair[] {
  const pairs = new Map<string, Pair>()
  const of = (a: string | null, b: string | null): Pair => {
    const key = keyOfPair(a, b)
    const known = pairs.get(key) ?? { a, b, conduits: 0, counts: noCounts(), attempts: 0, worst: null }
    pairs.set(key, known)
    return known
  }
  for (const { from, to } of conduits) of(end(from), end(to)).conduits++
  const rank = (verdict: PairCount['verdict']) => (verdict === 'undated' ? verdicts.length : verdicts.indexOf(verdict))
  for (const one of counts.toSorted((a, b) => rank(a.verdict) - rank(b.verdict))) {
    const pair = of(one.clientZone, one.serverZone)
    pair.counts[one.verdict] += one.conversations
    if (one.verdict === 'allowed' || one.verdict === 'undated') continue
    pair.attempts += one.attempts
    pair.worst ??= one
  }
  return [...pairs.values()]
}

/** Answered violations first, then attempts, then what passes the DMZ by, then by names. */
function byGravity(a: Pair & { crosses: boolean }, b: Pair & { crosses: boolean }): number {
  const open = ({ counts }: Pair) => counts.violation + counts.wrongOperation + counts.wrongDirection + counts.expired
  const answered = (pair: Pair) => Math.max(0, open(pair) - pair.attempts)
  return (
    answered(b) - answered(a) ||
    open(b) - open(a) ||
    b.counts.unknownMember - a.counts.unknownMember ||
    Number(b.crosses) - Number(a.crosses) ||
    (keyOfPair(a.a, a.b) < keyOfPair(b.a, b.b) ? -1 : 1)
  )
}

function worstOf(counts: readonly PairCount[]): PairCount[] {
  return counts.filter(({ verdict }) => verdict !== 'allowed' && verdict !== 'undated')
}

/** By the folded name of a zone; what stays within one counts once. */
function countsOfZones(all: readonly PairCount[]): ReadonlyMap<string, VerdictCounts> {
  const zones = new Map<string, VerdictCounts>()
  const folded = new Map<string | null, string>()
  const foldOf = (zone: string | null): string => {
    const known = folded.get(zone) ?? fold(zone)
    folded.set(zone, known)
    return known
  }
  for (const { clientZone, serverZone, verdict, conversations } of all) {
    for (const zone of new Set([foldOf(clientZone), foldOf(serverZone)])) {
      const counts = zones.get(zone) ?? noCounts()
      counts[verdict] += conversations
      zones.set(zone, counts)
    }
  }
  return zones
}

function observedOf(
  { state, since, until, days, by, because }: Observation,
  captures: ReadonlyMap<string, StoredCapture>,
): Observed {
  const latest = by.toSorted((a, b) => ((captures.get(a)?.lastSeen ?? '') < (captures.get(b)?.lastSeen ?? '') ? 1 : -1))
  const sources = latest.slice(0, mostSources).map((id) => ({ capture: id, name: captures.get(id)?.fileName ?? id }))
  // The reasons name sources by their id; a person knows them by the name of the file or the sensor.
  const named = (text: string) => by.reduce((said, id) => said.replaceAll(id, captures.get(id)?.fileName ?? id), text)
  return { state, since, until, days, sources, because: { en: named(because.en), ja: named(because.ja) } }
}

/** On which days each conduit let something pass. */
async function daysOfUse(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
  { conduits }: Policy,
): Promise<ConduitUseDays[]> {
  const byRecord = new Map(conduits.map((conduit) => [conduit.record, conduit]))
  return (await loadConduitTraffic(db, plant)).flatMap(({ conduit, days }) => {
    const known = byRecord.get(conduit)
    return known === undefined ? [] : [{ conduit: known, days }]
  })
}

/** Observed devices by the folded name of their zone; under '' those that belong to none, or to several. */
async function membersOf(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
  { judge }: Pick<JudgedPlant, 'judge'>,
  asOf: Day,
): Promise<ReadonlyMap<string, { devices: number; unregistered: number }>> {
  const members = new Map<string, { devices: number; unregistered: number }>()
  await inTurn(await loadKnownDevices(db, plant), (device) => {
    const address = device.ips[0] ?? device.macs[0] ?? device.id
    const placement = judge.placeEndpoint(endpointOf(address, device), asOf)
    if (placement.kind === 'group' || placement.kind === 'internet') return
    const key = placement.kind === 'zone' ? foldName(placement.zone.name) : ''
    const known = members.get(key) ?? { devices: 0, unregistered: 0 }
    members.set(key, {
      devices: known.devices + 1,
      unregistered: known.unregistered + (device.isStranger ? 1 : 0),
    })
  })
  return members
}

export interface ShownTrouble {
  readonly severity: 'error' | 'warning'
  readonly name: string
  readonly record: string
  readonly text: Bilingual
}

function troubleOf({ severity, name, record, text }: ReturnType<typeof checkPolicy>[number]): ShownTrouble {
  return { severity, name, record, text }
}

const fieldWords: Readonly<Record<UnreadPiece['field'], Bilingual>> = {
  addresses: { en: 'no address or network', ja: 'アドレスまたはネットワークとして読めません' },
  vlans: { en: 'no VLAN number', ja: 'VLAN番号として読めません' },
  macs: { en: 'no MAC address', ja: 'MACアドレスとして読めません' },
  services: { en: 'no protocol or port', ja: 'プロトコルまたはポートとして読めません' },
}

function unreadTrouble({ name, record, field, text }: UnreadPiece): ShownTrouble {
  const { en, ja } = fieldWords[field]
  return { severity: 'error', name, record, text: { en: `“${text}” is ${en}`, ja: `「${text}」は${ja}` } }
}

export type BoundaryReading = Awaited<ReturnType<typeof boundaryOf>>
