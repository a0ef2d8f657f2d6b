import { data, tpkt, tpktLength } from '../s7comm/cotp.ts'
import { element, readElement } from './element.ts'
import { isService } from './functions.ts'

const scratch = element()

/** 1.0.9506: the object identifiers of MMS begin so. */
function namesMms(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + 3 <= to; at++) {
    if (bytes[at] === 0x28 && bytes[at + 1] === 0xca && bytes[at + 2] === 0x22) return true
  }
  return false
}

/**
 * By content: a transport message that opens an association and names MMS, one that has an MMS PDU in its presentation, or a
 * bare PDU. S7comm, remote desktop and others share the layers below, so a connection request alone is nobody's.
 */
export function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = tpktLength(bytes, start, end)
  if (length <= 0 || end - start < 12) return false
  const cotp = start + tpkt
  if (bytes[cotp] !== 2 || bytes[cotp + 1] !== data || (bytes[cotp + 2]! & 0x7f) !== 0) return false
  const from = cotp + 3
  const stop = Math.min(end, start + length)
  const isCut = stop < start + length || (bytes[cotp + 2]! & 0x80) === 0
  const first = bytes[from]!
  if (first === 0x0d || first === 0x0e) return namesMms(bytes, from, Math.min(stop, from + 512))
  if (first === 1) {
    if (bytes[from + 1] !== 0 || bytes[from + 2] !== 1 || bytes[from + 3] !== 0) return false
    return isPresented(bytes, from + 4, stop, isCut)
  }
  return isPdu(bytes, from, stop, isCut)
}

/** User data with one PDV list: context, single ASN.1 type, and in it a PDU. Lengths may reach into what is still to come. */
function isPresented(bytes: Uint8Array, from: number, stop: number, isCut: boolean): boolean {
  let at = from
  for (const tag of [0x61, 0x30]) {
    if (bytes[at] !== tag) return false
    at = contentsAt(bytes, at)
  }
  if (bytes[at] !== 0x02 || bytes[at + 1] !== 1 || bytes[at + 3] !== 0xa0) return false
  return isPdu(bytes, contentsAt(bytes, at + 3), stop, isCut, true)
}

/** Where the contents of the element at `at` start, whether or not they are all there. */
function contentsAt(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]!
  return at + 2 + (length > 0x80 ? length & 0x7f : 0)
}

/** `isInside`: zeros that close what has no said length may follow. */
function isPdu(bytes: Uint8Array, from: number, stop: number, isCut: boolean, isInside = false): boolean {
  const tag = bytes[from]!
  if (!isCut) {
    if (!readElement(bytes, from, stop, scratch)) return false
    if (scratch.next !== stop && !isInside) return false
  }
  const at = contentsAt(bytes, from)
  switch (tag) {
    // Requests and responses: an invoke id, and a service that is one.
    case 0xa0:
    case 0xa1: {
      if (bytes[at] !== 2 || bytes[at + 1]! < 1 || bytes[at + 1]! > 5) return false
      const service = at + 2 + bytes[at + 1]!
      if (isCut && service >= stop) return true
      const number = bytes[service]! & 0x1f
      return tag === 0xa0 && bytes[service] === 0x30
        ? true
        : (bytes[service]! & 0x80) !== 0 && isService(number === 31 ? bytes[service + 1]! : number)
    }
    case 0xa2:
      return bytes[at] === 0x80 || bytes[at] === 0x02
    case 0xa3:
      return bytes[at] === 0xa0 || bytes[at] === 0xa1 || bytes[at] === 0xa2
    // Initiate: local detail or the first of the negotiated numbers.
    case 0xa8:
    case 0xa9:
      return (bytes[at] === 0x80 || bytes[at] === 0x81) && bytes[at + 1]! >= 1 && bytes[at + 1]! <= 5
    case 0x8b:
    case 0x8c:
      return isInside && bytes[from + 1] === 0
    default:
      return false
  }
}
