import { setImmediate as breathe } from 'node:timers/promises'
import type { Plants } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { Change } from '#core/change/change.ts'
import { deriveChanges } from '#core/change/derive-changes.ts'
import { goneDevices } from '#core/change/gone.ts'
import { type Learning, learningOf } from '#core/change/learning.ts'
import type { NetworkContext } from '../context.ts'
import type { Db } from '../store.ts'
import { zonesOf } from '../zones.ts'
import { loadRulings } from './change-decision-store.ts'
import { loadAttendance, loadDeeds, loadFirmware, loadNewSubjects, loadSubjects } from './change-evidence-store.ts'
import type { ChangeKeeper } from './change-keeper.ts'
import { type LookedSource, loadLookedSources } from './change-sightings-store.ts'
import {
  changeId,
  loadCaptureKeys,
  loadChangeIds,
  loadStateKey,
  saveChanges,
  saveStateKey,
  withdraw,
} from './change-store.ts'
import { type Offices, officesOf } from './offices.ts'
import { takeCaptures } from './take-captures.ts'

export type ChangesContext = Pick<NetworkContext, 'db' | 'clock' | 'evidence'> & {
  readonly plants: Pick<Plants, 'list' | 'today'>
}

/**
 * Slices of sensors are judged as they come (`notice-slice.ts`). Everything else is taken up by whoever asks next: captures that
 * were imported, corrected or undone, another day, other zones, another word on learning. A crash in between leaves the old key,
 * and the next one who asks derives again; what was noticed keeps the instant at which it first was.
 */
export function keepChanges(context: ChangesContext): ChangeKeeper {
  const { db, evidence } = context
  let offices: { readonly revision: string; readonly of: Map<string, Offices> } | null = null
  let working: Promise<void> = Promise.resolve()

  async function officesNow(plant: string): Promise<Offices> {
    const revision = await evidence.revision()
    if (offices?.revision !== revision) offices = { revision, of: new Map() }
    const known = offices.of.get(plant) ?? officesOf(await zonesOf(evidence, plant))
    offices.of.set(plant, known)
    return known
  }

  async function refresh(plants: readonly string[]): Promise<void> {
    const captures = await loadCaptureKeys(db)
    const today = await context.plants.today()
    const all = plants.some((plant) => captures.has(plant)) ? await context.plants.list() : []
    for (const plant of plants) {
      const captured = captures.get(plant)
      if (captured === undefined) continue
      const now = await officesNow(plant)
      const rulings = (await loadRulings(db, { plant })).map(({ id, undone }) => `${id}${undone ? '-' : ''}`)
      const shutdowns = all.find(({ key }) => key === plant)?.shutdowns ?? []
      const away = shutdowns.map(({ from, to }) => `${from}/${to}`).join()
      const key = [captured, today, now.key, rulings.join(), away].join('|')
      if ((await loadStateKey(db, plant)) === key) continue
      await takeCaptures(db, plant, now)
      const isShutdown = (day: Day) => shutdowns.some(({ from, to }) => from <= day && day <= to)
      const shown = await loadChangeIds(db, plant)
      const changes = await deriveAll(db, plant, today, isShutdown)
      const derived = new Set(changes.map((change) => changeId(plant, change.key)))
      const gone = shown.filter((id) => !derived.has(id))
      const at = context.clock.now().toISOString()
      await db.transaction().execute(async (trx) => {
        await saveChanges(trx, plant, changes, at)
        await withdraw(trx, plant, gone, at)
        await saveStateKey(trx, plant, key)
      })
    }
  }

  return {
    offices: officesNow,
    async keepUp(plants) {
      const turn = working.then(() => refresh(plants))
      working = turn.catch(() => undefined)
      await turn
    },
  }
}

/** Where each source of a plant stands with its learning. */
export async function loadLearning(
  db: Db,
  plant: string,
  today: Day,
  knownAt?: string,
): Promise<{ readonly learning: ReadonlyMap<string, Learning>; readonly sources: readonly LookedSource[] }> {
  const rulings = (await loadRulings(db, { plant, knownAt })).filter(({ undone }) => undone === null)
  const sources = await loadLookedSources(db, plant)
  return { learning: learningOf(sources, rulings, today), sources }
}

export function learnedSources(learning: ReadonlyMap<string, Learning>) {
  return [...learning.values()].flatMap(({ source, learnedUntil }) =>
    learnedUntil === null ? [] : [{ source, until: learnedUntil }],
  )
}

async function deriveAll(
  db: Db,
  plant: string,
  today: Day,
  isShutdown: (day: Day) => boolean,
): Promise<readonly Change[]> {
  const { learning, sources } = await loadLearning(db, plant, today)
  const fresh = await loadNewSubjects(db, plant, learnedSources(learning))
  await breathe()
  const sightings = [
    ...(await loadSubjects(db, plant, fresh)),
    ...(await loadFirmware(db, plant)),
    ...(await loadDeeds(db, plant)),
  ]
  await breathe()
  return [
    ...deriveChanges(sightings, learning),
    ...goneDevices(await loadAttendance(db, plant), sources, learning, isShutdown),
  ]
}
