import { setImmediate as breathe } from 'node:timers/promises'
import type { NetworkContext } from '../context.ts'
import {
  type CaptureToTake,
  dropSightings,
  loadCapturesToTake,
  loadSeenDevices,
  loadSeenFirmware,
  noteTaken,
  saveSightings,
  seenTalkPages,
} from './change-sightings-store.ts'
import type { Offices } from './offices.ts'
import {
  deviceSightings,
  firmwareSightings,
  type Knocking,
  sweepSightings,
  type Taken,
  talkSightings,
} from './sighting-rows.ts'

/**
 * Takes the sightings out of captures and logs from which none were taken yet, and anew those whose ends count otherwise since
 * the zones of the offices changed. What sensors told of calls slice by slice stays as it was told.
 */
export async function takeCaptures(db: NetworkContext['db'], plant: string, offices: Offices): Promise<void> {
  for (const capture of await loadCapturesToTake(db, plant, offices.key)) await take(db, plant, capture, offices)
}

async function take(db: NetworkContext['db'], plant: string, capture: CaptureToTake, offices: Offices): Promise<void> {
  const taken: Taken = { plant, captureId: capture.id, source: capture.source, offices }
  const isAnew = capture.offices !== null
  await dropSightings(
    db,
    plant,
    capture.id,
    isAnew ? ['device', 'conversation', 'operation'] : ['device', 'conversation', 'operation', 'firmware', 'deed'],
  )
  await saveSightings(db, deviceSightings(taken, await loadSeenDevices(db, plant, capture.id)))
  if (!isAnew) await saveSightings(db, firmwareSightings(taken, await loadSeenFirmware(db, plant, capture.id)))
  const knocked = new Map<string, Knocking>()
  for await (const page of seenTalkPages(db, plant, capture.id)) {
    const rows = talkSightings(taken, page, knocked)
    await saveSightings(db, isAnew ? rows.filter(({ kind }) => kind !== 'deed') : rows)
    await breathe()
  }
  await saveSightings(db, sweepSightings(taken, knocked))
  // Last: a crash in between takes the capture again.
  await noteTaken(db, plant, capture.id, offices.key)
}
