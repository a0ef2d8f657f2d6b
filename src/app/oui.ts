import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let vendors: Readonly<Record<string, string>> | undefined

/**
 * The organisation that the first 24 bits of a MAC (`00:00:bc:5f:49:51`) are registered to by the IEEE; null where none is.
 * The list is loaded with the first question: most commands never ask.
 */
export function ouiVendor(mac: string): string | null {
  vendors ??= require('oui-data') as Readonly<Record<string, string>>
  const block = mac.slice(0, 8).replaceAll(':', '').toUpperCase()
  // Behind the name follows the postal address; "Siemens AG," is the first of two lines of a name.
  return vendors[block]?.split('\n')[0]?.replace(/[\s,]+$/, '') || null
}
