import { withPorts } from './accounting.ts'
import type { TextOf } from './address-book.ts'
import { type ConversationTable, isAnswered, packetsOf, proofs } from './conversation-table.ts'
import { exchangeIn, type Spoken, type Talk } from './deeds.ts'
import { families } from './flow-table.ts'
import type { Conversation, FunctionCount, WireOperation } from './inspection.ts'
import { dayText, instantText } from './instant-text.ts'
import { linkProtocolName, networkProtocolName } from './protocol-names.ts'

const mostDays = 400
const transports = new Map<number, 'tcp' | 'udp' | 'sctp'>([
  [6, 'tcp'],
  [17, 'udp'],
  [132, 'sctp'],
])

/** A function while it is counted: times in microseconds, and only of functions that program. */
export interface Counted extends Omit<FunctionCount, 'firstAt' | 'lastAt'> {
  readonly firstMicros?: number
  readonly lastMicros?: number
}

/** What the payload's reader found in one conversation. */
export interface Tally {
  /** The reader's name, and the protocol it found within (`enip`, `cip`). */
  readonly reader: string
  readonly protocol: string
  /** Each by its code and name once. */
  readonly functions: readonly Counted[]
  readonly exceptions: number
  /** Units that answered; '' for the endpoint itself. */
  readonly units: ReadonlySet<string>
}

const noOperations = (): Record<WireOperation, number> => ({ read: 0, write: 0, program: 0, identify: 0, other: 0 })
/** Shared by the many conversations whose payload nobody reads. */
const nothingRead: Read = { tallies: [], operations: noOperations(), functions: [], exceptions: 0 }

/** Which units answered at a server, by reader. */
export interface Answering {
  readonly server: string
  readonly reader: string
  readonly protocol: string
  readonly units: ReadonlySet<string>
}

/** Conversations, the busiest first, and what they tell of their ends. */
export interface ConversationList {
  /** Of those that tell something. */
  readonly talks: Talk[]
  readonly answering: Answering[]
  /** As printed. Each is made when it is met and made anew with every walk: there are many, and large. */
  readonly whole: Iterable<Conversation>
}

/** Call after the accounting is closed. */
export function listConversations(
  conversations: ConversationTable,
  textOf: TextOf,
  tallyOf: (id: number) => Tally | undefined,
): ConversationList {
  const { index, packets, bytes, first, last, proof } = conversations
  const { keys } = index
  const read = readIn(conversations, tallyOf)
  const spokenIn = spokenBy(conversations, read)
  const daysOf = daysIn(conversations)
  const busiest = inOrder(conversations)
  const clientOf = (row: number) => textOf(keys[row * 4 + 3]! >> 16, keys[row * 4]!)
  const serverOf = (row: number) => textOf(keys[row * 4 + 3]! >> 16, keys[row * 4 + 1]!)
  const talks: Talk[] = []
  for (const row of busiest) {
    const exchange = isTelling(conversations, row) ? exchangeIn(spokenIn(row)) : null
    if (exchange !== null) talks.push({ client: clientOf(row), server: serverOf(row), exchange })
  }
  const answering: Answering[] = []
  for (const [row, { tallies }] of read) {
    for (const { reader, protocol, units } of tallies) {
      if (units.size > 0) answering.push({ server: serverOf(row), reader, protocol, units })
    }
  }
  return {
    talks,
    answering,
    whole: {
      *[Symbol.iterator]() {
        for (const row of busiest) {
          const spoken = spokenIn(row)
          yield {
            client: clientOf(row),
            server: serverOf(row),
            transport: spoken.transport,
            serverPort: spoken.serverPort,
            protocol: spoken.protocol,
            packets: { toServer: packets[row * 2]!, toClient: packets[row * 2 + 1]! },
            bytes: { toServer: bytes[row * 2]!, toClient: bytes[row * 2 + 1]! },
            answered: spoken.answered,
            operations: spoken.operations,
            functions: spoken.functions,
            exceptions: spoken.exceptions,
            firstSeen: instantText(first[row]!),
            lastSeen: instantText(last[row]!),
            packetsSeen: packetsOf(proof, row),
            days: daysOf(row),
          }
        }
      },
    },
  }
}

/** Most conversations of a capture are probes, or frames that nobody reads. */
function isTelling(conversations: ConversationTable, row: number): boolean {
  const family = conversations.index.keys[row * 4 + 3] >> 16
  return family === families.link ? conversations.payloads.has(row) : isAnswered(conversations, row)
}

function inOrder({ index, packets, proof }: ConversationTable): Uint32Array {
  const total = (row: number) => packets[row * 2]! + packets[row * 2 + 1]!
  const rows = Uint32Array.from({ length: index.rows }, (_, row) => row)
  return rows.sort((a, b) => total(b) - total(a) || proof[a * proofs]! - proof[b * proofs]!)
}

/** What was read in one conversation: by each reader, and summed up. */
interface Read extends Pick<Conversation, 'operations' | 'functions' | 'exceptions'> {
  readonly tallies: readonly Tally[]
}

/** By row. Few of all conversations were read, and those are asked for more than once. */
function readIn(
  { payloads }: ConversationTable,
  tallyOf: (id: number) => Tally | undefined,
): ReadonlyMap<number, Read> {
  const read = new Map<number, Read>()
  for (const [row, ids] of payloads) {
    read.set(row, sumOf(ids.map(tallyOf).filter((tally) => tally !== undefined)))
  }
  return read
}

/** What was said in a conversation. */
function spokenBy(conversations: ConversationTable, read: ReadonlyMap<number, Read>): (row: number) => Spoken {
  const { keys } = conversations.index
  return (row) => {
    const kind = keys[row * 4 + 3]
    const family = kind >> 16
    const port = keys[row * 4 + 2]
    const transport = family === families.link ? 'eth' : kind & withPorts ? transports.get(kind & 0xff) : 'ip'
    const { tallies, operations, functions, exceptions } = read.get(row) ?? nothingRead
    return {
      transport: transport ?? 'ip',
      serverPort: kind & withPorts ? port : null,
      protocol:
        tallies.find((tally) => tally.functions.length > 0)?.protocol ??
        (transport === 'eth' ? linkProtocolName(port) : transport === 'ip' ? networkProtocolName(kind & 0xff) : null),
      answered: isAnswered(conversations, row),
      operations,
      functions,
      exceptions,
    }
  }
}

/** Most conversations of a capture have the same only day: they share one list. */
function daysIn({ firstDay, moreDays }: ConversationTable): (row: number) => readonly string[] {
  const single = new Map<number, readonly string[]>()
  return (row) => {
    const more = moreDays.get(row)
    if (more !== undefined) {
      const days = [firstDay[row]!, ...more].sort((a, b) => a - b)
      return days.slice(0, mostDays).map(dayText)
    }
    const day = firstDay[row]!
    const only = single.get(day) ?? [dayText(day)]
    single.set(day, only)
    return only
  }
}

function sumOf(tallies: readonly Tally[]): Read {
  const operations = noOperations()
  let exceptions = 0
  for (const tally of tallies) exceptions += tally.exceptions
  const counted = tallies.length === 1 ? tallies[0]!.functions : functionsOf(tallies)
  let isAsShown = true
  for (let i = 0; i < counted.length; i++) {
    const { operation, requests, responses, firstMicros } = counted[i]!
    // A capture may hold only one direction: then the responses tell what was asked for.
    operations[operation] += Math.max(requests, responses)
    if (firstMicros !== undefined || (i > 0 && byCalls(counted[i - 1]!, counted[i]!) > 0)) isAsShown = false
  }
  // Most conversations have one function or two, and the busiest of them first.
  return { tallies, operations, functions: isAsShown ? counted : counted.toSorted(byCalls).map(shown), exceptions }
}

const byCalls = (a: Counted, b: Counted): number => b.requests + b.responses - a.requests - a.responses

/** The functions of several readers' tallies, those of one name put together. */
function functionsOf(tallies: readonly Tally[]): Counted[] {
  const functions = new Map<string, Counted>()
  for (const tally of tallies) {
    for (const counted of tally.functions) {
      const key = `${counted.code} ${counted.name}`
      const sum = functions.get(key)
      functions.set(
        key,
        sum === undefined
          ? counted
          : {
              ...sum,
              requests: sum.requests + counted.requests,
              responses: sum.responses + counted.responses,
              firstPacket: Math.min(sum.firstPacket, counted.firstPacket),
              ...timesOf(sum, counted),
            },
      )
    }
  }
  return [...functions.values()]
}

function shown(counted: Counted): FunctionCount {
  const { code, name, operation, requests, responses, firstPacket, firstMicros, lastMicros } = counted
  // What does not program carries no times: there are many, and each is as it is to be shown.
  if (firstMicros === undefined || lastMicros === undefined) return counted
  const [firstAt, lastAt] = [instantText(firstMicros), instantText(lastMicros)]
  return { code, name, operation, requests, responses, firstPacket, firstAt, lastAt }
}

function timesOf(a: Counted, b: Counted): Pick<Counted, 'firstMicros' | 'lastMicros'> {
  if (a.firstMicros === undefined || b.firstMicros === undefined) return {}
  return {
    firstMicros: Math.min(a.firstMicros, b.firstMicros),
    lastMicros: Math.max(a.lastMicros ?? a.firstMicros, b.lastMicros ?? b.firstMicros),
  }
}
