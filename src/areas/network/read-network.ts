import { placeOfLine } from '#core/capture/told.ts'
import { NotFound } from '#platform/errors.ts'
import {
  type CaptureCounts,
  type ConversationFilter,
  type ConversationSort,
  loadCaptures,
  loadConversations,
  loadProtocols,
  loadWitnesses,
  type StoredCapture,
  type StoredConversation,
} from './capture-store.ts'
import type { DescribedPacket, NetworkContext, Reading } from './context.ts'
import { loadObserved, type ObservedDevice } from './picture-store.ts'
import { isSensorDay, packetOfSensor } from './sensor-proofs.ts'
import { insertCorrection } from './store.ts'

export type CaptureEntry = StoredCapture & CaptureCounts

export interface CaptureDetail extends CaptureEntry {
  readonly protocols: readonly {
    readonly protocol: string
    readonly conversations: number
    readonly packets: number | null
  }[]
}

/** One capture. Throws `NotFound`. */
export async function getCapture({ db }: NetworkContext, id: string, knownAt?: string): Promise<CaptureDetail> {
  const [capture] = await loadCaptures(db, { id, knownAt, limit: 1, skip: 0 })
  if (!capture) throw new NotFound(`there is no capture ${id}`)
  return { ...capture, protocols: await loadProtocols(db, capture.plant, id) }
}

export interface PacketPage extends DescribedPacket {
  readonly capture: CaptureEntry
  readonly number: number
  readonly previous: number | null
  readonly next: number | null
  /** `<captureId>/<n>` of the conversation that names this packet as its proof. */
  readonly conversation: string | null
}

/** One packet of a capture, by layers and bytes. Throws `NotFound`. */
export async function getPacket(context: NetworkContext, captureId: string, number: number): Promise<PacketPage> {
  const capture = await getCapture(context, captureId)
  const described = isSensorDay(captureId)
    ? await packetOfSensor(context, capture, number)
    : capture.kind === 'pcap'
      ? await context.describePacket?.(capture.sha256, number)
      : await context.describeLine?.(capture.sha256, capture.fileName, placeOfLine(capture.parts, number))
  if (!described) throw new NotFound(`there is no packet ${number} in ${capture.fileName}`)
  return {
    ...described,
    capture,
    number,
    // Of a sensor's packets only a few are kept, and its neighbours are not among them.
    previous: number > 1 && !isSensorDay(captureId) ? number - 1 : null,
    next: number < capture.packets && !isSensorDay(captureId) ? number + 1 : null,
    conversation: await loadWitnesses(context.db, capture.plant, captureId, number),
  }
}

/** A person says by how much a capture's clock was wrong. Throws `NotFound`. */
export async function correctClock(
  context: NetworkContext,
  input: { readonly id: string; readonly addSeconds: number; readonly reason: string; readonly by: string | null },
): Promise<CaptureDetail> {
  const { plant } = await getCapture(context, input.id)
  await insertCorrection(context.db, {
    plant,
    captureId: input.id,
    addSeconds: Math.round(input.addSeconds),
    reason: input.reason,
    at: context.clock.now().toISOString(),
    by: input.by,
  })
  return getCapture(context, input.id)
}

export interface ListDevices extends Reading {
  readonly plant?: string | undefined
  readonly capture?: string | undefined
  readonly q?: string | undefined
  readonly limit: number
  readonly after?: { readonly plant: string; readonly id: string } | undefined
}

/** Devices by plant and id; one more than `limit` where there are more. */
export async function listDevices(
  context: NetworkContext,
  ask: ListDevices,
): Promise<(ObservedDevice & { readonly plant: string })[]> {
  const plants = await plantsOf(context, ask.plant)
  return loadObserved(
    context.db,
    { plants, capture: ask.capture, q: ask.q, asOf: ask.asOf },
    { limit: ask.limit + 1, after: ask.after },
  )
}

export interface ListConversations extends Omit<ConversationFilter, 'n' | 'knownAt'>, Reading {
  readonly sort?: ConversationSort | undefined
  readonly order?: 'asc' | 'desc' | undefined
  readonly limit: number
  readonly skip: number
}

/** Who talked to whom; one more than `limit` where there are more. */
export async function listConversations(
  context: NetworkContext,
  ask: ListConversations,
): Promise<StoredConversation[]> {
  await plantsOf(context, ask.plant)
  const { sort = 'bytes', order, limit, skip } = ask
  return loadConversations(context.db, ask, { sort, order, limit: limit + 1, skip })
}

/** The plants asked for, their pictures made up to date. */
export async function plantsOf({ plants, keeper }: NetworkContext, plant: string | undefined): Promise<string[]> {
  const keys = plant === undefined ? (await plants.list()).map(({ key }) => key) : [plant]
  await keeper.pictures(keys)
  return keys
}
