import { sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import { deriveChanges } from '#core/change/derive-changes.ts'
import type { Sighting } from '#core/change/sighting.ts'
import { withDays } from '../import-capture.ts'
import type { Db } from '../store.ts'
import { loadDeeds, loadFirmware, loadSubjects, unseenSubjects } from './change-evidence-store.ts'
import { forgetTaken, noteTaken, saveSightings } from './change-sightings-store.ts'
import { reachFurther, saveChanges } from './change-store.ts'
import { learnedSources, loadLearning } from './keep-changes.ts'
import type { Offices } from './offices.ts'
import {
  deviceSightings,
  firmwareSightings,
  type Knocking,
  type SightingRow,
  sweepSightings,
  type Taken,
  talkSightings,
} from './sighting-rows.ts'

/** What is needed to judge a slice, and is known before it is taken. */
export interface SliceJudge {
  readonly offices: Offices
  readonly today: Day
}

/**
 * Takes the sightings out of a slice and keeps what changed, in the transaction that makes the slice visible: whoever reads next
 * sees both. Only what the slice touches is judged; a plant is never derived anew for it.
 */
export async function noticeSlice(
  trx: Db,
  slice: {
    readonly plant: string
    readonly captureId: string
    readonly source: string
    readonly inspection: Inspection
    /** By the server's clock. */
    readonly at: string
    /** Of its day. */
    readonly isFirst: boolean
  },
  judge: SliceJudge,
): Promise<void> {
  await sql`savepoint changes`.execute(trx)
  try {
    await notice(trx, slice, judge)
    await sql`release savepoint changes`.execute(trx)
  } catch {
    // What a sensor saw is kept, whatever is made of it: the day as a whole is taken by whoever asks next.
    await sql`rollback to savepoint changes`.execute(trx)
    await forgetTaken(trx, slice.plant, slice.captureId)
  }
}

async function notice(trx: Db, slice: Parameters<typeof noticeSlice>[1], judge: SliceJudge): Promise<void> {
  const { plant, captureId, source, at, isFirst } = slice
  const { offices, today } = judge
  const taken: Taken = { plant, captureId, source, offices }
  const rows = sightingsIn(taken, slice.inspection)
  const novel = rows.filter(({ kind }) => kind !== 'firmware' && kind !== 'deed')
  const fresh = await saveSightings(trx, rows, { isSlice: true })
  const unseen = await unseenSubjects(
    trx,
    plant,
    captureId,
    fresh.filter(({ kind }) => kind !== 'firmware' && kind !== 'deed'),
  )
  // A day of which a part was never taken is taken as a whole.
  if (isFirst) await noteTaken(trx, plant, captureId, offices.key)
  const { learning } = await loadLearning(trx, plant, today)
  const found: Sighting[] = []
  if (learnedSources(learning).length > 0) found.push(...(await loadSubjects(trx, plant, unseen)))
  const firmware = [...new Set(rows.filter(({ kind }) => kind === 'firmware').map(({ subject }) => subject))]
  if (firmware.length > 0) found.push(...(await loadFirmware(trx, plant, firmware)))
  const deeds = rows.filter(({ kind }) => kind === 'deed')
  if (deeds.length > 0) found.push(...(await loadDeeds(trx, plant, aroundOf(deeds))))
  const touched = new Set([
    ...unseen.map(({ kind, subject }) => `${kind}\t${subject}`),
    ...firmware.map((subject) => `firmware\t${subject}`),
  ])
  const days = new Set(deeds.flatMap((row) => daysOf(row)))
  const changes = deriveChanges(found, learning).filter(({ kind, subject, at: when }) =>
    kind === 'program-change' || kind === 'mode-change'
      ? when === null || days.has(dayOf(when))
      : touched.has(`${sightingKindOf[kind]}\t${subject}`),
  )
  await saveChanges(trx, plant, changes, at)
  await reachFurther(
    trx,
    plant,
    novel.map((row) => ({ subject: row.subject, until: row.last_at })),
  )
}

const sightingKindOf: Readonly<Record<string, string>> = {
  'new-device': 'device',
  'address-change': 'device',
  'new-conversation': 'conversation',
  'new-operation-class': 'operation',
  'firmware-change': 'firmware',
}

function sightingsIn(taken: Taken, inspection: Inspection): SightingRow[] {
  const knocked = new Map<string, Knocking>()
  const times = new Map(inspection.devices.map(({ id, firstSeen, lastSeen }) => [id, { firstSeen, lastSeen }]))
  const { firstSeen, lastSeen } = inspection.capture
  const talks = talkSightings(taken, inspection.conversations, knocked)
  const firmware = inspection.identities
    .filter(({ field }) => field === 'firmware')
    .map((fact) => ({ ...fact, address: fact.address ?? null, ...(times.get(fact.device) ?? { firstSeen, lastSeen }) }))
  return [
    ...deviceSightings(taken, withDays(inspection)),
    ...talks,
    ...sweepSightings(taken, knocked),
    ...firmwareSightings(taken, firmware),
  ]
}

const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)
const daysOf = ({ first_at: first, last_at: last }: SightingRow): Day[] =>
  [first, last].flatMap((instant) => (instant === null ? [] : [instant.slice(0, 10)]))

/** The calls between the same ends on the same days: pieces of work do not reach over midnight. */
function aroundOf(deeds: readonly SightingRow[]) {
  const days = deeds.flatMap(daysOf).sort()
  return {
    subjects: [...new Set(deeds.map(({ subject }) => subject))],
    from: `${days[0] ?? '1970-01-01'}T00:00:00Z`,
    to: `${days.at(-1) ?? '1970-01-01'}T23:59:59.999999Z`,
  }
}
