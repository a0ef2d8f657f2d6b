import { z } from 'zod'
import { isDay } from '#core/calendar/day.ts'

/** Words that every area's contract shares. Texts travel in both languages, or as keys that the screen's catalogue speaks. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD')
  .refine(isDay, 'no day of the calendar')
export const instant = z.string().describe('ISO 8601 instant')
export const bilingual = z.object({ en: z.string(), ja: z.string() })
export const plantKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit',
  )
export const department = z.enum(['ot', 'it', 'process-safety', 'management', 'other'])
export const criticality = z.enum(['major', 'standard', 'minor'])
export const strength = z.enum(['measured', 'recorded', 'attested'])

/** Every read can be asked for a day: effective dates by `asOf` (default: today), recorded instants by `knownAt`. */
export const reading = z.object({ asOf: day.optional(), knownAt: instant.optional() })

export const paging = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
})

/** One page of a list; `next` is the cursor of the page after it, `total` is null where counting would cost too much. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() })
}

export const nothing = z.object({})

/** RFC 9457. `problems` says where an input is wrong: `path` is a JSON path, a column, or `sheet!row`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  problems: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>

export { actingHeader } from './acting.ts'

/** Where a proof lives: the reference, words that name file, sheet and row or packet, and the page that shows it. */
export const proof = z.object({
  ref: z.string(),
  text: z.string(),
  textJa: z.string().optional(),
  href: z.string().nullable(),
  speaks: z.enum(['for', 'against']),
})
