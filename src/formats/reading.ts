import type { Fault } from './faults.ts'
import type { Message, WireFunction } from './protocol.ts'

/** What {@link ProtocolSession.read} gives. Readings may be shared between calls: never change one. */
export interface Reading {
  messages: Message[]
  faults: Fault[]
  protocol?: string
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

export const fault = (reason: string): Reading => ({ messages: [], faults: [{ reason }] })

/** The four plain messages of one function, built when first asked for: request, response, refusal, event. */
export interface Plain {
  readonly function: WireFunction
  request?: Reading
  response?: Reading
  refusal?: Reading
  event?: Reading
}

export function plain(of: Plain, kind: Message['kind'], exception: boolean, protocol?: string): Reading {
  const slot = exception ? 'refusal' : kind
  const known = of[slot]
  if (known !== undefined) return known
  const message: Message = exception ? { kind, function: of.function, exception } : { kind, function: of.function }
  const made = shared([message], protocol)
  of[slot] = made
  return made
}
