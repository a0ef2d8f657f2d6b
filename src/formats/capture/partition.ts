import { etherTypes, i32, u16 } from '../frame.ts'
import { linkTypes } from '../link-types.ts'

/** Which of several readers, that each see the whole capture from its beginning, takes a packet: a number from 0 on. */
export type Partition = (bytes: Uint8Array, start: number, end: number, linkType: number) => number

/** Pairs of addresses are told apart by so many bits of their hash. */
const bucketBits = 16
/** What a packet costs beside its bytes, in bytes. */
const perPacket = 512
const nobodys = -1

/**
 * All packets between two addresses go to one reader, whichever their direction, so that nothing that is followed over time is
 * torn apart; a pair that was not met before goes to the reader that has had the least to do. Each reader works this out on its
 * own, from the same packets, and finds the same.
 */
export function createPartition(parts: number): Partition {
  const readers = new Int8Array(1 << bucketBits).fill(nobodys)
  const work = new Float64Array(parts)

  const leastBusy = (): number => {
    let least = 0
    for (let part = 1; part < parts; part++) if (work[part]! < work[least]!) least = part
    return least
  }

  return (bytes, start, end, linkType) => {
    // In 32 bits: every reader asks this of every packet.
    let hash = Math.imul(sumOfAddresses(bytes, start, end, linkType), 0x9e3779b1)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
    const bucket = (hash ^ (hash >>> 13)) & (readers.length - 1)
    if (readers[bucket] === nobodys) readers[bucket] = leastBusy()
    const reader = readers[bucket]!
    work[reader] += end - start + perPacket
    return reader
  }
}

/** Looks at no more than it must; 0 where addresses are not found: those packets stay together. */
function sumOfAddresses(bytes: Uint8Array, start: number, end: number, linkType: number): number {
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
  // Sums, not differences: the two directions agree, and numbered networks of the same build are spread.
  if (type === etherTypes.ipv4) return at + 20 > end ? 0 : (i32(bytes, at + 12) + i32(bytes, at + 16)) | 0
  if (type === etherTypes.ipv6) {
    if (at + 40 > end) return 0
    let sum = 0
    for (let i = 8; i < 40; i += 4) sum = (sum + i32(bytes, at + i)) | 0
    return sum
  }
  return linkType === linkTypes.ethernet ? (i32(bytes, start + 2) + i32(bytes, start + 8)) | 0 : 0
}
