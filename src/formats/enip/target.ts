import type { WireFunction } from '../protocol.ts'
import { type Call, callOf } from '../reading.ts'
import { serviceOf } from './functions.ts'

/** What a CIP request asked, kept until its answer comes: the answer names neither class nor attribute. */
export interface Target {
  readonly call: Call
  readonly cls: number
  readonly service: number
  readonly instance: number
  readonly attribute: number
  /** The requests inside an Unconnected Send or a Multiple Service Packet. */
  readonly inner?: readonly Target[]
  /** Forward Open: the route that its connections take. */
  readonly route?: string | undefined
}

/** Targets met again and again are built once; beyond so many they are built anew each time. */
const cacheLimit = 8192
const cache = new Map<string, Map<number, Target>>()
let cached = 0

function remember(unit: string | undefined, key: number, make: () => Target): Target {
  let known = cache.get(unit ?? '')
  if (known === undefined) {
    known = new Map()
    if (cached < cacheLimit) cache.set(unit ?? '', known)
  }
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  if (cached < cacheLimit) {
    known.set(key, made)
    cached++
  }
  return made
}

/** Classes whose answers are read for facts: their instance and attribute matter. */
const telling = (cls: number): boolean => cls === 1 || cls === 0xf5

export function targetOf(
  cls: number,
  service: number,
  instance: number,
  attribute: number,
  unit: string | undefined,
): Target {
  const place = telling(cls) ? (instance === 1 ? 512 : 0) + Math.min(attribute + 1, 500) : 0
  const key = (cls * 256 + service) * 1024 + place
  return remember(unit, key, () => ({
    call: callOf(serviceOf(cls, service), unit, 'cip'),
    cls,
    service,
    instance: place & 512 ? 1 : 0,
    attribute: telling(cls) ? Math.min(attribute, 499) : -1,
  }))
}

/** Keys of PCCC commands lie behind those of all classes. */
const pcccBase = 2 ** 40

export const pcccTarget = (fn: WireFunction, command: number, f: number, unit: string | undefined): Target =>
  remember(unit, pcccBase + command * 256 + f, () => ({
    call: callOf(fn, unit, 'cip'),
    cls: 0x67,
    service: 0x4b,
    instance: command,
    attribute: f,
  }))
