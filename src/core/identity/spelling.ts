/** Spellings of one text brought together, so that two sources can be compared. */

const HYPHENS = /[\u2010-\u2015\u2212\uFF0D\u00AD]/g

/** Width, spaces and hyphens unified; what a person would call the same text. */
export function plain(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text
  return text.normalize('NFKC').replace(HYPHENS, '-').replace(/\s+/g, ' ').trim()
}

/** Letters and digits alone: `6ES7 315-2EH14-0AB0` and `6es73152eh140ab0` are one order number. */
export function foldCode(text: string): string {
  // Nearly all order and serial numbers: what needs no table of all the world's letters.
  if (/^[\x21-\x7e]*$/.test(text)) return text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return plain(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Serial numbers are hexadecimal here and padded there: `0x0051823f` and `51823F` are one. */
export function foldSerial(text: string): string {
  return foldCode(text.replace(/^\s*0x/i, '')).replace(/^0+(?=.)/, '')
}

/** `V4.5.1`, `FW: 4.5.1` and `4.5.1` are one version. */
export function foldVersion(text: string): string {
  return plain(text)
    .toUpperCase()
    .replace(/^(FW|FIRMWARE|VERSION|VER|REV|REVISION)?[\s:.]*V?[\s.]*(?=\d)/, '')
    .replace(/\s+/g, '')
}

/** The first label, in lower case: `PLC-1.plant.example` is `plc-1`. */
export function foldName(text: string): string {
  return plain(text).toLowerCase().split('.')[0]!
}
