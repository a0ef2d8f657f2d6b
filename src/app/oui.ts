import { createRequire } from 'node:module'
import { remembered } from '#core/identity/remembered.ts'

const require = createRequire(import.meta.url)
let vendors: Readonly<Record<string, string>> | undefined

/** Digits of a block: MA-S has 36 bits, MA-M 28, MA-L 24. The narrower is the maker's, the wider the IEEE's own. */
const blocks = [9, 7, 6]
/** As long as the narrowest of them, with its colons. */
const blockLetters = 13

/** Networks are of few makers. */
const mostBlocks = 20_000
const makerOf = remembered((block) => lookUp(block.replaceAll(':', '').toUpperCase()), mostBlocks)

/**
 * The organisation that the block of a MAC (`00:00:bc:5f:49:51`) is registered to by the IEEE; null where none is.
 * The list is loaded with the first question: most commands never ask.
 */
export function ouiVendor(mac: string): string | null {
  loadVendors()
  return makerOf(mac.slice(0, blockLetters))
}

/** For whoever knows that it will ask, and has nothing to do just now: the list takes a while. */
export function loadVendors(): void {
  vendors ??= require('oui-data') as Readonly<Record<string, string>>
}

function lookUp(digits: string): string | null {
  const name = blocks.map((length) => vendors?.[digits.slice(0, length)]).find((one) => one !== undefined)
  // Behind the name follows the postal address; "Siemens AG," is the first of two lines of a name.
  const maker = name?.split('\n')[0]?.replace(/[\s,]+$/, '') || null
  // A wide block that the IEEE deals out in parts: this part is nobody's that the list knows.
  return maker === 'IEEE Registration Authority' ? null : maker
}
