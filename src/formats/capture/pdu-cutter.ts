import type { Protocol } from '../protocol.ts'

/** A message larger than this is not waited for. */
const largestMessage = 65_536
/** A sequence number further away than this belongs to another connection between the same ports. */
const largestGap = 1_048_576
/** Segments, and bytes of them, that wait for an earlier one to arrive: networks swap neighbours, not hundreds. */
const mostAhead = 16
const mostAheadBytes = 65_536

/** Bytes that all streams together hold back. */
export interface Held {
  bytes: number
  readonly most: number
}

/** Takes what is cut: messages with the packet that completed them, and what went wrong. */
export interface CutSink {
  message(bytes: Uint8Array, start: number, end: number, packet: number): void
  trouble(reason: string, packet: number): void
}

/** Cuts the messages of one direction of one stream. */
export interface PduCutter {
  /** `cut`: bytes of the segment that the capture did not keep. */
  segment(bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number): void
  /** A whole datagram or link frame of this protocol. */
  datagram(bytes: Uint8Array, at: number, end: number, packet: number): void
  /** Later segments wait for one that did not come so far, although the other side has acknowledged up to `acknowledged`. */
  isOverdue(acknowledged: number): boolean
  /** False: the next segment must let the protocol be recognised. */
  isInStep(): boolean
  /** Reads what waits for a segment that will not come. */
  giveUp(): void
  /** Lets go of what is held back. */
  drop(): void
}

interface Ahead {
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly cut: number
  readonly packet: number
}

/**
 * Puts segments in order: what was sent again is skipped, what came too early waits for what is before it. When that was lost
 * (or the capture began amid a message), it goes on from a segment that begins with a message.
 */
export function createPduCutter(protocol: Protocol, all: Held, sink: CutSink): PduCutter {
  let carry = new Uint8Array(0)
  let held = 0
  let next = 0
  let isInStep = false
  let hasBegun = false
  let ahead: Ahead[] = []
  let aheadBytes = 0

  const forget = () => {
    held = 0
    all.bytes -= carry.length
    carry = new Uint8Array(0)
  }

  const lose = (reason: string, packet: number) => {
    forget()
    isInStep = false
    sink.trouble(reason, packet)
  }

  /** False when it could not be held. */
  const hold = (bytes: Uint8Array, at: number, end: number, needed: number, packet: number): boolean => {
    const size = Math.max(needed, held + end - at, 64)
    if (carry.length < size) {
      if (size > largestMessage) {
        lose('a message is too long to be waited for', packet)
        return false
      }
      if (all.bytes + size - carry.length > all.most) {
        lose('messages lost, as too much was held back', packet)
        return false
      }
      all.bytes += size - carry.length
      const larger = new Uint8Array(size)
      larger.set(carry.subarray(0, held))
      carry = larger
    }
    carry.set(bytes.subarray(at, end), held)
    held += end - at
    return true
  }

  /** Cuts from [at, end); what is left of an incomplete message is held back. */
  const cutAll = (bytes: Uint8Array, at: number, end: number, packet: number) => {
    while (at < end) {
      const length = protocol.lengthAt(bytes, at, end)
      if (length < 0) {
        lose('bytes that are no message', packet)
        return
      }
      if (length === 0 || at + length > end) {
        hold(bytes, at, end, length, packet)
        return
      }
      sink.message(bytes, at, at + length, packet)
      at += length
    }
  }

  /** Completes the held message first. */
  const join = (bytes: Uint8Array, at: number, end: number, packet: number) => {
    while (held > 0 && at < end) {
      const known = protocol.lengthAt(carry, 0, held)
      // Without a length even the header is incomplete: one byte more at a time, which headers are short enough for.
      const take = known > 0 ? Math.min(known - held, end - at) : 1
      if (!hold(bytes, at, at + take, known, packet)) return
      at += take
      const length = protocol.lengthAt(carry, 0, held)
      if (length < 0) {
        lose('bytes that are no message', packet)
        return
      }
      if (length > 0 && length <= held) {
        sink.message(carry, 0, length, packet)
        forget()
      }
    }
    cutAll(bytes, at, end, packet)
  }

  /** Takes a segment whose turn it is. */
  const take = (bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number) => {
    hasBegun = true
    next = (sequence + end - at + cut) | 0
    if (!isInStep) {
      if (!protocol.recognises(bytes, at, end)) return
      isInStep = true
      forget()
    }
    join(bytes, at, end, packet)
    if (cut > 0 && isInStep) lose('messages lost, as the capture keeps only the beginning of packets', packet)
  }

  /** Takes those that waited for what has come by now. */
  const takeWaiting = () => {
    while (ahead.length > 0) {
      const { sequence, bytes, cut, packet } = ahead[0]!
      const gap = (sequence - next) | 0
      if (gap > 0) return
      ahead.shift()
      aheadBytes -= bytes.length
      all.bytes -= bytes.length
      if (-gap < bytes.length) take(bytes, -gap, bytes.length, next, cut, packet)
    }
  }

  const giveUp = () => {
    while (ahead.length > 0) {
      lose('segments are missing', ahead[0]!.packet)
      next = ahead[0]!.sequence
      takeWaiting()
    }
  }

  /** Keeps a segment that came too early; false when there is no room. */
  const wait = (bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number): boolean => {
    const size = end - at
    if (ahead.length >= mostAhead || aheadBytes + size > mostAheadBytes || all.bytes + size > all.most) return false
    let place = ahead.length
    while (place > 0 && ((ahead[place - 1]!.sequence - sequence) | 0) > 0) place--
    if (place > 0 && ahead[place - 1]!.sequence === sequence && ahead[place - 1]!.bytes.length >= size) return true
    ahead.splice(place, 0, { sequence, bytes: bytes.slice(at, end), cut, packet })
    aheadBytes += size
    all.bytes += size
    return true
  }

  return {
    segment(bytes, at, end, sequence, cut, packet) {
      const gap = hasBegun ? (sequence - next) | 0 : 0
      if (gap === 0) take(bytes, at, end, sequence, cut, packet)
      else if (gap < 0 && gap > -largestGap) {
        // Sent again, at least in part.
        if (at - gap < end) take(bytes, at - gap, end, next, cut, packet)
      } else {
        const isNear = gap > 0 && gap < largestGap
        if (isNear && isInStep && wait(bytes, at, end, sequence, cut, packet)) return
        giveUp()
        if (((sequence - next) | 0) !== 0) {
          if (isNear) lose('segments are missing', packet)
          forget()
          isInStep = false
        }
        take(bytes, at, end, sequence, cut, packet)
      }
      if (ahead.length > 0) takeWaiting()
    },
    datagram(bytes, at, end, packet) {
      while (at < end) {
        const length = protocol.lengthAt(bytes, at, end)
        if (length < 0) return sink.trouble('bytes that are no message', packet)
        if (length === 0 || at + length > end) return sink.trouble('a message is cut short', packet)
        sink.message(bytes, at, at + length, packet)
        at += length
      }
    },
    isOverdue: (acknowledged) => ahead.length > 0 && ((acknowledged - next) | 0) > 0,
    isInStep: () => isInStep,
    giveUp,
    drop() {
      forget()
      all.bytes -= aheadBytes
      ahead = []
      aheadBytes = 0
    },
  }
}
