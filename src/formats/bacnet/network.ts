import { hex, u16be } from '../octets.ts'

/** What the network layer says of one NPDU (clause 6.2): who behind which router, and where the rest begins. */
export interface Npdu {
  /** Where the APDU or the network layer message lies: [at, end). */
  at: number
  /** `network:mac` of the source or destination behind a router, '' where there is none. */
  source: string
  destination: string
  isNetworkMessage: boolean
  expectsReply: boolean
}

export const newNpdu = (): Npdu => ({
  at: 0,
  source: '',
  destination: '',
  isNetworkMessage: false,
  expectsReply: false,
})

/** All networks: a broadcast, which is no device. */
const everywhere = 0xffff
const longestMac = 8

/** Names of stations on MS/TP, whose MAC is one octet: polling must not allocate. */
const named = new Map<number, string>()
const namedLimit = 4096

/** `26001:72`: the network in decimal, the MAC in hexadecimal octets. '' for broadcasts. */
function nameOf(bytes: Uint8Array, at: number, network: number, length: number): string {
  if (network === everywhere || length === 0) return ''
  const key = length === 1 ? network * 256 + bytes[at]! : -1
  const known = named.get(key)
  if (known !== undefined) return known
  let name = `${network}:`
  for (let i = 0; i < length; i++) name += hex(bytes[at + i]!, 2).slice(2)
  if (length === 1 && named.size < namedLimit) named.set(key, name)
  return name
}

/** Reads the NPDU at [start, end) into `npdu`; false when it is none. `withNames` false only walks it. */
export function readNpdu(bytes: Uint8Array, start: number, end: number, npdu: Npdu, withNames = true): boolean {
  if (end - start < 3 || bytes[start] !== 1) return false
  const control = bytes[start + 1]!
  // Bits 6 and 4 are reserved and zero.
  if ((control & 0x50) !== 0) return false
  npdu.isNetworkMessage = (control & 0x80) !== 0
  npdu.expectsReply = (control & 0x04) !== 0
  npdu.source = npdu.destination = ''
  let at = start + 2
  if ((control & 0x20) !== 0) {
    const length = bytes[at + 2] ?? 255
    if (length > longestMac || at + 3 + length > end) return false
    if (withNames) npdu.destination = nameOf(bytes, at + 3, u16be(bytes, at), length)
    at += 3 + length
  }
  if ((control & 0x08) !== 0) {
    const length = bytes[at + 2] ?? 255
    // A source is one station: never without an address, never on all networks.
    if (length === 0 || length > longestMac || at + 3 + length > end) return false
    if (u16be(bytes, at) === everywhere) return false
    if (withNames) npdu.source = nameOf(bytes, at + 3, u16be(bytes, at), length)
    at += 3 + length
  }
  // Hop count.
  if ((control & 0x20) !== 0) at++
  npdu.at = at
  return at < end
}
