import type { Day } from '#core/calendar/day.ts'
import type { CryptoFact, CryptoTalk, Witness } from '#core/cryptography/fact.ts'
import { type CryptoInventory, type CryptoSystem, cryptographicInventory } from '#core/cryptography/inventory.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import { countedDays } from '../clock.ts'
import type { NetworkContext, Reading } from '../context.ts'
import { loadNamedDevices, type NamedDevice } from '../device-names-store.ts'
import { plantsOf } from '../read-network.ts'
import { loadCryptoFacts, loadCryptoTalks } from './crypto-store.ts'

export interface PlantCryptography extends CryptoInventory {
  readonly plant: string
  readonly devices: ReadonlyMap<string, NamedDevice>
  readonly captures: ReadonlyMap<string, StoredCapture>
}

/** A system with what its device record says. */
export interface ListedCryptoSystem extends CryptoSystem {
  readonly plant: string
  readonly record: NamedDevice | null
}

/** The inventories of the plants asked for, as handshakes show them up to a day. */
export async function readCryptography(
  context: NetworkContext,
  { plant, asOf, knownAt }: Reading & { readonly plant?: string | undefined },
): Promise<PlantCryptography[]> {
  const today = asOf ?? (await context.plants.today())
  const result: PlantCryptography[] = []
  for (const key of await plantsOf(context, plant)) result.push(await ofPlant(context, key, today, knownAt))
  return result
}

/** The day of a capture by which what it shows is dated: its last that counts, and none after the day asked for. */
export function shownOn(capture: StoredCapture, until?: Day): Day | null {
  return countedDays(capture, capture.days).findLast((day) => until === undefined || day <= until) ?? null
}

async function ofPlant(
  { db }: NetworkContext,
  plant: string,
  today: Day,
  knownAt?: string,
): Promise<PlantCryptography> {
  const captures = await loadPlantCaptures(db, plant, knownAt)
  const days = new Map(captures.map((capture) => [capture.id, shownOn(capture, today)]))
  // What begins after the day asked for is not known on it; what no clock dates is shown on every day.
  const shown = captures
    .filter((capture) => days.get(capture.id) !== null || countedDays(capture, capture.days).length === 0)
    .map(({ id }) => id)
    .sort((a, b) => ((days.get(a) ?? '') < (days.get(b) ?? '') ? 1 : -1))
  const dated = <T extends { readonly capture: string; readonly packet: number }>(one: T): T & Witness => ({
    ...one,
    on: days.get(one.capture) ?? null,
  })
  const facts: CryptoFact[] = (await loadCryptoFacts(db, plant, shown)).map(dated)
  const talks: CryptoTalk[] = (await loadCryptoTalks(db, plant, shown)).map(dated)
  const ids = new Set([...facts.map(({ device }) => device), ...talks.map(({ server }) => server)])
  const devices = await loadNamedDevices(db, plant, [...ids])
  // Whom the plant asks out there, and the offices, are others' to answer for.
  const isOwn = (device: string) => devices.get(device)?.counted !== false
  const inventory = cryptographicInventory(
    facts.filter(({ device }) => isOwn(device)),
    talks.filter(({ server }) => isOwn(server)),
    today,
  )
  return { plant, ...inventory, devices, captures: new Map(captures.map((capture) => [capture.id, capture])) }
}

export interface CryptoFilter {
  readonly protocol?: string | undefined
  readonly quantum?: CryptoSystem['quantum'] | undefined
  readonly weak?: boolean | undefined
  /** Only systems with a certificate that has lapsed, or will within so many days. */
  readonly lapsesWithin?: number | undefined
  readonly device?: string | undefined
  readonly q?: string | undefined
}

/** Systems of all plants, weak ones first. */
export function listCryptoSystems(plants: readonly PlantCryptography[], filter: CryptoFilter): ListedCryptoSystem[] {
  const all = plants.flatMap(({ plant, systems, devices }) =>
    systems.map((system) => ({ ...system, plant, record: devices.get(system.device) ?? null })),
  )
  const listed = all.filter((system) => passes(system, filter))
  return plants.length === 1 ? listed : listed.sort((a, b) => (a.weaknesses > 0 ? 0 : 1) - (b.weaknesses > 0 ? 0 : 1))
}

function passes(system: ListedCryptoSystem, filter: CryptoFilter): boolean {
  const { protocol, quantum, weak, lapsesWithin, device, q } = filter
  if (protocol !== undefined && !system.endpoints.some((one) => one.protocol === protocol)) return false
  if (quantum !== undefined && system.quantum !== quantum) return false
  if (weak !== undefined && system.weaknesses > 0 !== weak) return false
  if (lapsesWithin !== undefined && (system.lapsesInDays === null || system.lapsesInDays > lapsesWithin)) return false
  if (device !== undefined && system.device !== device) return false
  return q === undefined || q.trim() === '' || wordsOf(system).includes(q.trim().toLowerCase())
}

function wordsOf({ device, record, endpoints }: ListedCryptoSystem): string {
  const algorithms = endpoints.flatMap((one) => one.algorithms.map(({ name }) => name))
  const certificates = endpoints.flatMap((one) => one.certificates.flatMap(({ name, issuer }) => [name, issuer]))
  return [device, record?.name, record?.tag, record?.model, record?.vendor, ...algorithms, ...certificates]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
}
