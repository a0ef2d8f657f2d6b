import { etherTypes, i32, u16 } from '../frame.ts'
import { linkTypes } from '../link-types.ts'

/**
 * Which of several readers, that each see the whole capture, takes a packet: all packets between two addresses go to one of
 * them, whichever their direction, so that nothing that is followed over time is torn apart. Looks at no more than it must.
 */
export function partOf(bytes: Uint8Array, start: number, end: number, linkType: number, parts: number): number {
  let at = start
  let type = -1
  if (linkType === linkTypes.ethernet) {
    if (start + 18 > end) return 0
    type = u16(bytes, start + 12)
    at = start + 14
    if (type === 0x8100) {
      type = u16(bytes, start + 16)
      at = start + 18
    }
  } else if (linkType === linkTypes.cookedV1) {
    type = start + 16 <= end ? u16(bytes, start + 14) : -1
    at = start + 16
  } else if (linkType === linkTypes.raw || linkType === linkTypes.ipv4 || linkType === linkTypes.ipv6) {
    type = start >= end ? -1 : bytes[start]! >> 4 === 4 ? etherTypes.ipv4 : etherTypes.ipv6
  } else return 0
  // Sums, not differences: the two directions agree, and numbered networks of the same build are spread. In 32 bits: every
  // reader asks this of every packet.
  let sum = 0
  if (type === etherTypes.ipv4) {
    if (at + 20 > end) return 0
    sum = (i32(bytes, at + 12) + i32(bytes, at + 16)) | 0
  } else if (type === etherTypes.ipv6) {
    if (at + 40 > end) return 0
    for (let i = 8; i < 40; i += 4) sum = (sum + i32(bytes, at + i)) | 0
  } else if (linkType === linkTypes.ethernet) sum = (i32(bytes, start + 2) + i32(bytes, start + 8)) | 0
  else return 0
  let hash = Math.imul(sum, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
  hash ^= hash >>> 13
  // A division takes as long as all the rest, and the usual numbers of processors need none.
  return (parts & (parts - 1)) === 0 ? hash & (parts - 1) : (hash >>> 0) % parts
}
