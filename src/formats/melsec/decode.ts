import { createCalls } from '../calls.ts'
import type { Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { emptySlmpFrame, isPossible, readSlmpFrame, unitOf, wordAt } from './frame.ts'
import { commandOf, isCommand, unknownAnswer } from './functions.ts'
import { answerFacts } from './identity.ts'

const callFor = createCalls()

const frame = emptySlmpFrame()
/** What the length counts is at most a command with 960 words, in ASCII. */
const longest = 8192
const pendingLimit = 64

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4) return 0
  if (readSlmpFrame(bytes, start, end, frame)) {
    const least = frame.isAnswer ? 2 : 6
    if (frame.length < (frame.isAscii ? 2 * least : least) || frame.length > longest || !isPossible(frame)) return -1
    return frame.head + frame.length
  }
  // The header is complete after 26 octets at most: what is not one by then will never be.
  return end - start >= 26 ? -1 : 0
}

/** A header of which every part is possible, a length that is that of the segment, and a command that exists. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  if (first !== 0x50 && first !== 0x54 && first !== 0xd0 && first !== 0xd4 && first !== 0x35 && first !== 0x44) {
    return false
  }
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length !== end) return false
  const { isAscii, isAnswer, head } = frame
  const code = wordAt(bytes, start + head + (isAnswer ? 0 : isAscii ? 4 : 2), isAscii)
  // End codes: 0, or an error of the CPU (0x4...) or of the module (0xc...), as the high digit says.
  if (isAnswer) return code === 0 || code >> 12 === 0x4 || code >> 12 === 0xc || (code > 0 && code < 0x60)
  return isCommand(code)
}

function open(): ProtocolSession {
  /** Serial number (4E), or -1 (3E: one question at a time) → what was asked: an answer names no command. */
  const asked = new Waiting<WireFunction>(pendingLimit)

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('SLMP message cut short')
      const { isAscii, isAnswer, serial, head } = frame
      const unit = unitOf(frame)
      const at = start + head
      if (!isAnswer) {
        const fn = commandOf(wordAt(bytes, at + (isAscii ? 4 : 2), isAscii))
        asked.put(serial, fn)
        return callFor(fn, unit).request
      }
      const fn = asked.take(serial) ?? unknownAnswer
      const call = callFor(fn, unit)
      if (wordAt(bytes, at, isAscii) !== 0) return call.refusal
      const identity = answerFacts(fn.code, bytes, at + (isAscii ? 4 : 2), start + length, frame)
      return withIdentity(call.response, identity)
    },
  }
}

/** SLMP, which is MC protocol with frames 3E and 4E: MELSEC controllers, and CC-Link IE Field Basic. */
export const melsec: Protocol = {
  name: 'melsec',
  transports: ['tcp', 'udp'],
  ports: [5000, 5001, 5002, 5006, 5007, 5010, 61450, 61451],
  recognises,
  lengthAt,
  session: open,
}
