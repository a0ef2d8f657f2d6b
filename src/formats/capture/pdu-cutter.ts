import type { Protocol } from '../protocol.ts'

/** A message larger than this is not waited for. */
const largestMessage = 65_536
/** A sequence number further away than this belongs to another connection between the same ports. */
const largestGap = 1_048_576

/** Bytes that all streams together hold back. */
export interface Held {
  bytes: number
  readonly most: number
}

type ReadMessage = (bytes: Uint8Array, start: number, end: number) => void

/** Cuts the messages of one direction of one stream. Both ways return what went wrong, '' when nothing did. */
export interface PduCutter {
  segment(bytes: Uint8Array, at: number, end: number, sequence: number, read: ReadMessage): string
  datagram(bytes: Uint8Array, at: number, end: number, read: ReadMessage): string
  /** Lets go of what is held back. */
  drop(): void
}

/**
 * Puts segments in order as far as that needs no second buffer: what was sent again is skipped, and after a gap (or when the
 * capture began amid a message) it waits for a segment that begins with a message.
 */
export function createPduCutter(protocol: Protocol, all: Held): PduCutter {
  let carry = new Uint8Array(0)
  let held = 0
  let next = 0
  let isInStep = false
  let hasBegun = false

  const drop = () => {
    held = 0
    all.bytes -= carry.length
    carry = new Uint8Array(0)
  }

  const hold = (bytes: Uint8Array, at: number, end: number, needed: number): string => {
    const size = Math.max(needed, held + end - at, 64)
    if (carry.length < size) {
      if (size > largestMessage || all.bytes + size - carry.length > all.most) {
        drop()
        isInStep = false
        return size > largestMessage
          ? 'a message is too long to be waited for'
          : 'messages lost, as too much was held back'
      }
      all.bytes += size - carry.length
      const larger = new Uint8Array(size)
      larger.set(carry.subarray(0, held))
      carry = larger
    }
    carry.set(bytes.subarray(at, end), held)
    held += end - at
    return ''
  }

  /** Cuts from [at, end); what is left of an incomplete message is held back. */
  const cut = (bytes: Uint8Array, at: number, end: number, read: ReadMessage): string => {
    while (at < end) {
      const length = protocol.lengthAt(bytes, at, end)
      if (length < 0) {
        isInStep = false
        return 'bytes that are no message'
      }
      if (length === 0 || at + length > end) return hold(bytes, at, end, length)
      read(bytes, at, at + length)
      at += length
    }
    return ''
  }

  /** Completes the held message first. */
  const join = (bytes: Uint8Array, at: number, end: number, read: ReadMessage): string => {
    while (held > 0 && at < end) {
      const known = protocol.lengthAt(carry, 0, held)
      // Without a length even the header is incomplete: one byte more at a time, which headers are short enough for.
      const take = known > 0 ? Math.min(known - held, end - at) : 1
      const trouble = hold(bytes, at, at + take, known)
      if (trouble !== '') return trouble
      at += take
      const length = protocol.lengthAt(carry, 0, held)
      if (length < 0) {
        drop()
        isInStep = false
        return 'bytes that are no message'
      }
      if (length > 0 && length <= held) {
        read(carry, 0, length)
        drop()
      }
    }
    return cut(bytes, at, end, read)
  }

  return {
    segment(bytes, at, end, sequence, read) {
      let trouble = ''
      if (hasBegun) {
        const gap = (sequence - next) | 0
        if (gap < 0 && gap > -largestGap) {
          // Sent again, at least in part.
          if (at - gap >= end) return ''
          at -= gap
          sequence = next
        } else if (gap !== 0) {
          if (gap > 0 && gap < largestGap) trouble = 'segments are missing'
          drop()
          isInStep = false
        }
      }
      hasBegun = true
      next = (sequence + end - at) | 0
      if (!isInStep) {
        if (!protocol.recognises(bytes, at, end)) return trouble
        isInStep = true
        drop()
      }
      return join(bytes, at, end, read) || trouble
    },
    datagram(bytes, at, end, read) {
      if (!protocol.recognises(bytes, at, end)) return 'a datagram of another kind'
      while (at < end) {
        const length = protocol.lengthAt(bytes, at, end)
        if (length <= 0) return length < 0 ? 'bytes that are no message' : 'a message is cut short'
        if (at + length > end) return 'a message is cut short'
        read(bytes, at, at + length)
        at += length
      }
      return ''
    },
    drop,
  }
}
