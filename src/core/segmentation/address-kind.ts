import { addressWords, isHostMac } from '../capture/address-text.ts'

/**
 * `link`: belongs to no network (a MAC, link-local, unspecified, loopback), so that it can neither be in one nor come from
 * another. `group`: multicast and broadcast. `internet`: routed worldwide. `private`: a plant's or company's own.
 */
export type AddressKind = 'private' | 'internet' | 'link' | 'group' | 'none'

/** The kind of an IP or MAC address as printed; `none` for other text. Directed broadcasts cannot be told without the mask. */
export function addressKind(address: string): AddressKind {
  const words = addressWords(address)
  if (words === null) return 'none'
  if (words.length === 1) return kindOfV4(words[0]! >>> 0)
  if (words.length === 2) return isHostMac(address) ? 'link' : 'group'
  return kindOfV6(words.map((word) => word >>> 0))
}

function kindOfV4(address: number): AddressKind {
  const [a, b] = [address >>> 24, (address >>> 16) & 255]
  if (a >= 224) return a < 240 || address === 0xffffffff ? 'group' : 'internet'
  // RFC 1122 3.2.1.3 (this host, loopback), RFC 3927.
  if (a === 0 || a === 127 || (a === 169 && b === 254)) return 'link'
  // RFC 1918, RFC 6598 (shared address space of carriers).
  const isPrivate =
    a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128)
  return isPrivate ? 'private' : 'internet'
}

function kindOfV6(words: readonly number[]): AddressKind {
  const [a, b, c, d] = words as [number, number, number, number]
  if (a === 0 && b === 0 && c === 0 && d <= 1) return 'link'
  // RFC 4291 2.5.5.2: IPv4-mapped.
  if (a === 0 && b === 0 && c === 0xffff) return kindOfV4(d)
  if (a >>> 24 === 0xff) return 'group'
  if (a >>> 22 === 0xfe80 >>> 6) return 'link'
  // RFC 4193, and the site-local addresses that it replaced.
  return a >>> 25 === 0xfc >>> 1 || a >>> 22 === 0xfec0 >>> 6 ? 'private' : 'internet'
}
