import { constants, gunzipSync } from 'node:zlib'
import type { Kysely, Transaction } from 'kysely'
import type { Assets, RegistryEntry } from '#areas/assets/index.ts'
import type { Importer, ImportFile, ImportJob, RowCounts } from '#areas/evidence/index.ts'
import type { Day } from '#core/calendar/day.ts'
import { faultReasonJa } from '#core/capture/fault-reasons.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import type { Told, ToldDevice } from '#core/capture/told.ts'
import { SAME_FILE } from '#core/import/same-file.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { captureSummary } from './capture-summary.ts'
import { clockFaultOf } from './clock.ts'
import type { Inspect } from './context.ts'
import { indexDevices, reconcile } from './reconcile.ts'
import {
  commitCaptures,
  discardCaptures,
  insertCapture,
  insertConversations,
  insertDevices,
  insertIdentities,
  type NetworkTables,
  sameCapture,
  undoCaptures,
} from './store.ts'

export interface CaptureImportContext {
  readonly db: Kysely<NetworkTables>
  readonly clock: { now(): Date }
  readonly inspect: Inspect
  readonly assets: Pick<Assets, 'entries'>
}

/** A packet capture: pcap or pcapng, either in gzip. Its "rows" are packets. */
export function captureImporter(context: CaptureImportContext): Importer {
  const { clock, db } = context
  const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<NetworkTables>
  return {
    kind: 'capture',
    area: 'network',
    recognises: async (file) => (isCapture(file.head) ? 1 : 0),
    async stage(job) {
      await discardCaptures(db, job.importId)
      return stage(context, job)
    },
    async commit(trx, importId) {
      if (!(await commitCaptures(typed(trx), importId, clock.now().toISOString()))) {
        throw new NotFound(`nothing is staged under ${importId}`)
      }
    },
    async undo(trx, importId) {
      await undoCaptures(typed(trx), importId, clock.now().toISOString())
    },
    async discard(any, importId) {
      await discardCaptures(typed(any), importId)
    },
  }
}

/** Microseconds and nanoseconds in both byte orders, the modified form of Kuznetzov, and pcapng. */
const magics = new Set(['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '34cdb2a1', 'a1b2cd34', '0a0d0d0a'])

export function isCapture(head: Uint8Array): boolean {
  const start = head[0] === 0x1f && head[1] === 0x8b ? unpackedStart(head) : head
  return magics.has(Buffer.from(start.subarray(0, 4)).toString('hex'))
}

function unpackedStart(head: Uint8Array): Uint8Array {
  try {
    // Only the beginning is there: whatever comes out before the end is enough.
    return gunzipSync(head.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 22 })
  } catch {
    return new Uint8Array()
  }
}

async function stage(context: CaptureImportContext, job: ImportJob): Promise<RowCounts> {
  const { db, clock } = context
  const { plant, file, importId } = job
  if (plant === null) {
    const reason = 'a capture does not say where it was taken: name the plant'
    throw new BadInput(
      `${file.name}: ${reason}`,
      [{ path: 'plant', reason }],
      `${file.name}：どの工場で取得したキャプチャかを指定してください`,
    )
  }
  const inspection = await context.inspect(file.path, {
    name: file.name,
    signal: job.signal,
    onProgress: ({ bytes, total }) => job.progress(bytes, total),
  })
  job.signal.throwIfAborted()
  const now = clock.now()
  const clockFault = clockFaultOf(inspection.capture, now)
  tell(job, inspection, clockFault)
  if (await sameCapture(db, plant, file.sha256)) {
    note(job, SAME_FILE.en, SAME_FILE.ja)
  }
  const place = { plant, id: importId }
  const devicesSeen = withDays(inspection)
  await insertCapture(db, {
    ...place,
    importId,
    sha256: file.sha256,
    source: sourceOf(file),
    facts: inspection.capture,
    days: [...new Set(devicesSeen.flatMap((device) => device.days))].sort(),
    clockFault,
    stagedAt: now.toISOString(),
    recordedBy: job.actor,
  })
  await insertDevices(db, place, devicesSeen)
  await insertConversations(db, place, inspection.conversations)
  await insertIdentities(db, place, inspection.identities)
  const unknown = await countUnmanaged(context.assets, plant, inspection.devices)
  const { accounting } = inspection.capture
  return {
    accepted: accounting.read,
    changed: 0,
    unchanged: 0,
    refused: accounting.faulty,
    ignored: accounting.ignored,
    // A clock that nobody believes dates nothing.
    ...(clockFault === null && inspection.capture.lastSeen
      ? { effectiveOn: inspection.capture.lastSeen.slice(0, 10) }
      : {}),
    summary: captureSummary(inspection, unknown),
  }
}

function tell(job: ImportJob, { capture }: Inspection, clockFault: 'future' | 'before2000' | null): void {
  for (const fault of capture.faults) {
    const times = (fault.count ?? 1) > 1 ? ` (${fault.count}×)` : ''
    job.report({
      severity: 'refused',
      sheet: null,
      row: fault.packet ?? null,
      column: null,
      reason: { en: `${fault.reason}${times}`, ja: `読み取れません：${faultReasonJa(fault.reason)}${times}` },
    })
  }
  if (clockFault === 'future') {
    note(
      job,
      `its clock is in the future (${capture.lastSeen}): it is no evidence of a date until someone corrects it`,
      `時計が未来を指しています（${capture.lastSeen}）。訂正されるまで日付の証拠になりません`,
    )
  }
  if (clockFault === 'before2000') {
    note(
      job,
      `its clock is before 2000 (${capture.firstSeen}): it is no evidence of a date until someone corrects it`,
      `時計が2000年より前を指しています（${capture.firstSeen}）。訂正されるまで日付の証拠になりません`,
    )
  }
}

function note(job: ImportJob, en: string, ja: string): void {
  job.report({ severity: 'note', sheet: null, row: null, column: null, reason: { en, ja } })
}

/** Where it was taken, by the file's name without date, number and extension: `boundary-switch_20261101.pcap`. */
export function sourceOf(file: Pick<ImportFile, 'name'>): string {
  const base = file.name.replace(/\.(gz|pcapng|pcap|cap|dmp|ntar)\b/gi, '')
  const source = base.replace(/([-_. ]+(\d{1,14}|\d{4}[-_.]\d{1,2}([-_.]\d{1,2})?))+$/g, '')
  return source === '' || /^\d*$/.test(source) ? file.name : source
}

/** The days on which each device sent something: those of its answered or own conversations, and its first and last. */
export function withDays(
  inspection: Pick<Told, 'devices' | 'conversations'>,
): (ToldDevice & { readonly days: readonly Day[] })[] {
  const days = new Map<string, Set<Day>>()
  const add = (id: string, seen: readonly Day[]) => {
    const known = days.get(id) ?? new Set()
    for (const day of seen) known.add(day)
    days.set(id, known)
  }
  for (const talk of inspection.conversations) {
    if ((talk.packets.toServer ?? 1) > 0) add(talk.client, talk.days)
    if ((talk.packets.toClient ?? (talk.answered ? 1 : 0)) > 0) add(talk.server, talk.days)
  }
  return inspection.devices.map((device) => {
    const own = days.get(device.id) ?? new Set<Day>()
    if (device.packetsSeen.length > 0 && own.size === 0) {
      for (const instant of [device.firstSeen, device.lastSeen]) if (instant !== null) own.add(instant.slice(0, 10))
    }
    return { ...device, days: [...own].sort() }
  })
}

export async function countUnmanaged(
  assets: Pick<Assets, 'entries'>,
  plant: string,
  devices: readonly ToldDevice[],
): Promise<number> {
  const seen = devices.map((device) => ({ ...device, lastSeen: device.lastSeen?.slice(0, 10) ?? null }))
  const index = indexDevices(seen)
  const concerned: RegistryEntry[] = []
  for await (const page of assets.entries(plant)) concerned.push(...page.filter((entry) => index.concerns(entry)))
  return [...reconcile(seen, concerned).values()].filter(({ status }) => status === 'unmanaged').length
}
