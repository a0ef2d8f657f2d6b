import { berElement, readBer } from '../ber.ts'
import type { Fault } from '../faults.ts'
import { u16be, u32be } from '../octets.ts'
import type { Message, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, type Reading, readingOf, toldAs } from '../reading.ts'
import { createSampleReader } from '../sampled-values/pdu.ts'
import { management, tunnelled } from './functions.ts'
import { createPduReader } from './pdu.ts'

/** Session identifiers (IEC TR 61850-90-5:2012, 8; IEC 61850-8-1:2020, annex I), and types of payload. */
const tunnel = 0xa0
const lastSession = 0xa3
const commonHeader = 0x80
const goosePayload = 0x81
const samplePayload = 0x82
const tunnelPayload = 0x83
const managementPayload = 0x84
/** Type, simulation, APPID (2), length (2). */
const payloadHeader = 6
const mostPayloads = 64

/** The connectionless transport (RFC 1240) puts length 1 and UD (0x40) before the session, as a rule. */
const sessionAt = (bytes: Uint8Array, start: number): number =>
  bytes[start] === 1 && bytes[start + 1] === 0x40 ? start + 2 : start

/**
 * Where the payload's length stands: behind the identifier and its length, the common header (0x80, length, SPDU length (4),
 * SPDU number (4), version (2)), and the security (times of keys (4, 2), key (4), length and octets of the vector). -1: nowhere.
 */
function payloadLengthAt(bytes: Uint8Array, start: number, end: number): number {
  const at = sessionAt(bytes, start)
  if (at + 29 > end) return -1
  if (bytes[at]! < tunnel || bytes[at]! > lastSession || bytes[at + 2] !== commonHeader) return -1
  const version = u16be(bytes, at + 12)
  if (version < 1 || version > 2) return -1
  const length = at + 25 + bytes[at + 24]!
  return length + 4 + payloadHeader > end || u32be(bytes, length) > end - length - 4 ? -1 : length
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const at = payloadLengthAt(bytes, start, end)
  if (at < 0) return false
  const first = at + 4
  if (bytes[first]! < goosePayload || bytes[first]! > managementPayload || bytes[first + 1]! > 1) return false
  const size = u16be(bytes, first + 4)
  if (size < 2 || first + payloadHeader + size > end) return false
  const tag = bytes[first + payloadHeader]!
  return bytes[first] === goosePayload ? tag === 0x61 : bytes[first] !== samplePayload || tag === 0x60
}

function open(): ProtocolSession {
  const readGoose = createPduReader()
  const readSamples = createSampleReader()
  const pdu = berElement()

  function readPayload(bytes: Uint8Array, at: number, stop: number): Reading {
    const kind = bytes[at]!
    if (kind === tunnelPayload) return tunnelled
    if (kind === managementPayload) return management
    if (!readBer(bytes, at + payloadHeader, stop, pdu)) return fault('routed GOOSE message cut short')
    const appId = u16be(bytes, at + 2)
    if (kind === goosePayload && pdu.tag === 0x61) return readGoose(bytes, pdu.from, pdu.to, appId)
    if (kind === samplePayload && pdu.tag === 0x60) return readSamples(bytes, pdu.from, pdu.to)
    return fault('routed payload of an unknown kind')
  }

  return {
    read(bytes, start, end) {
      const length = payloadLengthAt(bytes, start, end)
      if (length < 0) return fault('no session of routed GOOSE')
      const stop = length + 4 + u32be(bytes, length)
      let at = length + 4
      const isSample = bytes[at] === samplePayload
      const messages: Message[] = []
      const faults: Fault[] = []
      for (let i = 0; i < mostPayloads && at + payloadHeader <= stop; i++) {
        const next = at + payloadHeader + u16be(bytes, at + 4)
        const reading = next > stop ? fault('routed GOOSE message cut short') : readPayload(bytes, at, next)
        if (next >= stop && messages.length === 0) return isSample ? toldAs('sampled-values', reading) : reading
        messages.push(...reading.messages)
        faults.push(...reading.faults)
        at = next
      }
      return readingOf(messages, faults, isSample ? 'sampled-values' : undefined)
    },
  }
}

/** GOOSE and sampled values that cross routers, over UDP. */
export const routableGoose: Protocol = {
  name: 'goose',
  transports: ['udp'],
  ports: [102],
  recognises,
  lengthAt: (_bytes, start, end) => end - start,
  session: open,
}
