import { parseWhole, stop } from './xml.ts'

/** Excel's longest cell. */
export const maxCellCharacters = 32_767
/** Characters over all shared strings: what the table may hold in memory. */
const maxCharacters = 96_000_000
const maxStrings = 4_000_000

/**
 * The table of shared strings. Rich text is joined; phonetic runs (`rPh`, the furigana that Excel keeps beside Japanese
 * text) are no part of the text.
 */
export async function readSharedStrings(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ strings: readonly string[]; fault: string | null }> {
  const strings: string[] = []
  let characters = 0
  let text = ''
  let taking = false
  let phonetic = false
  const fault = await parseWhole(chunks, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic
    },
    text(part) {
      if (taking && text.length < maxCellCharacters) text += part
    },
    close(name) {
      if (name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        characters += text.length
        if (characters > maxCharacters) stop(`more than ${maxCharacters} characters of text`)
        if (strings.length >= maxStrings) stop(`more than ${maxStrings} different texts`)
        strings.push(unescapeText(text))
      }
    },
  })
  return { strings, fault }
}

/** Excel writes characters that XML cannot hold as `_x000D_`, and a text that looks so as `_x005F_x000D_`. */
export function unescapeText(text: string): string {
  const cut = text.length > maxCellCharacters ? text.slice(0, maxCellCharacters) : text
  if (!cut.includes('_x')) return cut
  return cut.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
