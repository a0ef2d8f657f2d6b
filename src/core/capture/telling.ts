import { createAccounting } from './accounting.ts'
import { addressOf, textsOf } from './address-book.ts'
import { exchangeIn } from './deeds.ts'
import { listDevices } from './devices.ts'
import { createFaultList } from './fault-list.ts'
import { families } from './flow-table.ts'
import { addClaim, addPresence, addSighting } from './host-table.ts'
import { dayOf, instantText } from './instant-text.ts'
import { type CaptureLimits, usualLimits } from './limits.ts'
import type { SaidIdentity } from './selves.ts'
import type { Told, ToldDevice } from './told.ts'
import type { Ends, ToldFlow, ToldMessage } from './told-flow.ts'
import { add, clean, count, listedOf, measured, named, type Talk, weight } from './told-talk.ts'

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

type Numbered = { readonly family: number; readonly address: number }

const proofs = 4
const mostNumbers = 200_000
const mostDays = 400
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
        textsOf(accounting.book),
        // Who does what to whom is judged by what was told; what is unknown counts for nothing there.
        listed.flatMap(({ told, isServerHeard }) => {
          const exchange = exchangeIn(measured(told, isServerHeard))
          return exchange === null ? [] : [{ client: told.client, server: told.server, exchange }]
        }),
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
        devices: Array.from(devices, (device) =>
          isDated(device) ? device : { ...device, firstSeen: null, lastSeen: null },
        ),
        conversations: listed.map(({ told }) => told).sort((a, b) => weight(b) - weight(a)),
        identities,
      }
    },
  }
}
