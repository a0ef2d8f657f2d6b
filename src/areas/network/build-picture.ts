import { setImmediate as breathe } from 'node:timers/promises'
import type { Assets, RegistryEntry } from '#areas/assets/index.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import { isHostIp } from '#core/capture/address-text.ts'
import { isLoopback, isOutside } from '#core/capture/deeds.ts'
import { identityReasons } from '#core/identity/identity-reasons.ts'
import type { Decision } from '#core/identity/sighting.ts'
import { answeredPages, loadPlantCaptures, type StoredCapture } from './capture-store.ts'
import { clockOf, countedDays } from './clock.ts'
import { loadDecisions, type StoredDecision } from './decision-store.ts'
import { mergeDevices } from './device-records.ts'
import { inTurn } from './in-turn.ts'
import type { Alias, CardMaker, MergedDevice } from './kept-device.ts'
import { crosses, type Level, levelOf, touchesBoundary, weighLevel, type Zone, zoneOf } from './levels.ts'
import type { Crossing, DeviceDetails, LookedDay, ObservedDevice, Picture } from './picture-store.ts'
import { type DeviceMatch, startReconciliation } from './reconcile.ts'
import type { Db } from './store.ts'

/** A capture that came later than this after its days is marked; the axis' default. */
const LATE_DAYS = 30

/** Puts the captures of a plant together: devices, what the registry says of them, their levels, who crosses the boundary. */
export async function buildPicture(
  db: Db,
  plant: string,
  known: {
    readonly assets: Pick<Assets, 'entries'>
    readonly zones: readonly Zone[]
    readonly knownAt?: string | undefined
    readonly cardMaker?: CardMaker | undefined
  },
): Promise<BuiltPicture> {
  const captures = await loadPlantCaptures(db, plant, known.knownAt)
  const clocks = captures.map((capture) => ({ ...capture, ...clockOf(capture) }))
  const decided = (await loadDecisions(db, { plant, knownAt: known.knownAt })).filter(({ undone }) => undone === null)
  const { devices: merged, aliases } = await mergeDevices(
    db,
    plant,
    clocks.map(({ id, shift, counts, limit, firstSeen, lastSeen }) => ({
      id,
      shift,
      counts,
      limit,
      firstSeen,
      lastSeen,
    })),
    decided.map(decisionOf),
    known.cardMaker ?? (() => null),
  )
  const steps = startReconciliation()
  const seenOf = (device: MergedDevice) => ({ ...device, lastSeen: device.days.at(-1) ?? null })
  await inTurn(merged, (device) => steps.see(seenOf(device)))
  const entriesOf = new Map<string, RegistryEntry[]>()
  for await (const page of known.assets.entries(plant, known.knownAt)) {
    await inTurn(page, (entry) => {
      if (!steps.know(entry)) return
      const versions = entriesOf.get(entry.tag)
      if (versions === undefined) entriesOf.set(entry.tag, [entry])
      else versions.push(entry)
    })
    await breathe()
  }
  const levels = new Map<string, Level>()
  const devices: ObservedDevice[] = []
  const records = new Map<string, DeviceDetails>()
  await inTurn(merged, (device) => {
    const match = steps.match(seenOf(device))
    const entries = match.tag === null ? [] : (entriesOf.get(match.tag) ?? [])
    const level = levelOf(
      {
        ips: device.ips,
        registry: match.status === 'matched' ? (entries.findLast((entry) => entry.until === null) ?? null) : null,
        inferred: device.level,
      },
      known.zones,
      device.days.at(-1) ?? '9999-12-31',
    )
    levels.set(device.id, level)
    devices.push(observed(device, match, entries, level, known.zones))
    records.set(device.id, { ...device.record, level: weighLevel(level, device.level), suggested: device.level })
  })
  devices.sort((a, b) => (a.id < b.id ? -1 : 1))
  const { crossings, boundary } = await findCrossings(db, plant, captures, levels, aliases)
  return { picture: { devices, crossings, looked: lookedDays(captures, boundary) }, records, aliases }
}

/** A picture, with what only the pages of single devices show: kept, and not held in memory. */
export interface BuiltPicture {
  readonly picture: Picture
  readonly records: ReadonlyMap<string, DeviceDetails>
  readonly aliases: readonly Alias[]
}

function decisionOf({ id, kind, groups, by, at }: StoredDecision): Decision {
  const on = at.slice(0, 10)
  const nobody =
    kind === 'merge'
      ? { en: `joined by hand on ${on}`, ja: `${on}に手動で統合` }
      : { en: `split by hand on ${on}`, ja: `${on}に手動で分離` }
  const byName = kind === 'merge' ? identityReasons.byPerson : identityReasons.splitByPerson
  const because = by === null ? nobody : byName(by, on)
  return { id, kind, groups, because }
}

function observed(
  { record, ...device }: MergedDevice,
  match: DeviceMatch,
  entries: readonly RegistryEntry[],
  level: Level,
  zones: readonly Zone[],
): ObservedDevice {
  const managed = match.status === 'matched'
  return {
    ...device,
    level: level.level,
    levelSource: level.source,
    status: match.status,
    tag: match.tag,
    reasons: match.reasons,
    managedFrom: managed ? (entries[0]?.registeredOn ?? null) : null,
    baseline: managed && (entries[0]?.baseline ?? false),
    safety: record.safety.length > 0,
    criticalFrom: managed ? (entries.find(({ critical }) => critical)?.from ?? null) : null,
    zone: zoneNameOf(device.ips, zones, device.days.at(-1) ?? '9999-12-31'),
    counted: counts(device, match, level, zones),
    firstSeen: device.days[0] ?? null,
    lastSeen: device.days.at(-1) ?? null,
  }
}

function zoneNameOf(ips: readonly string[], zones: readonly Zone[], on: Day): string | null {
  for (const ip of ips) {
    const zone = zoneOf(ip, zones, on)
    if (zone !== null) return zone.name
  }
  return null
}

/**
 * Whether the registry should know a device: it sent something, and it belongs to the plant. Offices (level 4 and 5) are
 * not OT; an address of the internet is somebody else's unless a zone claims it.
 */
function counts(
  device: Pick<MergedDevice, 'packet' | 'ips'>,
  match: DeviceMatch,
  level: Level,
  zones: readonly Zone[],
): boolean {
  if (device.packet === null) return false
  if (match.status !== 'unmanaged') return true
  if (level.level === '4' || level.level === '5') return false
  const { ips } = device
  return (
    ips.length === 0 ||
    ips.some((ip) => (isHostIp(ip) && !isOutside(ip) && !isLoopback(ip)) || zoneOf(ip, zones, '9999-12-31') !== null)
  )
}

async function findCrossings(
  db: Db,
  plant: string,
  captures: readonly StoredCapture[],
  levels: ReadonlyMap<string, Level>,
  aliases: readonly Alias[],
): Promise<{ crossings: Crossing[]; boundary: ReadonlyMap<Day, number> }> {
  const crossings: Crossing[] = []
  const boundary = new Map<Day, number>()
  // Every conversation at the boundary has an end in the DMZ or above it.
  const isUpper = (id: string) => Number(levels.get(id)?.level ?? 0) >= 3.5
  const upper: string[] = []
  await inTurn(levels.keys(), (id) => {
    if (isUpper(id)) upper.push(id)
  })
  const nowOf = new Map<string, string>()
  await inTurn(aliases, ({ captureId, address, id }) => {
    if (isUpper(id)) upper.push(address)
    nowOf.set(`${captureId}\t${address}`, id)
  })
  const levelAt = (capture: string, address: string) =>
    levels.get(nowOf.get(`${capture}\t${address}`) ?? nowOf.get(`*\t${address}`) ?? address)?.level ?? null
  for (const capture of upper.length === 0 ? [] : captures) {
    for await (const page of answeredPages(db, plant, capture.id, upper)) {
      for (const talk of page) {
        const [client, server] = [levelAt(capture.id, talk.client), levelAt(capture.id, talk.server)]
        if (!touchesBoundary(client, server)) continue
        const days = countedDays(capture, talk.days)
        const across = crosses(client, server)
        for (const day of days) boundary.set(day, (boundary.get(day) ?? 0) + (across ? 1 : 0))
        if (across && days.length > 0) {
          crossings.push({ captureId: capture.id, n: talk.n, clientLevel: client!, serverLevel: server!, days })
        }
      }
      await breathe()
    }
  }
  return { crossings, boundary }
}

function lookedDays(captures: readonly StoredCapture[], boundary: ReadonlyMap<Day, number>): LookedDay[] {
  const lookedBy = new Map<Day, StoredCapture>()
  for (const capture of captures) {
    for (const day of countedDays(capture, capture.days)) {
      // The capture that came first tells whether the day was known in time.
      if ((lookedBy.get(day)?.recordedAt ?? '9') > capture.recordedAt) lookedBy.set(day, capture)
    }
  }
  return [...lookedBy]
    .map(([day, capture]) => ({
      day,
      captureId: capture.id,
      boundary: boundary.has(day),
      crossings: boundary.get(day) ?? 0,
      late: dayNumber(capture.recordedAt.slice(0, 10)) - dayNumber(day) > LATE_DAYS,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}
