import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { attributeFact, attributeSize } from './attributes.ts'

/** Bits per object without its prefix, by group, for variations 1, 2, …; octets unless packed (IEEE 1815-2012, annex A). */
const octets = (...sizes: number[]): number[] => sizes.map((size) => size * 8)
const counterEvents = octets(5, 3, 5, 3, 11, 9, 11, 9)
const analogEvents = octets(5, 3, 11, 9, 5, 9, 11, 15)
const noOctets = octets(0, 0, 0, 0)
const bitsByGroup = new Map<number, readonly number[]>([
  [1, [1, 8]],
  [2, octets(1, 7, 3)],
  [3, [2, 8]],
  [4, octets(1, 7, 3)],
  [10, [1, 8]],
  [11, octets(1, 7)],
  [12, [88, 88, 1]],
  [13, octets(1, 7)],
  [20, octets(5, 3, 5, 3, 4, 2, 4, 2)],
  [21, octets(5, 3, 5, 3, 11, 9, 11, 9, 4, 2, 4, 2)],
  [22, counterEvents],
  [23, counterEvents],
  [30, octets(5, 3, 4, 2, 5, 9)],
  [31, octets(5, 3, 11, 9, 4, 2, 5, 9)],
  [32, analogEvents],
  [33, analogEvents],
  [34, octets(2, 4, 4)],
  [40, octets(5, 3, 5, 9)],
  [41, octets(5, 3, 5, 9)],
  [42, analogEvents],
  [43, analogEvents],
  [50, octets(6, 10, 6, 11)],
  [51, octets(6, 6)],
  [52, octets(2, 2)],
  [60, noOctets],
  [80, [1]],
  [81, octets(3)],
  [101, octets(2, 4, 8)],
  [102, octets(1)],
  [120, octets(0, 0, 6, 2)],
  [121, octets(7)],
  [122, octets(7, 13)],
])

/** What the objects of one fragment say; filled anew by each reading, so that polling allocates nothing. */
export interface Said {
  facts: IdentityFact[]
  /** A command came back with a status other than success. */
  isRefused: boolean
  /** Why not all of it was read; '' when it was. */
  trouble: string
}

/** Never added to. */
const none: IdentityFact[] = []
const said: Said = { facts: none, isRefused: false, trouble: '' }

const mostFacts = 128
const mostObjects = 100_000
const crob = 0x0c01
const patternControl = 0x0c02
const aggressiveMode = 0x7803

/** Group of the first object of a fragment, -1 without one. Aggressive authentication (120.3) stands before the real first. */
export function firstGroup(bytes: Uint8Array, at: number, end: number): number {
  const start = bytes[at] === 120 && bytes[at + 1] === 3 && bytes[at + 2] === 7 ? at + 10 : at
  return start + 3 <= end ? bytes[start]! : -1
}

/** Whether the first object is a file command (70.3, free format, one of it) whose mode is READ; the mode stands at 20 in it. */
export const opensToRead = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 28 <= end && bytes[at] === 70 && bytes[at + 1] === 3 && bytes[at + 2] === 0x5b && u16le(bytes, at + 6 + 20) === 1

/** Walks the objects in [at, end). `isBare`: headers without data, as in a read request. */
export function readObjects(bytes: Uint8Array, at: number, end: number, isBare: boolean): Said {
  said.facts = none
  said.isRefused = false
  said.trouble = ''
  let walked = 0
  let next = at
  while (next < end && said.trouble === '') {
    if (next + 3 > end) return inTrouble(cut)
    const object = (bytes[next]! << 8) | bytes[next + 1]!
    const prefix = (bytes[next + 2]! >> 4) & 7
    const code = bytes[next + 2]! & 15
    const range = rangeOctets[code]!
    if (range < 0) return inTrouble('DNP3 object with an unknown qualifier')
    next += 3 + range
    if (next > end) return inTrouble(cut)
    const count = countIn(bytes, next - range, code)
    if (count < 0) return inTrouble(cut)
    const isDataless = isBare && prefix < 4 && object !== aggressiveMode
    if (isDataless) {
      next += count * prefixOctets[prefix]!
      continue
    }
    walked += count
    if (walked > mostObjects) return inTrouble('DNP3 fragment with more objects than it can hold')
    next = readRun(bytes, next, end, object, prefix, count)
  }
  return next > end ? inTrouble(cut) : said
}

const cut = 'DNP3 objects cut short'
function inTrouble(reason: string): Said {
  said.trouble = reason
  return said
}

/** Octets of the range field by its code (4.2.2.7.3.3); -1 where the code is reserved. */
const rangeOctets = [2, 4, 8, 1, 2, 4, 0, 1, 2, 4, -1, 1, -1, -1, -1, -1]

/** Objects that a range field counts: from start to stop, one by its address, or a number of them. */
function countIn(bytes: Uint8Array, at: number, code: number): number {
  switch (code) {
    case 0:
      return bytes[at + 1]! - bytes[at]! + 1
    case 1:
      return u16le(bytes, at + 2) - u16le(bytes, at) + 1
    case 2:
      return u32le(bytes, at + 4) - u32le(bytes, at) + 1
    case 6:
      return 0
    case 7:
    case 11:
      return bytes[at]!
    case 8:
      return u16le(bytes, at)
    case 9:
      return u32le(bytes, at)
    default:
      return 1
  }
}

/** Octets of an index (1 to 3) or of a size (4 to 6) before each object. */
const prefixOctets = [0, 1, 2, 4, 1, 2, 4, 0]

/** Reads `count` objects of one kind; gives where the next header starts, beyond `end` when they do not fit. */
function readRun(bytes: Uint8Array, start: number, end: number, object: number, prefix: number, count: number): number {
  const before = prefixOctets[prefix]!
  const group = object >> 8
  const bits = sizeOf(object)
  const isCommand = group === 41 || object === crob || object === patternControl
  // Values, as a rule: nothing in them but their number.
  if (prefix < 4 && bits !== undefined && group !== 0 && !isCommand) {
    return bits < 8 ? start + Math.ceil((count * (bits + 8 * before)) / 8) : start + count * (before + bits / 8)
  }
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + before > end) return end + 1
    let size = bits === undefined ? undefined : bits >> 3
    if (prefix >= 4) size = prefix === 4 ? bytes[at]! : prefix === 5 ? u16le(bytes, at) : u32le(bytes, at)
    at += before
    if (group === 0) size = at < end ? attributeSize(bytes, at) : 2
    if (size === undefined) {
      said.trouble = 'DNP3 object of an unknown kind'
      return at
    }
    if (at + size > end) return end + 1
    if (group === 0) note(attributeFact(bytes, at, object & 0xff))
    else if (group === 70) note(fileFact(bytes, at, size, object & 0xff))
    else if (isCommand && size > 0 && (bytes[at + size - 1]! & 0x7f) !== 0) said.isRefused = true
    at += size
    // Nothing to step over: the count alone must not keep us busy.
    if (size + before === 0) return at
  }
  return at
}

/** Octet strings and terminal blocks (110 to 113) are as long as their variation says. */
function sizeOf(object: number): number | undefined {
  const group = object >> 8
  if (group >= 110 && group <= 113) return (object & 0xff) * 8
  return bitsByGroup.get(group)?.[(object & 0xff) - 1]
}

function note(fact: IdentityFact | undefined): void {
  if (fact === undefined || said.facts.length >= mostFacts) return
  if (said.facts === none) said.facts = []
  said.facts.push(fact)
}

/**
 * File objects (A.22): variations 3 (command) and 7 (descriptor) begin with the offset and the length of the name; 8 is the
 * name alone.
 */
function fileFact(bytes: Uint8Array, at: number, size: number, variation: number): IdentityFact | undefined {
  const stop = at + size
  let from = stop
  let to = stop
  if (variation === 8) from = at
  else if ((variation === 3 || variation === 7) && size >= 4) {
    from = at + u16le(bytes, at)
    to = Math.min(stop, from + u16le(bytes, at + 2))
  }
  const value = from < to ? text(bytes, from, to) : ''
  return value === '' ? undefined : { field: 'fileName', value }
}
