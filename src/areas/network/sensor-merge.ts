import type { Conversation, FunctionCount, Inspection } from '#core/capture/inspection.ts'
import type { ConversationRow, DeviceRow } from './store.ts'

/**
 * A slice joined to what its sensor saw earlier on the day: counts are added, sightings united.
 */

/** Packets of a day are numbered behind those of its earlier slices. */
export function numberedFrom(inspection: Inspection, before: number): Inspection {
  const moved = (packets: readonly number[]) => packets.map((packet) => packet + before)
  return {
    ...inspection,
    devices: inspection.devices.map((device) => ({ ...device, packetsSeen: moved(device.packetsSeen) })),
    conversations: inspection.conversations.map((talk) => ({
      ...talk,
      packetsSeen: moved(talk.packetsSeen),
      functions: talk.functions.map((one) => ({ ...one, firstPacket: one.firstPacket + before })),
    })),
    identities: inspection.identities.map((fact) => ({ ...fact, packet: fact.packet + before })),
  }
}

/** Packet numbers kept as proof: the first two, and the newest, which a sensor's ring holds longest. */
const keptFirst = 2
const keptLast = 3

function packetsOf(before: readonly number[], later: readonly number[]): number[] {
  const all = union(before, later).sort((a, b) => a - b)
  return all.length <= keptFirst + keptLast ? all : [...all.slice(0, keptFirst), ...all.slice(-keptLast)]
}

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]
const sorted = <T>(a: readonly T[], b: readonly T[]): T[] => union(a, b).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))

/**
 * Lists are united; of single facts those hold that were told last.
 * @param saidSo whether the device told of itself in this slice: only then do the facts of the slice replace earlier ones
 */
export function mergeDevice(before: DeviceRow, later: DeviceRow, saidSo: boolean): DeviceRow {
  const merged: Record<string, unknown> = { ...later }
  for (const [column, was] of Object.entries(before)) {
    // What the database works out itself is not given back to it.
    if (!(column in merged)) continue
    const is = merged[column] ?? null
    if (Array.isArray(was) && Array.isArray(is)) merged[column] = unionByValue(was, is)
    else if (was !== null && (is === null || !saidSo)) merged[column] = was
  }
  const roles = before.roles as { role: string }[]
  const more = (later.roles as { role: string }[]).filter(({ role }) => !roles.some((one) => one.role === role))
  const level = before.level as { confidence: number } | null
  const levelNow = later.level as { confidence: number } | null
  return {
    ...(merged as unknown as DeviceRow),
    roles: [...roles, ...more],
    level: level === null || (levelNow !== null && levelNow.confidence > level.confidence) ? levelNow : level,
    packets_seen: packetsOf(before.packets_seen, later.packets_seen),
    days: sorted(before.days, later.days),
  }
}

function unionByValue(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  return [...new Map([...a, ...b].map((value) => [JSON.stringify(value), value])).values()]
}

export function mergeConversation(before: ConversationRow, later: ConversationRow): ConversationRow {
  const functions = functionsOf(before.functions as FunctionCount[], later.functions as FunctionCount[])
  return {
    ...later,
    n: before.n,
    protocol: before.protocol ?? later.protocol,
    packets_to_server: add(before.packets_to_server, later.packets_to_server),
    packets_to_client: add(before.packets_to_client, later.packets_to_client),
    bytes_to_server: add(before.bytes_to_server, later.bytes_to_server),
    bytes_to_client: add(before.bytes_to_client, later.bytes_to_client),
    answered: before.answered === true || later.answered === true,
    operations: operationsOf(functions),
    functions,
    exceptions: before.exceptions + later.exceptions,
    packets_seen: packetsOf(before.packets_seen, later.packets_seen),
    days: sorted(before.days, later.days),
  }
}

const add = (a: number | null, b: number | null): number => (a ?? 0) + (b ?? 0)

/**
 * By the functions of the whole day: a slice counts a request or its response, whichever it holds more of, and the two may
 * lie on either side of a slice's end.
 */
function operationsOf(functions: readonly FunctionCount[]): Conversation['operations'] {
  const operations = { read: 0, write: 0, program: 0, identify: 0, other: 0 }
  for (const { operation, requests, responses } of functions) operations[operation] += Math.max(requests, responses)
  return operations
}

function functionsOf(before: readonly FunctionCount[], later: readonly FunctionCount[]): FunctionCount[] {
  const sum = new Map<string, FunctionCount>()
  for (const one of [...before, ...later]) {
    const key = `${one.code}/${one.name}/${one.operation}`
    const known = sum.get(key)
    const { requests = 0, responses = 0 } = known ?? {}
    sum.set(key, {
      ...one,
      ...known,
      ...timesOf(known, one),
      requests: requests + one.requests,
      responses: responses + one.responses,
    })
  }
  return [...sum.values()].sort((a, b) => b.requests + b.responses - a.requests - a.responses)
}

/** Slices come in their order, their packets need not. */
function timesOf(known: FunctionCount | undefined, one: FunctionCount): Pick<FunctionCount, 'firstAt' | 'lastAt'> {
  const [first, last] = [earliest([known?.firstAt, one.firstAt]), earliest([known?.lastAt, one.lastAt], -1)]
  return { ...(first === undefined ? {} : { firstAt: first }), ...(last === undefined ? {} : { lastAt: last }) }
}

function earliest(instants: readonly (string | undefined)[], sign: 1 | -1 = 1): string | undefined {
  return instants
    .filter((one) => one !== undefined)
    .sort((a, b) => (a < b ? -sign : sign))
    .at(0)
}

/** One conversation of a day: where there are ports, what was recognised in it may come later. */
export function conversationKey(
  talk: Pick<ConversationRow, 'client' | 'server' | 'transport' | 'server_port' | 'protocol'>,
): string {
  const { client, server, transport, server_port: port, protocol } = talk
  return JSON.stringify([client, server, transport, port, port === null ? protocol : null])
}

/** Whether the picture of the plant may look different: counts and times of day alone do not change it. */
export function changesDevice(before: DeviceRow | undefined, now: DeviceRow): boolean {
  if (before === undefined) return true
  const essence = ({ first_seen, last_seen, packets_seen, ...row }: DeviceRow) =>
    JSON.stringify(Object.entries({ ...row, seen: packets_seen.length > 0 }).sort(([a], [b]) => (a < b ? -1 : 1)))
  return essence(before) !== essence(now)
}

export function changesConversation(before: ConversationRow | undefined, now: ConversationRow): boolean {
  return before === undefined || before.answered !== now.answered || before.days.length !== now.days.length
}

interface Fault {
  readonly reason: string
  readonly packet?: number | undefined
  readonly offset?: number | undefined
  readonly count?: number | undefined
}

/** Faults by reason, at their first place; an offset within a slice says nothing of the day. */
export function mergeFaults(before: readonly Fault[], later: readonly Fault[], packetsBefore: number): Fault[] {
  const sum = new Map<string, Fault>(before.map((fault) => [fault.reason, fault]))
  for (const { reason, packet, count = 1 } of later) {
    const known = sum.get(reason)
    if (known) sum.set(reason, { ...known, count: (known.count ?? 1) + count })
    else sum.set(reason, { reason, ...(packet === undefined ? {} : { packet: packet + packetsBefore }), count })
  }
  return [...sum.values()].slice(0, 200)
}
