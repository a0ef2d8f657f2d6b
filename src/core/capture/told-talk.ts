import type { Answering, Tally } from './conversations.ts'
import type { FaultList } from './fault-list.ts'
import type { Conversation, FunctionCount, WireOperation } from './inspection.ts'
import { dayText, instantText } from './instant-text.ts'
import type { ToldConversation } from './told.ts'
import type { Ends, ToldFlow, ToldMessage } from './told-flow.ts'

const mostFunctions = 512

/** A conversation while its lines are being read. Times in µs. */
export interface Talk {
  readonly ends: Ends
  first: number
  last: number
  readonly packets: [number | null, number | null]
  readonly bytes: [number | null, number | null]
  answered: boolean | null
  protocol: string | null
  isServerHeard: boolean
  /** Who asked first, where both ends use one port. */
  asker: 'client' | 'server' | null
  readonly lines: number[]
  readonly days: Set<number>
  readonly tallies: Map<string, MutableTally>
}

interface MutableTally extends Omit<Tally, 'functions'> {
  protocol: string
  exceptions: number
  readonly functions: Map<string, { -readonly [Key in keyof FunctionCount]: FunctionCount[Key] }>
  readonly units: Set<string>
}

/** Text as it may be kept and shown: one line, without control characters. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}

/** A name as it may be kept and shown. */
const longestName = 100
export const named = (text: string | null): string | null =>
  text === null ? null : clean(text).slice(0, longestName) || null

export function add(sum: [number | null, number | null], more: ToldFlow['packets']): void {
  if (more.toServer !== null) sum[0] = (sum[0] ?? 0) + more.toServer
  if (more.toClient !== null) sum[1] = (sum[1] ?? 0) + more.toClient
}

export function count(talk: Talk, message: ToldMessage, faults: FaultList, line: number): void {
  const { reader, protocol = reader, function: fn, isDetail = false } = message
  const key = `${isDetail ? 'detail' : 'main'}\t${reader}`
  const tally: MutableTally = talk.tallies.get(key) ?? {
    reader,
    protocol,
    exceptions: 0,
    functions: new Map(),
    units: new Set(),
  }
  talk.tallies.set(key, tally)
  // A protocol that was found within the reader's own says more than that one.
  if (protocol !== reader) tally.protocol = protocol
  const name = `${fn.code} ${fn.name}`
  let counter = tally.functions.get(name)
  if (counter === undefined) {
    if (tally.functions.size >= mostFunctions) {
      faults.add('functions not told apart, as one conversation had too many', line)
      return
    }
    counter = {
      code: named(fn.code) ?? '',
      name: named(fn.name) ?? '',
      operation: fn.operation,
      requests: 0,
      responses: 0,
      firstPacket: line,
    }
    tally.functions.set(name, counter)
  }
  const times = message.times ?? 1
  if (message.kind === 'request') counter.requests += times
  else counter.responses += times
  if (message.exception === true) tally.exceptions += times
  else if (message.kind === 'response') tally.units.add(message.unit ?? '')
}

export function listedOf(talk: Talk): { told: ToldConversation; answering: Answering[]; isServerHeard: boolean } {
  const { ends, packets, bytes, answered } = talk.asker === 'server' ? turned(talk) : talk
  const tallies = [...talk.tallies].flatMap(([key, tally]) =>
    key.startsWith('detail\t') && talk.tallies.has(`main\t${tally.reader}`) ? [] : [tally],
  )
  const operations: Record<WireOperation, number> = { read: 0, write: 0, program: 0, identify: 0, other: 0 }
  const functions = tallies.flatMap((tally) => [...tally.functions.values()])
  // A log may hold only one direction: then the responses tell what was asked for.
  for (const one of functions) operations[one.operation] += Math.max(one.requests, one.responses)
  const told: ToldConversation = {
    client: ends.client,
    server: ends.server,
    transport: ends.transport,
    serverPort: ends.serverPort,
    protocol: tallies[0]?.protocol ?? talk.protocol,
    packets: { toServer: packets[0], toClient: packets[1] },
    bytes: { toServer: bytes[0], toClient: bytes[1] },
    answered,
    operations: functions.length === 0 ? null : operations,
    functions: functions.sort((a, b) => b.requests + b.responses - a.requests - a.responses),
    exceptions: tallies.reduce((sum, tally) => sum + tally.exceptions, 0),
    firstSeen: Number.isFinite(talk.first) ? instantText(talk.first) : null,
    lastSeen: Number.isFinite(talk.last) ? instantText(talk.last) : null,
    packetsSeen: talk.lines,
    days: [...talk.days].sort((a, b) => a - b).map(dayText),
  }
  const answering = tallies
    .filter(({ units }) => units.size > 0)
    .map(({ reader, protocol, units }) => ({ server: ends.server, reader, protocol, units }))
  return { told, answering, isServerHeard: talk.isServerHeard }
}

/** The same talk seen from the other end: where both use one port, the one who asks is the client, as in captures. */
function turned(talk: Talk): Pick<Talk, 'ends' | 'packets' | 'bytes' | 'answered'> {
  const { ends, packets, bytes } = talk
  return {
    ends: { ...ends, client: ends.server, server: ends.client },
    packets: [packets[1], packets[0]],
    bytes: [bytes[1], bytes[0]],
    // What was the asking end has sent something, else nobody would know of the talk.
    answered: packets[0] === null ? talk.answered : packets[0] > 0,
  }
}

const nothingDone = { read: 0, write: 0, program: 0, identify: 0, other: 0 }

/** Where a source names the protocol alone, the server is taken to have answered in it: once, by a function without a name. */
const someAnswer: FunctionCount = { code: '', name: '', operation: 'read', requests: 0, responses: 1, firstPacket: 0 }

export function measured(told: ToldConversation, isServerHeard: boolean): Conversation {
  const { packets, bytes } = told
  const isNamedOnly = told.functions.length === 0 && told.protocol !== null && isServerHeard
  return {
    ...told,
    packets: { toServer: packets.toServer ?? 0, toClient: packets.toClient ?? 0 },
    bytes: { toServer: bytes.toServer ?? 0, toClient: bytes.toClient ?? 0 },
    answered: told.answered ?? false,
    functions: isNamedOnly ? [someAnswer] : told.functions,
    operations: told.operations ?? nothingDone,
    firstSeen: told.firstSeen ?? '',
    lastSeen: told.lastSeen ?? '',
  }
}

export function weight({ packets, functions }: ToldConversation): number {
  if (packets.toServer !== null || packets.toClient !== null) return (packets.toServer ?? 0) + (packets.toClient ?? 0)
  return functions.reduce((sum, { requests, responses }) => sum + requests + responses, 0)
}
