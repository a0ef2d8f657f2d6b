import type { Tally } from '#core/capture/conversations.ts'
import type { FaultList } from '#core/capture/fault-list.ts'
import type { FunctionCount } from '#core/capture/inspection.ts'
import type { Message, WireFunction } from '../protocol.ts'

const mostFunctions = 512
const mostUnits = 1024

type Counter = { -readonly [key in keyof FunctionCount]: FunctionCount[key] }

/** What was read out of the payload of one conversation with one protocol. */
export interface OpenTally extends Tally {
  protocol: string
  exceptions: number
  readonly functions: Map<string, Counter>
  readonly units: Set<string>
  /** Counters by the function's own object, which readers share between messages: no text is built per message. */
  readonly known: Map<WireFunction, Counter>
}

export function createTally(reader: string): OpenTally {
  return { reader, protocol: reader, exceptions: 0, functions: new Map(), units: new Set(), known: new Map() }
}

/** Counts one message. `toServer` decides for events, which are neither request nor response. */
export function countMessage(
  tally: OpenTally,
  message: Message,
  toServer: boolean,
  packet: number,
  faults: FaultList,
): void {
  const counter = tally.known.get(message.function) ?? counterOf(tally, message.function)
  if (counter === undefined) {
    faults.add('functions not told apart, as one conversation had too many', packet)
    return
  }
  const isRequest = message.kind === 'request' || (message.kind === 'event' && toServer)
  if (isRequest) counter.requests++
  else counter.responses++
  if (message.exception === true) tally.exceptions++
  else if (message.kind === 'response' && tally.units.size < mostUnits) tally.units.add(message.unit ?? '')
}

function counterOf(tally: OpenTally, wireFunction: WireFunction): Counter | undefined {
  const { code, name, operation } = wireFunction
  const key = `${code} ${name}`
  let counter = tally.functions.get(key)
  if (counter === undefined) {
    if (tally.functions.size >= mostFunctions) return undefined
    counter = { code, name, operation, requests: 0, responses: 0 }
    tally.functions.set(key, counter)
  }
  if (tally.known.size < mostFunctions) tally.known.set(wireFunction, counter)
  return counter
}
