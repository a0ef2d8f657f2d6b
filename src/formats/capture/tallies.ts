import type { Counted, Tally } from '#core/capture/conversations.ts'
import type { FaultList } from '#core/capture/fault-list.ts'
import type { Message, WireFunction } from '../protocol.ts'

const mostFunctions = 512
const mostUnits = 1024
/** So many functions are found by looking along a list: most conversations have two or three. */
const mostListed = 8

type Counter = { -readonly [key in keyof Counted]: Counted[key] }

/** What was read out of the payload of one conversation with one protocol. There are many: what is empty is shared. */
export interface OpenTally extends Tally {
  protocol: string
  exceptions: number
  functions: Map<string, Counter>
  units: Set<string>
  /** Counters by the function's own object, which readers share between messages: no text is built per message. */
  known: readonly WireFunction[]
  counters: readonly Counter[]
  /** The same of those that have more. */
  further: Map<WireFunction, Counter> | null
}

/** Never added to. */
const noFunctions = new Map<string, Counter>()
const noUnits = new Set<string>()
const none: readonly never[] = []

export function createTally(reader: string): OpenTally {
  return {
    reader,
    protocol: reader,
    exceptions: 0,
    functions: noFunctions,
    units: noUnits,
    known: none,
    counters: none,
    further: null,
  }
}

/** Counts one message. `toServer` decides for events, which are neither request nor response; `micros` is the packet's time. */
export function countMessage(
  tally: OpenTally,
  message: Message,
  toServer: boolean,
  packet: number,
  micros: number,
  faults: FaultList,
): void {
  const at = tally.known.indexOf(message.function)
  const counter =
    at >= 0 ? tally.counters[at] : (tally.further?.get(message.function) ?? counterOf(tally, message.function, packet))
  if (counter === undefined) {
    faults.add('functions not told apart, as one conversation had too many', packet)
    return
  }
  const isRequest = message.kind === 'request' || (message.kind === 'event' && toServer)
  if (isRequest) counter.requests++
  else counter.responses++
  if (counter.operation === 'program') {
    if (!(micros >= (counter.firstMicros ?? Number.POSITIVE_INFINITY))) counter.firstMicros = micros
    if (!(micros <= (counter.lastMicros ?? Number.NEGATIVE_INFINITY))) counter.lastMicros = micros
  }
  if (message.exception === true) tally.exceptions++
  else if (message.kind === 'response') countUnit(tally, message.unit ?? '')
}

function countUnit(tally: OpenTally, unit: string): void {
  if (tally.units.has(unit) || tally.units.size >= mostUnits) return
  if (tally.units === noUnits) tally.units = new Set()
  tally.units.add(unit)
}

function counterOf(tally: OpenTally, wireFunction: WireFunction, packet: number): Counter | undefined {
  const { code, name, operation } = wireFunction
  const key = `${code} ${name}`
  let counter = tally.functions.get(key)
  if (counter === undefined) {
    if (tally.functions.size >= mostFunctions) return undefined
    counter = { code, name, operation, requests: 0, responses: 0, firstPacket: packet }
    if (tally.functions === noFunctions) tally.functions = new Map()
    tally.functions.set(key, counter)
  }
  if (tally.known.length < mostListed) {
    tally.known = [...tally.known, wireFunction]
    tally.counters = [...tally.counters, counter]
  } else {
    tally.further ??= new Map()
    if (tally.further.size < mostFunctions) tally.further.set(wireFunction, counter)
  }
  return counter
}
