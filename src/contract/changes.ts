import { z } from 'zod'
import { changeKinds } from '#core/change/change.ts'
import { programDeeds } from '#core/change/program-deed.ts'
import { decisionKinds, standings } from '#core/change/standing.ts'
import { day, instant, page, paging, plantKey, reading } from './common.ts'
import { constraintKinds } from './plants.ts'
import { route } from './route.ts'

/** One end of a change, and what the registry and the device's record say of it. */
export const changeEnd = z.object({
  /** The address as it was seen; `zone:NAME` for an office, `internet` for everything outside. */
  address: z.string(),
  /** The device's id where there is a record of it. */
  device: z.string().nullable(),
  name: z.string().nullable(),
  asset: z.string().nullable(),
  assetName: z.string().nullable(),
  level: z.string().nullable(),
  zone: z.string().nullable(),
  /** A safety instrumented system, by the registry or by what it says and does. */
  sis: z.boolean(),
  /** What the registry says may not be done with it. */
  constraints: z.array(z.enum(constraintKinds)),
})
export type ChangeEnd = z.infer<typeof changeEnd>

/** The packet, or line, that shows it. */
export const changeWitness = z.object({
  capture: z.string(),
  captureName: z.string(),
  packet: z.number().int().nullable(),
  /** `conn.log:12`, where the source is no capture. */
  place: z.string().nullable(),
})

/** How a change stands to the approvals: see `core/change/approval.ts`. */
export const changeAuthorisation = z.object({
  verdict: z.enum(['authorised', 'outsideWindow', 'unauthorised', 'cannotDecide']),
  /** Why nobody can tell: the capture's clock, a time that is known too roughly, an approval whose times are not understood. */
  undecided: z.enum(['clock', 'time', 'window']).nullable(),
  /** The record that approves it, or whose window it missed. */
  record: z.string().nullable(),
  workOrder: z.string().nullable(),
  approvedBy: z.string().nullable(),
  /** What of the record named it. */
  covering: z.string().nullable(),
  window: z.object({ from: instant, to: instant }).nullable(),
})

export const change = z.object({
  id: z.string(),
  plant: plantKey,
  kind: z.enum(changeKinds),
  standing: z.enum(standings),
  target: changeEnd,
  /** Who did it, or with whom it talks; null where nobody else is part of it. */
  peer: changeEnd.nullable(),
  protocol: z.string().nullable(),
  port: z.number().int().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  deeds: z.array(z.enum(programDeeds)),
  /** Conversations and operations that came with it, or ends that were knocked at. */
  folded: z.number().int(),
  /** Where it was captured. */
  source: z.string(),
  /** Not before, first and last seen on the wire; null where the capture's clock cannot be believed. */
  since: instant.nullable(),
  at: instant.nullable(),
  until: instant.nullable(),
  /** Whether it happened at `at`; else between `since` and `at`. */
  exact: z.boolean(),
  noticedAt: instant,
  /** From the wire to the notice; null where no clock tells. */
  delayMinutes: z.number().nullable(),
  /** A sensor was listening: else the capture was brought later, and the notice is no alert. */
  live: z.boolean(),
  witness: changeWitness,
  authorisation: changeAuthorisation,
})
export type Change = z.infer<typeof change>

const decisionOf = z.object({
  id: z.string(),
  kind: z.enum(decisionKinds),
  reason: z.string(),
  /** The last day on which an acceptance holds; null: for good, or for this one work alone. */
  through: day.nullable(),
  /** The approval that explains it, or the finding that was raised. */
  record: z.string().nullable(),
  at: instant,
  by: z.string().nullable(),
  undone: z.object({ reason: z.string(), at: instant, by: z.string().nullable() }).nullable(),
  /** Whether it is the one that holds now. */
  holds: z.boolean(),
})
export type ChangeDecision = z.infer<typeof decisionOf>

const calledFunction = z.object({
  protocol: z.string().nullable(),
  name: z.string(),
  deed: z.enum(programDeeds),
  count: z.number().int(),
  capture: z.string(),
  packet: z.number().int().nullable(),
})

/** An approval near the change, and whether it covers it. */
const nearApproval = z.object({
  record: z.string(),
  workOrder: z.string().nullable(),
  work: z.string(),
  approvedBy: z.string().nullable(),
  covers: z.array(z.string()),
  kinds: z.array(z.enum(changeKinds)),
  /** Null where its times are not understood. */
  windows: z.array(z.object({ from: instant, to: instant })).nullable(),
  coversTarget: z.boolean(),
  coversKind: z.boolean(),
})

export const changeDetail = change.extend({
  functions: z.array(calledFunction),
  decisions: z.array(decisionOf),
  approvals: z.array(nearApproval),
  plantConstraints: z.array(z.object({ kind: z.enum(constraintKinds), note: z.string().nullable() })),
  /** The plant's next planned standstills: when something may be done about it. */
  shutdowns: z.array(z.object({ from: day, to: day, note: z.string().nullable() })),
  timeZone: z.string(),
})
export type ChangeDetail = z.infer<typeof changeDetail>

export const changeFilters = z.object({
  plant: plantKey.optional(),
  kind: z.enum(changeKinds).optional(),
  standing: z.enum([...standings, 'open']).optional(),
  /** Only those of a safety system, or only others. */
  sis: z.enum(['true', 'false']).optional(),
  /** UTC days on which it was seen on the wire. Without a time it is on every day. */
  from: day.optional(),
  to: day.optional(),
  /** An end by its device id or address. */
  device: z.string().optional(),
  /** Part of an address, name, tag, protocol or function. */
  q: z.string().optional(),
})

export const listChanges = route({
  method: 'GET',
  path: '/changes',
  area: 'network',
  summary: 'What changed at plants after learning, the newest first, and whether anybody approved it',
  query: reading.extend(paging.shape).extend(changeFilters.shape),
  response: page(change),
})

/** Where a source stands with learning what is usual. */
const sourceLearning = z.object({
  source: z.string(),
  /** Days on which it looked. */
  observed: z.number().int(),
  /** Days wanted; null where a person named the last day. */
  wanted: z.number().int().nullable(),
  until: day.nullable(),
  /** The last day of its learning; null: it learns. */
  learnedUntil: day.nullable(),
  /** A sensor whose key holds. */
  live: z.boolean(),
  lastLooked: day.nullable(),
})

const ruling = z.object({
  id: z.string(),
  source: z.string().nullable(),
  until: day.nullable(),
  days: z.number().int().nullable(),
  reason: z.string(),
  at: instant,
  by: z.string().nullable(),
  undone: z.object({ reason: z.string(), at: instant, by: z.string().nullable() }).nullable(),
})

const plantLearning = z.object({
  plant: plantKey,
  sources: z.array(sourceLearning),
  rulings: z.array(ruling),
})
export type PlantLearning = z.infer<typeof plantLearning>

export const getChangeSummary = route({
  method: 'GET',
  path: '/change-summary',
  area: 'network',
  summary: 'How many changes stand how, by kind and by week, and which sources still learn',
  query: reading.extend(changeFilters.shape),
  response: z.object({
    /** By standing, whatever `standing` says. */
    standings: z.record(z.enum(standings), z.number().int()),
    open: z.number().int(),
    openSis: z.number().int(),
    /** Open ones by plant, the most first. */
    plants: z.array(z.object({ plant: plantKey, open: z.number().int(), openSis: z.number().int() })),
    kinds: z.array(z.object({ kind: z.enum(changeKinds), all: z.number().int(), open: z.number().int() })),
    /** By UTC day of the first sight, ascending; at most the last 400. */
    days: z.array(z.object({ day, settled: z.number().int(), open: z.number().int() })),
    learning: z.array(plantLearning),
  }),
})
export type ChangeSummary = z.output<typeof getChangeSummary.response>

const one = z.object({ id: z.string() })

export const getChange = route({
  method: 'GET',
  path: '/changes/:id',
  area: 'network',
  summary: 'One change: what was, what is, its packets, approvals, constraints and decisions',
  params: one,
  query: reading,
  response: changeDetail,
})

export const decideChange = route({
  method: 'POST',
  path: '/changes/:id/decisions',
  area: 'network',
  summary: 'Accept a change into what is usual, explain it, or raise it as a finding',
  params: one,
  body: z.object({
    kind: z.enum(decisionKinds),
    reason: z.string().trim().min(1).max(2000),
    /** Of an acceptance: the last day on which it holds. */
    through: day.nullable().optional(),
    /** Of an explanation: the approval that covers it. */
    record: z.string().nullable().optional(),
    /** Of a finding. */
    owner: z.string().trim().max(200).nullable().optional(),
    due: day.nullable().optional(),
  }),
  response: changeDetail,
})

export const undoChangeDecision = route({
  method: 'POST',
  path: '/change-decisions/:id/undo',
  area: 'network',
  summary: 'Take back what was decided about a change',
  params: one,
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: changeDetail,
})

export const ruleLearning = route({
  method: 'POST',
  path: '/plants/:plant/learning',
  area: 'network',
  summary: 'End or extend the learning of what is usual at a plant, for one source or for all',
  params: z.object({ plant: plantKey }),
  body: z
    .object({
      source: z.string().max(500).nullable(),
      /** What was seen up to the end of this day is usual. */
      until: day.nullable().optional(),
      /** Else so many observed days. */
      days: z.number().int().min(0).max(400).nullable().optional(),
      reason: z.string().trim().min(1).max(2000),
    })
    .refine(
      ({ until = null, days = null }) => (until === null) !== (days === null),
      'either a day or a number of days',
    ),
  response: plantLearning,
})

export const undoLearning = route({
  method: 'POST',
  path: '/learning-decisions/:id/undo',
  area: 'network',
  summary: 'Take back a word on learning',
  params: one,
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: plantLearning,
})

export const changeRoutes = [
  listChanges,
  getChangeSummary,
  getChange,
  decideChange,
  undoChangeDecision,
  ruleLearning,
  undoLearning,
]
