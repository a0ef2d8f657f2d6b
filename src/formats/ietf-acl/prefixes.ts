import { textOfV4, textOfV6 } from '#core/filtering/addresses.ts'
import { pairsOf, type Ranges } from '#core/filtering/ranges.ts'

/** The fewest prefixes that hold exactly these IPv4 addresses: `10.1.0.0/16`. */
export function prefixesV4(ranges: Ranges): string[] {
  return pairsOf(ranges).flatMap(([first, last]) => {
    const found: string[] = []
    for (let from = first; from <= last; ) {
      let length = 32
      while (length > 0 && from % 2 ** (33 - length) === 0 && from + 2 ** (33 - length) - 1 <= last) length--
      found.push(`${textOfV4(from)}/${length}`)
      from += 2 ** (32 - length)
    }
    return found
  })
}

export function prefixesV6(ranges: Ranges<bigint>): string[] {
  return pairsOf(ranges).flatMap(([first, last]) => {
    const found: string[] = []
    for (let from = first; from <= last; ) {
      let length = 128
      const sizeOf = (prefix: number) => 1n << BigInt(128 - prefix)
      while (length > 0 && from % sizeOf(length - 1) === 0n && from + sizeOf(length - 1) - 1n <= last) length--
      found.push(`${textOfV6(from)}/${length}`)
      from += sizeOf(length)
    }
    return found
  })
}
