import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportFile, ImportJob, RowCounts, StagedRow } from '#areas/evidence/importer.ts'
import { rowsWithoutPlant } from '#areas/evidence/index.ts'
import { readTable, recogniseTable } from '#core/import/read-table.ts'
import type { RowProblem } from '#core/import/sheet.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { Fault } from '#formats/faults.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { readSheets } from '#platform/files/read-workbook.ts'
import { readingFields, readRegistryRow } from './read-row.ts'
import { stageRows } from './stage-rows.ts'
import {
  type AssetsTables,
  commitBatch,
  discardBatch,
  insertBatch,
  insertBatchPlants,
  overtakenAsset,
  removeRows,
  undoBatch,
} from './store.ts'

/** A plant as far as an import must know it: by which words a registry may name it. */
export interface PlantName {
  readonly key: string
  readonly name: string
  readonly localName?: { readonly en?: string | undefined; readonly ja?: string | undefined } | null
}

export interface RegistryImportContext {
  readonly db: Kysely<AssetsTables>
  readonly clock: { now(): Date }
  plants(): Promise<readonly PlantName[]>
}

/** Assets that a newer registry no longer lists are named one by one up to here, then counted. */
const NAMED_MISSING = 200

/** A registry of assets as .xlsx or .csv, one plant's or several plants'. */
export function registryImporter(context: RegistryImportContext): Importer {
  const { clock } = context
  const typed = (trx: Transaction<unknown> | Kysely<unknown>) => trx as Kysely<AssetsTables>
  return {
    kind: 'registry',
    area: 'assets',
    recognises,
    fieldsFor: () => readingFields,
    stage: (job) => stage(context, job),
    async commit(trx, importId, except) {
      await commitRegistry(typed(trx), importId, except, clock.now().toISOString())
    },
    async undo(trx, importId) {
      await undoBatch(typed(trx), importId, clock.now().toISOString())
    },
    async discard(any, importId) {
      await discardBatch(typed(any), importId)
    },
  }
}

async function recognises(file: ImportFile): Promise<number> {
  const sheets = await open(file)
  try {
    let best = 0
    for (const { name, hidden } of sheets.sheets) {
      if (hidden) continue
      const header = await recogniseTable(sheets.rows(name), readingFields)
      const keys = new Set(header?.columns.flatMap(({ field }) => (field ? [field.key] : [])))
      // A tag and two more things that only assets have; a table of names and dates alone is no registry.
      const own = [...keys].filter((key) => !['plant', 'name', 'remarks', 'updatedOn', 'owner'].includes(key))
      if (keys.has('tag') && own.length >= 3) best = Math.max(best, Math.min(0.95, 0.6 + 0.05 * own.length))
      else if (keys.has('tag') && keys.size >= 2) best = Math.max(best, 0.4)
    }
    return best
  } finally {
    sheets.close()
  }
}

function open(file: ImportFile, job?: ImportJob) {
  return readSheets(
    file.path,
    file.name,
    file.head,
    job ? { signal: job.signal, onProgress: (done, total) => job.progress(done, total) } : {},
  )
}

async function stage(context: RegistryImportContext, job: ImportJob): Promise<RowCounts> {
  const { db } = context
  await discardBatch(db, job.importId)
  await insertBatch(db, {
    id: job.importId,
    fileName: job.file.name,
    fileSha256: job.file.sha256,
    stagedAt: context.clock.now().toISOString(),
    recordedBy: job.actor,
  })
  const plantOf = plantResolver(await context.plants())
  const sheets = await open(job.file, job)
  const columnsOf = new Map<string | null, ReadonlyMap<string, string>>()
  let ignored = 0
  let refused = 0
  const report = (problem: RowProblem) => {
    if (problem.severity === 'ignored' && problem.row !== null) ignored++
    job.report(problem)
  }
  const stager = stageRows(db, job, report)
  const withoutPlant = rowsWithoutPlant()
  try {
    const rows = readTable({
      fields: readingFields,
      rows: sheets.rows(),
      mapping: job.mapping,
      report,
      understood(columns) {
        job.understood(columns)
        const known = columns.flatMap(({ field, column }) => (field === null ? [] : [[field, column] as const]))
        columnsOf.set(columns[0]?.sheet ?? null, new Map(known))
      },
    })
    for await (const raw of rows) {
      job.signal.throwIfAborted()
      for (const problem of raw.problems) report(problem)
      if (raw.refused) {
        refused++
        continue
      }
      const titles = columnsOf.get(raw.sheet) ?? new Map<string, string>()
      const row = readRegistryRow(raw, titles, job.today)
      for (const problem of row.problems) report(problem)
      const refuse = (field: string, reason: Bilingual) => {
        report({ severity: 'refused', sheet: raw.sheet, row: raw.row, column: titles.get(field) ?? null, reason })
        refused++
      }
      if (row.refused) {
        refused++
        continue
      }
      const plant = row.plant === null ? job.plant : plantOf(row.plant)
      if (plant === null) {
        if (row.plant === null) {
          withoutPlant.add()
          refused++
        } else
          refuse('plant', { en: `there is no plant "${row.plant}"`, ja: `工場「${row.plant}」は登録されていません` })
        continue
      }
      const twin = await stager.add(plant, raw, row)
      if (twin) {
        const where = twin.sheet === null || twin.sheet === raw.sheet ? `${twin.row}` : `${twin.sheet}!${twin.row}`
        refuse('tag', {
          en: `${row.tag} stands in rows ${where} and ${raw.row}: the first one counts`,
          ja: `${row.tag} が${where}行目と${raw.row}行目に重複しています（先の行を採用）`,
        })
      }
    }
    const asks = withoutPlant.tell(report)
    tellFaults(sheets.faults, report)
    const staged = await stager.end()
    await insertBatchPlants(db, job.importId, staged.plants)
    const missing = tellMissing(staged.missing, report)
    const { added, changed, unchanged } = staged
    return {
      accepted: added,
      changed,
      unchanged,
      refused,
      ignored,
      ...asks,
      summary: {
        en: `${added} new assets, ${changed} changed, ${unchanged} as before${missing > 0 ? `; ${missing} registered assets are not in this file` : ''}`,
        ja: `新規${added}件、変更${changed}件、変更なし${unchanged}件${missing > 0 ? `。登録済みの${missing}件はこのファイルにありません` : ''}`,
      },
    }
  } finally {
    sheets.close()
  }
}

/** What of the file itself could not be read. */
function tellFaults(faults: readonly Fault[], report: (problem: RowProblem) => void): void {
  for (const { reason, sheet, row, column } of faults) {
    report({
      severity: 'note',
      sheet: sheet ?? null,
      row: row ?? null,
      column: column ?? null,
      reason: { en: reason, ja: `ファイルを読み取れない箇所があります：${reason}` },
    })
  }
}

/** A plant is named by its key, its name or its local name. */
export function plantResolver(plants: readonly PlantName[]): (text: string) => string | null {
  const fold = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_-]/g, '')
      .replace(/(工場|事業所|製作所|plant|works|factory|site)$/u, '')
  const known = new Map<string, string>()
  for (const { key, name, localName } of plants) {
    for (const word of [key, name, localName?.en, localName?.ja]) {
      if (word) known.set(fold(word), key)
    }
  }
  for (const { key } of plants) known.set(fold(key), key)
  return (text) => known.get(fold(text)) ?? null
}

/** Assets of the registry that the file does not list stay, and are told. */
export function tellMissing(
  missing: readonly { readonly plant: string; readonly tag: string }[],
  report: (problem: RowProblem) => void,
): number {
  const note = (reason: Bilingual) => report({ severity: 'note', sheet: null, row: null, column: null, reason })
  for (const { plant, tag } of missing.slice(0, NAMED_MISSING)) {
    note({
      en: `${tag} (${plant}) is registered and not in this file: it stays as it is`,
      ja: `${tag}（${plant}）は登録済みですが、このファイルにありません。登録は変更しません`,
    })
  }
  const more = missing.length - NAMED_MISSING
  if (more > 0) {
    note({
      en: `${more} more registered assets are not in this file`,
      ja: `ほかに登録済みの${more}件がこのファイルにありません`,
    })
  }
  return missing.length
}

/** Makes a staged batch the registry's, unless another import overtook it. */
export async function commitRegistry(
  trx: Kysely<AssetsTables>,
  importId: string,
  except: readonly StagedRow[],
  at: string,
): Promise<void> {
  const overtaken = await overtakenAsset(trx, importId)
  if (overtaken) {
    throw new Refused(
      `${overtaken.tag} (${overtaken.plant}) was changed by another import since this one was checked: check it again`,
    )
  }
  await removeRows(trx, importId, except)
  if (!(await commitBatch(trx, importId, at))) throw new NotFound(`nothing is staged under ${importId}`)
}
