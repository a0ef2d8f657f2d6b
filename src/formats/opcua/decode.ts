import { createCalls } from '../calls.ts'
import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { type Call, fault, nothing, type Reading, withFault, withIdentity } from '../reading.ts'
import { certificateFacts } from '../tls/certificate.ts'
import { Waiting } from '../waiting.ts'
import { createChunks } from './chunks.ts'
import { cursorOver } from './cursor.ts'
import {
  acknowledge,
  closeChannel,
  encodings,
  encrypted,
  failed,
  hello,
  openChannel,
  programCall,
  reverseHello,
  serviceFault,
  serviceOf,
  unknownFault,
  unknownService,
} from './functions.ts'
import { factsOfRead, nodesToRead } from './server-status.ts'
import { callsForChange, factsOf, isTelling, passwordOf } from './services.ts'

/** Type (3), chunk (1), size (4): OPC 10000-6, §7.1.2.2. */
const header = 8
/** Then channel (4), token (4), sequence number (4), request (4). */
const secureHeader = 24
const longestUrl = 4096
const longest = 16 * 1024 * 1024
/** Octets of a message that says nothing about devices, beyond which it need not be held. */
const enough = 256
const mostAsked = 256

const types = {
  hel: 0x48454c,
  ack: 0x41434b,
  err: 0x455252,
  rhe: 0x524845,
  opn: 0x4f504e,
  clo: 0x434c4f,
  msg: 0x4d5347,
}
const typeAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
const finalChunk = 0x46
const intermediate = 0x43
const abortChunk = 0x41

const callOf = createCalls()

/** The type, and a size that the type can have. */
function isHeader(bytes: Uint8Array, start: number): boolean {
  const chunk = bytes[start + 3]
  const size = u32le(bytes, start + 4)
  switch (typeAt(bytes, start)) {
    case types.hel:
      return chunk === finalChunk && size >= 32 && size <= 32 + longestUrl
    case types.ack:
      return chunk === finalChunk && size === 28
    case types.err:
      return chunk === finalChunk && size >= 16 && size <= 16 + longestUrl
    case types.rhe:
      return chunk === finalChunk && size >= 16 && size <= 16 + 2 * longestUrl
    case types.opn:
      return chunk === finalChunk && size >= 32 && size <= 65_536
    case types.clo:
      return chunk === finalChunk && size >= secureHeader && size <= 65_536
    case types.msg:
      return (
        (chunk === finalChunk || chunk === intermediate || chunk === abortChunk) &&
        size >= secureHeader &&
        size <= longest
      )
    default:
      return false
  }
}

const lengthAt = (bytes: Uint8Array, start: number, end: number): number =>
  end - start < header ? 0 : isHeader(bytes, start) ? u32le(bytes, start + 4) : -1

/** A node id in four octets (1) or, as few do, seven (2), of namespace 0. -1 where there is none. */
function encodingAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end && bytes[at] === 1 && bytes[at + 1] === 0) return u16le(bytes, at + 2)
  if (at + 7 <= end && bytes[at] === 2 && u16le(bytes, at + 1) === 0) return u32le(bytes, at + 3)
  return -1
}
const encodingLength = (bytes: Uint8Array, at: number): number => (bytes[at] === 1 ? 4 : 7)
const isEncoding = (encoding: number): boolean => serviceOf(encoding) !== undefined || encoding === serviceFault

/** Only what says who somebody is must be held whole. */
function wantedAt(bytes: Uint8Array, start: number, end: number): number {
  const size = u32le(bytes, start + 4)
  if (typeAt(bytes, start) !== types.msg || end - start < secureHeader + 7) return Math.min(size, 65_536)
  const encoding = encodingAt(bytes, start + secureHeader, end)
  const isNeeded = isTelling(encoding) || encoding === encodings.readResponse || bytes[start + 3] !== finalChunk
  return Math.min(size, isNeeded || !isEncoding(encoding) ? 65_536 : enough)
}

interface Asked {
  readonly function: WireFunction
  readonly nodes: number[] | undefined
}

function open(): ProtocolSession {
  const chunks = createChunks()
  /** By request id: what was asked, as faults do not repeat it, and the nodes to read. */
  const asked = new Waiting<Asked>(mostAsked)

  const ask = (request: number, fn: WireFunction, nodes?: number[]): void => asked.put(request, { function: fn, nodes })

  /** The body of a whole message, from its encoding's number on; `body` undefined: it was too long to be kept. */
  const readBody = (request: number, encoding: number, body: Uint8Array | undefined, fn?: WireFunction): Reading => {
    const question = asked.get(request)
    if (encoding === serviceFault) {
      asked.take(request)
      return callOf(question?.function ?? fn ?? unknownFault).refusal
    }
    const service = serviceOf(encoding)
    if (service === undefined) return callOf(unknownService).event
    const from = body === undefined ? 0 : encodingLength(body, 0)
    if (service.isRequest) return readRequest(request, encoding, service.function, body, from)
    asked.take(request)
    const call = callOf(question?.function ?? service.function)
    // ResponseHeader: time (8), handle (4), result (4); the upper bit says that it is bad.
    if (body !== undefined && body.length >= from + 16 && body[from + 15]! >= 0x80) return call.refusal
    if (body === undefined) return call.response
    if (encoding !== encodings.readResponse) return told(call, 'response', encoding, body, from)
    if (question?.nodes === undefined) return call.response
    const cursor = cursorOver(body, from, body.length)
    return withIdentity(call.response, factsOfRead(cursor, question.nodes))
  }

  const readRequest = (
    request: number,
    encoding: number,
    fn: WireFunction,
    body: Uint8Array | undefined,
    from: number,
  ): Reading => {
    if (body === undefined) {
      ask(request, fn)
      return callOf(fn).request
    }
    const cursor = () => cursorOver(body, from, body.length)
    if (encoding === encodings.callRequest && callsForChange(cursor())) {
      ask(request, programCall)
      return callOf(programCall).request
    }
    ask(request, fn, encoding === encodings.readRequest ? nodesToRead(cursor()) : undefined)
    return told(callOf(fn), 'request', encoding, body, from)
  }

  const message = (bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading => {
    const request = u32le(bytes, start + 20)
    const key = request * 2 + (toServer ? 1 : 0)
    const chunk = bytes[start + 3]
    const from = start + secureHeader
    if (chunk === abortChunk) {
      chunks.drop(key)
      return nothing
    }
    const isContinued = chunks.has(key)
    const encoding = isContinued ? 0 : encodingAt(bytes, from, end)
    if (!isContinued && !isEncoding(encoding)) {
      // With a policy other than None the contents are encrypted; with None it is a service of later editions.
      return chunk === finalChunk ? callOf(encoding > 0 && isClear ? unknownService : encrypted).event : nothing
    }
    if (chunk === intermediate) {
      const isWanted = isTelling(encoding) || asked.get(request)?.nodes !== undefined
      chunks.add(key, bytes.subarray(from, end), encoding, isWanted)
      return nothing
    }
    if (!isContinued) return readBody(request, encoding, bytes.subarray(from, end))
    const done = chunks.finish(key, bytes.subarray(from, end))
    return done === undefined ? nothing : readBody(request, done.encoding, done.body)
  }

  let isClear = true
  /** The server called: its side of the connection is the client's. */
  let isReversed = false

  /** Channel (4), policy, certificate, thumbprint, sequence number (4), request (4), then the body. */
  const channel = (bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading => {
    const cursor = cursorOver(bytes, start + header + 4, end)
    const policy = cursor.string()
    const certificate = cursor.at() + 4
    cursor.byteString()
    const behindCertificate = cursor.at()
    cursor.byteString()
    cursor.skip(8)
    if (cursor.isCut()) return fault('OPC UA channel cut short')
    isClear = policy.endsWith('#None')
    const identity: IdentityFact[] = policy === '' ? [] : [{ field: 'channelPolicy', value: policy }]
    if (behindCertificate > certificate) certificateFacts(bytes, certificate, behindCertificate, true, identity)
    let isRequest = toServer !== isReversed
    if (isClear) {
      const encoding = cursor.nodeId()
      if (encoding === serviceFault) return callOf(openChannel).refusal
      isRequest = encoding === encodings.openSecureChannel
    }
    const call = callOf(openChannel)
    return withIdentity(isRequest ? call.request : call.response, identity)
  }

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0) return fault('not a complete OPC UA message')
      const stop = Math.min(end, start + length)
      switch (typeAt(bytes, start)) {
        case types.hel:
          return url(callOf(hello).request, bytes, start + 28, stop, 'peer')
        case types.ack:
          return callOf(acknowledge).response
        case types.err:
          return callOf(failed).refusal
        case types.rhe:
          isReversed = true
          return reversed(bytes, start, stop)
        case types.opn:
          return channel(bytes, start, stop, toServer)
        case types.clo:
          return callOf(closeChannel).request
        default:
          return stop - start < secureHeader
            ? fault('not a complete OPC UA message')
            : message(bytes, start, stop, toServer)
      }
    },
  }
}

/** A message whose body says who somebody is. */
function told(call: Call, kind: 'request' | 'response', encoding: number, body: Uint8Array, from: number): Reading {
  if (!isTelling(encoding)) return call[kind]
  const facts = factsOf(encoding, cursorOver(body, from, body.length))
  if (facts === undefined) return withFault(call[kind], 'OPC UA service cut short')
  return withIdentity(call[kind], facts)
}

function url(reading: Reading, bytes: Uint8Array, at: number, end: number, about: string): Reading {
  const said = text(bytes, at + 4, Math.min(end, at + 4 + u32le(bytes, at)))
  return withIdentity(reading, said === '' ? [] : [{ field: 'endpointUrl', value: said, about }])
}

/** ReverseHello (§7.1.2.6): the server calls its client and says who and where it is. */
function reversed(bytes: Uint8Array, start: number, end: number): Reading {
  const cursor = cursorOver(bytes, start + header, end)
  const applicationUri = cursor.string()
  const endpointUrl = cursor.string()
  const facts: IdentityFact[] = []
  if (applicationUri !== '') facts.push({ field: 'applicationUri', value: applicationUri })
  if (endpointUrl !== '') facts.push({ field: 'endpointUrl', value: endpointUrl })
  return withIdentity(callOf(reverseHello).event, facts)
}

/** Where the password of a log-on in clear lies: it is never shown. */
export function opcuaPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  const from = start + secureHeader
  if (typeAt(bytes, start) !== types.msg || from >= end) return undefined
  if (encodingAt(bytes, from, end) !== encodings.activateSession) return undefined
  return passwordOf(cursorOver(bytes, from + encodingLength(bytes, from), end))
}

/** OPC UA over TCP in its binary form. */
export const opcua: Protocol = {
  name: 'opcua',
  transports: ['tcp'],
  ports: [4840],
  recognises: (bytes, start, end) => end - start >= header && isHeader(bytes, start),
  lengthAt,
  wantedAt,
  session: open,
}
