import { z } from 'zod'
import * as contract from '#contract/imports.ts'
import { decodeCursor, encodeCursor } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { Evidence } from './create-evidence.ts'
import type { Import } from './import-store.ts'
import type { RowProblem } from './importer.ts'

const SHOWN_PROBLEMS = 200

export function importsRoutes(evidence: Evidence): Implemented[] {
  return [
    implement(contract.startImport, async ({ query, upload, actor }) => {
      const { name, ...how } = query
      return jobShown(await evidence.startImport({ ...how, file: await evidence.takeFile(name, upload), by: actor }))
    }),
    implement(contract.listImports, async ({ query: { cursor, limit = 50, plant, state, knownAt } }) => {
      // Committing is one short transaction: nobody ever sees an import in it.
      if (state === 'committing') return { items: [], total: null, next: null }
      const after = cursor ? decodeCursor(cursor, z.string()) : undefined
      const found = await evidence.listImports({ plant, state, knownAt, after, limit: limit + 1 })
      const items = found.slice(0, limit).map(jobShown)
      return { items, total: null, next: found.length > limit ? encodeCursor(items.at(-1)?.id) : null }
    }),
    implement(contract.getImport, async ({ params }) => {
      const one = await evidence.getImport(params.id)
      const problems = await evidence.problems(one.id, { after: 0, limit: SHOWN_PROBLEMS })
      return {
        ...jobShown(one),
        columns: one.columns.map((column) => ({ ...column })),
        fields: evidence.fieldsFor(one).map(({ key, label }) => ({ key, label: { ...label } })),
        mapping: { ...one.mapping },
        problems: problems.map(problemShown),
        problemCount: one.problems.refused + one.problems.ignored + one.problems.note,
      }
    }),
    implement(contract.getImportRow, async ({ params, query }) => {
      const found = await evidence.importRow({ id: params.id, sheet: query.sheet ?? null, row: query.row })
      return { ...found, cells: found.cells.map((cell) => ({ ...cell })) }
    }),
    implement(contract.listImportProblems, async ({ params, query: { cursor, limit = 100, severity } }) => {
      const after = cursor ? decodeCursor(cursor, z.number()) : 0
      const one = await evidence.getImport(params.id)
      const found = await evidence.problems(params.id, { severity, after, limit: limit + 1 })
      const all = one.problems
      return {
        items: found.slice(0, limit).map(problemShown),
        total: severity ? all[severity] : all.refused + all.ignored + all.note,
        next: found.length > limit ? encodeCursor(found[limit - 1]?.n) : null,
      }
    }),
    implement(contract.changeImport, async ({ params, body, actor }) =>
      jobShown(await evidence.changeImport({ ...body, id: params.id, by: actor })),
    ),
    implement(contract.commitImport, async ({ params, body, actor }) =>
      jobShown(await evidence.commitImport({ id: params.id, except: body.except, by: actor })),
    ),
    implement(contract.undoImport, async ({ params, actor }) =>
      jobShown(await evidence.undoImport({ id: params.id, by: actor })),
    ),
    implement(contract.cancelImport, async ({ params, actor }) =>
      jobShown(await evidence.cancelImport({ id: params.id, by: actor })),
    ),
  ]
}

function jobShown(one: Import) {
  const running = one.state === 'waiting' || one.state === 'staging'
  return {
    id: one.id,
    name: one.fileName,
    bytes: one.bytes,
    sha256: one.sha256,
    kind: one.kind,
    candidates: one.candidates.map((candidate) => ({ ...candidate })),
    plant: one.plant,
    effectiveOn: one.effectiveOn,
    state: one.state,
    progress: running ? { done: one.done, total: one.total } : null,
    counts: one.counts ? { ...one.counts } : null,
    failure: one.failure ? { en: one.failure.en, ja: one.failure.ja } : null,
    asks: one.failure?.asks ?? one.counts?.asks ?? null,
    sameAs: one.sameAs,
    createdAt: one.recordedAt,
    createdBy: one.recordedBy,
    committedAt: one.committedAt,
  }
}

function problemShown({ severity, sheet, row, column, reason }: RowProblem) {
  return { severity, sheet, row, column, reason: { ...reason } }
}
