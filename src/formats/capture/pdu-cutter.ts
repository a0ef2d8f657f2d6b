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

/** Cuts the messages of a whole datagram or link frame. */
export function cutDatagram(
  protocol: Protocol,
  sink: CutSink,
  bytes: Uint8Array,
  at: number,
  end: number,
  packet: number,
): void {
  while (at < end) {
    const length = protocol.lengthAt(bytes, at, end)
    if (length < 0) {
      sink.trouble('bytes that are no message', packet)
      return
    }
    if (length === 0 || at + length > end) {
      sink.trouble('a message is cut short', packet)
      return
    }
    sink.message(bytes, at, at + length, packet)
    at += length
  }
}

interface Ahead {
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly cut: number
  readonly packet: number
}

const nothing = new Uint8Array(0)
const nobody: readonly Ahead[] = []

/**
 * Cuts the messages of one direction of one TCP connection, and puts its segments in order: what was sent again is skipped,
 * what came too early waits for what is before it. When that was lost (or the capture began amid a message), it goes on from a
 * segment that begins with a message.
 */
export class PduCutter {
  /** False: the next segment must let the protocol be recognised. */
  isInStep = false
  readonly #protocol: Protocol
  readonly #all: Held
  readonly #sink: CutSink
  #carry: Uint8Array = nothing
  #held = 0
  #next = 0
  #hasBegun = false
  #ahead: readonly Ahead[] = nobody
  #aheadBytes = 0
  /** Octets of a message still to come that nobody wants. */
  #unwanted = 0

  constructor(protocol: Protocol, all: Held, sink: CutSink) {
    this.#protocol = protocol
    this.#all = all
    this.#sink = sink
  }

  /** `cut`: bytes of the segment that the capture did not keep. */
  segment(bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number): void {
    const gap = this.#hasBegun ? (sequence - this.#next) | 0 : 0
    if (gap === 0) this.#take(bytes, at, end, sequence, cut, packet)
    else if (gap > 0 && gap <= this.#unwanted && this.#ahead.length === 0) {
      // What is missing is nothing that anybody waits for.
      this.#unwanted -= gap
      this.#take(bytes, at, end, sequence, cut, packet)
    } else if (gap < 0 && gap > -largestGap) {
      // Sent again, at least in part.
      if (at - gap < end) this.#take(bytes, at - gap, end, this.#next, cut, packet)
    } else {
      const isNear = gap > 0 && gap < largestGap
      if (isNear && this.isInStep && this.#wait(bytes, at, end, sequence, cut, packet)) return
      this.giveUp()
      if (sequence !== this.#next) {
        if (isNear) this.#lose('segments are missing', packet)
        this.#forget()
        this.isInStep = false
      }
      this.#take(bytes, at, end, sequence, cut, packet)
    }
    if (this.#ahead.length > 0) this.#takeWaiting()
  }

  /** Later segments wait for one that did not come so far, although the other side has acknowledged up to `acknowledged`. */
  isOverdue(acknowledged: number): boolean {
    return this.#ahead.length > 0 && ((acknowledged - this.#next) | 0) > 0
  }

  /** Reads what waits for a segment that will not come. */
  giveUp(): void {
    while (this.#ahead.length > 0) {
      this.#lose('segments are missing', this.#ahead[0]!.packet)
      this.#next = this.#ahead[0]!.sequence
      this.#takeWaiting()
    }
  }

  /** Lets go of what is held back. */
  drop(): void {
    this.#forget()
    this.#all.bytes -= this.#aheadBytes
    this.#ahead = nobody
    this.#aheadBytes = 0
  }

  #forget(): void {
    this.#held = 0
    this.#all.bytes -= this.#carry.length
    this.#carry = nothing
  }

  #lose(reason: string, packet: number): void {
    this.#forget()
    this.isInStep = false
    this.#sink.trouble(reason, packet)
  }

  /** Takes a segment whose turn it is. */
  #take(bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number): void {
    this.#hasBegun = true
    this.#next = (sequence + end - at + cut) | 0
    if (!this.isInStep) {
      if (!this.#protocol.recognises(bytes, at, end)) return
      this.isInStep = true
      this.#unwanted = 0
      this.#forget()
    }
    if (this.#unwanted > 0) at = this.#pass(at, end)
    if (this.#held > 0) at = this.#complete(bytes, at, end, packet)
    this.#cutAll(bytes, at, end, packet)
    if (cut === 0 || !this.isInStep) return
    if (cut <= this.#unwanted) this.#unwanted -= cut
    else this.#lose('messages lost, as the capture keeps only the beginning of packets', packet)
  }

  /** How much of a message is waited for. */
  #wanted(bytes: Uint8Array, at: number, end: number, length: number): number {
    if (length <= 0 || this.#protocol.wantedAt === undefined) return length
    return Math.min(length, this.#protocol.wantedAt(bytes, at, end))
  }

  #pass(at: number, end: number): number {
    const passed = Math.min(this.#unwanted, end - at)
    this.#unwanted -= passed
    return at + passed
  }

  /** Cuts from [at, end); what is left of an incomplete message is held back. */
  #cutAll(bytes: Uint8Array, at: number, end: number, packet: number): void {
    while (at < end) {
      const length = this.#protocol.lengthAt(bytes, at, end)
      if (length < 0) {
        this.#lose('bytes that are no message', packet)
        return
      }
      if (length === 0 || at + length > end) {
        const enough = this.#wanted(bytes, at, end, length)
        if (length === 0 || at + enough > end) this.#hold(bytes, at, end, enough, packet)
        else {
          this.#unwanted = at + length - end
          this.#sink.message(bytes, at, end, packet)
        }
        return
      }
      this.#sink.message(bytes, at, at + length, packet)
      at += length
    }
  }

  /** Completes the held message; says where the next one begins. */
  #complete(bytes: Uint8Array, at: number, end: number, packet: number): number {
    while (this.#held > 0 && at < end) {
      const known = this.#wanted(this.#carry, 0, this.#held, this.#protocol.lengthAt(this.#carry, 0, this.#held))
      // Without a length even the header is incomplete: one byte more at a time, which headers are short enough for.
      const take = known > 0 ? Math.min(known - this.#held, end - at) : 1
      if (!this.#hold(bytes, at, at + take, known, packet)) return end
      at += take
      const length = this.#protocol.lengthAt(this.#carry, 0, this.#held)
      if (length < 0) {
        this.#lose('bytes that are no message', packet)
        return end
      }
      if (length > 0 && this.#wanted(this.#carry, 0, this.#held, length) <= this.#held) {
        this.#unwanted = length - this.#held
        this.#sink.message(this.#carry, 0, this.#held, packet)
        this.#forget()
        at = this.#pass(at, end)
      }
    }
    return at
  }

  /** False when it could not be held. */
  #hold(bytes: Uint8Array, at: number, end: number, needed: number, packet: number): boolean {
    const size = Math.max(needed, this.#held + end - at, 64)
    if (this.#carry.length < size) {
      if (size > largestMessage) {
        this.#lose('a message is too long to be waited for', packet)
        return false
      }
      if (this.#all.bytes + size - this.#carry.length > this.#all.most) {
        this.#lose('messages lost, as too much was held back', packet)
        return false
      }
      this.#all.bytes += size - this.#carry.length
      const larger = new Uint8Array(size)
      larger.set(this.#carry.subarray(0, this.#held))
      this.#carry = larger
    }
    this.#carry.set(bytes.subarray(at, end), this.#held)
    this.#held += end - at
    return true
  }

  /** Takes those that waited for what has come by now. */
  #takeWaiting(): void {
    while (this.#ahead.length > 0) {
      const [{ sequence, bytes, cut, packet }, ...later] = this.#ahead as [Ahead, ...Ahead[]]
      const gap = (sequence - this.#next) | 0
      if (gap > 0) return
      this.#ahead = later
      this.#aheadBytes -= bytes.length
      this.#all.bytes -= bytes.length
      if (-gap < bytes.length) this.#take(bytes, -gap, bytes.length, this.#next, cut, packet)
    }
  }

  /** Keeps a segment that came too early; false when there is no room. */
  #wait(bytes: Uint8Array, at: number, end: number, sequence: number, cut: number, packet: number): boolean {
    const size = end - at
    const ahead = this.#ahead
    const hasRoom = this.#aheadBytes + size <= mostAheadBytes && this.#all.bytes + size <= this.#all.most
    if (ahead.length >= mostAhead || !hasRoom) return false
    let place = ahead.length
    while (place > 0 && ((ahead[place - 1]!.sequence - sequence) | 0) > 0) place--
    if (place > 0 && ahead[place - 1]!.sequence === sequence && ahead[place - 1]!.bytes.length >= size) return true
    this.#ahead = ahead.toSpliced(place, 0, { sequence, bytes: bytes.slice(at, end), cut, packet })
    this.#aheadBytes += size
    this.#all.bytes += size
    return true
  }
}
