import { createAccounting } from './accounting.ts'
import { addressOf } from './address-book.ts'
import type { Answering, Tally } from './conversations.ts'
import { listDevices } from './devices.ts'
import { createFaultList, type FaultList } from './fault-list.ts'
import { families } from './flow-table.ts'
import { addClaim, addPresence, addSighting } from './host-table.ts'
import type { Conversation, FunctionCount, WireOperation } from './inspection.ts'
import { dayOf, dayText, instantText } from './instant-text.ts'
import { type CaptureLimits, usualLimits } from './limits.ts'
import type { SaidIdentity } from './selves.ts'
import type { Told, ToldConversation, ToldDevice } from './told.ts'

/** Between whom: the ends as the source names them, told apart by {@link Ends} into client and server. */
export interface Ends {
  readonly client: string
  readonly server: string
  readonly transport: Conversation['transport']
  readonly serverPort: number | null
  /** Both ends use one port, so that only who asks tells the client. */
  readonly isSymmetric?: boolean
}

/** A flow as a source sums it up. Everything that it does not say is null. Times in µs. */
export interface ToldFlow {
  readonly first: number | null
  readonly last: number | null
  readonly packets: { readonly toServer: number | null; readonly toClient: number | null }
  readonly bytes: { readonly toServer: number | null; readonly toClient: number | null }
  /** The server sent something other than a refusal. */
  readonly answered: boolean | null
  /** Recognised by content. */
  readonly protocol: string | null
  /** The server sent some of it: that the source recognised it rests on both sides. */
  readonly isServerHeard?: boolean
}

/** One message of a protocol as a log tells it. */
export interface ToldMessage {
  /** The name under which its functions are counted, and the protocol within it: `enip`, `cip`. */
  readonly reader: string
  readonly protocol?: string
  readonly function: { readonly code: string; readonly name: string; readonly operation: WireOperation }
  readonly kind: 'request' | 'response'
  readonly exception?: boolean
  readonly unit?: string | undefined
  /** Of a log that tells again, in more detail, what another log counts: only used where that one says nothing. */
  readonly isDetail?: boolean
  /** The client of the ends sent it; default: requests come from there, and responses do not. */
  readonly isFromClient?: boolean
  /** How many of them the line tells of; default: one. */
  readonly times?: number
}

export interface ToldFact {
  readonly address: string
  readonly unit?: string | undefined
  readonly reader: string
  readonly protocol?: string
  readonly field: string
  readonly value: string
}

/** Collects what a source tells, line by line, and puts it together as a capture would be. `line` counts from 1. */
export interface Telling {
  flow(ends: Ends, flow: ToldFlow, line: number): void
  /** The two talked; nothing else is known of it. */
  talk(ends: Ends, at: number | null, line: number): void
  message(ends: Ends, message: ToldMessage, at: number | null, line: number): void
  /** The source knows the protocol by its content. */
  recognise(ends: Ends, protocol: string, line: number): void
  fact(fact: ToldFact, at: number | null, line: number): void
  /** Someone was there: it sent something, or answered. */
  host(address: string, at: number | null, line: number): void
  /** A frame of `ip` came from this network card; `isOwn`: the card's owner said so itself (ARP, DHCP). */
  card(ip: string, mac: string, vlan: number | null, isOwn: boolean): void
  fault(reason: string, line?: number, count?: number): void
  finish(source: ToldSource): Told
}

export interface ToldSource {
  readonly file: string
  readonly lines: number
  readonly bytes: number
  readonly read: number
  readonly ignored: number
}

export interface TellingOptions {
  readonly ouiVendor?: (mac: string) => string | null
  readonly limits?: Partial<CaptureLimits>
  readonly seed?: number
}

interface Talk {
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

interface MutableTally extends Tally {
  protocol: string
  exceptions: number
  readonly functions: Map<string, { -readonly [Key in keyof FunctionCount]: FunctionCount[Key] }>
  readonly units: Set<string>
}

type Numbered = { readonly family: number; readonly address: number }

const proofs = 4
const mostNumbers = 200_000
const mostDays = 400
const mostFunctions = 512
const longestValue = 400

/** Opens an empty telling. Memory is bounded by the same limits as a capture's reading. */
export function createTelling(options: TellingOptions = {}): Telling {
  const limits = { ...usualLimits, ...options.limits }
  const accounting = createAccounting(limits, options.seed ?? 0)
  const faults = createFaultList()
  const talks = new Map<string, Talk>()
  const said = new Map<string, SaidIdentity>()
  const dated = new Set<string>()
  const numbers = new Map<string, Numbered | undefined>()
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let lost = 0

  const seen = (at: number | null) => {
    if (at === null) return
    first = Math.min(first, at)
    last = Math.max(last, at)
  }

  /** Logs name the same few addresses line after line: each is read once. */
  const numberOf = (text: string): Numbered | undefined => {
    const known = numbers.get(text)
    if (known !== undefined || numbers.has(text)) return known
    const found = addressOf(accounting.book, text)
    if (numbers.size < mostNumbers) numbers.set(text, found)
    return found
  }

  const host = (address: string, from: number | null, to: number | null, line: number) => {
    const found = numberOf(address)
    if (found === undefined) return
    if (from !== null) dated.add(address)
    addPresence(
      accounting.hosts,
      found.address,
      found.family,
      from ?? Number.POSITIVE_INFINITY,
      to ?? Number.NEGATIVE_INFINITY,
      line,
    )
  }

  const talkOf = (ends: Ends, line: number): Talk | null => {
    const key = `${ends.client}\t${ends.server}\t${ends.transport}\t${ends.serverPort}`
    let talk = talks.get(key)
    if (talk === undefined) {
      if (talks.size >= limits.conversations) {
        lost++
        return null
      }
      talk = {
        ends,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        packets: [null, null],
        bytes: [null, null],
        answered: null,
        protocol: null,
        isServerHeard: false,
        asker: null,
        lines: [],
        days: new Set(),
        tallies: new Map(),
      }
      talks.set(key, talk)
    }
    if (talk.lines.length < proofs && talk.lines.at(-1) !== line) talk.lines.push(line)
    return talk
  }

  const extend = (talk: Talk, from: number | null, to: number | null) => {
    for (const at of [from, to]) {
      if (at === null) continue
      seen(at)
      talk.first = Math.min(talk.first, at)
      talk.last = Math.max(talk.last, at)
    }
    if (from === null) return
    const end = dayOf(to ?? from)
    for (let day = dayOf(from); day <= end && talk.days.size < mostDays; day++) talk.days.add(day)
  }

  return {
    flow(ends, flow, line) {
      const talk = talkOf(ends, line)
      if (talk === null) return
      extend(talk, flow.first, flow.last)
      add(talk.packets, flow.packets)
      add(talk.bytes, flow.bytes)
      if (flow.answered !== null) talk.answered = talk.answered === true || flow.answered
      talk.protocol ??= named(flow.protocol)
      if (flow.protocol !== null && flow.isServerHeard === true) talk.isServerHeard = true
      // Whoever is not known to have been silent has spoken: the flow is told because somebody sent something.
      if (flow.packets.toServer !== 0) host(ends.client, flow.first, flow.last, line)
      if (flow.packets.toClient === null ? flow.answered === true : flow.packets.toClient > 0)
        host(ends.server, flow.first, flow.last, line)
    },
    talk(ends, at, line) {
      const talk = talkOf(ends, line)
      if (talk === null) return
      extend(talk, at, at)
      host(ends.client, at, at, line)
    },
    message(ends, message, at, line) {
      const talk = talkOf(ends, line)
      if (talk === null) return
      extend(talk, at, at)
      const isFromClient = message.isFromClient ?? message.kind === 'request'
      host(isFromClient ? ends.client : ends.server, at, at, line)
      if (message.kind === 'request' && ends.isSymmetric === true) talk.asker ??= isFromClient ? 'client' : 'server'
      if (message.kind === 'response') talk.answered = true
      count(talk, message, faults, line)
    },
    recognise(ends, protocol, line) {
      const talk = talkOf(ends, line)
      if (talk !== null) talk.protocol ??= named(protocol)
    },
    fact({ address, unit = '', reader, protocol = reader, field, value }, at, line) {
      seen(at)
      const found = numberOf(address)
      const text = clean(value).slice(0, longestValue)
      if (found === undefined || text === '') return
      host(address, at, at, line)
      const key = `${address}\t${unit}\t${protocol}\t${field}\t${text}`
      if (said.has(key)) return
      if (said.size >= limits.identities) faults.add('identity facts not kept, as there were too many', line)
      else said.set(key, { ...found, unit, reader, protocol, field, value: text, packet: line })
    },
    host(address, at, line) {
      seen(at)
      host(address, at, at, line)
    },
    card(ip, mac, vlan, isOwn) {
      const [address, card] = [numberOf(ip), numberOf(mac)]
      if (address === undefined || card?.family !== families.link) return
      addSighting(accounting.hosts, address.address, address.family, card.address, vlan ?? -1)
      if (isOwn && address.family === families.ipv4) addClaim(accounting.hosts, address.address, card.address)
    },
    fault: (reason, line, times) => faults.add(reason, line, undefined, times),
    finish(source) {
      if (lost > 0) faults.add('lines not counted, as there were too many conversations', undefined, undefined, lost)
      const read = source.read - Math.min(lost, source.read)
      const listed = [...talks.values()].map(listedOf)
      const { devices, identities } = listDevices(
        accounting,
        // Who does what to whom is judged by what was told; what is unknown counts for nothing there.
        listed.map(({ told, isServerHeard }) => measured(told, isServerHeard)),
        listed.flatMap(({ answering }) => answering),
        [...said.values()],
        options.ouiVendor ?? (() => null),
      )
      const isDated = (device: ToldDevice) => [device.id, ...device.ips, ...device.macs].some((one) => dated.has(one))
      return {
        capture: {
          file: source.file,
          packets: source.lines,
          bytes: source.bytes,
          firstSeen: Number.isFinite(first) ? instantText(first) : null,
          lastSeen: Number.isFinite(last) ? instantText(last) : null,
          linkTypes: [],
          accounting: { read, ignored: source.ignored, faulty: source.lines - read - source.ignored },
          faults: faults.list(),
        },
        devices: devices.map((device) => (isDated(device) ? device : { ...device, firstSeen: null, lastSeen: null })),
        conversations: listed.map(({ told }) => told).sort((a, b) => weight(b) - weight(a)),
        identities,
      }
    },
  }
}

/** Text as it may be kept and shown: one line, without control characters. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}

/** A name as it may be kept and shown. */
const longestName = 100
const named = (text: string | null): string | null => (text === null ? null : clean(text).slice(0, longestName) || null)

function add(sum: [number | null, number | null], more: ToldFlow['packets']): void {
  if (more.toServer !== null) sum[0] = (sum[0] ?? 0) + more.toServer
  if (more.toClient !== null) sum[1] = (sum[1] ?? 0) + more.toClient
}

function count(talk: Talk, message: ToldMessage, faults: FaultList, line: number): void {
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
    }
    tally.functions.set(name, counter)
  }
  const times = message.times ?? 1
  if (message.kind === 'request') counter.requests += times
  else counter.responses += times
  if (message.exception === true) tally.exceptions += times
  else if (message.kind === 'response') tally.units.add(message.unit ?? '')
}

function listedOf(talk: Talk): { told: ToldConversation; answering: Answering[]; isServerHeard: boolean } {
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
const someAnswer: FunctionCount = { code: '', name: '', operation: 'read', requests: 0, responses: 1 }

function measured(told: ToldConversation, isServerHeard: boolean): Conversation {
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

function weight({ packets, functions }: ToldConversation): number {
  if (packets.toServer !== null || packets.toClient !== null) return (packets.toServer ?? 0) + (packets.toClient ?? 0)
  return functions.reduce((sum, { requests, responses }) => sum + requests + responses, 0)
}
