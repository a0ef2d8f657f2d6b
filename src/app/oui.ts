import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { remembered } from '#core/identity/remembered.ts'

/** Of a MAC as written: a block of 24 bits (MA-L), and the narrowest, of 36 (MA-S); one of 28 (MA-M) lies between. */
const [wideLetters, narrowLetters] = [8, 13]
/** Networks are of few makers. */
const mostBlocks = 20_000

const newline = 0x0a
const quote = 0x22

const ofWide = remembered((block) => makerOf(digitsOf(block)), mostBlocks)
const ofNarrow = remembered((block) => makerOf(digitsOf(block)) ?? makerOf(digitsOf(block).slice(0, 7)), mostBlocks)
const require = createRequire(import.meta.url)
let list: Buffer | undefined

/**
 * The organisation that the block of a MAC (`00:00:bc:5f:49:51`) is registered to by the IEEE; null where none is.
 * The list is loaded with the first question: most commands never ask.
 */
export function ouiVendor(mac: string): string | null {
  return ofWide(mac.slice(0, wideLetters)) ?? ofNarrow(mac.slice(0, narrowLetters))
}

const digitsOf = (block: string): string => block.replaceAll(':', '').toUpperCase()

/**
 * Searches the package's file as it lies there, since parsing fifty thousand addresses for a few questions takes longer than
 * reading a small capture: a line a block (` "0000BC": "Rockwell Automation\n1 Allen-Bradley Dr.\n…",`), ordered by the
 * block's length, then by its digits. A test holds every answer against the parsed file.
 */
function makerOf(block: string): string | null {
  list ??= readFileSync(require.resolve('oui-data'))
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
      return makerIn(list.toString('utf8', list.indexOf(quote, keyEnd + 1), list.lastIndexOf(quote, end) + 1))
    }
    const isBefore = key.length === block.length ? key < block : key.length < block.length
    if (isBefore) low = end + 1
    else high = start
  }
  return null
}

/**
 * Behind the name follows the postal address; "Siemens AG," is the first of two lines of a name. Null for a block that the IEEE
 * deals out in parts: each is its holder's, and one that the list does not know is nobody's.
 */
function makerIn(json: string): string | null {
  const [name = ''] = (JSON.parse(json) as string).split('\n')
  const maker = name.replace(/[\s,]+$/, '')
  return maker === '' || maker === 'IEEE Registration Authority' ? null : maker
}
