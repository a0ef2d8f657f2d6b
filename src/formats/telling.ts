import { hex } from './octets.ts'
import type { IdentityFact, Message, Operation, WireFunction } from './protocol.ts'
import { messageOf, type Reading, readingOf } from './reading.ts'

/** A function of a protocol, made once and shared by all its messages. */
export const wireFunction = (code: string, name: string, operation: Operation): WireFunction =>
  Object.freeze({ code, name, operation })

/** Functions by number, from a table; numbers that it lacks are counted under their own code. */
export function functionTable(
  listed: readonly (readonly [code: number, name: string, operation: Operation])[],
  digits: number,
  unknown: string,
): (code: number) => WireFunction {
  const known = new Map(
    listed.map(([code, name, operation]) => [code, wireFunction(hex(code, digits), name, operation)]),
  )
  return (code) => {
    const found = known.get(code)
    if (found !== undefined) return found
    const other = wireFunction(hex(code, digits), unknown, 'other')
    if (known.size < 512) known.set(code, other)
    return other
  }
}

/** Collects a fact, unless there is nothing to say. `about`: see {@link IdentityFact}. */
export function say(facts: IdentityFact[], field: string, value: string, about?: string): void {
  if (value !== '') facts.push(about === undefined ? { field, value } : { field, value, about })
}

/** One message that tells something. */
export const telling = (
  kind: Message['kind'],
  fn: WireFunction,
  identity?: readonly IdentityFact[],
  unit?: string,
  isRefused?: boolean,
): Reading => readingOf([messageOf(kind, fn, identity, unit, isRefused)])
