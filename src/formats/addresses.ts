import { ipv4Text, ipv6Text, macText } from '#core/capture/address-text.ts'
import { u16be, u32be } from './octets.ts'

/** Addresses as they stand in messages (network byte order), printed as the inventory prints them. */
export const ipv4At = (bytes: Uint8Array, at: number): string => ipv4Text(u32be(bytes, at) | 0)
export const macAt = (bytes: Uint8Array, at: number): string => macText(u16be(bytes, at), u32be(bytes, at + 2) | 0)
export const ipv6At = (bytes: Uint8Array, at: number): string =>
  ipv6Text(u32be(bytes, at) | 0, u32be(bytes, at + 4) | 0, u32be(bytes, at + 8) | 0, u32be(bytes, at + 12) | 0)
