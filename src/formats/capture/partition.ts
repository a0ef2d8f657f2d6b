import { isTowardsServer } from '#core/capture/server-side.ts'
import { etherTypes, i32, u16 } from '../frame.ts'
import { linkTypes } from '../link-types.ts'

/** Which of several readers, that each see the whole capture from its beginning, takes a packet: a number from 0 on. */
export type Partition = (bytes: Uint8Array, start: number, end: number, linkType: number) => number

/** Pairs are told apart by so many bits of their hash. */
const bucketBits = 16
/** Services beyond these count as one. */
const mostServices = 4096
const nobodys = -1
/** Work is counted in bytes. What a packet costs beside its own. */
const perPacket = 512
/** A datagram or link frame is a message of its own, which a segment seldom is: it costs so many times as much. */
const perMessage = 2.5
/** What a pair met anew is expected to bring. */
const perPair = 16_384
/** How far ahead of the others, as a part of what each has had to do, a reader may be and still be given what it knows. */
const mostAhead = 0.1
const tcp = 6
const udp = 17

/**
 * All packets of one IP protocol or ethertype between two addresses go to one reader, whichever their direction, so that nothing
 * that is followed over time is torn apart. A pair that was not met before goes to the reader that has read most of its service
 * so far, whose code is warm there and is compiled once, unless others have had clearly less to do: then to the least busy. Each
 * reader works this out on its own, from the same packets, and finds the same.
 */
export function createPartition(parts: number): Partition {
  const readers = new Int8Array(1 << bucketBits).fill(nobodys)
  const services = new Uint16Array(1 << bucketBits)
  const numbers = new Map<number, number>()
  const work = new Float64Array(parts)
  /** What each reader has read of each service. */
  const workOf = new Float64Array(mostServices * parts)
  const pair: Pair = { sum: 0, protocol: 0, networkAt: 0 }

  const numberOf = (service: number): number => {
    let number = numbers.get(service)
    if (number === undefined) {
      number = Math.min(numbers.size, mostServices - 1)
      if (numbers.size < mostServices) numbers.set(service, number)
    }
    return number
  }

  const give = (bucket: number, service: number): void => {
    const from = service * parts
    let leastBusy = 0
    let wellVersed = 0
    let all = 0
    for (let part = 0; part < parts; part++) {
      all += work[part]!
      if (work[part]! < work[leastBusy]!) leastBusy = part
      if (workOf[from + part]! > workOf[from + wellVersed]!) wellVersed = part
    }
    const isKnown = workOf[from + wellVersed]! > 0
    const isFarAhead = work[wellVersed]! - work[leastBusy]! > (all / parts) * mostAhead
    readers[bucket] = isKnown && !isFarAhead ? wellVersed : leastBusy
    services[bucket] = service
    note(bucket, perPair)
  }

  const note = (bucket: number, amount: number): void => {
    const reader = readers[bucket]!
    work[reader]! += amount
    workOf[services[bucket]! * parts + reader]! += amount
  }

  return (bytes, start, end, linkType) => {
    lookAt(bytes, start, end, linkType, pair)
    // In 32 bits: every reader asks this of every packet.
    let hash = Math.imul(pair.sum ^ Math.imul(pair.protocol, 0x632be5ab), 0x9e3779b1)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
    const bucket = (hash ^ (hash >>> 13)) & (readers.length - 1)
    if (readers[bucket] === nobodys) give(bucket, numberOf(serviceOf(bytes, end, pair)))
    note(bucket, (end - start + perPacket) * (pair.protocol === tcp ? 1 : perMessage))
    return readers[bucket]!
  }
}

/** What a packet says of the two that it goes between. Filled anew for every packet. */
interface Pair {
  /** Of both addresses: the two directions agree, and numbered networks of the same build are spread. */
  sum: number
  /** The protocol of IPv4, else the ethertype: in IPv6 its number may stand behind further headers, in some packets of a pair alone. */
  protocol: number
  /** Where the header of IP begins. */
  networkAt: number
}

/** Looks at no more than it must; packets whose addresses are not found stay together. */
function lookAt(bytes: Uint8Array, start: number, end: number, linkType: number, pair: Pair): void {
  let at = start
  let type = -1
  pair.sum = 0
  pair.protocol = 0
  if (linkType === linkTypes.ethernet) {
    if (start + 18 > end) return
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
  } else return
  pair.networkAt = at
  if (type === etherTypes.ipv4) {
    if (at + 20 > end) return
    pair.protocol = bytes[at + 9]!
    pair.sum = (i32(bytes, at + 12) + i32(bytes, at + 16)) | 0
  } else if (type === etherTypes.ipv6) {
    if (at + 40 > end) return
    pair.protocol = type
    for (let i = 8; i < 40; i += 4) pair.sum = (pair.sum + i32(bytes, at + i)) | 0
  } else if (linkType === linkTypes.ethernet) {
    // Below the first ethertype it is a length, which differs from frame to frame.
    pair.protocol = type < 0x600 ? 0 : type
    pair.sum = (i32(bytes, start + 2) + i32(bytes, start + 8)) | 0
  }
}

/** What a pair does with each other, as far as its first packet tells: its protocol, and with TCP and UDP the likely server's port. */
function serviceOf(bytes: Uint8Array, end: number, { protocol, networkAt }: Pair): number {
  if (protocol !== tcp && protocol !== udp) return protocol
  const at = networkAt + (bytes[networkAt]! & 15) * 4
  const isLaterFragment = (u16(bytes, networkAt + 6) & 0x1fff) !== 0
  if (isLaterFragment || at + 4 > end) return protocol
  const source = u16(bytes, at)
  const target = u16(bytes, at + 2)
  const port = isTowardsServer(source, target, null) === true ? target : source
  return (protocol << 16) | port
}
