/**
 * One element of BER (X.690) as the upper layers of OSI use it: with tags above 30, and with lengths that are not said but ended
 * by two zero octets. Reused between calls, so that reading allocates nothing.
 */
export interface Element {
  /** Class and form: the three high bits of the first octet. */
  form: number
  number: number
  from: number
  to: number
  /** Where the next element starts. */
  next: number
}

export const element = (): Element => ({ form: 0, number: 0, from: 0, to: 0, next: 0 })

const deepest = 24

/** The first octet of an element with a tag up to 30; 0 for the others. */
export const tagOf = ({ form, number }: Element): number => (number < 31 ? form | number : 0)

/** Reads the element at `at`; false when it does not fit before `end`. */
export function readElement(bytes: Uint8Array, at: number, end: number, into: Element, depth = 0): boolean {
  if (at + 2 > end) return false
  let next = at + 1
  let number = bytes[at]! & 0x1f
  if (number === 0x1f) {
    number = 0
    for (let octets = 0; ; octets++) {
      if (octets === 3 || next >= end) return false
      number = number * 128 + (bytes[next]! & 0x7f)
      if (bytes[next++]! < 0x80) break
    }
    if (next >= end) return false
  }
  const form = bytes[at]! & 0xe0
  let length = bytes[next++]!
  if (length === 0x80) {
    const close = (form & 0x20) === 0 ? -1 : endOfContents(bytes, next, end, depth)
    if (close < 0) return false
    into.to = close
    into.next = close + 2
  } else {
    if (length > 0x80) {
      const octets = length & 0x7f
      if (octets > 4 || next + octets > end) return false
      length = 0
      for (let i = 0; i < octets; i++) length = length * 256 + bytes[next + i]!
      next += octets
    }
    if (next + length > end) return false
    into.to = next + length
    into.next = into.to
  }
  into.form = form
  into.number = number
  into.from = next
  return true
}

/** Where the two zero octets stand that end contents of no said length; -1 when they do not. */
function endOfContents(bytes: Uint8Array, start: number, end: number, depth: number): number {
  if (depth >= deepest) return -1
  const inner = element()
  let at = start
  while (at + 2 <= end) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at
    if (!readElement(bytes, at, end, inner, depth + 1)) return -1
    at = inner.next
  }
  return -1
}

/** Finds the first element with this tag (up to 30) among those between `from` and `to`. */
export function findElement(bytes: Uint8Array, from: number, to: number, tag: number, into: Element): boolean {
  let at = from
  while (at < to && readElement(bytes, at, to, into)) {
    if (tagOf(into) === tag) return true
    at = into.next
  }
  return false
}

export function numberIn(bytes: Uint8Array, { from, to }: Element): number {
  let value = 0
  for (let at = Math.max(from, to - 6); at < to; at++) value = value * 256 + bytes[at]!
  return value
}
