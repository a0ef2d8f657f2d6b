/** One element of BER or DER (X.690): its tag octet and where its contents are. Reused between calls, so that reading allocates nothing. */
export interface BerElement {
  tag: number
  from: number
  to: number
}

export const berElement = (): BerElement => ({ tag: 0, from: 0, to: 0 })

/**
 * Reads the element at `at`; false when it is cut short, has no definite length or a tag above 30. Its contents may reach to
 * `end` at most.
 */
export function readBer(bytes: Uint8Array, at: number, end: number, into: BerElement): boolean {
  if (at + 2 > end) return false
  const tag = bytes[at]!
  const short = bytes[at + 1]!
  let length = short
  let from = at + 2
  if (short > 0x7f) {
    const octets = short & 0x7f
    if (octets === 0 || octets > 4 || from + octets > end) return false
    length = 0
    for (let i = 0; i < octets; i++) length = length * 256 + bytes[from + i]!
    from += octets
  }
  if ((tag & 0x1f) === 0x1f || from + length > end) return false
  into.tag = tag
  into.from = from
  into.to = from + length
  return true
}

/** A number of up to six octets; longer ones give their last six. */
export function berNumber(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = Math.max(from, to - 6); at < to; at++) value = value * 256 + bytes[at]!
  return value
}

const mostArcs = 64

/** An object identifier in dots; at most 64 arcs of it. */
export function oidText(bytes: Uint8Array, from: number, to: number): string {
  let said = ''
  let value = 0
  let arcs = 0
  for (let at = from; at < to && arcs < mostArcs; at++) {
    value = value * 128 + (bytes[at]! & 0x7f)
    if (bytes[at]! & 0x80) continue
    if (said === '') {
      const first = Math.min(2, Math.floor(value / 40))
      said = `${first}.${value - 40 * first}`
    } else said += `.${value}`
    value = 0
    arcs++
  }
  return said
}
