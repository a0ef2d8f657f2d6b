import { z } from 'zod'
import { getReconciliation } from '#contract/assets.ts'
import * as contract from '#contract/network.ts'
import type { Proof } from '#core/maturity/indicator.ts'
import { decodeCursor, encodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { StoredConversation } from './capture-store.ts'
import type { Network } from './create-network.ts'
import { firstPlace } from './first-place.ts'
import { reconciliationStates } from './list-reconciliation.ts'
import type { CaptureDetail, CaptureEntry, PacketPage } from './read-network.ts'
import { isSensorDay } from './sensor-proofs.ts'

const skipped = z.number().int().min(0)
const devicePlace = z.object({ plant: z.string(), id: z.string() })
const reconciliationPlace = z.object({
  state: z.enum(reconciliationStates),
  after: devicePlace.optional(),
  cursor: z.string().optional(),
})

export function networkRoutes(network: Network): Implemented[] {
  return [
    implement(contract.listCaptures, async ({ query: { cursor, limit = 50, ...query } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const { items, next } = pageOf(await network.captures({ ...query, limit, skip }), limit, () => skip + limit)
      return { items: items.map(captureShown), next, total: null }
    }),
    implement(contract.getCapture, async ({ params, query }) =>
      captureDetailShown(await network.capture(params.id, query.knownAt)),
    ),
    implement(contract.correctClock, async ({ params, body, actor }) =>
      captureDetailShown(await network.correctClock({ id: params.id, ...body, by: actor })),
    ),
    implement(contract.getPacket, async ({ params }) => packetShown(await network.packet(params.id, params.number))),
    ...network.deviceRoutes,
    ...network.relationRoutes,
    ...network.boundaryRoutes,
    ...network.changeRoutes,
    ...network.cryptographyRoutes,
    ...network.accessRoutes,
    implement(contract.listConversations, async ({ query: { cursor, limit = 100, crosses, ...query } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const found = await network.conversations({
        ...query,
        crosses: crosses === undefined ? undefined : crosses === 'true',
        limit,
        skip,
      })
      const { items, next } = pageOf(found, limit, () => skip + limit)
      return { items: items.map(conversationShown), next, total: null }
    }),
    implement(getReconciliation, async ({ query: { cursor, limit = 100, ...query } }) => {
      const place = cursor ? decodeCursor(cursor, reconciliationPlace) : undefined
      const found = await network.reconciliation({ ...query, limit, place })
      return {
        items: found.items.map((row) => ({
          ...row,
          ips: [...row.ips],
          macs: [...row.macs],
          seen: row.seen === null ? null : { ...row.seen, roles: [...row.seen.roles] },
          because: row.because.map((reason) => ({ ...reason })),
          proof: row.proof.map(proofShown),
        })),
        next: found.next === null ? null : encodeCursor(found.next),
        total: query.q === undefined ? totalOf(found.counts, query.state) : null,
        counts: { ...found.counts },
        observedFrom: found.observedFrom,
        observedTo: found.observedTo,
      }
    }),
  ]
}

function totalOf(counts: Readonly<Record<string, number>>, state: string | undefined): number {
  return state === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : (counts[state] ?? 0)
}

function proofShown(proof: Proof) {
  return { ...proof }
}

export function captureShown(capture: CaptureEntry) {
  return {
    id: capture.id,
    name: capture.fileName,
    plant: capture.plant,
    // A sensor's day came without an import.
    importId: isSensorDay(capture.id) ? null : capture.importId,
    packets: capture.packets,
    bytes: capture.bytes,
    firstSeen: capture.firstSeen,
    lastSeen: capture.lastSeen,
    linkTypes: [...capture.linkTypes],
    kind: capture.kind,
    devices: capture.devices,
    conversations: capture.conversations,
    faults: capture.faults.length,
    clock:
      capture.firstSeen === null
        ? ('none' as const)
        : capture.addSeconds !== null || capture.clockFault === null
          ? ('ok' as const)
          : capture.clockFault,
    recordedAt: capture.recordedAt,
  }
}

function captureDetailShown(capture: CaptureDetail) {
  return {
    ...captureShown(capture),
    faultList: capture.faults.map(({ packet, offset, reason }) => ({
      packet: packet ?? null,
      offset: offset ?? null,
      reason,
    })),
    protocols: capture.protocols.map((protocol) => ({ ...protocol })),
  }
}

/** The screen shows at most so many bytes of a packet. */
const SHOWN_BYTES = 65_536

function packetShown({ capture, layers, masked, faults, ...packet }: PacketPage) {
  return {
    ...packet,
    capture: capture.id,
    captureName: capture.fileName,
    plant: capture.plant,
    hex: packet.hex === null ? null : packet.hex.slice(0, 2 * SHOWN_BYTES),
    layers: layers.map((layer) => ({ ...layer, fields: layer.fields.map((field) => ({ ...field })) })),
    masked: masked.map((range) => ({ ...range })),
    faults: faults.map((fault) => ({ ...fault })),
  }
}

const SHOWN_FUNCTIONS = 100

function conversationShown(talk: StoredConversation) {
  return {
    id: `${talk.captureId}/${talk.n}`,
    plant: talk.plant,
    capture: talk.captureId,
    client: talk.client,
    server: talk.server,
    clientAsset: talk.clientTag,
    serverAsset: talk.serverTag,
    clientLevel: talk.clientLevel,
    serverLevel: talk.serverLevel,
    transport: talk.transport,
    serverPort: talk.serverPort,
    protocol: talk.protocol,
    packets: { toServer: talk.packetsToServer, toClient: talk.packetsToClient },
    bytes: { toServer: talk.bytesToServer, toClient: talk.bytesToClient },
    operations: talk.operations === null ? null : { ...talk.operations },
    functions: talk.functions.slice(0, SHOWN_FUNCTIONS).map((one) => ({ ...one })),
    refused: talk.refused,
    answered: talk.answered,
    crosses: talk.crosses,
    firstSeen: talk.firstSeen,
    lastSeen: talk.lastSeen,
    firstPacket: talk.packetsSeen[0] ?? null,
    firstPlace: firstPlace(talk),
  }
}
