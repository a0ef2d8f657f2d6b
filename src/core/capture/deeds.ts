import { isHostIp } from './address-text.ts'
import type { Conversation } from './inspection.ts'
import { kindOf } from './protocol-kinds.ts'

/** What went between the two ends of a conversation, as far as it tells what they do. */
export interface Exchange {
  /** Without IP: what is sent unasked. */
  readonly isLink: boolean
  readonly serverPort: number | null
  readonly protocol: string | null
  /** What the server's answers show: that it did as it was asked, or only who it is. */
  readonly answers: 'deeds' | 'identity' | 'nothing'
  /** Without IP: how often. */
  readonly sent: number
  readonly reads: number
  readonly writes: number
  /** Names of the functions that program. */
  readonly programs: readonly string[]
}

/** A conversation by what it tells of its two ends. */
export interface Talk {
  readonly client: string
  readonly server: string
  readonly exchange: Exchange
}

/** What was said in a conversation. */
export type Spoken = Pick<
  Conversation,
  'transport' | 'serverPort' | 'protocol' | 'answered' | 'operations' | 'functions' | 'exceptions'
>

const noPrograms: readonly string[] = []

/** Null where a conversation tells nothing: what got no answer counts for nothing, a scanner's probes make no controller. */
export function exchangeIn(spoken: Spoken): Exchange | null {
  const { transport, serverPort, protocol, answered, operations, functions } = spoken
  if (transport === 'ip' || transport === 'sctp') return null
  const isLink = transport === 'eth'
  let sent = 0
  if (isLink) for (const { operation, requests } of functions) if (operation !== 'identify') sent += requests
  if (isLink ? protocol === null || sent === 0 : !answered) return null
  const isProgramming = operations.program > 0
  return {
    isLink,
    serverPort,
    protocol,
    answers: functions.some(({ responses }) => responses > 0) ? (didAsAsked(spoken) ? 'deeds' : 'identity') : 'nothing',
    sent,
    reads: operations.read,
    writes: operations.write,
    programs: isProgramming
      ? functions.filter(({ operation }) => operation === 'program').map(({ name }) => name)
      : noPrograms,
  }
}

/** What a device did and answered, in the protocols that were read by content. */
export interface Deeds {
  /** Protocols in which it did what it was asked for. */
  readonly answers: Set<string>
  /** Protocols in which it told who it is, and nothing more. */
  readonly introduces: Set<string>
  /** What it sends unasked, and how often. */
  readonly sends: Map<string, number>
  /** Whom it programmed: server → functions. */
  readonly programs: Map<string, readonly string[]>
  /** Whom it reads from and writes to, and how often. */
  readonly polls: Map<string, number>
  readonly writes: Map<string, number>
  /** Protocols of a process that it asked in, with whom: protocol → servers. */
  readonly asks: Map<string, Set<string>>
  /** Everybody with whom it exchanged something. */
  readonly peers: Set<string>
  /** Addresses of the internet among them, a few. */
  readonly outside: Set<string>
  /** Services of offices that it used or gave, by content. */
  readonly services: Set<string>
  /** Ports of conversations that nobody recognised, answered, with their number: hints, no proof. */
  readonly otherPorts: Map<number, number>
}

const mostOutside = 8
/** What is sent so often is no answer that came without its question. */
const fewestSent = 3

/** By device id. */
export function deedsOf(talks: Iterable<Talk>, idOf: (address: string) => string): ReadonlyMap<string, Deeds> {
  const all = new Map<string, OpenDeeds>()
  const of = (id: string): OpenDeeds => {
    const known = all.get(id) ?? { ...none }
    all.set(id, known)
    return known
  }
  // Most addresses take part in several conversations.
  const ends = new Map<string, End>()
  const endAt = (address: string): End => {
    const known = ends.get(address)
    if (known !== undefined) return known
    const id = idOf(address)
    const end = { id, deeds: of(id), isFar: isOutside(address) }
    ends.set(address, end)
    return end
  }
  for (const talk of talks) {
    const { isLink, serverPort, protocol, answers, sent, reads, writes, programs } = talk.exchange
    const [from, to] = [endAt(talk.client), endAt(talk.server)]
    const [client, server] = [from.deeds, to.deeds]
    if (isLink) {
      if (protocol !== null) into(client, 'sends').set(protocol, (client.sends.get(protocol) ?? 0) + sent)
      continue
    }
    into(client, 'peers').add(to.id)
    into(server, 'peers').add(from.id)
    if (to.isFar && !from.isFar) noteOutside(client, talk.server)
    if (from.isFar && !to.isFar) noteOutside(server, talk.client)
    if (protocol === null) {
      const port = serverPort ?? 0
      for (const deeds of [client, server]) into(deeds, 'otherPorts').set(port, (deeds.otherPorts.get(port) ?? 0) + 1)
      continue
    }
    const { isControl } = kindOf(protocol)
    if (!isControl) for (const deeds of [client, server]) into(deeds, 'services').add(protocol)
    if (answers === 'nothing') continue
    into(server, answers === 'deeds' ? 'answers' : 'introduces').add(protocol)
    if (!isControl) continue
    if (programs.length > 0) into(client, 'programs').set(to.id, programs)
    if (reads > 0) into(client, 'polls').set(to.id, (client.polls.get(to.id) ?? 0) + reads)
    if (writes > 0) into(client, 'writes').set(to.id, (client.writes.get(to.id) ?? 0) + writes)
    if (reads + writes + programs.length > 0) {
      into(client, 'asks').set(protocol, (client.asks.get(protocol) ?? new Set()).add(to.id))
    }
  }
  return all
}

/** Noted of those inside alone: a plant that numbers its own hosts with public addresses has no outside that they could tell. */
function noteOutside(deeds: OpenDeeds, peer: string): void {
  if (deeds.outside.size < mostOutside) into(deeds, 'outside').add(peer)
}

/** Most devices did little: what is empty is shared. */
const none: Deeds = {
  answers: new Set(),
  introduces: new Set(),
  sends: new Map(),
  programs: new Map(),
  polls: new Map(),
  writes: new Map(),
  asks: new Map(),
  peers: new Set(),
  outside: new Set(),
  services: new Set(),
  otherPorts: new Map(),
}

/** One end of conversations: the device that it is. */
interface End {
  readonly id: string
  readonly deeds: OpenDeeds
  readonly isFar: boolean
}

type OpenDeeds = { -readonly [key in keyof Deeds]: Deeds[key] }

function into<K extends keyof Deeds>(deeds: OpenDeeds, kind: K): Deeds[K] {
  if (deeds[kind] === none[kind]) deeds[kind] = (none[kind] instanceof Set ? new Set() : new Map()) as Deeds[K]
  return deeds[kind]
}

/**
 * Whether the server did more than tell who it is, and did not refuse everything. Some protocols answer all requests with
 * one function of their own (DNP3's 129), some send what nobody asks for again (measurements).
 */
function didAsAsked({ functions, exceptions }: Spoken): boolean {
  let [answered, asked, own, told] = [0, 0, 0, 0]
  for (const { operation, requests, responses } of functions) {
    if (operation === 'identify') continue
    if (operation !== 'other') {
      answered += responses
      asked += requests
    } else if (requests === 0) own += responses
    else told += responses
  }
  if (answered > 0) return answered > exceptions
  if (asked > 0) return own > exceptions
  // Neither read nor written: a session that only lives says nothing of a controller, a row of reports does.
  return own >= fewestSent || (told > exceptions && functions.every(({ operation }) => operation === 'other'))
}

/** An address of the internet: neither private nor link-local nor shared (RFC 1918, 6598, 3927, 4193, 4291). */
export function isOutside(address: string): boolean {
  if (!isHostIp(address)) return false
  if (address.includes(':')) {
    return !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(address) && !/^(f[cd]|fe[89ab]|::)/i.test(address)
  }
  const a = Number.parseInt(address, 10)
  const b = Number.parseInt(address.slice(address.indexOf('.') + 1), 10)
  return !(
    a === 10 ||
    a === 127 ||
    a === 0 ||
    a >= 224 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  )
}

/** It never leaves a machine (RFC 1122, 3.2.1.3 g; RFC 4291, 2.5.3): of no plant, and of no zone. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}
