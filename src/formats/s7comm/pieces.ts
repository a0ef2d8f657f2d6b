import { join } from '../octets.ts'

/** Parts of one message that wait for the last one, copied out of the reader's buffer. */
export interface Pieces {
  readonly parts: Uint8Array[]
  size: number
}

/** Adds a part to what is there; undefined, and all forgotten, beyond `limit` octets or as many parts as nobody needs. */
export function adding(before: Pieces | undefined, part: Uint8Array, limit: number): Pieces | undefined {
  const pieces = before ?? { parts: [], size: 0 }
  pieces.size += part.length
  if (pieces.size > limit || pieces.parts.length >= 1024) return undefined
  if (part.length > 0) pieces.parts.push(part.slice())
  return pieces
}

export const whole = (before: Pieces | undefined, last: Uint8Array): Uint8Array =>
  before === undefined ? last : join(...before.parts, last)
