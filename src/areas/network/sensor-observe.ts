import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type SensorSlice, sensorSlice } from '#contract/sensor-slice.ts'
import type { SensorAnswer, SensorHealth, WantedPacket } from '#contract/sensors.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { noticeSlice, type SliceJudge } from './changes/notice-slice.ts'
import { clockFaultOf } from './clock.ts'
import type { DescribedPacket, NetworkContext } from './context.ts'
import { withDays } from './import-capture.ts'
import { mergeFaults, numberedFrom } from './sensor-merge.ts'
import { addToDay } from './sensor-rows.ts'
import {
  insertDay,
  insertSliceOfDay,
  lastSequence,
  loadDays,
  loadWanted,
  noteHealth,
  noteSlice,
  type StoredSensor,
  setUndone,
  tellProof,
  tidy,
  updateDay,
} from './sensor-store.ts'
import type { Db } from './store.ts'

type Context = Pick<NetworkContext, 'db' | 'clock'>

/** What a slice may measure, packed and unpacked. */
const packedLimit = 32 << 20
const unpackedLimit = 256 << 20
const unpack = promisify(gunzip)

/** Slices after which the room of rows that were updated is freed for the next ones. */
const TIDY_EVERY = 15

/** Unpacks and checks what a sensor sent. Throws `BadInput`. */
export async function readSlice(upload: AsyncIterable<Uint8Array>): Promise<SensorSlice> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of upload) {
    bytes += chunk.length
    if (bytes > packedLimit) throw new BadInput(`A slice is at most ${packedLimit} bytes`)
    chunks.push(chunk)
  }
  let said: unknown
  try {
    const text = await unpack(Buffer.concat(chunks), { maxOutputLength: unpackedLimit })
    said = JSON.parse(text.toString('utf8'))
  } catch {
    throw new BadInput('A slice is JSON in gzip, and this is not')
  }
  if (!isStorable(said)) throw new BadInput('A slice holds a character that cannot be stored')
  const read = sensorSlice.safeParse(said)
  if (read.success) return read.data
  throw new BadInput(
    'This is no slice',
    read.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), reason: issue.message })),
  )
}

/** PostgreSQL stores neither NUL nor half a surrogate pair, wherever they stand. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}

/** Takes a slice, unless the server has it. All of it is visible at once, or nothing is. */
export async function takeSlice(
  { db, clock, changes, plants }: Context & Pick<NetworkContext, 'changes' | 'plants'>,
  sensor: StoredSensor,
  slice: SensorSlice & { readonly series: string; readonly seq: number },
): Promise<boolean> {
  const at = clock.now().toISOString()
  // Before the transaction: the embedded database has one connection.
  const judge = { offices: await changes.offices(sensor.plant), today: await plants.today() }
  const { series, seq } = slice
  const inspection = slice.inspection as unknown as Inspection
  const taken = await db.transaction().execute(async (trx) => {
    const last = await lastSequence(trx, sensor.id, series, { lock: true })
    if (seq <= last) return false
    if (inspection.capture.packets > 0) {
      await addToCapture(trx, sensor, { series, seq, inspection }, clock.now(), judge)
    }
    const { lastSeen: lastPacket } = inspection.capture
    await noteSlice(trx, sensor.id, { series, seq, missing: seq - last - 1, to: slice.to, lastPacket, at })
    return true
  })
  if (taken && seq % TIDY_EVERY === 0) await tidy(db)
  return taken
}

async function addToCapture(
  trx: Db,
  sensor: StoredSensor,
  { series, seq, inspection }: { series: string; seq: number; inspection: Inspection },
  now: Date,
  judge: SliceJudge,
): Promise<void> {
  const { plant, name, id: sensorId } = sensor
  const { capture } = inspection
  const at = now.toISOString()
  const date = (capture.firstSeen ?? at).slice(0, 10)
  const rows = await loadDays(trx, sensorId, date)
  let day = rows.findLast(({ undone }) => !undone)
  if (!day) {
    // A day that somebody took back stays so; what comes later on it stands for itself.
    const id = `sensor-${sensorId}-${date}${rows.length === 0 ? '' : `-${rows.length + 1}`}`
    await insertDay(trx, { plant, id, sensor: sensorId, name, fileName: `${name} ${date}`, at })
    day = (await loadDays(trx, sensorId, date)).find((one) => one.id === id)!
  }
  const before = day.packets
  const moved = numberedFrom(inspection, before)
  const changed = await addToDay(trx, { plant, id: day.id }, moved)
  const days = [...new Set([...day.days, ...withDays(moved).flatMap((device) => device.days)])].sort()
  const add = (key: keyof typeof day.accounting) => (day.accounting[key] ?? 0) + capture.accounting[key]
  const firstSeen = earlier(day.firstSeen, capture.firstSeen)
  const lastSeen = later(day.lastSeen, capture.lastSeen)
  await updateDay(trx, {
    plant,
    id: day.id,
    packets: before + capture.packets,
    bytes: day.bytes + capture.bytes,
    firstSeen: capture.firstSeen,
    lastSeen: capture.lastSeen,
    linkTypes: [...new Set([...day.linkTypes, ...capture.linkTypes])],
    days,
    accounting: { read: add('read'), ignored: add('ignored'), faulty: add('faulty') },
    faults: mergeFaults(day.faults, capture.faults, before) as typeof day.faults,
    clockFault: clockFaultOf({ firstSeen, lastSeen }, now),
    changed: changed || days.length !== day.days.length,
  })
  await noticeSlice(
    trx,
    { plant, captureId: day.id, source: `sensor:${name}`, inspection: moved, at, isFirst: before === 0 },
    judge,
  )
  await insertSliceOfDay(trx, {
    sensor: sensorId,
    capture: day.id,
    firstPacket: before,
    packets: capture.packets,
    series,
    seq,
    at,
  })
}

const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a <= b ? a : b)
const later = (a: string | null, b: string | null) => (a === null ? b : b === null || a >= b ? a : b)

export async function takeHealth({ db, clock }: Context, sensor: StoredSensor, health: SensorHealth): Promise<void> {
  await noteHealth(db, sensor.id, health, clock.now().toISOString())
}

export async function takeProof(
  { db, clock }: Context,
  sensor: StoredSensor,
  wanted: WantedPacket,
  described: DescribedPacket | null,
): Promise<void> {
  await tellProof(db, sensor.id, wanted, described, clock.now().toISOString())
}

/** What every answer tells a sensor. */
export async function answerOf({ db, clock }: Context, sensor: StoredSensor, series?: string): Promise<SensorAnswer> {
  return {
    have: series === undefined ? 0 : await lastSequence(db, sensor.id, series),
    now: clock.now().toISOString(),
    wanted: await loadWanted(db, sensor.id),
  }
}

/** Takes back what a sensor saw on a day, or lets it count again. Throws `NotFound`. */
export async function undoDay(
  { db, clock }: Context,
  { id, undone }: { readonly id: string; readonly undone: boolean },
): Promise<void> {
  if (!(await setUndone(db, id, undone ? clock.now().toISOString() : null))) {
    throw new NotFound(`there is no day of a sensor ${id}`)
  }
}
