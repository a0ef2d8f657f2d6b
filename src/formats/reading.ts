import type { Fault } from './faults.ts'
import type { IdentityFact, Message, Reading, WireFunction } from './protocol.ts'

export type { Reading } from './protocol.ts'

/*
 * The only places where readings and messages are written down: every one has all its fields, in one order, so that whoever
 * counts them meets one shape instead of looking each property up by its name. Not frozen: frozen lists are read more slowly.
 */

const noFaults: readonly Fault[] = []

/** What {@link ProtocolSession.read} gives. Readings may be shared between calls: never change one, nor its lists. */
export const readingOf = (
  messages: readonly Message[],
  faults: readonly Fault[] = noFaults,
  protocol?: string,
  isDone?: boolean,
): Reading => ({ messages, faults, protocol, isDone })

/** One message; where there are no facts, or nothing was refused, it says nothing of that. */
export const messageOf = (
  kind: Message['kind'],
  fn: WireFunction,
  identity?: readonly IdentityFact[],
  unit?: string,
  isRefused = false,
): Message => ({
  kind,
  function: fn,
  exception: isRefused ? true : undefined,
  unit,
  identity: identity === undefined || identity.length === 0 ? undefined : identity,
})

/** The same message, which also tells something about devices. */
export const toldBy = (
  { kind, function: fn, exception, unit }: Message,
  identity: readonly IdentityFact[] | undefined,
): Message => messageOf(kind, fn, identity, unit, exception)

/** The same message, which refuses. */
export const refusing = ({ kind, function: fn, unit, identity }: Message): Message =>
  messageOf(kind, fn, identity, unit, true)

export const nothing: Reading = readingOf([])
/** Nothing here, and nothing that follows. */
export const nothingMore: Reading = readingOf([], noFaults, undefined, true)

export const fault = (reason: string): Reading => readingOf(nothing.messages, [{ reason }])

/** The same reading, whose one message also tells something about devices; the shared one itself where there is nothing to tell. */
export const withIdentity = (reading: Reading, identity: readonly IdentityFact[]): Reading =>
  identity.length === 0
    ? reading
    : readingOf([toldBy(reading.messages[0]!, identity)], reading.faults, reading.protocol, reading.isDone)

/** The same messages, behind which something could not be read. */
export const withFault = (reading: Reading, reason: string): Reading =>
  readingOf(reading.messages, [{ reason }], reading.protocol, reading.isDone)

/** The same reading, told as another protocol's. */
export const toldAs = (protocol: string, { messages, faults, isDone }: Reading): Reading =>
  readingOf(messages, faults, protocol, isDone)

/** The same reading, after which nothing of the connection can be read. */
export const asLast = ({ messages, faults, protocol }: Reading): Reading => readingOf(messages, faults, protocol, true)

/** One function at one unit, with the plain messages that calling it gives: asked, answered, refused, told unasked. */
export interface Call {
  readonly function: WireFunction
  readonly unit: string | undefined
  readonly request: Reading
  readonly response: Reading
  readonly refusal: Reading
  readonly event: Reading
}

export function callOf(fn: WireFunction, unit?: string, protocol?: string): Call {
  const plain = (kind: Message['kind'], isRefused: boolean): Reading =>
    readingOf([messageOf(kind, fn, undefined, unit, isRefused)], noFaults, protocol)
  return {
    function: fn,
    unit,
    request: plain('request', false),
    response: plain('response', false),
    refusal: plain('response', true),
    event: plain('event', false),
  }
}
