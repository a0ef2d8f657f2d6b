import { type Element, findElement, readElement, tagOf } from './element.ts'

/**
 * The layers between COTP and MMS: session (ISO 8327-1), presentation (ISO 8823-1) and, around the opening of an association,
 * ACSE (ISO 8650-1). Some devices leave all of them out.
 */
const connect = 0x0d
const accept = 0x0e
const dataTransfer = 0x01
/** Finish, disconnect, refuse, abort and its confirmation, not finished: the association ends, with no MMS in it. */
const endings = new Set([0x08, 0x09, 0x0a, 0x0c, 0x19, 0x1a])
const userData = 0xc1
const extendedUserData = 0xc2

/** What was found: an MMS PDU in `into`, nothing that matters, or none of these layers. */
export type Found = 'pdu' | 'nothing' | 'foreign'

/** Finds the MMS PDU in a whole transport message. `into` is the PDU's own element. */
export function findPdu(bytes: Uint8Array, start: number, end: number, into: Element): Found {
  const first = bytes[start]!
  if (isPduTag(first)) return readElement(bytes, start, end, into) ? 'pdu' : 'foreign'
  if (endings.has(first)) return 'nothing'
  let at = start
  if (first === connect || first === accept) at = userDataOf(bytes, start, end)
  else if (first === dataTransfer) {
    // "Give tokens" and "data transfer" have the same identifier and stand one after the other (8.3.11.2).
    at = start + 2 + (bytes[start + 1] ?? 0)
    if (bytes[at] !== dataTransfer) return 'foreign'
    at += 2 + (bytes[at + 1] ?? 0)
  } else return 'foreign'
  if (at < 0 || at >= end) return 'nothing'
  return findInPresentation(bytes, at, end, into)
}

/** MMS PDUs are context-tagged 0 to 13; constructed, save the few that only hold a number or nothing (ISO 9506-2:2003, 7.1). */
export function isPduTag(tag: number): boolean {
  const number = tag & 0x1f
  return (tag & 0xc0) === 0x80 && number <= 13 && ((tag & 0x20) !== 0 || [5, 6, 11, 12].includes(number))
}

/** Parameters of a session PDU: identifier, length (255: two more octets), value. Gives where the user data start, -1 without. */
export function userDataOf(bytes: Uint8Array, start: number, end: number): number {
  const isLong = bytes[start + 1] === 0xff
  let at = start + (isLong ? 4 : 2)
  while (at + 2 <= end) {
    const long = bytes[at + 1] === 0xff
    const from = at + (long ? 4 : 2)
    if (bytes[at] === userData || bytes[at] === extendedUserData) return from
    at = from + (long ? ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0) : bytes[at + 1]!)
  }
  return -1
}

/** CP and CPA are sets whose normal-mode parameters [2] end in user data; data are user data: [APPLICATION 1] of PDV lists. */
function findInPresentation(bytes: Uint8Array, start: number, end: number, into: Element): Found {
  if (!readElement(bytes, start, end, into)) return 'foreign'
  if (tagOf(into) === 0x31) {
    if (!findElement(bytes, into.from, into.to, 0xa2, into)) return 'nothing'
    if (!findElement(bytes, into.from, into.to, 0x61, into)) return 'nothing'
  }
  // A refused presentation, or one that is aborted.
  if (tagOf(into) !== 0x61) return 'nothing'
  if (!findElement(bytes, into.from, into.to, 0x30, into)) return 'foreign'
  if (!findElement(bytes, into.from, into.to, 0xa0, into)) return 'foreign'
  if (!readElement(bytes, into.from, into.to, into)) return 'foreign'
  if (isPduTag(tagOf(into))) return 'pdu'
  return findInAssociation(bytes, into)
}

/** Requests and responses of ACSE ([APPLICATION 0] to 4) carry the PDU as user information [30], in an EXTERNAL. */
function findInAssociation(bytes: Uint8Array, into: Element): Found {
  const tag = tagOf(into)
  if (tag < 0x60 || tag > 0x64) return 'foreign'
  if (!findElement(bytes, into.from, into.to, 0xbe, into)) return 'nothing'
  if (!findElement(bytes, into.from, into.to, 0x28, into)) return 'nothing'
  if (!findElement(bytes, into.from, into.to, 0xa0, into)) return 'nothing'
  if (!readElement(bytes, into.from, into.to, into)) return 'nothing'
  return isPduTag(tagOf(into)) ? 'pdu' : 'foreign'
}
