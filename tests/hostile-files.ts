// Files as a careless or a malicious hand leaves them, made byte by byte: what an import must survive and explain.
import { deflateRawSync } from 'node:zlib'
import { columnLetters } from '#core/import/sheet.ts'
import { encodePcap } from '#formats/pcap/encode.ts'
import { partsOf, workbookOf, zipOf } from '#platform/files/testing.ts'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Rows of texts as `<sheetData>`; a cell may also be given as ready XML. */
export function sheetOf(rows: readonly (readonly (string | { readonly xml: string })[])[]): string {
  const cells = rows.map((row, y) => {
    const line = row.map((cell, x) => {
      const at = `${columnLetters(x + 1)}${y + 1}`
      if (typeof cell !== 'string') return cell.xml.replace('<c', `<c r="${at}"`)
      return cell === '' ? '' : `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
    })
    return `<row r="${y + 1}">${line.join('')}</row>`
  })
  return `<sheetData>${cells.join('')}</sheetData>`
}

export function workbook(rows: Parameters<typeof sheetOf>[0], sheet = 'Assets'): Buffer {
  return workbookOf({ sheets: { [sheet]: sheetOf(rows) } })
}

/**
 * What Excel writes for a workbook with a password: a compound file ([MS-CFB]) whose directory names `EncryptedPackage`
 * ([MS-OFFCRYPTO] 2.3.4.4). The octets of the package itself do not matter.
 */
export function encryptedWorkbook(): Buffer {
  const sector = Buffer.alloc(512)
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const fat = Buffer.alloc(512, 0xff)
  const directory = Buffer.from(sector)
  const entry = (at: number, name: string, type: number) => {
    directory.write(name, at, 'utf16le')
    directory.writeUInt16LE((name.length + 1) * 2, at + 64)
    directory.writeUInt8(type, at + 66)
  }
  entry(0, 'Root Entry', 5)
  entry(128, 'EncryptionInfo', 2)
  entry(256, 'EncryptedPackage', 2)
  return Buffer.concat([header, fat, directory, Buffer.alloc(1024, 0x5a)])
}

/** A workbook whose only sheet unpacks from some hundred kilobytes to hundreds of megabytes. */
export function zipBomb(): Buffer {
  const row = '<row><c t="inlineStr"><is><t>Tag</t></is></c></row>'
  const head =
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
  const data = Buffer.from(head + row.repeat(2_000_000))
  return zipOf(
    partsOf({ sheets: { Assets: '' } }).map((part) =>
      part.name === 'xl/worksheets/sheet1.xml'
        ? { name: part.name, data: deflateRawSync(data, { level: 9 }), deflated: { size: data.length, crc: 0 } }
        : part,
    ),
  )
}

/** Three packets, of which the second says that it is longer than the file. */
export function lyingCapture(packet: Uint8Array): Buffer {
  const packets = [0, 1, 2].map((i) => ({ at: Date.UTC(2026, 10, 1) * 1000 + i * 1e6, bytes: packet }))
  const bytes = Buffer.from(encodePcap(packets))
  bytes.writeUInt32LE(0x00ff_ffff, 24 + 16 + packet.length + 8)
  return bytes
}
