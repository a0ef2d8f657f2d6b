import { addressWords, ipv4Text, ipv6Text } from '../capture/address-text.ts'
import { intersect, overlaps, pairsOf, type Ranges, rangesOf, subtract, union } from './ranges.ts'

/** A set of IPv4 and IPv6 addresses. */
export interface AddressSet {
  readonly v4: Ranges
  readonly v6: Ranges<bigint>
}

export const lastV4 = 2 ** 32 - 1
export const lastV6 = 2n ** 128n - 1n
export const anyAddress: AddressSet = { v4: [0, lastV4], v6: [0n, lastV6] }
export const anyV4: AddressSet = { v4: [0, lastV4], v6: [] }
export const anyV6: AddressSet = { v4: [], v6: [0n, lastV6] }
export const noAddress: AddressSet = { v4: [], v6: [] }

/** An address as a number; null for what is none. */
export function addressOf(text: string): { readonly v4: number } | { readonly v6: bigint } | null {
  const words = addressWords(text.trim())
  if (words === null || words.length === 2) return null
  if (words.length === 1) return { v4: words[0]! >>> 0 }
  return { v6: words.reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n) }
}

/** `10.1.0.0/16`, `10.1.2.3`, `10.1.2.3-10.1.2.9`, `fd00::/8`; host bits of a network are ignored. Null for what is none. */
export function addressesOf(text: string): AddressSet | null {
  const [from, to, more] = text.split('-')
  if (more !== undefined || from === undefined) return null
  if (to !== undefined) return between(from, to)
  const [base, length, rest] = text.trim().split('/')
  const address = rest === undefined ? addressOf(base ?? '') : null
  if (address === null) return null
  const size = 'v4' in address ? 32 : 128
  const prefix = length === undefined ? size : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (!(prefix >= 0 && prefix <= size)) return null
  return 'v4' in address ? blockV4(address.v4, prefix) : blockV6(address.v6, prefix)
}

function between(from: string, to: string): AddressSet | null {
  const [a, b] = [addressOf(from), addressOf(to)]
  if (a === null || b === null) return null
  if ('v4' in a && 'v4' in b) return a.v4 <= b.v4 ? { v4: [a.v4, b.v4], v6: [] } : null
  if ('v6' in a && 'v6' in b) return a.v6 <= b.v6 ? { v4: [], v6: [a.v6, b.v6] } : null
  return null
}

function blockV4(address: number, prefix: number): AddressSet {
  const size = 2 ** (32 - prefix)
  const from = Math.floor(address / size) * size
  return { v4: [from, from + size - 1], v6: [] }
}

function blockV6(address: bigint, prefix: number): AddressSet {
  const shift = BigInt(128 - prefix)
  const from = (address >> shift) << shift
  return { v4: [], v6: [from, from + (1n << shift) - 1n] }
}

/**
 * An address with a mask of any bits, as Cisco's wildcards allow (`bits` are those that count, as in a netmask); null where
 * the mask has so many gaps that the set would be larger than `most` ranges.
 */
export function maskedV4(address: number, bits: number, most = 4096): AddressSet | null {
  const mask = bits >>> 0
  let low = 0
  while (low < 32 && ((mask >>> low) & 1) === 0) low++
  const gaps: number[] = []
  for (let bit = low; bit < 32; bit++) if (((mask >>> bit) & 1) === 0) gaps.push(bit)
  if (2 ** gaps.length > most) return null
  const size = 2 ** low
  const base = (address & mask) >>> 0
  const starts = [base]
  for (const bit of gaps) for (let i = starts.length - 1; i >= 0; i--) starts.push(starts[i]! + 2 ** bit)
  return { v4: rangesOf(starts.map((from) => [from, from + size - 1] as const)), v6: [] }
}

export const unionOf = (sets: Iterable<AddressSet>): AddressSet => {
  const all = [...sets]
  return {
    v4: rangesOf(all.flatMap(({ v4 }) => pairsOf(v4))),
    v6: rangesOf(all.flatMap(({ v6 }) => pairsOf(v6))),
  }
}
export const joinAddresses = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: union(a.v4, b.v4),
  v6: union(a.v6, b.v6),
})
export const commonAddresses = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: intersect(a.v4, b.v4),
  v6: intersect(a.v6, b.v6),
})
export const withoutAddresses = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: subtract(a.v4, b.v4),
  v6: subtract(a.v6, b.v6),
})
export const isNoAddress = ({ v4, v6 }: AddressSet): boolean => v4.length === 0 && v6.length === 0
export const shareAddresses = (a: AddressSet, b: AddressSet): boolean => overlaps(a.v4, b.v4) || overlaps(a.v6, b.v6)

export const textOfV4 = (address: number): string => ipv4Text(address | 0)
export const textOfV6 = (address: bigint): string => {
  const word = (shift: bigint) => Number((address >> shift) & 0xffffffffn) | 0
  return ipv6Text(word(96n), word(64n), word(32n), word(0n))
}
