import { createCalls } from '../calls.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { type Call, fault, type Reading, withFault, withIdentity } from '../reading.ts'
import { adding, type Pieces, whole } from '../s7comm/pieces.ts'
import { factsOfIAm, factsOfIHave, factsOfWhoAmI, initiatingDevice } from './announcements.ts'
import { functionOfWrite } from './changes.ts'
import { abort, confirmedServices, reject, segmentAck, unconfirmedServices } from './functions.ts'
import { factsOfOneProperty, factsOfProperties, instanceFact } from './properties.ts'

/** PDU types of the application layer (clause 20.1). */
const pduTypes = {
  confirmedRequest: 0,
  unconfirmedRequest: 1,
  simpleAck: 2,
  complexAck: 3,
  segmentAck: 4,
  error: 5,
  reject: 6,
  abort: 7,
} as const
const readProperty = 12
const readPropertyMultiple = 14
/** Segments of one answer that are kept, and answers that are put together at once. */
const longestAnswer = 65_536
const mostAnswers = 8

const callFor = createCalls()
/** A unit without a name is the endpoint itself. */
const call = (fn: WireFunction, unit: string): Call => callFor(fn, unit === '' ? undefined : unit)

interface Answer {
  pieces: Pieces | undefined
  next: number
}

/** Who sends and who receives, where they are behind a router (`network:mac`), and whose message was forwarded. */
export interface Ends {
  source: string
  destination: string
  about: string | undefined
}

export interface ApplicationSession {
  read(bytes: Uint8Array, at: number, end: number, ends: Ends): Reading
  callOf(fn: WireFunction, unit: string): Call
}

/** Said of the sender, or of whom the broadcast management device forwarded for. */
export function saying(reading: Reading, facts: readonly IdentityFact[], ends: Ends): Reading {
  if (facts.length === 0) return reading
  const { about } = ends
  const identity = about === undefined || ends.source !== '' ? facts : facts.map((fact) => ({ ...fact, about }))
  return withIdentity(reading, identity)
}

export function applicationSession(): ApplicationSession {
  const answers = new Map<string, Answer>()
  /** By invoke id: what was asked last, as rejects and aborts do not repeat it. */
  let asked: (WireFunction | undefined)[] | undefined

  const asks = (service: number, bytes: Uint8Array, at: number, end: number, ends: Ends, invoke: number): Reading => {
    const fn = functionOfWrite(service, bytes, at, end)
    asked ??= new Array(256)
    asked[invoke] = fn
    // COV and event notifications tell who sends them; the request goes from the device to whom it reports to.
    const device = service === 1 || service === 2 ? initiatingDevice(bytes, at, end) : -1
    if (device < 0) return call(fn, ends.destination).request
    return saying(call(fn, ends.source).event, [instanceFact(device)], ends)
  }

  const answerTo = (service: number, invoke: number, unit: string): Call => {
    const plain = confirmedServices[service]!
    const before = asked?.[invoke]
    // The same service, told more exactly by its request (writing a program or a file).
    return call(before !== undefined && before !== plain && isRefined(before, plain) ? before : plain, unit)
  }

  const announces = (service: number, bytes: Uint8Array, at: number, end: number, ends: Ends): Reading => {
    const fn = unconfirmedServices[service]!
    if (service === 7 || service === 8) return call(fn, ends.destination).request
    const { event } = call(fn, ends.source)
    const isNotification = service === 2 || service === 3
    if (!isNotification && service !== 0 && service !== 1 && service !== 13) return event
    const device = isNotification ? initiatingDevice(bytes, at, end) : -1
    const facts = isNotification
      ? device < 0
        ? []
        : [instanceFact(device)]
      : service === 0
        ? factsOfIAm(bytes, at, end)
        : service === 1
          ? factsOfIHave(bytes, at, end)
          : factsOfWhoAmI(bytes, at, end)
    if (facts === undefined) return withFault(event, 'BACnet announcement cut short')
    return saying(event, facts, ends)
  }

  const complexAck = (bytes: Uint8Array, at: number, end: number, ends: Ends): Reading => {
    const isSegmented = (bytes[at]! & 8) !== 0
    const invoke = bytes[at + 1]!
    const from = at + (isSegmented ? 5 : 3)
    if (from > end) return fault('BACnet answer cut short')
    const service = bytes[from - 1]!
    const { response } = answerTo(service, invoke, ends.source)
    if (service !== readProperty && service !== readPropertyMultiple) return response
    const factsOf = service === readProperty ? factsOfOneProperty : factsOfProperties
    let facts: IdentityFact[] | undefined
    if (isSegmented) {
      const data = together(bytes, at, from, end, `${invoke} ${ends.source} ${ends.about ?? ''}`)
      if (data === undefined) return response
      facts = factsOf(data, 0, data.length)
    } else facts = factsOf(bytes, from, end)
    if (facts === undefined) return withFault(response, 'BACnet property cut short')
    return saying(response, facts, ends)
  }

  /** The whole answer when this segment completes it. */
  const together = (bytes: Uint8Array, at: number, from: number, end: number, key: string): Uint8Array | undefined => {
    const sequence = bytes[at + 2]!
    const isLast = (bytes[at]! & 4) === 0
    const part = bytes.subarray(from, end)
    if (sequence === 0 && !answers.has(key)) {
      if (answers.size >= mostAnswers) answers.delete(answers.keys().next().value as string)
      answers.set(key, { pieces: undefined, next: 0 })
    }
    const answer = answers.get(key)
    // Sent again, or the beginning was missed.
    if (answer === undefined || sequence !== answer.next) return undefined
    if (isLast) {
      answers.delete(key)
      return whole(answer.pieces, part)
    }
    answer.pieces = adding(answer.pieces, part, longestAnswer)
    answer.next = (sequence + 1) & 0xff
    if (answer.pieces === undefined) answers.delete(key)
    return undefined
  }

  return {
    callOf: call,
    read(bytes, at, end, ends) {
      const type = bytes[at]! >> 4
      const invoke = bytes[at + 1] ?? 0
      switch (type) {
        case pduTypes.confirmedRequest: {
          const isSegmented = (bytes[at]! & 8) !== 0
          const from = at + (isSegmented ? 6 : 4)
          if (from > end) return fault('BACnet request cut short')
          const service = bytes[from - 1]!
          // Only the first segment begins with tags.
          const isFirst = !isSegmented || bytes[at + 3] === 0
          return asks(service, bytes, isFirst ? from : end, end, ends, bytes[at + 2]!)
        }
        case pduTypes.unconfirmedRequest:
          if (at + 2 > end) return fault('BACnet request cut short')
          return announces(invoke, bytes, at + 2, end, ends)
        case pduTypes.simpleAck:
          if (at + 3 > end) return fault('BACnet answer cut short')
          return answerTo(bytes[at + 2]!, invoke, ends.source).response
        case pduTypes.complexAck:
          return complexAck(bytes, at, end, ends)
        case pduTypes.segmentAck:
          if (at + 4 > end) return fault('BACnet answer cut short')
          return call(segmentAck, ends.source).event
        case pduTypes.error:
          if (at + 3 > end) return fault('BACnet answer cut short')
          return answerTo(bytes[at + 2]!, invoke, ends.source).refusal
        case pduTypes.reject:
        case pduTypes.abort: {
          if (at + 3 > end) return fault('BACnet answer cut short')
          const unknown = type === pduTypes.reject ? reject : abort
          // A client may abort, too (the server bit is clear): that is no refusal.
          if (type === pduTypes.abort && (bytes[at]! & 1) === 0) return call(abort, ends.source).event
          return call(asked?.[invoke] ?? unknown, ends.source).refusal
        }
        default:
          return fault('BACnet message of an unknown type')
      }
    },
  }
}

/** `confirmed/0x0f/90` is a case of `confirmed/0x0f`. */
const isRefined = (refined: WireFunction, plain: WireFunction): boolean => refined.code.startsWith(`${plain.code}/`)
