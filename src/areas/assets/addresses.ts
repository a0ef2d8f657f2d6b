import { foldCode, plain } from '#core/identity/spelling.ts'

/** Addresses and names as registries write them, brought to one spelling so that they can be compared. */

export { foldCode, plain }

/** Two spellings of one tag fold to one text: case and width do not tell assets apart. */
export function foldTag(tag: string): string {
  return plain(tag).toUpperCase()
}

/** Splits a cell that holds several values; a slash parts addresses, and begins the length of a network's prefix. */
export function several(text: string): string[] {
  return plain(text)
    .split(/[;,、|\s]+|\/(?=[^;,、|\s/]*[.:])/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '/')
}

/** `192.168.001.010` → `192.168.1.10`; IPv6 in lower case, compressed; null for what is no address. */
export function ipAddress(text: string): string | null {
  const wanted = plain(text).replace(/\/\d{1,3}$/, '')
  return ipv4(wanted) ?? ipv6(wanted)
}

function ipv4(text: string): string | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null
  return parts.map(Number).join('.')
}

function ipv6(text: string): string | null {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return null
  const halves = text.toLowerCase().split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const last = groups[groups.length - 1]!
  const tail = last[last.length - 1]
  if (tail?.includes('.')) {
    const embedded = ipv4(tail)?.split('.').map(Number)
    if (!embedded) return null
    last.splice(-1, 1, hex16(embedded[0]! * 256 + embedded[1]!), hex16(embedded[2]! * 256 + embedded[3]!))
  }
  const given = groups.flat()
  if (!given.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null
  const missing = 8 - given.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const full = [...groups[0]!, ...Array.from({ length: missing }, () => '0'), ...(groups[1] ?? [])]
  return compressed(full.map((group) => Number.parseInt(group, 16)))
}

function hex16(number: number): string {
  return number.toString(16)
}

/** RFC 5952: the longest run of two or more zero groups becomes `::`, the first of equals. */
function compressed(groups: readonly number[]): string {
  let best = { start: -1, length: 1 }
  for (let i = 0; i < groups.length; i++) {
    let length = 0
    while (i + length < groups.length && groups[i + length] === 0) length++
    if (length > best.length) best = { start: i, length }
    i += length
  }
  const text = groups.map(hex16)
  if (best.start < 0) return text.join(':')
  return `${text.slice(0, best.start).join(':')}::${text.slice(best.start + best.length).join(':')}`
}

/** `00-1B-1B-12-34-56`, `001b.1b12.3456`, `001B1B123456` → `00:1b:1b:12:34:56`; null for what is no MAC address. */
export function macAddress(text: string): string | null {
  const digits = plain(text).replace(/[-:.]/g, '').toLowerCase()
  if (!/^[0-9a-f]{12}$/.test(digits)) return null
  return digits.match(/../g)!.join(':')
}
