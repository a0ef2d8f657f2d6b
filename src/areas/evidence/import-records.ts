import { basename } from 'node:path'
import type { Kysely, Transaction } from 'kysely'
import { readTable, recogniseTable } from '#core/import/read-table.ts'
import { kindOfSheet } from '#core/import/record-sheet.ts'
import type { Bilingual, RecordKind } from '#core/record/record.ts'
import { Refused } from '#platform/errors.ts'
import { readSheets, type Sheets } from '#platform/files/read-workbook.ts'
import type { EvidenceContext } from './context.ts'
import type { Importer, ImportFile, ImportJob, RowCounts } from './importer.ts'
import { noPlant, readRecordRow } from './read-record-row.ts'
import { isGuide, type PlantNames, sheetFields } from './record-sheet.ts'
import * as store from './record-store.ts'
import { rowsWithoutPlant } from './rows-without-plant.ts'
import { stageRecords } from './stage-records.ts'
import type { EvidenceTables } from './tables.ts'

/** The importer of dated records: workbooks from our templates (one sheet per kind), or one CSV file per kind. */
export function createRecordsImporter(context: EvidenceContext): Importer {
  const kindOf = (sheet: string) => kindOfSheet(sheet, [...context.kinds.values()])
  return {
    kind: 'records',
    area: 'evidence',
    fieldsFor(columns) {
      const kinds = new Set(columns.map(({ sheet }) => (sheet === null ? null : kindOf(sheet))))
      return [...kinds].flatMap((kind) => (kind ? sheetFields(kind, []) : []))
    },
    async recognises(file) {
      const sheets = await readSheets(file.path, file.name, file.head)
      try {
        const found = await kindsOf(sheets, file, context.kinds)
        if (found.size === 0) return 0
        return sheets.format === 'csv' ? 0.85 : 0.95
      } finally {
        sheets.close()
      }
    },
    stage: (job) => stage(context, job),
    ...keeping,
  }
}

/** How staged records become those that count: the same whatever they were read from. */
export const keeping: Pick<Importer, 'commit' | 'undo' | 'discard'> = {
  async commit(trx, importId, except) {
    const db = typed(trx)
    await store.dropStaged(db, importId, except)
    await store.dropOvertaken(db, importId)
    const lost = await store.findLostReplacements(db, importId)
    if (lost.length > 0) {
      throw new Refused(
        `since the dry run someone else corrected or withdrew ${lost.length} of these records (${lost[0]}): run the dry run again`,
      )
    }
  },
  // Records are visible while their import is committed and not undone: nothing else is to be done.
  async undo() {},
  discard: (db, importId) => store.discardStaged(typed(db), importId),
}

function typed(db: Kysely<unknown> | Transaction<unknown>): Kysely<EvidenceTables> {
  return db as unknown as Kysely<EvidenceTables>
}

/** Which sheet holds which kind. A CSV file is known by its name, or by the kind whose columns it has. */
async function kindsOf(
  sheets: Sheets,
  file: Pick<ImportFile, 'name'>,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<Map<string | null, RecordKind>> {
  const found = new Map<string | null, RecordKind>()
  for (const { name, hidden } of sheets.sheets) {
    if (hidden) continue
    const kind = kindOfSheet(name ?? basename(file.name).replace(/\.[^.]*$/, ''), [...kinds.values()])
    if (kind) found.set(name, kind)
    else if (name === null) {
      const best = await kindByColumns(sheets, kinds)
      if (best) found.set(null, best)
    }
  }
  return found
}

/** The one kind that has more of its own columns in the file than any other, and all that it requires. */
async function kindByColumns(sheets: Sheets, kinds: ReadonlyMap<string, RecordKind>): Promise<RecordKind | null> {
  const scores: { kind: RecordKind; score: number }[] = []
  for (const kind of kinds.values()) {
    const header = await recogniseTable(sheets.rows(null), sheetFields(kind, []))
    const own = new Set(
      header?.columns.flatMap(({ field }) => (field && kind.fields.includes(field) ? [field.key] : [])),
    )
    const complete = kind.fields.every((field) => !field.required || own.has(field.key))
    if (own.size > 0 && complete) scores.push({ kind, score: own.size / kind.fields.length })
  }
  scores.sort((a, b) => b.score - a.score)
  const [best, second] = scores
  return best && best.score >= 0.5 && best.score > (second?.score ?? 0) ? best.kind : null
}

async function stage(context: EvidenceContext, job: ImportJob): Promise<RowCounts> {
  const sheets = await readSheets(job.file.path, job.file.name, job.file.head, {
    signal: job.signal,
    onProgress: (done, total) => job.progress(done, total),
  })
  try {
    const kinds = await kindsOf(sheets, job.file, context.kinds)
    const plants: PlantNames = await context.plants.list()
    const world = { people: await context.people.list(), criteria: context.criteria }
    const staged = await stageRecords(context, job)
    const withoutPlant = rowsWithoutPlant()
    for (const { name, hidden } of sheets.sheets) {
      const kind = kinds.get(name)
      if (!kind) {
        if (!hidden && !(name !== null && isGuide(name)))
          job.report({ ...whole(name), severity: 'note', reason: noKind })
        continue
      }
      const table = readTable({
        // Rows that name no plant are asked about once, for all of them.
        fields: sheetFields(kind, plants).map((field) =>
          field.key === 'plant' ? { ...field, required: false } : field,
        ),
        rows: sheets.rows(name),
        mapping: job.mapping,
        defaults: job.plant === null || kind.scope === 'enterprise' ? {} : { plant: [job.plant] },
        understood: job.understood,
        report: (problem) => {
          if (problem.severity === 'ignored' && problem.row !== null) staged.ignore()
          job.report(problem)
        },
      })
      for await (const row of table) {
        job.signal.throwIfAborted()
        for (const problem of row.problems) job.report(problem)
        if (row.refused) {
          staged.refuse()
          continue
        }
        const read = readRecordRow(kind, row, world, { plant: job.plant, actor: job.actor })
        if ('refused' in read) {
          for (const reason of read.refused) {
            if (reason === noPlant) withoutPlant.add()
            else job.report({ severity: 'refused', sheet: row.sheet, row: row.row, column: null, reason })
          }
          staged.refuse()
          continue
        }
        const reason = await staged.take(row.sheet, row.row, read.record)
        if (reason) job.report({ ...reason, sheet: row.sheet, row: row.row, column: null })
      }
    }
    for (const fault of sheets.faults) {
      const { reason, sheet = null, row = null } = fault
      job.report({ severity: 'note', sheet, row, column: fault.column ?? null, reason: { en: reason, ja: reason } })
    }
    const asks = withoutPlant.tell(job.report)
    return { ...(await staged.end()), ...asks }
  } finally {
    sheets.close()
  }
}

const noKind: Bilingual = {
  en: 'the sheet is not named after a kind of record: it was left out',
  ja: 'シート名が記録の種類と一致しないため、読み飛ばしました',
}

function whole(sheet: string | null) {
  return { sheet, row: null, column: null }
}
