import { z } from 'zod'
import { day } from './common.ts'

/**
 * What a sensor saw between two instants, as it travels: the shape of `rung capture inspect --json`. Checked as a stranger's
 * input, with bounds on everything; fields that a newer reader adds pass through.
 */
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const text = z.string().max(4000)
const name = text.max(500)
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const packets = z.array(count).max(50)
const days = z.array(day).max(400)
const texts = z.array(text).max(100).optional()
const bothWays = z.object({ toServer: count, toClient: count })
const operation = z.enum(['read', 'write', 'program', 'identify', 'other'])

export const sensorSlice = z.object({
  version: z.literal(1),
  /** The sensor had this much in view; packets may be older where a file was late. */
  from: instant,
  to: instant,
  inspection: z.looseObject({
    capture: z.looseObject({
      packets: count,
      bytes: count,
      firstSeen: instant.nullable(),
      lastSeen: instant.nullable(),
      linkTypes: z.array(name).max(50),
      accounting: z.object({ read: count, ignored: count, faulty: count }),
      faults: z
        .array(z.object({ reason: name, packet: count.optional(), offset: count.optional(), count: count.optional() }))
        .max(2000),
    }),
    devices: z
      .array(
        z.looseObject({
          id: name.min(1),
          ips: z.array(name).max(1000),
          macs: z.array(name).max(1000),
          names: z.array(name).max(1000),
          vlans: z.array(count).max(5000),
          vendor: name.nullable(),
          model: name.nullable(),
          orderNumber: name.nullable(),
          firmware: name.nullable(),
          serial: name.nullable(),
          roles: z.array(z.looseObject({ role: name, because: text, becauseJa: text.optional() })).max(50),
          purdueLevel: z
            .looseObject({
              level: name,
              confidence: z.number().min(0).max(1),
              because: z.array(text).max(100),
              becauseJa: z.array(text).max(100).optional(),
            })
            .nullable(),
          firstSeen: instant,
          lastSeen: instant,
          packetsSeen: packets,
          safety: texts,
          safetyJa: texts,
          joinedBy: texts,
          joinedByJa: texts,
          behind: name.optional(),
          claimed: z.array(name).max(1000).optional(),
          protocols: z.array(name).max(1000).optional(),
        }),
      )
      .max(200_000),
    conversations: z
      .array(
        z.looseObject({
          client: name,
          server: name,
          transport: z.enum(['tcp', 'udp', 'sctp', 'ip', 'eth']),
          serverPort: z.number().int().min(0).max(65_535).nullable(),
          protocol: name.nullable(),
          packets: bothWays,
          bytes: bothWays,
          answered: z.boolean(),
          operations: z.object({ read: count, write: count, program: count, identify: count, other: count }),
          functions: z
            .array(
              z.looseObject({
                code: name,
                name,
                operation,
                requests: count,
                responses: count,
                firstPacket: count,
                firstAt: instant.optional(),
                lastAt: instant.optional(),
              }),
            )
            .max(2000),
          exceptions: count,
          firstSeen: instant,
          lastSeen: instant,
          packetsSeen: packets,
          days,
        }),
      )
      .max(200_000),
    identities: z
      .array(
        z.looseObject({
          device: name,
          protocol: name,
          field: name,
          value: text,
          packet: count,
          address: name.optional(),
        }),
      )
      .max(200_000),
  }),
})
export type SensorSlice = z.infer<typeof sensorSlice>
