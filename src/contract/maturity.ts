import { z } from 'zod'
import { day, plantKey, proof, reading, strength } from './common.ts'
import { route } from './route.ts'

export const verdictWord = z.enum(['met', 'partly', 'notMet', 'unknown', 'notApplicable'])
export type VerdictWord = z.infer<typeof verdictWord>
const over = z.enum(['each', 'some', 'several', 'major', 'enterprise'])

/** Flags are given; ages travel as periods (`P12D`), days as `YYYY-MM-DD`; null where nothing was recorded. */
const value = z.union([z.string(), z.number(), z.boolean()]).nullable()

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

const asking = reading.extend({ assume: z.enum(['feeds', 'none']).optional() })

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

/** A rule and its defaults as kept in the axis; see `core/maturity/axis.ts`. */
export interface RuleShape {
  all?: RuleShape[]
  any?: RuleShape[]
  indicator?: string
  within?: string
  atLeast?: number
  atMost?: number | string
  is?: boolean
  olderThan?: string
  every?: string
  periods?: number
  misses?: number
  /** Counts only against: while nothing is known it drops out. */
  refutes?: true
  grace?: string
}
const rule: z.ZodType<RuleShape> = z.lazy(() =>
  z.object({
    all: z.array(rule).optional(),
    any: z.array(rule).optional(),
    indicator: z.string().optional(),
    within: z.string().optional(),
    atLeast: z.number().optional(),
    atMost: z.union([z.number(), z.string()]).optional(),
    is: z.boolean().optional(),
    olderThan: z.string().optional(),
    every: z.string().optional(),
    periods: z.number().optional(),
    misses: z.number().optional(),
    refutes: z.literal(true).optional(),
    grace: z.string().optional(),
  }),
)

export const criterion = z.object({
  id: z.string(),
  level: z.number().int(),
  list: z.enum(['checklist', 'characteristic']),
  kind: z.enum(['criterion', 'symptom']),
  aspect: z.string().nullable(),
  over,
  atPlant: z.enum(['own', 'enterprise']),
  when: rule,
  window: z.string().optional(),
  mayNotApply: z.boolean(),
  compensable: z.boolean(),
  effortWeeks: z.number(),
})

export const getAxis = route({
  method: 'GET',
  path: '/axis',
  area: 'maturity',
  summary: 'The definition as data: levels, aspects, criteria with their rules, and every text in one language',
  query: z.object({ language: z.enum(['en', 'ja']).optional() }),
  response: z.object({
    id: z.string(),
    version: z.number().int(),
    languages: z.array(z.string()),
    levels: z.array(
      z.object({
        level: z.number().int(),
        states: z.number().int(),
        issues: z.array(z.object({ id: z.string(), points: z.array(z.string()) })),
      }),
    ),
    aspects: z.array(z.string()),
    defaults: z.object({
      coverage: z.number(),
      grace: z.object({ share: z.number(), min: z.string(), max: z.string() }),
      attestation: z.string(),
      exemption: z.string(),
      compensation: z.string(),
      prioritisation: z.string(),
      onboarding: z.string(),
      lateEntry: z.string(),
    }),
    indicators: z.record(
      z.string(),
      z.object({ area: z.string(), value: z.string(), measured: z.boolean().optional() }),
    ),
    criteria: z.array(criterion),
    transitions: z.array(
      z.object({
        from: z.number().int(),
        to: z.number().int(),
        actions: z.array(z.object({ id: z.string(), criteria: z.array(z.string()) })),
      }),
    ),
    considerations: z.array(z.string()),
    /** Keyed as in `model/<axis>/text.<language>.yaml`: `criterion.2.1`, `aspect.A`, `level.2.state.1`, `indicator.…`. */
    texts: z.record(z.string(), z.string()),
  }),
})

/** One node of a rule with what it came to on the day. */
export interface OutcomeShape {
  all?: OutcomeShape[]
  any?: OutcomeShape[]
  leaf?: RuleShape
  outcome: VerdictWord
  share?: number | null
  value?: string | number | boolean | null
  /** What answered: the indicator, an accepted attestation, a record that says "none", or nothing. */
  by?: 'indicator' | 'attestation' | 'none' | 'nothing'
  strength?: z.infer<typeof strength> | null
  since?: string | null
  observedOn?: string | null
  validUntil?: string | null
  inGrace?: boolean
  records?: string[]
  text?: string
  textJa?: string
}
const outcome: z.ZodType<OutcomeShape> = z.lazy(() =>
  z.object({
    all: z.array(outcome).optional(),
    any: z.array(outcome).optional(),
    leaf: rule.optional(),
    outcome: verdictWord,
    share: z.number().nullable().optional(),
    value: value.optional(),
    by: z.enum(['indicator', 'attestation', 'none', 'nothing']).optional(),
    strength: strength.nullable().optional(),
    since: day.nullable().optional(),
    observedOn: day.nullable().optional(),
    validUntil: day.nullable().optional(),
    inGrace: z.boolean().optional(),
    records: z.array(z.string()).optional(),
    text: z.string().optional(),
    textJa: z.string().optional(),
  }),
)

export const attestation = z.object({
  record: z.string(),
  says: z.enum(['met', 'none', 'compensated', 'notApplicable', 'plan']),
  statement: z.string().nullable(),
  scope: z.union([z.literal('enterprise'), z.array(plantKey)]),
  givenBy: z.string().nullable(),
  /** Null while it waits for a second person; it does not count until then. */
  acceptedBy: z.string().nullable(),
  effectiveFrom: day,
  /** The last day on which it can answer. */
  until: day.nullable(),
  document: z.string().nullable(),
  /** A measurement answers in its place. */
  overruled: z.boolean(),
})

export const explanation = z.object({
  criterion,
  /** `*` for the enterprise. */
  plant: z.string(),
  asOf: day,
  axisVersion: z.number().int(),
  verdict,
  /** For a plant (or a criterion over the enterprise) the rule with each leaf's value. */
  outcome: outcome.nullable(),
  attestations: z.array(attestation),
  /** Counter-examples first; `proofCount` says how many there are in all. */
  proof: z.array(proof.extend({ indicator: z.string().optional() })),
  proofCount: z.number().int(),
  spread: z.object({
    plants: z.array(
      z.object({
        plant: plantKey,
        asked: z.boolean(),
        verdict: verdictWord,
        share: z.number().nullable(),
        strength: strength.nullable(),
        validUntil: day.nullable(),
      }),
    ),
    shareMet: z.number().nullable(),
    shareMetByCriticality: z.number().nullable(),
    worst: plantKey.nullable(),
  }),
})
export type Explanation = z.infer<typeof explanation>

export const explainCriterion = route({
  method: 'GET',
  path: '/criteria/:id',
  area: 'maturity',
  summary: 'One verdict with its rule, the value of every leaf, attestations, proof and the spread over the plants',
  params: z.object({ id: z.string() }),
  query: asking.extend({ plant: plantKey.optional(), limit: z.coerce.number().int().min(1).max(2000).optional() }),
  response: explanation,
})

export const nextStep = z.object({
  criterion: z.string(),
  verdict: verdictWord,
  share: z.number().nullable(),
  effortWeeks: z.number(),
  needsShutdown: z.boolean(),
  /** What it does for the level: one over the number of criteria missing at its level, less for levels further up. */
  effect: z.number(),
  /** The level that is reached when this and every step before it is done. */
  levelAfter: z.number().int(),
  /** Record kinds that would answer it; empty where only an attestation can, or a measurement must. */
  kinds: z.array(z.string()),
  /** Plants at which it is missing, for the enterprise. */
  plants: z.array(z.string()),
})
export type NextStep = z.infer<typeof nextStep>

export const getNextSteps = route({
  method: 'GET',
  path: '/next-steps',
  area: 'maturity',
  summary: 'What stops the next level, by effect on the level over effort',
  query: asking.extend({ plant: plantKey.optional() }),
  response: z.object({
    plant: z.string(),
    asOf: day,
    level: z.number().int(),
    nextLevel: z.number().int().nullable(),
    items: z.array(nextStep),
  }),
})

export const maturityRoutes = [getAxis, getAssessment, getChanges, getHistory, explainCriterion, getNextSteps]
