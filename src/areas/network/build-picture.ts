import { setImmediate as breathe } from 'node:timers/promises'
import type { Assets, RegistryEntry } from '#areas/assets/index.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import { isHostIp } from '#core/capture/address-text.ts'
import { countedDays } from './clock.ts'
import { crosses, type Level, levelOf, touchesBoundary, type Zone, zoneOf } from './levels.ts'
import { type DeviceMatch, indexDevices, reconcile } from './reconcile.ts'
import {
  answeredPages,
  type Crossing,
  type Db,
  devicePages,
  type LookedDay,
  loadPlantCaptures,
  type ObservedDevice,
  type Picture,
  type StoredCapture,
  type StoredDevice,
} from './store.ts'

/** A capture that came later than this after its days is marked; the axis' default. */
const LATE_DAYS = 30

/** One device while its captures are put together. */
interface Draft {
  readonly latest: StoredDevice
  readonly capture: StoredCapture
  readonly ips: Set<string>
  readonly macs: Set<string>
  readonly names: Set<string>
  readonly days: Set<Day>
  readonly spoke: boolean
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
}

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
  const { drafts, lookedBy } = await gather(db, plant, captures)
  const seen = [...drafts.values()].map(seenDevice)
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
  for (const [id, draft] of drafts) {
    const match = matches.get(id)!
    const entries = match.tag === null ? [] : (entriesOf.get(match.tag) ?? [])
    const days = [...draft.days].sort()
    const lastSeen = days[days.length - 1] ?? null
    const level = levelOf(
      {
        ips: [...draft.ips],
        registry: match.status === 'matched' ? (entries.findLast((entry) => entry.until === null) ?? null) : null,
        inferred: draft.latest.level,
      },
      known.zones,
      lastSeen ?? '9999-12-31',
    )
    levels.set(id, level)
    devices.push(observed(id, draft, match, entries, level, days, known.zones))
  }
  devices.sort((a, b) => (a.id < b.id ? -1 : 1))
  const { crossings, boundary } = await findCrossings(db, plant, captures, levels)
  return { devices, crossings, looked: lookedDays(captures, lookedBy, boundary) }
}

async function gather(
  db: Db,
  plant: string,
  captures: readonly StoredCapture[],
): Promise<{ drafts: Map<string, Draft>; lookedBy: Map<Day, StoredCapture> }> {
  const drafts = new Map<string, Draft>()
  const lookedBy = new Map<Day, StoredCapture>()
  for (const capture of captures) {
    for await (const page of devicePages(db, plant, capture.id)) {
      for (const device of page) {
        const days = countedDays(capture, device.days)
        drafts.set(device.id, joined(drafts.get(device.id), device, capture, days))
        // The capture that came first tells whether the day was known in time.
        for (const day of days)
          if ((lookedBy.get(day)?.recordedAt ?? '9') > capture.recordedAt) lookedBy.set(day, capture)
      }
      await breathe()
    }
  }
  return { drafts, lookedBy }
}

/** The later capture's word on what a device is; the addresses and days of all. */
function joined(before: Draft | undefined, device: StoredDevice, capture: StoredCapture, days: readonly Day[]): Draft {
  const later = !before || device.lastSeen >= before.latest.lastSeen
  const [newer, older] = later ? [device, before] : [before, device]
  const pick = (key: 'vendor' | 'model' | 'orderNumber' | 'firmware' | 'serial') => newer[key] ?? older?.[key] ?? null
  return {
    latest: later ? device : before.latest,
    capture: later ? capture : before.capture,
    ips: new Set([...(before?.ips ?? []), ...device.ips]),
    macs: new Set([...(before?.macs ?? []), ...device.macs]),
    names: new Set([...(before?.names ?? []), ...device.names]),
    days: new Set([...(before?.days ?? []), ...days]),
    spoke: (before?.spoke ?? false) || device.packetsSeen.length > 0,
    vendor: pick('vendor'),
    model: pick('model'),
    orderNumber: pick('orderNumber'),
    firmware: pick('firmware'),
    serial: pick('serial'),
  }
}

function seenDevice(draft: Draft) {
  const { vendor, model, orderNumber, serial, days } = draft
  const lastSeen = [...days].sort().at(-1) ?? null
  return {
    id: draft.latest.id,
    ips: [...draft.ips],
    macs: [...draft.macs],
    names: [...draft.names],
    vendor,
    model,
    orderNumber,
    serial,
    lastSeen,
  }
}

function observed(
  id: string,
  draft: Draft,
  match: DeviceMatch,
  entries: readonly RegistryEntry[],
  level: Level,
  days: readonly Day[],
  zones: readonly Zone[],
): ObservedDevice {
  const managed = match.status === 'matched'
  return {
    id,
    ips: [...draft.ips].sort(),
    macs: [...draft.macs].sort(),
    names: [...draft.names].sort(),
    vendor: draft.vendor,
    model: draft.model,
    orderNumber: draft.orderNumber,
    firmware: draft.firmware,
    serial: draft.serial,
    roles: draft.latest.roles,
    level: level.level,
    levelSource: level.source,
    status: match.status,
    tag: match.tag,
    reasons: match.reasons,
    managedFrom: managed ? (entries[0]?.registeredOn ?? null) : null,
    baseline: managed && (entries[0]?.baseline ?? false),
    counted: counts(draft, match, level, zones),
    days,
    firstSeen: days[0] ?? null,
    lastSeen: days[days.length - 1] ?? null,
    captureId: draft.capture.id,
    packet: draft.latest.packetsSeen[0] ?? null,
  }
}

/**
 * Whether the registry should know a device: it sent something, and it belongs to the plant. Offices (level 4 and 5) are
 * not OT; an address of the internet is somebody else's unless a zone claims it.
 */
function counts(draft: Draft, match: DeviceMatch, level: Level, zones: readonly Zone[]): boolean {
  if (!draft.spoke) return false
  if (match.status !== 'unmanaged') return true
  if (level.level === '4' || level.level === '5') return false
  const ips = [...draft.ips]
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
  for (const capture of captures) {
    for await (const page of answeredPages(db, plant, capture.id)) {
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

function lookedDays(
  captures: readonly StoredCapture[],
  lookedBy: ReadonlyMap<Day, StoredCapture>,
  boundary: ReadonlyMap<Day, number>,
): LookedDay[] {
  const all = new Map(lookedBy)
  for (const day of boundary.keys()) if (!all.has(day)) all.set(day, captures[0]!)
  return [...all]
    .map(([day, capture]) => ({
      day,
      captureId: capture.id,
      boundary: boundary.has(day),
      crossings: boundary.get(day) ?? 0,
      late: dayNumber(capture.recordedAt.slice(0, 10)) - dayNumber(day) > LATE_DAYS,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}
