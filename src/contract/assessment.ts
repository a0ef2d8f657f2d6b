import { z } from 'zod'
import { day, plantKey, strength } from './common.ts'
import { asking, over, value, verdictWord } from './maturity-words.ts'
import { route } from './route.ts'

export const reason = z.object({
  indicator: z.string(),
  value,
  /** For an indicator of days: the day itself, where `value` is its age. */
  on: day.nullable().optional(),
  records: z.array(z.string()),
  recordCount: z.number().int().optional(),
  text: z.string(),
  textJa: z.string().optional(),
  /** Where in the fleet, for an enterprise verdict over plants. */
  plant: z.string().optional(),
  verdict: verdictWord.optional(),
  strength: strength.nullable().optional(),
  /** The attestation that answered in the indicator's place. */
  attestation: z.string().nullable().optional(),
  notReobserved: z.boolean().optional(),
  /** No area measures this indicator yet: only an attestation can answer. */
  noSource: z.boolean().optional(),
  late: z.boolean().optional(),
})
export type Reason = z.infer<typeof reason>

export const verdict = z.object({
  criterion: z.string(),
  kind: z.enum(['criterion', 'symptom']),
  level: z.number().int().optional(),
  aspect: z.string().nullable().optional(),
  asked: z.boolean(),
  verdict: verdictWord,
  inGrace: z.boolean(),
  /** How much of it is met, 0…1. */
  share: z.number().nullable(),
  /** Null where nothing was ever recorded. */
  strength: strength.nullable(),
  over,
  /** Plants that keep the enterprise from it. */
  blockedBy: z.array(z.string()),
  /** The first day on which it says something else; null if none. */
  validUntil: day.nullable(),
  effectiveFrom: day.nullable().optional(),
  because: z.array(reason),
  /** The accepted attestation that says yes where a measurement says no. */
  contradicted: z.string().nullable().optional(),
  compensated: z.string().nullable().optional(),
  exemption: z.string().nullable().optional(),
  /** A fix dated after a measured failure, not looked at since. */
  notReobserved: z.boolean().optional(),
  /** Decided by the enterprise, not by this plant. */
  elsewhere: z.boolean().optional(),
  prioritised: z.boolean().optional(),
  /** Rests on a record entered long after its effective date. */
  late: z.boolean().optional(),
})
export type Verdict = z.infer<typeof verdict>

export const nextLevel = z.object({
  /** Null at the top of the ladder. */
  level: z.number().int().nullable(),
  met: z.number().int(),
  of: z.number().int(),
  partly: z.number().int().optional(),
  notMet: z.number().int().optional(),
  unknown: z.number().int(),
  notAsked: z.number().int().optional(),
  notApplicable: z.number().int().optional(),
  compensated: z.number().int().optional(),
})

const standing = z.object({
  level: z.number().int().min(1).max(5),
  aspects: z.record(z.string(), z.number().int()),
  symptoms: z.array(z.string()),
  next: nextLevel,
  /** What the present level loses first. */
  lapsesNext: z.object({ criterion: z.string(), on: day }).nullable().optional(),
  verdicts: z.array(verdict),
})

export const assessment = z.object({
  axis: z.string(),
  axisVersion: z.number().int().optional(),
  asOf: day,
  assume: z.enum(['feeds', 'none']).optional(),
  /** `noPlantAtLevel`: the enterprise stands higher than any single plant. */
  enterprise: standing.extend({ noPlantAtLevel: z.boolean().optional() }),
  plants: z.array(standing.extend({ plant: plantKey, onboarding: z.boolean().optional() })),
})
export type Assessment = z.infer<typeof assessment>
export type Standing = z.infer<typeof standing>

export const getAssessment = route({
  method: 'GET',
  path: '/assessment',
  area: 'maturity',
  summary: 'The ladder on a day: every verdict of every plant and of the enterprise',
  query: asking.extend({
    plant: plantKey.optional(),
    /** `none` leaves the reasons out: what the fleet matrix reads. */
    reasons: z.enum(['all', 'none']).optional(),
  }),
  response: assessment,
})

export const change = z.object({
  /** `*` is the enterprise. */
  plant: z.string(),
  criterion: z.string(),
  before: verdictWord,
  after: verdictWord,
  direction: z.enum(['up', 'down']),
  /** The day on which it moved, where that is known. */
  on: day.nullable(),
  because: z.array(reason),
})

export const getChanges = route({
  method: 'GET',
  path: '/assessment/changes',
  area: 'maturity',
  summary: 'What moved between two days, and why',
  query: z.object({ from: day, to: day, plant: plantKey.optional() }),
  response: z.object({
    from: day,
    to: day,
    levels: z.array(
      z.object({
        plant: z.string(),
        /** Null for the level itself. */
        aspect: z.string().nullable(),
        before: z.number().int(),
        after: z.number().int(),
      }),
    ),
    criteria: z.array(change),
  }),
})
export type Change = z.infer<typeof change>

export const getHistory = route({
  method: 'GET',
  path: '/assessment/history',
  area: 'maturity',
  summary: 'Levels at every month end, with what moved them',
  query: z.object({ from: day, to: day, plant: plantKey.optional(), assume: z.enum(['feeds', 'none']).optional() }),
  response: z.object({
    days: z.array(day),
    series: z.array(
      z.object({
        plant: z.string(),
        levels: z.array(z.number().int()),
        aspects: z.record(z.string(), z.array(z.number().int())),
        /** Criteria that let the level move between the day before and this one. */
        moves: z.array(z.object({ on: day, before: z.number(), after: z.number(), criteria: z.array(z.string()) })),
      }),
    ),
  }),
})

export const assessmentRoutes = [getAssessment, getChanges, getHistory]
