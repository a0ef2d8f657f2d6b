import { z } from 'zod'
import { accessRoutes } from './access.ts'
import { boundaryRoutes } from './boundary.ts'
import { changeRoutes } from './changes.ts'
import { instant, page, paging, plantKey, reading } from './common.ts'
import { cryptographyRoutes } from './cryptography.ts'
import { deviceRoutes } from './devices.ts'
import { operationClasses, relationRoutes, talkFunction } from './relations.ts'
import { route } from './route.ts'

export * from './access.ts'
export * from './boundary.ts'
export * from './cryptography.ts'
export * from './devices.ts'
export * from './relations.ts'

/** Shapes of `rung capture inspect --json`, with the plant and ids that a store adds. */
export const capture = z.object({
  id: z.string(),
  name: z.string(),
  plant: plantKey,
  importId: z.string().nullable().optional(),
  packets: z.number().int(),
  bytes: z.number().int(),
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  linkTypes: z.array(z.string()),
  /** What was imported: a capture, or what a tool tells that read the wire itself (`packets` are then lines). */
  kind: z.enum(['pcap', 'zeek', 'eve', 'nmap']),
  devices: z.number().int(),
  conversations: z.number().int(),
  faults: z.number().int(),
  /** A clock in the future or before 2000 is no evidence of a date until someone corrects it. */
  clock: z.enum(['ok', 'future', 'before2000', 'none']),
  recordedAt: instant,
})
export type Capture = z.infer<typeof capture>

export const listCaptures = route({
  method: 'GET',
  path: '/captures',
  area: 'network',
  summary: 'Captures, newest first',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional() }),
  response: page(capture),
})

export const captureDetail = capture.extend({
  faultList: z.array(
    z.object({ packet: z.number().int().nullable(), offset: z.number().int().nullable(), reason: z.string() }),
  ),
  protocols: z.array(
    z.object({ protocol: z.string(), conversations: z.number().int(), packets: z.number().int().nullable() }),
  ),
})
export type CaptureDetail = z.infer<typeof captureDetail>

export const getCapture = route({
  method: 'GET',
  path: '/captures/:id',
  area: 'network',
  summary: 'One capture: what it holds and where it stopped making sense',
  params: z.object({ id: z.string() }),
  query: reading,
  response: captureDetail,
})

export const correctClock = route({
  method: 'POST',
  path: '/captures/:id/clock',
  area: 'network',
  summary: 'Says by how much the clock of a capture was wrong, so that its days count',
  params: z.object({ id: z.string() }),
  body: z.object({
    /** Seconds to add to every time stamp. */
    addSeconds: z.number().int(),
    reason: z.string().min(1).max(2000),
  }),
  response: captureDetail,
})

export const packetLayer = z.object({
  protocol: z.string(),
  /** Where the layer lies in the frame. */
  offset: z.number().int(),
  length: z.number().int(),
  fields: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      offset: z.number().int().optional(),
      length: z.number().int().optional(),
    }),
  ),
})

export const packet = z.object({
  capture: z.string(),
  captureName: z.string(),
  plant: plantKey,
  /** 1-based, as packet tools count. */
  number: z.number().int(),
  at: instant.nullable(),
  lengthOnWire: z.number().int(),
  lengthCaptured: z.number().int(),
  layers: z.array(packetLayer),
  /** The captured bytes in hexadecimal, at most 64 KiB of them; null where only the layers were kept. */
  hex: z.string().nullable(),
  /** Byte ranges whose content is masked (passwords, community strings). */
  masked: z.array(z.object({ offset: z.number().int(), length: z.number().int() })),
  faults: z.array(z.object({ offset: z.number().int().nullable(), reason: z.string() })),
  /** Neighbours that are kept. */
  previous: z.number().int().nullable(),
  next: z.number().int().nullable(),
  conversation: z.string().nullable().optional(),
})
export type Packet = z.infer<typeof packet>

export const getPacket = route({
  method: 'GET',
  path: '/captures/:id/packets/:number',
  area: 'network',
  summary: 'One packet by layers and bytes; secrets masked',
  params: z.object({ id: z.string(), number: z.coerce.number().int().min(1) }),
  query: reading,
  response: packet,
})

const bothWays = z.object({ toServer: z.number().int().nullable(), toClient: z.number().int().nullable() })

export const conversation = z.object({
  id: z.string(),
  plant: plantKey,
  capture: z.string(),
  client: z.string(),
  server: z.string(),
  clientAsset: z.string().nullable(),
  serverAsset: z.string().nullable(),
  clientLevel: z.string().nullable(),
  serverLevel: z.string().nullable(),
  transport: z.string(),
  serverPort: z.number().int().nullable(),
  protocol: z.string().nullable(),
  packets: bothWays,
  bytes: bothWays,
  /** Null where the source does not tell what was asked for: the record of a flow alone. */
  operations: z
    .object({
      read: z.number().int(),
      write: z.number().int(),
      program: z.number().int(),
      identify: z.number().int(),
      other: z.number().int(),
    })
    .nullable(),
  /** By name, at most 100. */
  functions: z.array(talkFunction.omit({ protocol: true })),
  /** Responses that refused their request. */
  refused: z.number().int(),
  answered: z.boolean().nullable(),
  /** Crosses directly between levels 4/5 and 3 and below. */
  crosses: z.boolean(),
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  firstPacket: z.number().int().nullable(),
  /** Where that is in words, where the source is no capture: `conn.log:12`. */
  firstPlace: z.string().nullable(),
})
export type Conversation = z.infer<typeof conversation>

export const listConversations = route({
  method: 'GET',
  path: '/conversations',
  area: 'network',
  summary: 'Who talked to whom, by which protocol, doing what',
  query: reading.extend(paging.shape).extend({
    plant: plantKey.optional(),
    capture: z.string().optional(),
    protocol: z.string().optional(),
    operation: z.enum(operationClasses).optional(),
    crosses: z.enum(['true', 'false']).optional(),
    /** Ids of devices: of the client, the server, either end. */
    client: z.string().optional(),
    server: z.string().optional(),
    device: z.string().optional(),
    /** Level of either end: `0` … `5`, or `none`. */
    level: z.string().optional(),
    q: z.string().optional(),
    sort: z.enum(['bytes', 'packets', 'firstSeen', 'lastSeen', 'protocol', 'client', 'server']).optional(),
    order: z.enum(['asc', 'desc']).optional(),
  }),
  response: page(conversation),
})

export const networkRoutes = [
  listCaptures,
  getCapture,
  correctClock,
  getPacket,
  ...deviceRoutes,
  ...relationRoutes,
  ...changeRoutes,
  ...cryptographyRoutes,
  ...accessRoutes,
  ...boundaryRoutes,
  listConversations,
]
