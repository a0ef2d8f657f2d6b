import { randomUUID } from 'node:crypto'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import type { NetworkContext } from './context.ts'
import { insertDecision, insertUndo, loadDecisions, type StoredDecision } from './decision-store.ts'
import { loadAddresses } from './device-page-store.ts'
import { loadDevice } from './device-store.ts'
import { type DecisionPage, listDecisions } from './read-devices.ts'
import { plantsOf } from './read-network.ts'

interface Said {
  readonly plant: string
  readonly reason: string
  readonly by: string | null
}

export interface Decided {
  readonly decision: DecisionPage
  /** The devices that they are now. */
  readonly devices: readonly string[]
}

/** A person says that several devices are one: the strongest evidence there is, now and at every later import. */
export async function mergeDevices(
  context: NetworkContext,
  said: Said & { readonly devices: readonly string[] },
): Promise<Decided> {
  await plantsOf(context, said.plant)
  const groups = new Map<string, string[]>()
  for (const [i, id] of said.devices.entries()) {
    const device = await loadDevice(context.db, said.plant, id)
    if (device === null) throw notThere(id, said.plant, `devices.${i}`)
    groups.set(device.id, await ownAddresses(context, said.plant, device.id))
  }
  if (groups.size < 2) {
    throw new BadInput(
      'These are one device already',
      [{ path: 'devices', reason: 'name one device only' }],
      'すでに同一の機器です',
    )
  }
  return decide(context, 'merge', [...groups.values()], said)
}

/** A person says that some addresses of a device are another one's. */
export async function splitDevice(
  context: NetworkContext,
  said: Said & { readonly device: string; readonly addresses: readonly string[] },
): Promise<Decided> {
  await plantsOf(context, said.plant)
  const device = await loadDevice(context.db, said.plant, said.device)
  if (device === null) throw notThere(said.device, said.plant, 'device')
  const addresses = await ownAddresses(context, said.plant, device.id)
  const away = new Set(said.addresses)
  const strange = said.addresses.findIndex((address) => !addresses.includes(address))
  if (strange >= 0) {
    const reason = `is no address of ${device.id}`
    throw new BadInput(`${said.addresses[strange]} ${reason}`, [{ path: `addresses.${strange}`, reason }])
  }
  const rest = addresses.filter((address) => !away.has(address))
  if (rest.length === 0) {
    const problem = { path: 'addresses', reason: 'leave nothing of the device' }
    throw new BadInput('Nothing would be left of the device', [problem], '機器にアドレスが残りません')
  }
  return decide(context, 'split', [[...away], rest], said)
}

/** Takes a decision back. Throws `NotFound`, and `Refused` where it was taken back before. */
export async function undoDecision(
  context: NetworkContext,
  { id, reason, by }: { readonly id: string; readonly reason: string; readonly by: string | null },
): Promise<DecisionPage> {
  const decision = await decisionById(context, id)
  const at = context.clock.now().toISOString()
  const done = await insertUndo(context.db, { plant: decision.plant, decisionId: id, reason, at, by })
  if (!done) throw new Refused('this decision was taken back already')
  return (await listDecisions(context, decision.plant)).find((one) => one.id === id)!
}

export async function decisionById({ db }: NetworkContext, id: string): Promise<StoredDecision> {
  const [decision] = await loadDecisions(db, { id })
  if (!decision) throw new NotFound(`there is no decision ${id}`)
  return decision
}

const notThere = (id: string, plant: string, path: string) =>
  new BadInput(`there is no device ${id} at ${plant}`, [{ path, reason: 'is no device of this plant' }])

/** What leads to this device alone: a card that several share decides nothing. */
async function ownAddresses({ db }: NetworkContext, plant: string, id: string): Promise<string[]> {
  return (await loadAddresses(db, plant, id)).filter((address) => !address.startsWith('fe80:')).sort()
}

async function decide(
  context: NetworkContext,
  kind: StoredDecision['kind'],
  groups: readonly (readonly string[])[],
  { plant, reason, by }: Said,
): Promise<Decided> {
  const id = randomUUID()
  const at = context.clock.now().toISOString()
  await insertDecision(context.db, { plant, id, kind, groups, reason, at, by })
  await plantsOf(context, plant)
  const devices = new Set<string>()
  for (const address of groups.flat()) {
    const device = await loadDevice(context.db, plant, address)
    if (device !== null) devices.add(device.id)
  }
  const decision = (await listDecisions(context, plant)).find((one) => one.id === id)!
  return { decision, devices: [...devices].sort() }
}
