import { createHash } from 'node:crypto'
import { isHostIp, isHostMac } from '#core/capture/address-text.ts'
import type { FunctionCount } from '#core/capture/inspection.ts'
import type { SightingKind } from '#core/change/sighting.ts'
import { sourceOf } from '../import-capture.ts'
import type { Offices } from './offices.ts'

/** A row of `network.change_sighting`. */
export interface SightingRow {
  readonly plant: string
  readonly kind: SightingKind
  readonly subject: string
  readonly capture_id: string
  readonly n: number
  readonly part: string
  readonly source: string
  readonly device: string
  readonly server: string | null
  readonly protocol: string | null
  readonly port: number | null
  readonly value: string | null
  readonly macs: readonly string[]
  readonly first_at: string | null
  readonly last_at: string | null
  readonly is_exact: boolean
  readonly packet: number | null
  readonly days: readonly string[]
  readonly count: number
}

/** The capture out of which sightings are taken. */
export interface Taken {
  readonly plant: string
  readonly captureId: string
  readonly source: string
  readonly offices: Offices
}

export interface SeenDevice {
  readonly id: string
  readonly macs: readonly string[]
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly packetsSeen: readonly number[]
  readonly days: readonly string[]
}

export interface SeenTalk {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly serverPort: number | null
  readonly protocol: string | null
  readonly answered: boolean | null
  readonly operations: Readonly<Record<'read' | 'write' | 'program', number | null>> | null
  /** Of those that program; others need not be there. */
  readonly functions: readonly FunctionCount[]
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly packetsSeen: readonly number[]
  readonly days: readonly string[]
}

export interface SeenFirmware {
  readonly device: string
  readonly protocol: string
  readonly value: string
  readonly address: string | null
  readonly packet: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
}

/** IANA's dynamic ports: the next session has another one. */
const firstDynamic = 49_152
/** Ends that a client knocked at in vain, in one capture or slice, before it is told as a search through the network. */
const fewestKnocked = 10

/** What is compared, as one text; a long one by its digest, so that it can be a key. */
export function subjectOf(...parts: readonly (string | number | null)[]): string {
  const text = JSON.stringify(parts)
  return text.length <= 300 ? text : `${text.slice(0, 200)}#${createHash('sha256').update(text).digest('hex')}`
}

/** The place where captures of a series were taken, without what tells one file of it from another. */
export const placeOf = (source: string): string => (source.startsWith('sensor:') ? source : sourceOf({ name: source }))

export function deviceSightings(taken: Taken, devices: readonly SeenDevice[]): SightingRow[] {
  return devices
    .filter(({ id, days }) => days.length > 0 && !taken.offices.isAway(id))
    .map(({ id, macs, firstSeen, lastSeen, packetsSeen, days }) => ({
      ...blank(taken, 'device', subjectOf(id)),
      device: id,
      macs: macs.filter(isHostMac).slice(0, 20),
      first_at: firstSeen,
      last_at: lastSeen,
      packet: packetsSeen[0] ?? null,
      days,
    }))
}

/** Conversations, what is done in them by class, and calls that program. `knocked` counts on over the pages of a capture. */
export function talkSightings(
  taken: Taken,
  talks: readonly SeenTalk[],
  knocked: Map<string, Knocking> = new Map(),
): SightingRow[] {
  const { endOf } = taken.offices
  const rows: SightingRow[] = []
  for (const talk of talks) {
    rows.push(...deedSightings(taken, talk))
    // Everybody asks everybody for cards.
    if (talk.protocol === 'arp') continue
    if (talk.answered === false && isHost(talk.server)) {
      noteKnock(knocked, talk)
      continue
    }
    const [client, server] = [endOf(talk.client), endOf(talk.server)]
    if (client === server) continue
    const common = {
      device: client,
      server,
      protocol: talk.protocol,
      port: talk.serverPort,
      first_at: talk.firstSeen,
      last_at: talk.lastSeen,
      packet: talk.packetsSeen[0] ?? null,
      days: talk.days,
    }
    // What a port carries is sometimes recognised late: it is the same conversation then.
    const isDynamic = talk.serverPort !== null && talk.serverPort >= firstDynamic
    const service = talk.serverPort === null || isDynamic ? (talk.protocol ?? 'dynamic') : talk.serverPort
    rows.push({
      ...blank(taken, 'conversation', subjectOf(client, server, talk.transport, service)),
      ...common,
      ...(isDynamic ? { port: null } : {}),
    })
    for (const operation of ['read', 'write', 'program'] as const) {
      if ((talk.operations?.[operation] ?? 0) === 0) continue
      const called = talk.functions.find((one) => one.operation === operation)
      rows.push({
        ...blank(taken, 'operation', subjectOf(client, server, operation)),
        ...common,
        value: operation,
        packet: called?.firstPacket ?? common.packet,
        is_exact: talk.firstSeen === talk.lastSeen,
      })
    }
  }
  return united(rows)
}

/** Who looked for others in vain, once in a capture. */
export interface Knocking {
  readonly talk: SeenTalk
  readonly ends: Set<string>
}

function noteKnock(knocked: Map<string, Knocking>, talk: SeenTalk): void {
  const known = knocked.get(talk.client) ?? { talk, ends: new Set() }
  if (known.ends.size < 1000) known.ends.add(`${talk.server}:${talk.serverPort}`)
  const isEarlier = talk.firstSeen !== null && (known.talk.firstSeen ?? '9') > talk.firstSeen
  knocked.set(talk.client, isEarlier ? { ...known, talk } : known)
}

export function sweepSightings(taken: Taken, knocked: ReadonlyMap<string, Knocking>): SightingRow[] {
  return [...knocked].flatMap(([client, { talk, ends }]) => {
    if (ends.size < fewestKnocked) return []
    const end = taken.offices.endOf(client)
    return [
      {
        ...blank(taken, 'conversation', subjectOf(end, 'sweep')),
        device: end,
        first_at: talk.firstSeen,
        last_at: talk.lastSeen,
        packet: talk.packetsSeen[0] ?? null,
        days: talk.days,
        count: ends.size,
      },
    ]
  })
}

function deedSightings(taken: Taken, talk: SeenTalk): SightingRow[] {
  return talk.functions
    .filter(({ operation }) => operation === 'program')
    .map((one) => ({
      ...blank(taken, 'deed', subjectOf(talk.client, talk.server)),
      n: one.firstPacket,
      part: `${talk.protocol ?? ''} ${one.code} ${one.name}`.slice(0, 300),
      device: talk.client,
      server: talk.server,
      protocol: talk.protocol,
      port: talk.serverPort,
      value: one.name,
      // A log tells only between which times it was.
      first_at: one.firstAt ?? talk.firstSeen,
      last_at: one.lastAt ?? talk.lastSeen,
      is_exact: one.firstAt !== undefined || talk.firstSeen === talk.lastSeen,
      packet: one.firstPacket,
      days: talk.days,
      count: Math.max(one.requests, one.responses),
    }))
}

export function firmwareSightings(taken: Taken, told: readonly SeenFirmware[]): SightingRow[] {
  return united(
    told
      .filter(({ value }) => value.trim() !== '')
      .map(({ device, protocol, value, address, packet, firstSeen, lastSeen }) => ({
        ...blank(taken, 'firmware', subjectOf(device, protocol, address)),
        part: value.slice(0, 200),
        device,
        protocol,
        value: value.slice(0, 200),
        first_at: firstSeen,
        last_at: lastSeen,
        is_exact: false,
        packet,
      })),
  )
}

function blank({ plant, captureId, source }: Taken, kind: SightingKind, subject: string): SightingRow {
  return {
    ...{ plant, kind, subject, capture_id: captureId, n: 0, part: '', source: placeOf(source) },
    ...{ device: '', server: null, protocol: null, port: null, value: null, macs: [] },
    ...{ first_at: null, last_at: null, is_exact: true, packet: null, days: [], count: 1 },
  }
}

const isHost = (address: string) =>
  /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) ? isHostMac(address) : isHostIp(address)

/** One row a key: the earliest, reaching to the latest. */
export function united(rows: readonly SightingRow[]): SightingRow[] {
  const all = new Map<string, SightingRow>()
  for (const row of rows) {
    const key = `${row.kind}\t${row.subject}\t${row.n}\t${row.part}`
    const known = all.get(key)
    if (known === undefined) {
      all.set(key, row)
      continue
    }
    const [first, other] = isBefore(row, known) ? [row, known] : [known, row]
    const last = (first.last_at ?? '') > (other.last_at ?? '') ? first.last_at : (other.last_at ?? first.last_at)
    all.set(key, { ...first, last_at: last, days: [...new Set([...first.days, ...other.days])].sort() })
  }
  return [...all.values()]
}

const isBefore = (a: SightingRow, b: SightingRow) =>
  (a.first_at ?? '9') !== (b.first_at ?? '9')
    ? (a.first_at ?? '9') < (b.first_at ?? '9')
    : (a.packet ?? 0) < (b.packet ?? 0)
