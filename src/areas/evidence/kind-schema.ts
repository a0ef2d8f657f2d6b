import { z } from 'zod'
import { isDay } from '#core/calendar/day.ts'
import type { Field, RecordKind } from '#core/record/record.ts'
import { BadInput, type InputProblem } from '#platform/errors.ts'

const LONGEST = { text: 2_000, longText: 32_767 } as const

/** Days a record may speak of; 1900-01-01 is what an empty cell of a broken sheet turns into. */
export function isPlausibleDay(day: string): boolean {
  return isDay(day) && day > '1900-12-31' && day < '2200-01-01'
}

const daySchema = z.string().refine(isPlausibleDay, 'a date between 1901 and 2199 as YYYY-MM-DD')

function valueSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'text':
    case 'longText':
      return z.string().trim().min(1).max(LONGEST[field.type])
    case 'date':
      return daySchema
    case 'number':
    case 'share': {
      const [low, high] = field.type === 'share' ? [0, 1] : [-1e15, 1e15]
      return z
        .number()
        .min(field.min ?? low)
        .max(field.max ?? high)
    }
    case 'flag':
      return z.boolean()
    case 'choice':
      return optionSchema(field)
    case 'choices':
      return z.array(optionSchema(field)).min(1).max(100)
  }
}

function optionSchema(field: Field): z.ZodType {
  const keys = (field.options ?? []).map((option) => option.key)
  return z.string().refine((text) => keys.includes(text), { error: `one of ${keys.join(', ')}` })
}

const schemas = new WeakMap<RecordKind, z.ZodType<Record<string, unknown>>>()

/** The schema of a kind's data, built from its fields: strict, so that a misspelt field is refused and not lost. */
export function kindSchema(kind: RecordKind): z.ZodType<Record<string, unknown>> {
  const known = schemas.get(kind)
  if (known) return known
  const shape: Record<string, z.ZodType> = {}
  for (const field of kind.fields) {
    const value = valueSchema(field)
    shape[field.key] = field.required ? value : value.nullish()
  }
  const schema = z.strictObject(shape)
  schemas.set(kind, schema)
  return schema
}

/**
 * Data of a kind, checked; empty optional values are left out. `criteria`: the ids that a field `criterion` may hold, one
 * of them or `*`. Throws `BadInput` naming each field.
 */
export function checkData(
  kind: RecordKind,
  data: unknown,
  criteria: ReadonlySet<string> | null = null,
): Record<string, unknown> {
  const emptied = typeof data === 'object' && data !== null && !Array.isArray(data) ? withoutEmpty(data) : data
  const result = kindSchema(kind).safeParse(emptied)
  if (result.success) return withKnownCriterion(kind, result.data, criteria)
  const problems: InputProblem[] = result.error.issues.map((issue) => ({
    path: ['data', ...issue.path.map(String)].join('.'),
    reason: issue.message,
  }))
  throw new BadInput(`not a valid ${kind.key}: ${problems.map((p) => `${p.path}: ${p.reason}`).join('; ')}`, problems)
}

/** `Ａ２．１` and `a2.1` are A2.1; what names no criterion answers none, and would be lost silently. */
function withKnownCriterion(
  kind: RecordKind,
  data: Record<string, unknown>,
  criteria: ReadonlySet<string> | null,
): Record<string, unknown> {
  const { criterion } = data
  if (criteria === null || typeof criterion !== 'string') return data
  const wanted = criterion.normalize('NFKC').trim().toUpperCase()
  const id = wanted === '*' ? wanted : [...criteria].find((one) => one.toUpperCase() === wanted)
  if (id === undefined) {
    throw new BadInput(`not a valid ${kind.key}: there is no criterion ${criterion}`, [
      { path: 'data.criterion', reason: `there is no criterion ${criterion}` },
    ])
  }
  return { ...data, criterion: id }
}

function withoutEmpty(data: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) =>
        !(value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)),
    ),
  )
}
