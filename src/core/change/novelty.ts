import type { Change, ChangeKind } from './change.ts'
import { isLearning, type Learning } from './learning.ts'
import { bySight, type Sighting, type SightingKind, utcDayOf } from './sighting.ts'

/** What is met within so long after a new device is part of its coming. */
const together = 86_400_000
/** A card under more addresses than this is a router's, or of a machine that has many: it names no device. */
const mostAddresses = 3

const kindOf: Readonly<Partial<Record<SightingKind, ChangeKind>>> = {
  device: 'new-device',
  conversation: 'new-conversation',
  operation: 'new-operation-class',
}

/**
 * Devices, conversations and operation classes that nobody had seen when a source that had learned saw them. What a new
 * device does on its first day is folded into its coming, and what a new conversation does into the conversation.
 *
 * Every subject is judged by its own sightings; those of its ends must be among them, and those of other devices with its card.
 */
export function noveltiesOf(sightings: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const subjects = Map.groupBy(
    sightings.filter(({ kind }) => kindOf[kind] !== undefined),
    ({ kind, subject }) => `${kind}\t${subject}`,
  )
  const found: Change[] = []
  for (const all of subjects.values()) {
    const change = noveltyOf(all.toSorted(bySight), learning)
    if (change !== null) found.push(change)
  }
  const devices = found.filter(({ kind }) => kind === 'new-device')
  const moved = movedDevices(devices, sightings)
  const told = found.map((change) => moved.get(change.key) ?? change)
  return fold(told, addressesOf(sightings)).sort((a, b) => (a.key < b.key ? -1 : 1))
}

function noveltyOf(all: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change | null {
  const first = all[0]!
  const kind = kindOf[first.kind]!
  const timed = all.filter(({ from }) => from !== null)
  if (timed.length > 0 ? isUsual(first, learning) : !all.some(({ source }) => hasLearned(learning, source))) return null
  const until = timed.reduce((latest, { to, from }) => Math.max(latest, to ?? from ?? 0), 0)
  return {
    kind,
    subject: first.subject,
    key: `${kind} ${first.subject}`,
    since: first.from,
    at: first.isExact ? first.from : first.to,
    until: timed.length === 0 ? null : until,
    isExact: first.isExact,
    device: first.device,
    peer: first.server,
    protocol: first.protocol,
    port: first.port,
    before: null,
    after: first.value,
    deeds: [],
    functions: [],
    folded: first.kind === 'conversation' && first.server === null ? first.count : 0,
    source: first.source,
    captureId: first.captureId,
    packet: first.packet,
    isLive: first.isLive,
    isLearned: false,
  }
}

function isUsual({ source, from }: Sighting, learning: ReadonlyMap<string, Learning>): boolean {
  return isLearning(learning, source, utcDayOf(from!))
}

const hasLearned = (learning: ReadonlyMap<string, Learning>, source: string) =>
  (learning.get(source)?.learnedUntil ?? null) !== null

/** A device with a card that was met before, under another address: it moved. */
function movedDevices(devices: readonly Change[], sightings: readonly Sighting[]): ReadonlyMap<string, Change> {
  const seen = sightings.filter(({ kind }) => kind === 'device')
  const cardsOf = new Map<string, Set<string>>()
  const first = new Map<string, Sighting>()
  for (const one of seen) {
    const known = first.get(one.device)
    if (known === undefined || bySight(one, known) < 0) first.set(one.device, one)
    for (const mac of one.macs) cardsOf.set(mac, (cardsOf.get(mac) ?? new Set()).add(one.device))
  }
  const moved = new Map<string, Change>()
  for (const change of devices) {
    const cards = new Set(seen.filter(({ device }) => device === change.device).flatMap(({ macs }) => macs))
    const before = [...cards]
      .map((mac) => cardsOf.get(mac)!)
      .filter((addresses) => addresses.size <= mostAddresses)
      .flatMap((addresses) => [...addresses])
      // Its own units, and another name of the same address, are no earlier place.
      .filter((address) => address !== change.device && !address.includes('#') && !change.device.includes('#'))
      .map((address) => first.get(address)!)
      .filter((one) => one.from !== null && change.at !== null && one.from < change.at && !cards.has(one.device))
      .sort(bySight)
      .at(-1)
    if (before === undefined) continue
    moved.set(change.key, { ...change, kind: 'address-change', before: before.device, after: change.device })
  }
  return moved
}

/** Whether one may have come with the other: a day lies between them at most. */
export function isTogether(host: Change, change: Change): boolean {
  if (host.at === null || change.at === null) return host.at === change.at && host.captureId === change.captureId
  return (change.since ?? change.at) - together <= host.at && host.at <= change.at + together
}

/** The addresses that were met with a card: what a device says below IP is its own. */
function addressesOf(sightings: readonly Sighting[]): ReadonlyMap<string, readonly string[]> {
  const addresses = new Map<string, Set<string>>()
  for (const { kind, macs, device } of sightings) {
    if (kind !== 'device') continue
    for (const mac of macs) addresses.set(mac, (addresses.get(mac) ?? new Set()).add(device))
  }
  return new Map([...addresses].map(([mac, all]) => [mac, [...all].sort()]))
}

function fold(found: readonly Change[], addresses: ReadonlyMap<string, readonly string[]>): Change[] {
  const folded = new Map<string, number>()
  const isDevice = ({ kind }: Change) => kind === 'new-device' || kind === 'address-change'
  const devices = new Map(found.filter(isDevice).map((change) => [change.device, change]))
  const talks = new Map<string, Change[]>()
  for (const change of found) {
    if (change.kind !== 'new-conversation' || change.peer === null) continue
    const pair = `${change.device}\t${change.peer}`
    talks.set(pair, [...(talks.get(pair) ?? []), change])
  }
  const isWith = (host: Change | undefined, change: Change): host is Change =>
    host !== undefined && isTogether(host, change)
  const left = found.filter((change) => {
    if (isDevice(change)) return true
    const ends = [change.device, ...(change.peer === null ? [] : [change.peer])]
      .flatMap((end) => [end, ...(addresses.get(end) ?? [])])
      .map((end) => devices.get(end))
    const hosts = change.kind === 'new-operation-class' ? (talks.get(`${change.device}\t${change.peer}`) ?? []) : []
    const host = [...ends, ...hosts].find((one) => isWith(one, change))
    if (host === undefined) return true
    folded.set(host.key, (folded.get(host.key) ?? 0) + 1)
    return false
  })
  return left.map((change) => {
    const more = folded.get(change.key)
    return more === undefined ? change : { ...change, folded: change.folded + more }
  })
}
