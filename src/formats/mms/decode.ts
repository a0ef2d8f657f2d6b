import { createCalls } from '../calls.ts'
import type { Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, nothing, type Reading, withIdentity } from '../reading.ts'
import { data, tpkt, tpktLength } from '../s7comm/cotp.ts'
import { adding, type Pieces, whole } from '../s7comm/pieces.ts'
import { Waiting } from '../waiting.ts'
import { element, findElement, numberIn, readElement } from './element.ts'
import * as functions from './functions.ts'
import { findPdu } from './layers.ts'
import { recognises } from './recognise.ts'
import { accessOf, asksForDomains, identityOf, isRefused, namesOf } from './services.ts'

/** Bounds of what one conversation may keep. */
const pendingLimit = 128
const assembledLimit = 65_536

const callFor = createCalls()

/** A request that waits for its answer. */
interface Asked {
  readonly function: WireFunction
  readonly wantsDomains: boolean
}

function open(): ProtocolSession {
  /** Requests by invoke id; both ends may ask, so each side has its own. */
  const pending: [Waiting<Asked>, Waiting<Asked>] = [new Waiting(pendingLimit), new Waiting(pendingLimit)]
  /** A transport message in several parts, by direction. */
  const parts: [Pieces | undefined, Pieces | undefined] = [undefined, undefined]
  const pdu = element()
  const part = element()

  function readRequest(bytes: Uint8Array, side: 0 | 1): Reading {
    const invoked = invokeId(bytes)
    if (invoked < 0 || !readService(bytes)) return fault('MMS request without a service')
    const fn = accessOf(part.number, bytes, part.from, part.to)
    const wantsDomains = part.number === functions.nameListService && asksForDomains(bytes, part.from, part.to)
    pending[side].put(invoked, { function: fn, wantsDomains })
    return callFor(fn).request
  }

  function readResponse(bytes: Uint8Array, side: 0 | 1): Reading {
    const invoked = invokeId(bytes)
    if (invoked < 0) return fault('MMS response without a service')
    const hasService = readService(bytes)
    const asked = answered(side, invoked)
    // Seen of a small server: the invoke id is the whole answer.
    if (!hasService)
      return asked === undefined ? fault('MMS response without a service') : callFor(asked.function).response
    const service = part.number
    const plain = functions.serviceOf(service)
    // What was asked says more than the answer (which control), if it was the same service.
    const call = callFor(asked !== undefined && isSame(asked.function, plain) ? asked.function : plain)
    if (isRefused(service, bytes, part.from, part.to)) return call.refusal
    if (service === functions.identifyService) return withIdentity(call.response, identityOf(bytes, part.from, part.to))
    if (service === functions.nameListService && asked?.wantsDomains)
      return withIdentity(call.response, namesOf(bytes, part.from, part.to))
    return call.response
  }

  /** Errors and rejections name the request by [0]; without it, or when that was not seen, the service is not known. */
  function readRefusal(bytes: Uint8Array, side: 0 | 1, fallback: WireFunction): Reading {
    const isNamed = findElement(bytes, pdu.from, pdu.to, 0x80, part) || findElement(bytes, pdu.from, pdu.to, 0x02, part)
    const asked = isNamed ? answered(side, numberIn(bytes, part)) : undefined
    return callFor(asked?.function ?? fallback).refusal
  }

  function answered(side: 0 | 1, invoked: number): Asked | undefined {
    return pending[side === 0 ? 1 : 0].take(invoked)
  }

  /** The invoke id with which requests and responses begin; -1 without. */
  function invokeId(bytes: Uint8Array): number {
    return readElement(bytes, pdu.from, pdu.to, part) && part.form === 0 && part.number === 2
      ? numberIn(bytes, part)
      : -1
  }

  /** The service behind the invoke id (and a list of modifiers, a plain sequence), into `part`. */
  function readService(bytes: Uint8Array): boolean {
    if (!readElement(bytes, part.next, pdu.to, part)) return false
    if (part.form === 0x20 && !readElement(bytes, part.next, pdu.to, part)) return false
    return (part.form & 0xc0) === 0x80
  }

  function readPdu(bytes: Uint8Array, side: 0 | 1): Reading {
    switch (pdu.number) {
      case 0:
        return readRequest(bytes, side)
      case 1:
        return readResponse(bytes, side)
      case 2:
        return readRefusal(bytes, side, functions.refusal)
      case 3:
        return readElement(bytes, pdu.from, pdu.to, part)
          ? callFor(functions.eventOf(part.number)).event
          : fault('MMS event without a service')
      case 4:
        return readRefusal(bytes, side, functions.reject)
      case 5:
        return callFor(functions.cancel).request
      case 6:
        return callFor(functions.cancel).response
      case 7:
        return callFor(functions.cancel).refusal
      case 8:
        return callFor(functions.initiate).request
      case 9:
        return callFor(functions.initiate).response
      case 10:
        return callFor(functions.initiate).refusal
      case 11:
        return callFor(functions.conclude).request
      case 12:
        return callFor(functions.conclude).response
      default:
        return callFor(functions.conclude).refusal
    }
  }

  function readMessage(bytes: Uint8Array, start: number, end: number, side: 0 | 1): Reading {
    if (start >= end) return nothing
    switch (findPdu(bytes, start, end, pdu)) {
      case 'pdu':
        return readPdu(bytes, side)
      case 'nothing':
        return nothing
      default:
        return fault('no MMS in a transport message')
    }
  }

  return {
    read(bytes, start, end, toServer) {
      const length = tpktLength(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete TPKT')
      const stop = start + length
      const cotp = start + tpkt
      const from = cotp + 1 + bytes[cotp]!
      if (from > stop) return fault('COTP header longer than its message')
      if ((bytes[cotp + 1]! & 0xf0) !== data) return nothing
      const side = toServer ? 0 : 1
      const isLast = (bytes[cotp + 2]! & 0x80) !== 0
      const before = parts[side]
      if (isLast && before === undefined) return readMessage(bytes, from, stop, side)
      const piece = bytes.subarray(from, stop)
      parts[side] = isLast ? undefined : adding(before, piece, assembledLimit)
      if (!isLast) return nothing
      const message = whole(before, piece)
      return readMessage(message, 0, message.length, side)
    },
  }
}

/** `4/CO/SBO` is a `4`. */
const isSame = (asked: WireFunction, answered: WireFunction): boolean => asked.code.split('/', 1)[0] === answered.code

/** MMS (ISO 9506) over ISO-on-TCP: IEC 61850-8-1, ICCP (TASE.2), and controllers that speak it directly. */
export const mms: Protocol = {
  name: 'mms',
  transports: ['tcp'],
  ports: [102],
  recognises,
  lengthAt: tpktLength,
  session: open,
}

/**
 * The same on its own port, where a device sends each TPKT header as a segment by itself: four octets that only the port makes
 * believable. If it was S7comm after all, that takes over with the first message.
 */
export const mmsInPieces: Protocol = {
  ...mms,
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    recognises(bytes, start, end) || (end - start === tpkt && tpktLength(bytes, start, end) > 0),
}
