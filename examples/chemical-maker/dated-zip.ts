import type { Day } from '#core/calendar/day.ts'

const END = 0x06054b50
const ENTRY = 0x02014b50

/**
 * Gives every entry of a zip archive the date of a day, at midday: a workbook that is written twice is then the same
 * octet by octet. Archives of our own writer only: one disk, no zip64.
 */
export function datedZip(archive: Uint8Array, day: Day): Uint8Array {
  const bytes = archive.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [year = 1980, month = 1, date = 1] = day.split('-').map(Number)
  const stamp = (12 << 11) | ((((year - 1980) << 9) | (month << 5) | date) << 16)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== END) end--
  if (end < 0) throw new RangeError('no zip archive')
  let at = view.getUint32(end + 16, true)
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError('no zip archive that this understands')
    view.setUint32(at + 12, stamp, true)
    view.setUint32(view.getUint32(at + 42, true) + 10, stamp, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return bytes
}
