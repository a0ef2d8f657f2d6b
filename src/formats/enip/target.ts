import type { WireFunction } from '../protocol.ts'
import { type Call, callOf } from '../reading.ts'
import { serviceOf } from './functions.ts'
import { pcccOf } from './pccc.ts'

/** What a CIP request asked, kept until its answer comes: the answer names neither class nor attribute. */
export interface Target {
  readonly call: Call
  readonly cls: number
  readonly service: number
  readonly instance: number
  readonly attribute: number
  /** The requests inside an Unconnected Send or a Multiple Service Packet. */
  readonly inner: readonly Target[] | undefined
  /** Forward Open: where its connections lead. */
  readonly opens: Opened | undefined
}

/** What a Forward Open asks for: the route of its connections, the class at their end, and whether they are safety connections. */
export interface Opened {
  readonly route: string | undefined
  readonly cls: number
  readonly isSafety: boolean
}

/** Targets met again and again are built once; beyond so many they are built anew each time. Keys are small integers. */
const cacheLimit = 8192
const atEndpoint = new Map<number, Target>()
const behind = new Map<string, Map<number, Target>>()
let cached = 0

function cacheOf(unit: string | undefined): Map<number, Target> {
  if (unit === undefined) return atEndpoint
  const known = behind.get(unit)
  if (known !== undefined) return known
  const made = new Map<number, Target>()
  if (cached < cacheLimit) behind.set(unit, made)
  return made
}

function keep(cache: Map<number, Target>, key: number, target: Target): Target {
  if (cached < cacheLimit) {
    cache.set(key, target)
    cached++
  }
  return target
}

/** Classes whose answers are read for facts: their instance and attribute matter. */
const telling = (cls: number): boolean => cls === 1 || cls === 0xf5 || cls === 0xf6
const tellingKeys = 2 ** 24
const pcccKeys = 2 ** 28

export function targetOf(
  cls: number,
  service: number,
  instance: number,
  attribute: number,
  unit: string | undefined,
): Target {
  const isTelling = telling(cls)
  const first = isTelling && instance === 1
  const place = (first ? 512 : 0) + Math.min(attribute + 1, 500)
  const key = isTelling ? tellingKeys + (cls * 128 + service) * 1024 + place : cls * 128 + service
  const cache = cacheOf(unit)
  const known = cache.get(key)
  if (known !== undefined) return known
  return keep(cache, key, {
    call: callOf(serviceOf(cls, service), unit, 'cip'),
    cls,
    service,
    instance: first ? 1 : 0,
    attribute: isTelling ? Math.min(attribute, 499) : -1,
    inner: undefined,
    opens: undefined,
  })
}

/** A PCCC command; `f` is its function, 0 where it has none; `fn` what it does when the file it names decides that. */
export function pcccTarget(command: number, f: number, unit: string | undefined, fn?: WireFunction): Target {
  const key = pcccKeys + command * 256 + f + (fn === undefined ? 0 : 65_536)
  const cache = cacheOf(unit)
  const known = cache.get(key)
  if (known !== undefined) return known
  return keep(cache, key, {
    call: callOf(fn ?? pcccOf(command, f), unit, 'cip'),
    cls: 0x67,
    service: 0x4b,
    instance: command,
    attribute: f,
    inner: undefined,
    opens: undefined,
  })
}

/** The same target, with the requests inside it. Written out: all targets have one shape. */
export const containing = (target: Target, inner: readonly Target[]): Target => ({
  call: target.call,
  cls: target.cls,
  service: target.service,
  instance: target.instance,
  attribute: target.attribute,
  inner,
  opens: target.opens,
})

/** The same target, which opens connections. */
export const opening = (target: Target, opens: Opened): Target => ({
  call: target.call,
  cls: target.cls,
  service: target.service,
  instance: target.instance,
  attribute: target.attribute,
  inner: target.inner,
  opens,
})
