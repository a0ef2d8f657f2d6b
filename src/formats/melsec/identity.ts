import { hex, text, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { digits, type SlmpFrame } from './frame.ts'

/** Answer to Read Type Name: 16 characters and a code (2 octets, or 4 digits). Also the first 18 octets of MELSOFT's. */
export function typeName(bytes: Uint8Array, at: number, code: number): IdentityFact[] {
  const model = text(bytes, at, at + 16)
  if (!/^[\x21-\x7e][\x20-\x7e]{1,15}$/.test(model)) return []
  return [
    { field: 'vendor', value: 'Mitsubishi Electric' },
    { field: 'model', value: model },
    { field: 'orderNumber', value: model },
    ...(code < 0 ? [] : [{ field: 'modelCode', value: hex(code, 4) }]),
  ]
}

const address = (bytes: Uint8Array, at: number): string =>
  `${bytes[at + 3]}.${bytes[at + 2]}.${bytes[at + 1]}.${bytes[at]}`
const card = (bytes: Uint8Array, at: number): string =>
  Array.from(bytes.subarray(at, at + 6), (octet) => octet.toString(16).padStart(2, '0'))
    .reverse()
    .join(':')

/**
 * Answer to Node Search (CC-Link BAP-C2006-ENG-003, §8.3.11): who asked (MAC, size and address), then the node itself: MAC,
 * size of address, address, mask, gateway, size of name, name, vendor, model (4), version; all little endian, MACs also.
 */
function nodeFound(bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  const own = at + 11
  if (end - own < 28 || bytes[at + 6] !== 4 || bytes[own + 6] !== 4) return []
  const nameAt = own + 20
  const after = nameAt + bytes[own + 19]!
  if (after + 8 > end) return []
  const name = text(bytes, nameAt, after)
  const gateway = address(bytes, own + 15)
  return [
    { field: 'mac', value: card(bytes, own) },
    { field: 'ip', value: address(bytes, own + 7) },
    { field: 'subnetMask', value: address(bytes, own + 11) },
    ...(gateway === '255.255.255.255' || gateway === '0.0.0.0' ? [] : [{ field: 'gateway', value: gateway }]),
    ...(name === '' ? [] : [{ field: 'name', value: name }]),
    { field: 'vendorId', value: hex(u16le(bytes, after), 4) },
    { field: 'modelCode', value: hex(u32le(bytes, after + 2), 8) },
    { field: 'hardware', value: String(u16le(bytes, after + 6)) },
  ]
}

/** What the answer to a command says about who gives it; `at` is behind the end code. */
export function answerFacts(
  code: string,
  bytes: Uint8Array,
  at: number,
  end: number,
  { isAscii }: SlmpFrame,
): IdentityFact[] {
  if (code === '0x0101' && end - at >= (isAscii ? 20 : 18)) {
    return typeName(bytes, at, isAscii ? digits(bytes, at + 16, 4) : u16le(bytes, at + 16))
  }
  return code === '0x0e30' && !isAscii ? nodeFound(bytes, at, end) : []
}
