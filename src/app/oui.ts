import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { remembered } from '#core/identity/remembered.ts'

/** Digits of a block: MA-S has 36 bits, MA-M 28, MA-L 24. The narrower is the maker's, the wider the IEEE's own. */
const blocks = [9, 7, 6]
/** As long as the narrowest of them, with its colons. */
const blockLetters = 13
/** Networks are of few makers. */
const mostBlocks = 20_000

const newline = 0x0a
const quote = 0x22

const makerOf = remembered((block) => lookUp(block.replaceAll(':', '').toUpperCase()), mostBlocks)
let list: Buffer | undefined

/**
 * The organisation that the block of a MAC (`00:00:bc:5f:49:51`) is registered to by the IEEE; null where none is.
 * The list is loaded with the first question: most commands never ask.
 */
export function ouiVendor(mac: string): string | null {
  return makerOf(mac.slice(0, blockLetters))
}

function lookUp(digits: string): string | null {
  list ??= readFileSync(createRequire(import.meta.url).resolve('oui-data'))
  for (const length of blocks) {
    const name = nameIn(list, digits.slice(0, length))
    // A wide block that the IEEE deals out in parts: this part is nobody's that the list knows.
    if (name !== null) return name === 'IEEE Registration Authority' ? null : name
  }
  return null
}

/**
 * Searches the package's file as it lies there, since parsing fifty thousand addresses for a few questions takes longer than
 * reading a small capture: a line a block (` "0000BC": "Rockwell Automation\n1 Allen-Bradley Dr.\n…",`), ordered by the
 * block's length, then by its digits. A test holds every answer against the parsed file.
 */
function nameIn(list: Buffer, block: string): string | null {
  // Between the line of the opening brace and that of the closing one.
  let low = list.indexOf(newline) + 1
  let high = list.lastIndexOf(newline) + 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const start = list.lastIndexOf(newline, middle - 1) + 1
    const end = list.indexOf(newline, middle)
    const keyEnd = list.indexOf(quote, start + 2)
    const key = list.toString('latin1', start + 2, keyEnd)
    if (key === block) {
      return firstLine(list.toString('utf8', list.indexOf(quote, keyEnd + 1), list.lastIndexOf(quote, end) + 1))
    }
    const isBefore = key.length === block.length ? key < block : key.length < block.length
    if (isBefore) low = end + 1
    else high = start
  }
  return null
}

/** Behind the name follows the postal address; "Siemens AG," is the first of two lines of a name. */
function firstLine(json: string): string | null {
  const [name] = (JSON.parse(json) as string).split('\n')
  return name?.replace(/[\s,]+$/, '') || null
}
