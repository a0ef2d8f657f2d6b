import { planTable } from '#core/import/sheet-plan.ts'
import type { Field } from '#core/record/record.ts'
import { encodeCsv } from '#formats/csv/encode.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import type { Asset } from './asset.ts'
import { type AssetsContext, atOf, type Reading } from './context.ts'
import { registryFields } from './fields.ts'
import { type AssetFilter, loadAssets } from './registry-store.ts'

export interface ExportRegistry extends Reading, Omit<AssetFilter, 'tags'> {
  readonly format?: 'xlsx' | 'csv' | undefined
  readonly language?: 'en' | 'ja' | undefined
}

export interface ExportedFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** The registry as a file that imports again unchanged: every field, and every column that the originals brought. */
export async function exportRegistry(context: AssetsContext, ask: ExportRegistry): Promise<ExportedFile> {
  const at = await atOf(context, ask)
  const language = ask.language ?? 'en'
  const assets: Asset[] = []
  for (let after: { plant: string; tag: string } | undefined; ; ) {
    const page = await loadAssets(context.db, ask, at, { sort: 'tag', descending: false, limit: 2000, after })
    assets.push(...page)
    const last = page[page.length - 1]
    if (page.length < 2000 || !last) break
    after = { plant: last.plant, tag: last.tag }
  }
  const titles = [...new Set(assets.flatMap((asset) => Object.keys(asset.other)))].sort()
  const extra = titles.map((title): Field => ({ key: `other:${title}`, type: 'text', label: { en: title, ja: title } }))
  const plan = planTable(
    language === 'ja' ? '設備台帳' : 'Registry',
    [...registryFields, ...extra],
    assets.map((asset) => ({
      ...asset,
      updatedOn: asset.effectiveOn,
      ...Object.fromEntries(Object.entries(asset.other).map(([title, text]) => [`other:${title}`, text])),
    })),
    language,
  )
  const name = `registry${ask.plant === undefined ? '' : `-${ask.plant}`}-${at.asOf}`
  return ask.format === 'csv'
    ? { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: Buffer.from(encodeCsv(plan)) }
    : {
        name: `${name}.xlsx`,
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        bytes: await writeWorkbook([plan]),
      }
}
