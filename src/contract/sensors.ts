import { z } from 'zod'
import { instant, nothing, plantKey } from './common.ts'
import { capture } from './network.ts'
import { route } from './route.ts'

/**
 * Sensors listen on the wire of a plant and send what they saw, slice by slice: summaries, never packets. They speak from
 * another machine, so each shows its key (`Authorization: Bearer …`), which was made here and is kept as a hash only.
 */
const count = z.number().int().min(0)

/** What a sensor tells of itself. */
export const sensorHealth = z.object({
  version: z.string().max(100),
  /** `interface eth1`, `folder /captures`. */
  watching: z.string().max(500),
  /** `dumpcap 4.0.17`; null for a folder that others fill. */
  tool: z.string().max(200).nullable(),
  state: z.enum(['listening', 'not-listening', 'stopping']),
  /** Why it does not listen, or what else is wrong; '' where nothing is. */
  problem: z.string().max(2000),
  startedAt: instant,
  packets: count,
  /** Told by the capture tool when it ends, by the network card while it runs; null where nobody tells. */
  droppedByTool: count.nullable(),
  droppedByCard: count.nullable(),
  /** Ring files that were overwritten before they were read. */
  lostFiles: count,
  spool: z.object({
    slices: count,
    bytes: count,
    limitBytes: count,
    /** Slices that were dropped because the spool was full, and their packets. */
    droppedSlices: count,
    droppedPackets: count,
    /** Slices that the server would not take. */
    refused: count,
  }),
  diskFreeBytes: count.nullable(),
  /** Bytes of packets that it keeps so that a proof can be opened. */
  witnessBytes: count,
  /** Its clock minus the server's, as it measured last; null before the first contact. */
  clockOffsetMs: z.number().nullable(),
})
export type SensorHealth = z.infer<typeof sensorHealth>

export const sensor = z.object({
  id: z.string(),
  plant: plantKey,
  name: z.string(),
  addedAt: instant,
  revokedAt: instant.nullable(),
  /** When it last spoke; null: never. */
  lastContact: instant.nullable(),
  /** When it last saw a packet, by its own clock. */
  lastPacket: instant.nullable(),
  slices: count,
  missing: count,
  /** `waiting`: never spoke; `stopped`: ended as it was told, less than a day ago; `silent`: did not speak for longer than a sensor that is well. */
  state: z.enum(['waiting', 'alive', 'stopped', 'silent', 'troubled', 'revoked']),
  health: sensorHealth.nullable(),
})
export type Sensor = z.infer<typeof sensor>

export const listSensors = route({
  method: 'GET',
  path: '/sensors',
  area: 'network',
  summary: 'Sensors and how they are',
  query: nothing.extend({ plant: plantKey.optional() }),
  response: z.object({ items: z.array(sensor) }),
})

export const addSensor = route({
  method: 'POST',
  path: '/sensors',
  area: 'network',
  summary: 'Adds a sensor for one plant; its key is shown in this answer and never again',
  body: z.object({
    plant: plantKey,
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, 'letters, digits, blanks, dots, hyphens and underscores'),
  }),
  response: z.object({ sensor, key: z.string() }),
  status: 201,
})

export const revokeSensor = route({
  method: 'POST',
  path: '/sensors/:id/revoke',
  area: 'network',
  summary: 'Takes the key of a sensor back; what it has seen stays',
  params: z.object({ id: z.string() }),
  body: nothing,
  response: sensor,
})

export const undoSensorDay = route({
  method: 'POST',
  path: '/captures/:id/undo',
  area: 'network',
  summary: 'Takes back what a sensor saw on a day; a capture that came as a file is undone by its import',
  params: z.object({ id: z.string() }),
  body: z.object({ undone: z.boolean() }),
  response: capture,
})

/** A packet that somebody wants to see, by the slice that it was counted in and its number there. */
const wantedPacket = z.object({ series: z.string(), seq: count, number: count })
export type WantedPacket = z.infer<typeof wantedPacket>

/** What the server tells a sensor with every answer. */
const sensorAnswer = z.object({
  /** The last slice of the series that the server has: it needs none up to this one. */
  have: count,
  /** The server's clock. */
  now: instant,
  wanted: z.array(wantedPacket),
})
export type SensorAnswer = z.infer<typeof sensorAnswer>

const series = z.string().regex(/^[0-9a-z-]{8,40}$/)

export const sayHello = route({
  method: 'GET',
  path: '/sensor',
  area: 'network',
  summary: 'For sensors: who the key belongs to, and which slices the server has',
  query: z.object({ series: series.optional() }),
  response: sensorAnswer.extend({ id: z.string(), name: z.string(), plant: plantKey }),
})

export const sendSlice = route({
  method: 'POST',
  path: '/sensor/slices',
  area: 'network',
  summary: 'For sensors: one slice, a `SensorSlice` as JSON in gzip; a slice that the server has is not taken again',
  query: z.object({ series, seq: z.coerce.number().int().min(1) }),
  response: sensorAnswer.extend({ taken: z.boolean() }),
  bytes: 'upload',
})

export const sendHealth = route({
  method: 'POST',
  path: '/sensor/health',
  area: 'network',
  summary: 'For sensors: how it is',
  body: z.object({ series, health: sensorHealth }),
  response: sensorAnswer,
})

const text = z.string().max(2000)

export const sendProof = route({
  method: 'POST',
  path: '/sensor/proofs',
  area: 'network',
  summary: 'For sensors: a packet that was wanted, by layers, secrets masked; null where it is no longer kept',
  body: wantedPacket.extend({
    described: z
      .object({
        at: instant.nullable(),
        lengthOnWire: count,
        lengthCaptured: count,
        layers: z
          .array(
            z.object({
              protocol: text,
              offset: count,
              length: count,
              fields: z
                .array(z.object({ name: text, value: text, offset: count.optional(), length: count.optional() }))
                .max(2000),
            }),
          )
          .max(100),
        hex: z
          .string()
          .max(2 * 65_536)
          .nullable(),
        masked: z.array(z.object({ offset: count, length: count })).max(1000),
        faults: z.array(z.object({ offset: count.nullable(), reason: text })).max(100),
      })
      .nullable(),
  }),
  response: sensorAnswer,
})

/** The doors that take a sensor's key: all that a sensor needs, and no more. */
export const forSensors = [sayHello, sendSlice, sendHealth, sendProof]
export const sensorsRoutes = [listSensors, addSensor, revokeSensor, undoSensorDay, ...forSensors]
