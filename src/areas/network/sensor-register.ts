import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Sensor } from '#contract/sensors.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import type { NetworkContext } from './context.ts'
import { insertSensor, loadSensors, revoke, type StoredSensor } from './sensor-store.ts'

/** A sensor that is well speaks every minute or so; after a quarter of an hour without a word something is wrong. */
const SILENT_MS = 15 * 60_000
/** Somebody who ended it on purpose knows so for a day; a job that takes a folder every night comes back in time. */
const ENDED_MS = 25 * 3_600_000

export async function listSensors({ db, clock }: NetworkContext, plant?: string): Promise<Sensor[]> {
  return (await loadSensors(db, { plant })).map((sensor) => shown(sensor, clock.now()))
}

/** Adds a sensor for a plant. The key leaves here once; what is kept is its hash. Throws `NotFound`, `Refused`. */
export async function addSensor(
  { db, clock, plants }: NetworkContext,
  input: { readonly plant: string; readonly name: string; readonly by: string | null },
): Promise<{ sensor: Sensor; key: string }> {
  await plants.get(input.plant)
  const id = newId()
  const secret = randomBytes(32).toString('base64url')
  const at = clock.now().toISOString()
  if (!(await insertSensor(db, { ...input, id, keyHash: hashOf(secret), at }))) {
    throw new Refused(`${input.plant} has a sensor named ${input.name} already: revoke it, or choose another name`)
  }
  return { sensor: await getSensor({ db, clock }, id), key: `rung-sensor.${id}.${secret}` }
}

/** Takes the key back; what the sensor has seen stays. Throws `NotFound`. */
export async function revokeSensor(
  { db, clock }: Pick<NetworkContext, 'db' | 'clock'>,
  input: { readonly id: string; readonly by: string | null },
): Promise<Sensor> {
  await getSensor({ db, clock }, input.id)
  await revoke(db, input.id, clock.now().toISOString(), input.by)
  return getSensor({ db, clock }, input.id)
}

/** The sensor that a key belongs to; null where there is none, or its key was taken back. */
export async function sensorOfKey({ db }: Pick<NetworkContext, 'db'>, key: string): Promise<StoredSensor | null> {
  const [word, id, secret, ...more] = key.split('.')
  if (word !== 'rung-sensor' || !id || !secret || more.length > 0) return null
  const [sensor] = await loadSensors(db, { id })
  if (!sensor || sensor.revokedAt !== null) return null
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(sensor.keyHash, 'hex')) ? sensor : null
}

/** A key is 32 random bytes: there is nothing to guess that a slow hash would have to protect. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

async function getSensor({ db, clock }: Pick<NetworkContext, 'db' | 'clock'>, id: string): Promise<Sensor> {
  const [sensor] = await loadSensors(db, { id })
  if (!sensor) throw new NotFound(`there is no sensor ${id}`)
  return shown(sensor, clock.now())
}

function shown(sensor: StoredSensor, now: Date): Sensor {
  const { keyHash: _, ...rest } = sensor
  return { ...rest, state: stateOf(sensor, now) }
}

function stateOf({ revokedAt, lastContact, health }: StoredSensor, now: Date): Sensor['state'] {
  if (revokedAt !== null) return 'revoked'
  if (lastContact === null) return 'waiting'
  const rested = now.getTime() - Date.parse(lastContact)
  // Somebody ended it, or its folder is done: neither trouble nor, for a day, silence.
  if (health?.state === 'stopping' && health.problem === '' && rested < ENDED_MS) return 'stopped'
  if (rested > SILENT_MS) return 'silent'
  return health !== null && (health.state !== 'listening' || health.problem !== '') ? 'troubled' : 'alive'
}
