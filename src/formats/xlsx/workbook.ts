import { parseWhole } from './xml.ts'

/** The parts of a package, unpacked by whoever opened it. */
export interface Parts {
  readonly names: readonly string[]
  /** The unpacked bytes of one part; may be asked for more than once. */
  read(name: string): AsyncIterable<Uint8Array>
}

export interface WorkbookIndex {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[]
  readonly date1904: boolean
  readonly sharedStrings: string | null
  readonly styles: string | null
}

const maxSheets = 1_000

/** Finds the sheets and the parts they share. The reason says why this is no workbook that can be read. */
export async function readWorkbookIndex(parts: Parts): Promise<{ index: WorkbookIndex } | { reason: string }> {
  const byName = new Map(parts.names.map((name) => [name.toLowerCase(), name]))
  const find = (name: string) => byName.get(name.replace(/^\/+/, '').toLowerCase()) ?? null

  const root = await readRelations(parts, find('_rels/.rels'))
  const main = find(root.find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml')
  if (main === null || !/\.xml$/i.test(main)) return { reason: whyNoWorkbook(byName) }

  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const relations = await readRelations(parts, find(`${folder}_rels/${main.slice(folder.length)}.rels`))
  const partOf = (target: string) => find(target.startsWith('/') ? target : resolve(folder, target))

  const listed: { name: string; hidden: boolean; id: string }[] = []
  let date1904 = false
  const fault = await parseWhole(parts.read(main), {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet' || listed.length >= maxSheets) return
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? ''
      const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
      listed.push({ name: (attributes.name ?? `#${listed.length + 1}`).slice(0, 100), hidden, id })
    },
  })
  if (fault !== null && listed.length === 0) return { reason: `the list of its sheets cannot be read (${fault})` }

  const sheets = listed.flatMap(({ name, hidden, id }) => {
    const relation = relations.find((one) => one.id === id)
    const part = relation?.type === 'worksheet' ? partOf(relation.target) : null
    return part === null ? [] : [{ name, hidden, part }]
  })
  if (sheets.length === 0) return { reason: 'it holds no worksheet' }
  const shared = (type: string) => {
    const relation = relations.find((one) => one.type === type)
    return relation ? partOf(relation.target) : null
  }
  return { index: { sheets, date1904, sharedStrings: shared('sharedStrings'), styles: shared('styles') } }
}

function whyNoWorkbook(names: ReadonlyMap<string, string>): string {
  if (names.has('xl/workbook.bin')) return 'it is a binary workbook (.xlsb): save it as .xlsx'
  if (names.has('content.xml') && names.has('mimetype')) return 'it is an OpenDocument file (.ods): save it as .xlsx'
  if (names.has('word/document.xml')) return 'it is a Word document, not a workbook'
  if (names.has('ppt/presentation.xml')) return 'it is a presentation, not a workbook'
  return 'it is a zip file without a workbook inside'
}

interface Relation {
  readonly id: string
  /** The last word of the type's address: the strict and the transitional form differ only before it. */
  readonly type: string
  readonly target: string
}

async function readRelations(parts: Parts, name: string | null): Promise<readonly Relation[]> {
  const relations: Relation[] = []
  if (name === null) return relations
  await parseWhole(parts.read(name), {
    open(tag, attributes) {
      if (tag !== 'Relationship' || relations.length >= 10_000 || attributes.TargetMode === 'External') return
      const type = attributes.Type ?? ''
      relations.push({
        id: attributes.Id ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        target: (attributes.Target ?? '').slice(0, 300),
      })
    },
  })
  return relations
}

/** Names inside the package only: `..` at its root stays at its root. */
function resolve(folder: string, target: string): string {
  const path: string[] = []
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.' && step !== '') path.push(step)
  }
  return path.join('/')
}
