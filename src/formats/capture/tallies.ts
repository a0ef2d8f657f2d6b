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
  functions: Counter[]
  units: Set<string>
  /** Counters by the function's own object, which readers share between messages: no text is built per message. */
  known: WireFunction[]
  counters: Counter[]
  /** The same of those that have more. */
  further: Map<WireFunction, Counter> | null
  /** The unit that answered last: mostly the one that answers next. */
  recentUnit: string | null
}

/** Never added to: most conversations are with a device that answers for itself. */
export const noUnits = new Set<string>()
export const justItself = new Set([''])
const none: never[] = []

export function createTally(reader: string): OpenTally {
  return {
    reader,
    protocol: reader,
    exceptions: 0,
    functions: none,
    units: noUnits,
    known: none,
    counters: none,
    further: null,
    recentUnit: null,
  }
}

/** What is told of a conversation in the end, without what only counting needed. */
export const closed = ({ reader, protocol, functions, exceptions, units }: OpenTally): Tally => ({
  reader,
  protocol,
  functions,
  exceptions,
  units,
})

/** Counts one message. `toServer` decides for events, which are neither request nor response; `at` has the packet's time. */
export function countMessage(
  tally: OpenTally,
  message: Message,
  toServer: boolean,
  packet: number,
  at: { readonly lastMicros: number },
  faults: FaultList,
): void {
  const { known } = tally
  let place = known.length - 1
  while (place >= 0 && known[place] !== message.function) place--
  const counter =
    place >= 0
      ? tally.counters[place]
      : (tally.further?.get(message.function) ?? counterOf(tally, message.function, packet))
  if (counter === undefined) {
    faults.add('functions not told apart, as one conversation had too many', packet)
    return
  }
  const isRequest = message.kind === 'request' || (message.kind === 'event' && toServer)
  if (isRequest) counter.requests++
  else counter.responses++
  if (counter.operation === 'program') {
    const micros = at.lastMicros
    if (!(micros >= (counter.firstMicros ?? Number.POSITIVE_INFINITY))) counter.firstMicros = micros
    if (!(micros <= (counter.lastMicros ?? Number.NEGATIVE_INFINITY))) counter.lastMicros = micros
  }
  if (message.exception === true) tally.exceptions++
  else if (message.kind === 'response') countUnit(tally, message.unit ?? '')
}

function countUnit(tally: OpenTally, unit: string): void {
  if (tally.recentUnit === unit) return
  tally.recentUnit = unit
  if (tally.units.has(unit) || tally.units.size >= mostUnits) return
  if (tally.units === noUnits) tally.units = unit === '' ? justItself : new Set([unit])
  else if (tally.units === justItself) tally.units = new Set(['', unit])
  else tally.units.add(unit)
}

function counterOf(tally: OpenTally, wireFunction: WireFunction, packet: number): Counter | undefined {
  const { code, name, operation } = wireFunction
  let counter = tally.functions.find((known) => known.code === code && known.name === name)
  if (counter === undefined) {
    if (tally.functions.length >= mostFunctions) return undefined
    counter = { code, name, operation, requests: 0, responses: 0, firstPacket: packet }
    if (tally.functions === none) tally.functions = [counter]
    else tally.functions.push(counter)
  }
  if (tally.known === none) {
    tally.known = [wireFunction]
    tally.counters = [counter]
  } else if (tally.known.length < mostListed) {
    tally.known.push(wireFunction)
    tally.counters.push(counter)
  } else {
    tally.further ??= new Map()
    if (tally.further.size < mostFunctions) tally.further.set(wireFunction, counter)
  }
  return counter
}
