import { createCalls } from '../calls.ts'
import { u16le, u32le } from '../octets.ts'
import type { Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { applicationOf, database, databaseOf, extension, extensionOf, poll, unknownAnswer } from './functions.ts'

/**
 * BSAP on UDP (cisagov/icsnpp-bsap): length of the header (2: 14 or 22), messages (2), kind (2), … ; then length (4), an octet,
 * sequence (4), and of a request the application function, node status and function, of an answer its status.
 */
const shortHeader = 0x0e
const longHeader = 0x16
const kinds = { poll: 0, counted: 1, answer: 5, requests: [0x06, 0x84, 0x86] } as const
const pendingLimit = 64

const isKind = (kind: number): boolean => kind <= 1 || kind === kinds.answer || isRequest(kind)
const isRequest = (kind: number): boolean => (kinds.requests as readonly number[]).includes(kind)

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const header = u16le(bytes, start)
  const kind = u16le(bytes, start + 4)
  const held = end - start
  if ((header !== shortHeader && header !== longHeader) || held < header || !isKind(kind)) return false
  const messages = u16le(bytes, start + 2)
  if (messages === 0) return held === header
  if (messages > 32) return false
  if (kind <= 1) return true
  if (held < header + 11) return false
  const length = u32le(bytes, start + header)
  return length >= 8 && length <= held
}

export const callFor = createCalls('bsap')

function open(): ProtocolSession {
  /** Sequence → what was asked. */
  const asked = new Waiting<WireFunction>(pendingLimit)

  return {
    read(bytes, start, end, toServer) {
      if (!recognises(bytes, start, end)) return fault('BSAP message cut short')
      const header = u16le(bytes, start)
      const kind = u16le(bytes, start + 4)
      if (kind <= 1 || u16le(bytes, start + 2) === 0) {
        return toServer ? callFor(poll).request : callFor(poll).response
      }
      const at = start + header
      const sequence = u32le(bytes, at + 5)
      if (kind === kinds.answer) {
        const fn = asked.take(sequence)
        return callFor(fn ?? unknownAnswer).response
      }
      if (at + 12 > end) return fault('BSAP message cut short')
      const application = bytes[at + 9]!
      const fn =
        application === database
          ? databaseOf(bytes[at + 11]!)
          : application === extension
            ? extensionOf(u16le(bytes, at + 11))
            : applicationOf(application)
      asked.put(sequence, fn)
      return callFor(fn).request
    },
  }
}

/** BSAP of Bristol (now Emerson) controllers on UDP. Two small numbers are all that its header has: on its ports only. */
export const bsap: Protocol = {
  name: 'bsap',
  transports: ['udp'],
  ports: [1234, 1235],
  onlyOnPorts: true,
  recognises,
  lengthAt: (bytes, start, end) => (recognises(bytes, start, end) ? end - start : -1),
  session: open,
}
