import type { ImportFile } from '#areas/evidence/importer.ts'
import { decodeCsv } from '#formats/csv/decode.ts'
import type { InventoryDocument, TableEntry } from '#formats/inventory.ts'
import { readXmlTree } from '#formats/xml-tree.ts'
import { depthOf } from '#formats/zeek/decode.ts'
import { readParts } from '#platform/files/read-parts.ts'

const mostBytes = 256 * 2 ** 20
const mostRows = 200_000
const deepest = 64

export interface ReadInventory {
  readonly documents: readonly InventoryDocument[]
  readonly faults: readonly { readonly part: string | null; readonly reason: string }[]
}

/** What of an archive is no inventory: the package's own parts. */
const isPackaging = (name: string): boolean =>
  /(^|\/)(_rels\/|\[Content_Types\]\.xml|docProps\/|aasx-origin|\._|\.DS_Store|__MACOSX)/i.test(name)

/** Reads the files of an inventory as what their bytes are: JSON, XML or a table. Throws `BadInput` for a bomb. */
export async function readInventory(
  file: Pick<ImportFile, 'path' | 'name'>,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<ReadInventory> {
  const documents: InventoryDocument[] = []
  const faults: { part: string | null; reason: string }[] = []
  let left = mostBytes
  for await (const { name, chunks } of readParts(file.path, file.name, options)) {
    if (isPackaging(name)) continue
    const held: Uint8Array[] = []
    for await (const chunk of chunks) {
      left -= chunk.length
      if (left < 0) break
      held.push(chunk)
    }
    if (left < 0) {
      faults.push({ part: name, reason: `it is larger than ${mostBytes / 2 ** 20} MB` })
      break
    }
    const bytes = Buffer.concat(held)
    const start = bytes
      .subarray(0, 64)
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/, '')
      .trimStart()
    if (start.startsWith('{') || start.startsWith('[')) {
      const value = parse(new TextDecoder().decode(bytes))
      if (value === undefined) faults.push({ part: name, reason: 'it is nested too deep, or no JSON' })
      else documents.push({ name, form: 'json', value })
    } else if (start.startsWith('<')) {
      const { root, broken } = await readXmlTree(once(bytes))
      if (broken !== null) faults.push({ part: name, reason: broken })
      if (root !== null) documents.push({ name, form: 'xml', root })
    } else if (!isBinary(bytes)) documents.push({ name, form: 'table', rows: await tableOf(bytes) })
  }
  return { documents, faults }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function parse(text: string): unknown {
  // JSON.parse goes as deep as the text does.
  if (depthOf(text) > deepest) return undefined
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    return undefined
  }
}

/** Pictures and documents of a package lie beside what is read. */
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 2048).some((byte) => byte < 9)

/** The first row that titles at least two columns is the header. */
async function tableOf(bytes: Uint8Array): Promise<TableEntry[]> {
  const table = await decodeCsv(() => once(bytes))
  let titles: ReadonlyMap<number, string> | null = null
  const rows: TableEntry[] = []
  for await (const { row, cells } of table.rows()) {
    if (titles === null) {
      if (cells.length >= 2) titles = new Map(cells.map(({ column, value }) => [column, String(value).trim()]))
      continue
    }
    const entry = new Map<string, string>()
    for (const { column, value } of cells) {
      const title = titles.get(column)
      if (title !== undefined && !entry.has(title) && value !== null) entry.set(title, String(value))
    }
    if (entry.size > 0) rows.push({ row, cells: entry })
    if (rows.length >= mostRows) break
  }
  return rows
}
