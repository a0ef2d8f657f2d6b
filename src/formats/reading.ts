import type { Fault } from './faults.ts'
import type { IdentityFact, Message, WireFunction } from './protocol.ts'

/** What {@link ProtocolSession.read} gives. Readings may be shared between calls: never change one. */
export interface Reading {
  messages: Message[]
  faults: Fault[]
  protocol?: string
  isDone?: boolean
}

const none: Fault[] = []
Object.freeze(none)

/** A reading that is built once and given out again and again: polling must not allocate. */
export function shared(messages: readonly Message[], protocol?: string): Reading {
  for (const message of messages) Object.freeze(message)
  const whole: Reading = { messages: Object.freeze([...messages]) as Message[], faults: none }
  if (protocol !== undefined) whole.protocol = protocol
  return Object.freeze(whole)
}

export const nothing: Reading = shared([])

/** The same reading, whose one message also tells something about devices; the shared one itself where there is nothing to tell. */
export const withIdentity = (reading: Reading, identity: readonly IdentityFact[]): Reading =>
  identity.length === 0 ? reading : { ...reading, messages: [{ ...reading.messages[0]!, identity }] }

export const fault = (reason: string): Reading => ({ messages: [], faults: [{ reason }] })

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
  const message = (kind: Message['kind'], exception: boolean): Reading =>
    shared(
      [{ kind, function: fn, ...(exception ? { exception } : {}), ...(unit === undefined ? {} : { unit }) }],
      protocol,
    )
  return {
    function: fn,
    unit,
    request: message('request', false),
    response: message('response', false),
    refusal: message('response', true),
    event: message('event', false),
  }
}
