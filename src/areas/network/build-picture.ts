import { setImmediate as breathe } from 'node:timers/promises'
import type { Assets, RegistryEntry } from '#areas/assets/index.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import { isHostIp } from '#core/capture/address-text.ts'
import {
  answeredPages,
  loadPlantCaptures,
  type MergedDevice,
  mergedDevices,
  type StoredCapture,
} from './capture-store.ts'
import { clockOf, countedDays } from './clock.ts'
import { crosses, type Level, levelOf, touchesBoundary, type Zone, zoneOf } from './levels.ts'
import type { Crossing, LookedDay, ObservedDevice, Picture } from './picture-store.ts'
import { type DeviceMatch, indexDevices, reconcile } from './reconcile.ts'
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
  },
): Promise<Picture> {
  const captures = await loadPlantCaptures(db, plant, known.knownAt)
  const merged: MergedDevice[] = []
  for await (const page of mergedDevices(db, plant, captures.map(clockOf))) {
    merged.push(...page)
    await breathe()
  }
  const seen = merged.map((device) => ({ ...device, lastSeen: device.days.at(-1) ?? null }))
  const index = indexDevices(seen)
  const concerned: RegistryEntry[] = []
  for await (const page of known.assets.entries(plant, known.knownAt)) {
    for (const entry of page) if (index.concerns(entry)) concerned.push(entry)
    await breathe()
  }
  const matches = reconcile(seen, concerned)
  const entriesOf = Map.groupBy(concerned, (entry) => entry.tag)
  const levels = new Map<string, Level>()
  const devices: ObservedDevice[] = []
  for (const device of merged) {
    const match = matches.get(device.id)!
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
  }
  devices.sort((a, b) => (a.id < b.id ? -1 : 1))
  const { crossings, boundary } = await findCrossings(db, plant, captures, levels)
  return { devices, crossings, looked: lookedDays(captures, boundary) }
}

function observed(
  device: MergedDevice,
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
    counted: counts(device, match, level, zones),
    firstSeen: device.days[0] ?? null,
    lastSeen: device.days.at(-1) ?? null,
  }
}

/**
 * Whether the registry should know a device: it sent something, and it belongs to the plant. Offices (level 4 and 5) are
 * not OT; an address of the internet is somebody else's unless a zone claims it.
 */
function counts(device: MergedDevice, match: DeviceMatch, level: Level, zones: readonly Zone[]): boolean {
  if (device.packet === null) return false
  if (match.status !== 'unmanaged') return true
  if (level.level === '4' || level.level === '5') return false
  const { ips } = device
  return ips.length === 0 || ips.some((ip) => isPrivate(ip) || zoneOf(ip, zones, '9999-12-31') !== null)
}

/** RFC 1918, RFC 6598, link-local (RFC 3927, RFC 4291) and unique local (RFC 4193) addresses. */
function isPrivate(ip: string): boolean {
  if (!isHostIp(ip)) return false
  if (ip.includes(':')) return /^f[cd]|^fe[89ab]/i.test(ip)
  const [a = 0, b = 0] = ip.split('.').map(Number)
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  )
}

async function findCrossings(
  db: Db,
  plant: string,
  captures: readonly StoredCapture[],
  levels: ReadonlyMap<string, Level>,
): Promise<{ crossings: Crossing[]; boundary: ReadonlyMap<Day, number> }> {
  const crossings: Crossing[] = []
  const boundary = new Map<Day, number>()
  // Every conversation at the boundary has an end in the DMZ or above it.
  const upper = [...levels].flatMap(([id, { level }]) => (level !== null && Number(level) >= 3.5 ? [id] : []))
  for (const capture of upper.length === 0 ? [] : captures) {
    for await (const page of answeredPages(db, plant, capture.id, upper)) {
      for (const talk of page) {
        const [client, server] = [levels.get(talk.client)?.level ?? null, levels.get(talk.server)?.level ?? null]
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
