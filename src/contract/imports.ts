import { z } from 'zod'
import { bilingual, day, instant, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

/** A part of the evidence area: a file on its way in. Dry run, row report, commit, undo. */
export const importStates = [
  'waiting',
  'staging',
  'staged',
  'committing',
  'committed',
  'undone',
  'cancelled',
  'failed',
  'interrupted',
] as const

export const columnUse = z.object({
  sheet: z.string().nullable(),
  column: z.string(),
  /** Field key, or null for a column that is kept but not understood. */
  field: z.string().nullable(),
  sample: z.string(),
})

export const rowProblem = z.object({
  severity: z.enum(['refused', 'ignored', 'note']),
  sheet: z.string().nullable(),
  row: z.number().int().nullable(),
  column: z.string().nullable(),
  reason: bilingual,
})
export type RowProblem = z.infer<typeof rowProblem>

export const rowCounts = z.object({
  accepted: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  ignored: z.number().int(),
  summary: bilingual.optional(),
})

export const importJob = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** As `rung import --as`; null while it is not recognised yet, or was not. */
  kind: z.string().nullable(),
  /** Every importer's opinion of the file, surest first. */
  candidates: z.array(z.object({ kind: z.string(), sure: z.number() })).optional(),
  plant: plantKey.nullable(),
  effectiveOn: day,
  state: z.enum(importStates),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  counts: rowCounts.nullable(),
  /** Why the file as a whole could not be read. */
  failure: z.object({ en: z.string(), ja: z.string() }).nullable(),
  /** What a person must say before anything (or everything) of it can be read: which plant it is of. */
  asks: z.enum(['plant']).nullable(),
  /** An earlier import that was committed from the very same file. */
  sameAs: z.string().nullable().optional(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  committedAt: instant.nullable(),
})
export type ImportJob = z.infer<typeof importJob>

export const importDetail = importJob.extend({
  columns: z.array(columnUse),
  /** Fields that a column may be mapped to. */
  fields: z.array(z.object({ key: z.string(), label: bilingual })),
  mapping: z.record(z.string(), z.string().nullable()),
  /** The first 200; the rest by `/imports/:id/problems`. */
  problems: z.array(rowProblem),
  problemCount: z.number().int(),
})
export type ImportDetail = z.infer<typeof importDetail>

const one = z.object({ id: z.string() })
const empty = z.object({})

export const startImport = route({
  method: 'POST',
  path: '/imports',
  area: 'evidence',
  summary: 'Takes a file as raw bytes, recognises it and begins the dry run',
  query: z.object({
    name: z.string(),
    plant: plantKey.optional(),
    as: z.string().optional(),
    effectiveOn: day.optional(),
  }),
  response: importJob,
  bytes: 'upload',
  status: 202,
})

export const listImports = route({
  method: 'GET',
  path: '/imports',
  area: 'evidence',
  summary: 'Imports, newest first',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional(), state: z.enum(importStates).optional() }),
  response: page(importJob),
})

export const getImport = route({
  method: 'GET',
  path: '/imports/:id',
  area: 'evidence',
  summary: 'The dry run: what was understood of the columns, counts, rows with problems; progress while it runs',
  params: one,
  response: importDetail,
})

export const listImportProblems = route({
  method: 'GET',
  path: '/imports/:id/problems',
  area: 'evidence',
  summary: 'Every row that was not plainly accepted',
  params: one,
  query: paging.extend({ severity: z.enum(['refused', 'ignored', 'note']).optional() }),
  response: page(rowProblem),
})

export const changeImport = route({
  method: 'PATCH',
  path: '/imports/:id',
  area: 'evidence',
  summary: 'Corrects kind, plant, date or the mapping of columns, and runs the dry run again',
  params: one,
  body: z.object({
    mapping: z.record(z.string(), z.string().nullable()).optional(),
    as: z.string().optional(),
    plant: plantKey.nullable().optional(),
    effectiveOn: day.optional(),
  }),
  response: importJob,
})

export const commitImport = route({
  method: 'POST',
  path: '/imports/:id/commit',
  area: 'evidence',
  summary: 'Makes the staged rows visible, but for those left out by choice',
  params: one,
  body: z.object({
    except: z.array(z.object({ sheet: z.string().nullable(), row: z.number().int() })).optional(),
  }),
  response: importJob,
})

export const undoImport = route({
  method: 'POST',
  path: '/imports/:id/undo',
  area: 'evidence',
  summary: 'Takes a committed import back',
  params: one,
  body: empty,
  response: importJob,
})

export const cancelImport = route({
  method: 'POST',
  path: '/imports/:id/cancel',
  area: 'evidence',
  summary: 'Stops an import that is under way or waits for its commit; nothing of it stays',
  params: one,
  body: empty,
  response: importJob,
})

export const importRow = z.object({
  sheet: z.string().nullable(),
  row: z.number().int(),
  /** As the sheet has them: the title over the cell (null where there is none), its letter, and its text. */
  cells: z.array(z.object({ title: z.string().nullable(), column: z.string(), text: z.string() })),
})
export type ImportRow = z.infer<typeof importRow>

export const getImportRow = route({
  method: 'GET',
  path: '/imports/:id/row',
  area: 'evidence',
  summary: 'One row of a workbook or CSV file as it was given: what a proof points to',
  params: one,
  query: z.object({ sheet: z.string().optional(), row: z.coerce.number().int().min(1) }),
  response: importRow,
})

export const importsRoutes = [
  startImport,
  listImports,
  getImport,
  getImportRow,
  listImportProblems,
  changeImport,
  commitImport,
  undoImport,
  cancelImport,
]
