import { z } from 'zod'
import { instant, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

export const operationClasses = ['program', 'write', 'read', 'identify', 'other'] as const

/** One end of a conversation, and what its device record says of it. */
export const talkEnd = z.object({
  /** The device's id where the address belongs to one, else the address. */
  device: z.string(),
  name: z.string().nullable(),
  asset: z.string().nullable(),
  assetName: z.string().nullable(),
  roles: z.array(z.string()),
  level: z.string().nullable(),
  /** Null where there is no device record of it. */
  status: z.enum(['matched', 'unmanaged', 'conflict']).nullable(),
  /** A safety controller, or a device that carries a safety protocol. */
  safety: z.boolean(),
})
export type TalkEnd = z.infer<typeof talkEnd>

/** A function by its name in the protocol, over all conversations of the row. */
export const talkFunction = z.object({
  protocol: z.string().nullable(),
  code: z.string(),
  name: z.string(),
  operation: z.enum(operationClasses),
  requests: z.number().int(),
  responses: z.number().int(),
})
export type TalkFunction = z.infer<typeof talkFunction>

export const operationCounts = z.object({
  read: z.number().int(),
  write: z.number().int(),
  program: z.number().int(),
  identify: z.number().int(),
  other: z.number().int(),
})

/**
 * What needs somebody's eye: a safety system is programmed or written (`safety`); the client is not in the registry
 * (`unregistered`), stands in the office (`office`), or nobody knows where (`noLevel`); it passes the DMZ by (`crosses`);
 * nobody answered (`unanswered`).
 */
export const relationConcerns = ['safety', 'office', 'unregistered', 'noLevel', 'crosses', 'unanswered'] as const
export type RelationConcern = (typeof relationConcerns)[number]

/** What one device does to another, over all their conversations. */
export const relation = z.object({
  id: z.string(),
  plant: plantKey,
  client: talkEnd,
  server: talkEnd,
  protocols: z.array(z.string()),
  /** Null where no source tells what was asked for. */
  operations: operationCounts.nullable(),
  /** Those of the operation asked for first, each with its requests; at most 100. */
  functions: z.array(talkFunction),
  /** Responses that refused their request. */
  refused: z.number().int(),
  conversations: z.number().int(),
  packets: z.number().int().nullable(),
  answered: z.boolean().nullable(),
  concerns: z.array(z.enum(relationConcerns)),
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  /** The first packet of the earliest conversation that counts here. */
  proof: z
    .object({
      conversation: z.string(),
      capture: z.string(),
      captureName: z.string(),
      packet: z.number().int(),
      /** `conn.log:12`, where the source is no capture. */
      place: z.string().nullable(),
    })
    .nullable(),
})
export type Relation = z.infer<typeof relation>

export const relationFilters = z.object({
  plant: plantKey.optional(),
  capture: z.string().optional(),
  /** Only pairs of which one does this to the other. */
  operation: z.enum(operationClasses).optional(),
  protocol: z.string().optional(),
  crosses: z.enum(['true', 'false']).optional(),
  client: z.string().optional(),
  server: z.string().optional(),
  /** Either end. */
  device: z.string().optional(),
  /** Level of either end: `0` … `5`, or `none`. */
  level: z.string().optional(),
  /** Whether the server belongs to a safety system. */
  safety: z.enum(['true', 'false']).optional(),
  /** Part of an address, name, asset, vendor or model of either end. */
  q: z.string().optional(),
})

export const relationSorts = ['concern', 'operations', 'lastSeen', 'firstSeen', 'client', 'server'] as const

export const listRelations = route({
  method: 'GET',
  path: '/relations',
  area: 'network',
  summary: 'Who programs, writes and reads whom: conversations put together by pairs of devices',
  query: reading
    .extend(paging.shape)
    .extend(relationFilters.shape)
    .extend({ sort: z.enum(relationSorts).optional(), order: z.enum(['asc', 'desc']).optional() }),
  response: page(relation),
})

/** What devices of one level and role do to those of another. */
export const relationFlow = z.object({
  clientLevel: z.string().nullable(),
  clientRole: z.string().nullable(),
  serverLevel: z.string().nullable(),
  serverRole: z.string().nullable(),
  clients: z.number().int(),
  servers: z.number().int(),
  pairs: z.number().int(),
  /** Requests of the operation asked for. */
  messages: z.number().int(),
  /** Pairs among them with a concern other than a missing answer. */
  concerned: z.number().int(),
})
export type RelationFlow = z.infer<typeof relationFlow>

export const getRelationSummary = route({
  method: 'GET',
  path: '/relation-summary',
  area: 'network',
  summary: 'How many pairs program, write, read; and what the levels do to each other',
  query: reading.extend(relationFilters.shape),
  response: z.object({
    /** Pairs by what is done, whatever `operation` says. */
    counts: operationCounts.extend({ all: z.number().int() }),
    conversations: z.number().int(),
    /** Pairs that program a safety system; that program from the office, from no known level, or unregistered. */
    programsSafety: z.number().int(),
    programsFromOutside: z.number().int(),
    flows: z.array(relationFlow),
    /** Protocols of all conversations asked for, the most frequent first. */
    protocols: z.array(z.object({ value: z.string(), conversations: z.number().int() })),
  }),
})
export type RelationSummary = z.output<typeof getRelationSummary.response>

export const relationRoutes = [listRelations, getRelationSummary]
