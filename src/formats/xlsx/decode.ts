import type { SheetRow } from '#core/import/sheet.ts'
import type { Fault } from '../faults.ts'
import { type Merge, readMerges } from './merges.ts'
import { readRows } from './rows.ts'
import { readSharedStrings } from './strings.ts'
import { readStyles } from './styles.ts'
import { type Parts, readWorkbookIndex } from './workbook.ts'

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** The rows of one sheet, or of all visible ones in their order; read from the package each time it is asked. */
  rows(sheet?: string): AsyncIterable<SheetRow>
  /** Grows while rows are read. */
  readonly faults: readonly Fault[]
}

/**
 * Opens the parts of an .xlsx package (ECMA-376). Formulas are never evaluated: their stored result is given and
 * flagged. `reason` says why the package as a whole cannot be read.
 */
export async function decodeWorkbook(parts: Parts): Promise<{ workbook: Workbook } | { reason: string }> {
  const found = await readWorkbookIndex(parts)
  if ('reason' in found) return found
  const { index } = found
  const faults: Fault[] = []

  const styles = index.styles ? await readStyles(parts.read(index.styles)) : { shapes: [], fault: null }
  if (styles.fault) faults.push({ reason: `styles: ${styles.fault}` })
  const texts = index.sharedStrings ? await readSharedStrings(parts.read(index.sharedStrings)) : null
  if (texts?.fault) return { reason: `its table of texts cannot be read (${texts.fault})` }

  const merges = new Map<string, readonly Merge[]>()
  async function mergesOf(part: string): Promise<readonly Merge[]> {
    const found = merges.get(part) ?? (await readMerges(parts.read(part)))
    merges.set(part, found)
    return found
  }

  async function* rows(wanted?: string): AsyncGenerator<SheetRow> {
    for (const sheet of index.sheets) {
      if (wanted === undefined ? sheet.hidden : sheet.name !== wanted) continue
      yield* readRows(parts.read(sheet.part), {
        sheet: sheet.name,
        strings: texts?.strings ?? [],
        shapes: styles.shapes,
        date1904: index.date1904,
        merges: await mergesOf(sheet.part),
        fault: (fault) => faults.push(fault),
      })
    }
  }
  const sheets = index.sheets.map(({ name, hidden }) => ({ name, hidden }))
  return { workbook: { sheets, rows, faults } }
}
