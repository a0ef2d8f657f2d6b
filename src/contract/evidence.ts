import { z } from 'zod'
import { bilingual, day, department, instant, page, paging, plantKey, proof, reading } from './common.ts'
import { route } from './route.ts'

export const field = z.object({
  key: z.string(),
  type: z.enum(['text', 'longText', 'date', 'number', 'share', 'flag', 'choice', 'choices']),
  label: bilingual,
  hint: bilingual.optional(),
  required: z.boolean().optional(),
  options: z.array(z.object({ key: z.string(), label: bilingual })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Once this flag is set, a form asks for these fields too; `effectiveTo` is the end of the period. */
  asksFor: z.array(z.string()).optional(),
  aliases: z.array(z.string()).optional(),
})
export type FormField = z.infer<typeof field>

export const recordKind = z.object({
  key: z.string(),
  area: z.string(),
  label: bilingual,
  purpose: bilingual,
  dateLabel: bilingual,
  hasEnd: z.boolean(),
  needsAcceptance: z.boolean(),
  scope: z.enum(['enterprise', 'plant', 'either']),
  fields: z.array(field),
  /** Criteria that an indicator over this kind can move; what "which record would help here" is answered from. */
  criteria: z.array(z.string()).optional(),
})
export type FormKind = z.infer<typeof recordKind>

export const scope = z.union([z.literal('enterprise'), z.array(plantKey).min(1)])
const somebody = z.object({ key: z.string(), name: z.string().nullable(), department })

export const record = z.object({
  id: z.string(),
  kind: z.string(),
  scope,
  effectiveFrom: day,
  effectiveTo: day.nullable(),
  recordedAt: instant,
  recordedBy: somebody.nullable(),
  acceptances: z.array(z.object({ by: z.string(), name: z.string().nullable().optional(), department, on: day })),
  data: z.record(z.string(), z.unknown()),
  /** `row:<import>/<sheet>/<row>` or `document:<sha256>`. */
  source: z.string().nullable(),
  /** Words and page for `source`, where it has one. */
  sourceProof: proof.nullable().optional(),
  state: z.enum(['counts', 'awaiting', 'withdrawn', 'superseded']),
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  withdrawal: z.object({ at: instant, by: z.string().nullable(), reason: z.string() }).nullable().optional(),
  late: z.boolean(),
})
export type EvidenceRecord = z.infer<typeof record>

const one = z.object({ id: z.string() })

export const listRecordKinds = route({
  method: 'GET',
  path: '/record-kinds',
  area: 'evidence',
  summary: 'Every kind of dated record with its fields: forms and templates are made from it',
  response: z.object({ items: z.array(recordKind) }),
})

export const listRecords = route({
  method: 'GET',
  path: '/records',
  area: 'evidence',
  summary: 'Records in force or recorded by the day asked for, newest effective date first',
  query: reading.extend(paging.shape).extend({
    kind: z.string().optional(),
    plant: plantKey.optional(),
    criterion: z.string().optional(),
    state: z.enum(['counts', 'awaiting', 'withdrawn', 'superseded']).optional(),
    q: z.string().optional(),
  }),
  response: page(record),
})

export const getRecord = route({
  method: 'GET',
  path: '/records/:id',
  area: 'evidence',
  summary: 'One record with its acceptances and what it replaces',
  params: one,
  query: reading,
  response: record,
})

export const addRecord = route({
  method: 'POST',
  path: '/records',
  area: 'evidence',
  summary: 'Enters a dated record; a correction names the record that it replaces',
  body: z.object({
    kind: z.string(),
    scope,
    effectiveFrom: day,
    effectiveTo: day.nullable().optional(),
    data: z.record(z.string(), z.unknown()),
    replaces: z.string().optional(),
    /** `document:<sha256>` of a document that was given before. */
    source: z
      .string()
      .regex(/^document:[0-9a-f]{64}$/)
      .optional(),
  }),
  response: record,
  status: 201,
})

export const acceptRecord = route({
  method: 'POST',
  path: '/records/:id/accept',
  area: 'evidence',
  summary: 'Accepts a record in the name of the person acting, who is another than the one who gave it',
  params: one,
  body: z.object({}),
  response: record,
})

export const withdrawRecord = route({
  method: 'POST',
  path: '/records/:id/withdraw',
  area: 'evidence',
  summary: 'Withdraws a record from now on; what was known before stays readable',
  params: one,
  body: z.object({ reason: z.string().trim().min(1).max(1000) }),
  response: record,
})

export const downloadTemplate = route({
  method: 'GET',
  path: '/record-templates/:language',
  area: 'evidence',
  summary: 'The Excel workbook for records: one sheet per kind, with examples and explanations',
  params: z.object({ language: z.enum(['en', 'ja']) }),
  query: z.object({ kind: z.string().optional() }),
  response: z.unknown(),
  bytes: 'download',
})

export const exportRecords = route({
  method: 'GET',
  path: '/record-exports/:language',
  area: 'evidence',
  summary: 'Records as an Excel workbook that imports again unchanged, one sheet per kind',
  params: z.object({ language: z.enum(['en', 'ja']) }),
  query: z.object({ kind: z.string().optional(), plant: plantKey.optional() }),
  response: z.unknown(),
  bytes: 'download',
})

/** The freshness strip: one row per source, one tick per week in which it brought something. */
export const source = z.object({
  key: z.string(),
  /** `registry`, `records`, `capture`, `form`. */
  kind: z.string(),
  plant: plantKey.nullable(),
  /** The newest file's name, or the label of the record kind. */
  label: bilingual,
  first: day,
  last: day,
  /** Monday of the week and how many rows, packets or records it brought. */
  weeks: z.array(z.object({ week: day, count: z.number().int() })),
  /** The day after which verdicts that rest on it begin to lapse, where that is known. */
  goodUntil: day.nullable().optional(),
})
export type Source = z.infer<typeof source>

export const listSources = route({
  method: 'GET',
  path: '/sources',
  area: 'evidence',
  summary: 'What each source brought, week by week',
  query: reading.extend({ plant: plantKey.optional(), weeks: z.coerce.number().int().min(1).max(260).optional() }),
  response: z.object({ from: day, to: day, items: z.array(source) }),
})

export const document = z.object({
  sha256: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number().int(),
  addedAt: instant,
  addedBy: z.string().nullable(),
  /** Records that name it. */
  records: z.array(z.string()).optional(),
})
export type EvidenceDocument = z.infer<typeof document>

export const listDocuments = route({
  method: 'GET',
  path: '/documents',
  area: 'evidence',
  summary: 'Documents that were given, newest first',
  query: reading.extend(paging.shape),
  response: page(document),
})

export const addDocument = route({
  method: 'POST',
  path: '/documents',
  area: 'evidence',
  summary: 'Keeps a document under its SHA-256; a record refers to it as `document:<sha256>`',
  query: z.object({ name: z.string() }),
  response: document,
  bytes: 'upload',
  status: 201,
})

export const downloadDocument = route({
  method: 'GET',
  path: '/documents/:sha256',
  area: 'evidence',
  summary: 'The document as it was given; always as an attachment',
  params: z.object({ sha256: z.string() }),
  response: z.unknown(),
  bytes: 'download',
})

export const evidenceRoutes = [
  listRecordKinds,
  listRecords,
  getRecord,
  addRecord,
  acceptRecord,
  withdrawRecord,
  downloadTemplate,
  exportRecords,
  listSources,
  listDocuments,
  addDocument,
  downloadDocument,
]
