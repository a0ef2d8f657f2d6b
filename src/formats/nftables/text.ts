import type { LineKinds } from '../netfilter/line-kinds.ts'
import type { Reading } from './blocks.ts'
import { readFile } from './commands.ts'
import type { NftFile } from './syntax.ts'
import { tokensOf } from './tokens.ts'

/** Reads a ruleset in nft's own language. */
export function readTextFile(text: string, kinds: LineKinds): NftFile {
  const source = text.replace(/^\uFEFF/, '')
  const { tokens, openQuote } = tokensOf(source)
  const file: NftFile = { tables: new Map(), lost: null }
  markComments(source, kinds)
  const reading: Reading = { tokens, source, at: 0, variables: new Map(), fault: kinds.fault, file, kinds }
  readFile(reading)
  if (openQuote !== null) {
    const why = 'a quotation mark that is not closed: the file is cut'
    kinds.fault(openQuote, why)
    file.lost = { line: openQuote, why }
  }
  return file
}

/** Blank lines and lines of comment alone; whatever else a line is outranks it. */
function markComments(source: string, kinds: LineKinds): void {
  for (const [i, row] of source.split(/\r\n|\n|\r/).entries()) {
    if (/^\s*(#|$)/.test(row)) kinds.mark({ line: i + 1, lastLine: i + 1 }, 'comment')
  }
}
