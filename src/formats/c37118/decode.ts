import { createCalls } from '../calls.ts'
import { text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, fault, type Reading, withFault, withIdentity } from '../reading.ts'
import { adding, type Pieces, whole } from '../s7comm/pieces.ts'
import { stationsOf } from './configuration.ts'
import { frameLength, frameType, header, isSound } from './frame.ts'
import { commandOf, frameOf } from './functions.ts'

const data = 0
const headerText = 1
const command = 4
const thirdConfiguration = 5
const lastPart = 0xffff
const checksumOctets = 2
const assembledLimit = 65_536

const callFor = createCalls()

function open(): ProtocolSession {
  /** The stream that was last told, by direction: fifty frames a second say the same. */
  const told: [number, number] = [-1, -1]
  /** A third configuration in several frames. */
  let parts: Pieces | undefined

  /** Frames are sent by the source of the stream; commands go to it. */
  function withStream(reading: Reading, stream: number, side: 0 | 1, more: readonly IdentityFact[] = []): Reading {
    if (told[side] === stream && more.length === 0) return reading
    told[side] = stream
    const isCommand = reading.messages[0]!.kind === 'request'
    const named: IdentityFact = { field: 'streamId', value: String(stream) }
    const identity = [isCommand ? { ...named, about: 'peer' } : named, ...more]
    return withIdentity(reading, identity)
  }

  function readConfiguration(
    bytes: Uint8Array,
    from: number,
    to: number,
    type: number,
    call: Call,
    side: 0 | 1,
  ): Reading {
    const stream = u16be(bytes, from - header + 4)
    const isThird = type === thirdConfiguration
    let stations: IdentityFact[] | undefined
    if (isThird) {
      const index = u16be(bytes, from)
      const part = bytes.subarray(from + 2, to)
      if (index !== 0 && index !== lastPart) {
        parts = adding(index === 1 ? undefined : parts, part, assembledLimit)
        return withStream(call.response, stream, side)
      }
      const content = index === 0 ? part : whole(parts, part)
      parts = undefined
      stations = stationsOf(content, 0, content.length, true, stream)
    } else stations = stationsOf(bytes, from, to, false, stream)
    const reading = withStream(call.response, stream, side, stations)
    return stations === undefined ? withFault(reading, 'C37.118 configuration cut short') : reading
  }

  return {
    read(bytes, start, end, toServer) {
      const length = frameLength(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete C37.118 frame')
      const stop = start + length
      if (!isSound(bytes, start, stop)) return fault('C37.118 checksum is wrong')
      const type = frameType(bytes, start)
      const fn = frameOf(type)
      if (fn === undefined) return fault('C37.118 frame of an unknown kind')
      const side = toServer ? 0 : 1
      const stream = u16be(bytes, start + 4)
      const from = start + header
      const to = stop - checksumOctets
      if (type === data) return withStream(callFor(fn).event, stream, side)
      if (type === command) {
        return to - from < 2
          ? fault('C37.118 command cut short')
          : withStream(callFor(commandOf(u16be(bytes, from))).request, stream, side)
      }
      if (type === headerText) {
        const value = text(bytes, from, to)
        const facts: IdentityFact[] = value === '' ? [] : [{ field: 'description', value }]
        return withStream(callFor(fn).response, stream, side, facts)
      }
      return readConfiguration(bytes, from, to, type, callFor(fn), side)
    },
  }
}

/** By content: the sync octet, a type and a version that are one, and the checksum; so the first frame must be there in whole. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = frameLength(bytes, start, end)
  return (
    length > 0 &&
    start + length <= end &&
    frameType(bytes, start) <= thirdConfiguration &&
    isSound(bytes, start, start + length)
  )
}

/** IEEE C37.118.2: what phasor measurement units and their concentrators send. */
export const c37118: Protocol = {
  name: 'c37.118',
  transports: ['tcp', 'udp'],
  ports: [4712, 4713],
  recognises,
  lengthAt: frameLength,
  session: open,
}
