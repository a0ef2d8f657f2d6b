import type { WireFunction } from './protocol.ts'
import { type Call, callOf } from './reading.ts'

const mostUnits = 4096
const mostFunctions = 1024

/** The calls of one protocol by function and unit, each made once and shared by all conversations: polling must not allocate. */
export function createCalls(protocol?: string): (fn: WireFunction, unit?: string) => Call {
  const byUnit = new Map<string | undefined, Map<WireFunction, Call>>()
  return (fn, unit) => {
    let calls = byUnit.get(unit)
    if (calls === undefined) {
      calls = new Map()
      if (byUnit.size < mostUnits) byUnit.set(unit, calls)
    }
    const known = calls.get(fn)
    if (known !== undefined) return known
    const made = callOf(fn, unit, protocol)
    if (calls.size < mostFunctions) calls.set(fn, made)
    return made
  }
}
