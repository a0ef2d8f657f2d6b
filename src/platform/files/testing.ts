import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a hand-made zip; the sizes and the check sum may lie. */
export interface TestEntry {
  readonly name: string
  readonly data: string | Uint8Array
  /** Stored as given (already deflated): for bombs that are made without unpacking them. */
  readonly deflated?: { readonly size: number; readonly crc: number }
  readonly claimedSize?: number
  readonly flags?: number
}

/** A zip file byte by byte, so that tests can break it where they want to. */
export function zipOf(entries: readonly TestEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, deflated, claimedSize, flags = 0x800 } of entries) {
    const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data)
    const packed = deflated ? bytes : deflateRawSync(bytes)
    const size = claimedSize ?? deflated?.size ?? bytes.length
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(deflated?.crc ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size >>> 0, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed])
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(20, 4)
    common.copy(central, 6)
    central.writeUInt32LE(offset, 42)
    directory.push(Buffer.concat([central, nameBytes]))
    parts.push(local)
    offset += local.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}

export interface TestWorkbook {
  /** Sheet name → the XML inside `<worksheet>`, usually `<sheetData>…</sheetData>`. */
  readonly sheets: Readonly<Record<string, string>>
  /** The XML inside `<sst>`. */
  readonly strings?: string
  /** The XML inside `<styleSheet>`. */
  readonly styles?: string
  readonly date1904?: boolean
  readonly hidden?: readonly string[]
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** The parts of a minimal workbook, as Excel names them. */
export function partsOf(book: TestWorkbook): TestEntry[] {
  const names = Object.keys(book.sheets)
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  return [
    {
      name: '_rels/.rels',
      data: `<Relationships xmlns="${packages}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${
        book.date1904 ? ' date1904="1"' : ''
      }/><sheets>${names
        .map((name, i) => {
          const state = book.hidden?.includes(name) ? ' state="hidden"' : ''
          return `<sheet name="${name}" sheetId="${i + 1}"${state} r:id="rId${i + 1}"/>`
        })
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="${packages}">${names
        .map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
        .join(
          '',
        )}${relation('s1', 'styles', 'styles.xml')}${relation('s2', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    },
    { name: 'xl/styles.xml', data: `<styleSheet xmlns="${main}">${book.styles ?? ''}</styleSheet>` },
    { name: 'xl/sharedStrings.xml', data: `<sst xmlns="${main}">${book.strings ?? ''}</sst>` },
    ...names.map((name, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      data: `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}">${book.sheets[name]}</worksheet>`,
    })),
  ]
}

export function workbookOf(book: TestWorkbook): Buffer {
  return zipOf(partsOf(book))
}
