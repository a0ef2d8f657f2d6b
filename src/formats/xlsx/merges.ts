/** A merged range; rows and columns are 1-based and inclusive. */
export interface Merge {
  readonly fromRow: number
  readonly toRow: number
  readonly fromColumn: number
  readonly toColumn: number
}

const maxMerges = 100_000
/** A range with more columns than this is a decorated sheet, not data: its value stays in its first cell. */
const maxColumns = 512

/**
 * The merged ranges of a sheet. They stand behind all rows, so the rows' reader needs them from a pass of its own: this
 * one only looks for the tag in the text, which is far cheaper than parsing, and is exact because a `<` cannot stand
 * unescaped in a value.
 */
export async function readMerges(chunks: AsyncIterable<Uint8Array>): Promise<readonly Merge[]> {
  const merges: Merge[] = []
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let rest = ''
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(chunk[0] === 0xfe ? 'utf-16be' : chunk[0] === 0xff ? 'utf-16le' : 'utf-8')
    const text = rest + decoder.decode(chunk, { stream: true })
    if (text.includes('mergeCell')) {
      for (const found of text.matchAll(
        /<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["'][^<>]*>/g,
      )) {
        const merge = {
          fromRow: Number(found[2]),
          toRow: Number(found[4]),
          fromColumn: columnNumber(found[1]!),
          toColumn: columnNumber(found[3]!),
        }
        const columns = merge.toColumn - merge.fromColumn + 1
        if (columns >= 1 && columns <= maxColumns && merge.toRow >= merge.fromRow) merges.push(merge)
        if (merges.length >= maxMerges) return merges
      }
    }
    // A tag that this chunk cuts is read with the next one.
    const open = text.lastIndexOf('<')
    rest = open >= 0 && open > text.lastIndexOf('>') ? text.slice(Math.max(open, text.length - 400)) : ''
  }
  return merges
}

/** `AB` and `AB12` → 28; 0 for no letters, and beyond 16,384 for what Excel does not have. */
export function columnNumber(address: string): number {
  let number = 0
  for (let i = 0; i < address.length && i < 5; i++) {
    const letter = address.charCodeAt(i) - 64
    if (letter < 1 || letter > 26) break
    number = number * 26 + letter
  }
  return number
}
