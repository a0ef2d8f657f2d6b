import { z } from 'zod'
import { reading } from './common.ts'

/** Words that the parts of the maturity contract share. */
export const verdictWord = z.enum(['met', 'partly', 'notMet', 'unknown', 'notApplicable'])
export type VerdictWord = z.infer<typeof verdictWord>
export const over = z.enum(['each', 'some', 'several', 'major', 'enterprise'])

/** Flags are given; ages travel as periods (`P12D`), days as `YYYY-MM-DD`; null where nothing was recorded. */
export const value = z.union([z.string(), z.number(), z.boolean()]).nullable()

/** A question for a day: with what is alive today going on, or with nothing more ever arriving. */
export const asking = reading.extend({ assume: z.enum(['feeds', 'none']).optional() })
