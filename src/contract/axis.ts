import { z } from 'zod'
import { over } from './maturity-words.ts'
import { route } from './route.ts'

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
export const rule: z.ZodType<RuleShape> = z.lazy(() =>
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

export const axisRoutes = [getAxis]
