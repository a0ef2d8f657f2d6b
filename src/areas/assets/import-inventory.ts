import type { Kysely, Transaction } from 'kysely'
import type { ColumnUse, Importer, ImportFile, ImportJob, RowCounts } from '#areas/evidence/importer.ts'
import { rowsWithoutPlant } from '#areas/evidence/index.ts'
import type { RowProblem } from '#core/import/sheet.ts'
import { tidy, tidyLines } from '#core/import/text.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { Inventory, InventoryDocument, InventoryItem } from '#formats/inventory.ts'
import { BadInput } from '#platform/errors.ts'
import { commitRegistry, plantResolver, type RegistryImportContext, tellMissing } from './import-registry.ts'
import { inventoryReason } from './inventory-reasons.ts'
import { type KnownAssets, type KnownBy, loadKnownAssets } from './known-assets.ts'
import { readInventory } from './read-inventory.ts'
import { readingFields, readRegistryRow } from './read-row.ts'
import { stageRows } from './stage-rows.ts'
import { type AssetsTables, discardBatch, insertBatch, insertBatchPlants, undoBatch } from './store.ts'

/** One system that keeps an inventory of its own. */
export interface InventoryKind {
  readonly kind: 'netbox' | 'glpi' | 'cyclonedx' | 'aas'
  /** As people call it. */
  readonly title: string
  recognises(file: ImportFile): Promise<number>
  decode(documents: readonly InventoryDocument[]): Inventory
  /** It claims to list everything: what is registered and not in it is told. */
  readonly isWhole: boolean
}

const knownBy: Readonly<Record<KnownBy, Bilingual>> = {
  serial: { en: 'serial number', ja: '製造番号' },
  mac: { en: 'MAC address', ja: 'MACアドレス' },
  ip: { en: 'IP address', ja: 'IPアドレス' },
  hostname: { en: 'host name', ja: 'ホスト名' },
}
/** Findings and left-out entries are told one by one up to here. */
const mostTold = 500

/** An inventory of another system, staged as a registry is: compared with what is known, told, committed, undone. */
export function inventoryImporter(context: RegistryImportContext, kind: InventoryKind): Importer {
  const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<AssetsTables>
  const now = () => context.clock.now().toISOString()
  return {
    kind: kind.kind,
    area: 'assets',
    recognises: kind.recognises,
    fieldsFor: () => readingFields,
    stage: (job) => stage(context, kind, job),
    commit: (trx, importId, except) => commitRegistry(typed(trx), importId, except, now()),
    async undo(trx, importId) {
      await undoBatch(typed(trx), importId, now())
    },
    async discard(any, importId) {
      await discardBatch(typed(any), importId)
    },
  }
}

async function stage(context: RegistryImportContext, kind: InventoryKind, job: ImportJob): Promise<RowCounts> {
  const { db } = context
  await discardBatch(db, job.importId)
  const inventory = await read(kind, job)
  await insertBatch(db, {
    id: job.importId,
    fileName: job.file.name,
    fileSha256: job.file.sha256,
    stagedAt: context.clock.now().toISOString(),
    recordedBy: job.actor,
  })
  job.understood(columnsOf(inventory, job.mapping))
  job.signal.throwIfAborted()
  let refused = 0
  const report = (problem: RowProblem) => job.report(problem)
  for (const { part, row, reason } of inventory.faults) {
    refused++
    if (refused <= mostTold)
      report({ severity: 'refused', sheet: part, row, column: null, reason: inventoryReason(reason) })
  }
  tellIgnored(inventory, report)
  const plantOf = plantResolver(await context.plants())
  const known = new Map<string, KnownAssets>()
  const stager = stageRows(db, job, report)
  const withoutPlant = rowsWithoutPlant()
  for (const item of inventory.items) {
    const outcome = await stageItem(item)
    if (outcome === 'refused') refused++
  }
  const asks = withoutPlant.tell(report)
  const staged = await stager.end()
  await insertBatchPlants(db, job.importId, staged.plants)
  const missing = kind.isWhole && inventory.isPartial !== true ? tellMissing(staged.missing, report) : 0
  const { added, changed, unchanged } = staged
  return {
    accepted: added,
    changed,
    unchanged,
    refused,
    ignored: inventory.ignored.length,
    ...asks,
    summary: {
      en: `${kind.title}: ${added} new assets, ${changed} changed, ${unchanged} as before${missing > 0 ? `; ${missing} registered assets are not in this file` : ''}`,
      ja: `${kind.title}：新規${added}件、変更${changed}件、変更なし${unchanged}件${missing > 0 ? `。登録済みの${missing}件はこのファイルにありません` : ''}`,
    },
  }

  async function stageItem(item: InventoryItem): Promise<'staged' | 'refused'> {
    const place = { sheet: item.part === null ? null : tidy(item.part), row: item.row }
    const tell = (severity: RowProblem['severity'], column: string | null, reason: Bilingual) =>
      report({ severity, ...place, column, reason })
    const { values, extra, columns } = cellsOf(item, job.mapping)
    const site = values.plant
    const plant = (site === undefined ? null : plantOf(site)) ?? job.plant
    // A site that is no plant here is kept beside the import's own.
    if (site !== undefined && plantOf(site) === null) extra[columns.get('plant') ?? 'site'] = site
    const row = readRegistryRow({ ...place, values: { ...values, plant: undefined }, extra }, columns, job.today)
    for (const problem of row.problems) report(problem)
    for (const finding of item.findings) tell('note', null, inventoryReason(finding))
    if (row.refused || row.tag === '') {
      if (row.tag === '')
        tell('refused', null, {
          en: 'nothing tells the thing apart from others: name a column as its tag',
          ja: '機器番号に当たる項目がありません',
        })
      return 'refused'
    }
    if (plant === null) {
      if (site === undefined) withoutPlant.add()
      else
        tell('refused', columns.get('plant') ?? null, {
          en: `there is no plant "${site}"`,
          ja: `工場「${site}」は登録されていません`,
        })
      return 'refused'
    }
    if (!known.has(plant)) known.set(plant, await loadKnownAssets(db, plant))
    const match = known.get(plant)!.find(row)
    if (match !== null) {
      const by = knownBy[match.by]
      tell('note', null, {
        en: `${row.tag} is ${match.tag} of the registry, by its ${by.en}`,
        ja: `${row.tag} は${by.ja}が一致するため、台帳の ${match.tag} とみなします`,
      })
    }
    const twin = await stager.add(plant, place, match === null ? row : { ...row, tag: match.tag })
    if (twin === null) return 'staged'
    tell('refused', columns.get('tag') ?? null, {
      en: `${match?.tag ?? row.tag} stands in entries ${twin.row} and ${item.row}: the first one counts`,
      ja: `${match?.tag ?? row.tag} が${twin.row}件目と${item.row}件目に重複しています（先の項目を採用）`,
    })
    return 'refused'
  }
}

/** Reads the file; one that holds nothing of the kind is refused as a whole. */
async function read(kind: InventoryKind, job: ImportJob): Promise<Inventory> {
  const { file, signal } = job
  const { documents, faults } = await readInventory(file, {
    signal,
    onProgress: (done, total) => job.progress(done, total),
  })
  const inventory = kind.decode(documents)
  const all = [...faults.map((fault) => ({ ...fault, row: null })), ...inventory.faults]
  if (inventory.items.length === 0 && inventory.ignored.length === 0) {
    const { en, ja } = inventoryReason(all[0]?.reason ?? `it holds no ${kind.title}`)
    throw new BadInput(`${file.name}: ${en}`, [{ path: file.name, reason: en }], `${file.name}：${ja}`)
  }
  return { ...inventory, faults: all }
}

/** What a person or the source said of a column wins over what is known of it. */
function fieldOf(cell: InventoryItem['cells'][number], mapping: ImportJob['mapping']): string | null {
  return Object.hasOwn(mapping, cell.column) ? (mapping[cell.column] ?? null) : cell.field
}

function cellsOf(item: InventoryItem, mapping: ImportJob['mapping']) {
  const values: Record<string, string> = {}
  const extra: Record<string, string> = {}
  const columns = new Map<string, string>()
  for (const cell of item.cells) {
    const field = fieldOf(cell, mapping)
    const column = tidy(cell.column)
    const value = field === 'remarks' ? tidyLines(cell.value) : tidy(cell.value)
    if (field !== null && !columns.has(field)) {
      values[field] = value
      columns.set(field, column)
    } else if (mapping[cell.column] !== null) extra[column] = value
  }
  return { values, extra, columns }
}

function columnsOf(inventory: Inventory, mapping: ImportJob['mapping']): ColumnUse[] {
  const columns = new Map<string, ColumnUse>()
  for (const { cells } of inventory.items) {
    for (const cell of cells) {
      if (!columns.has(cell.column) && columns.size < 500)
        columns.set(cell.column, {
          sheet: null,
          column: tidy(cell.column),
          field: fieldOf(cell, mapping),
          sample: tidy(cell.value).slice(0, 80),
        })
    }
  }
  return [...columns.values()]
}

/** Once for each reason, with how many: a bill of materials has thousands of parts that are no devices. */
function tellIgnored({ ignored }: Inventory, report: (problem: RowProblem) => void): void {
  for (const [reason, entries] of Map.groupBy(ignored, (entry) => entry.reason)) {
    const { en, ja } = inventoryReason(reason)
    const times = entries.length > 1 ? ` (${entries.length}×)` : ''
    const [first] = entries
    report({
      severity: 'ignored',
      sheet: first!.part,
      row: first!.row,
      column: null,
      reason: { en: en + times, ja: ja + times },
    })
  }
}
