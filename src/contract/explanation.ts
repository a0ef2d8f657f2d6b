import { z } from 'zod'
import { verdict } from './assessment.ts'
import { criterion, type RuleShape, rule } from './axis.ts'
import { day, plantKey, proof, strength } from './common.ts'
import { asking, type VerdictWord, value, verdictWord } from './maturity-words.ts'
import { route } from './route.ts'

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
  /** Kinds of record that answer a part of the rule, and what one may honestly declare not to have. */
  kinds: z.array(z.string()).optional(),
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

export const explanationRoutes = [explainCriterion, getNextSteps]
