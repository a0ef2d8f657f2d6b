import type { Accounting } from '#core/capture/accounting.ts'
import { textsOf } from '#core/capture/address-book.ts'
import { listConversations, type Tally } from '#core/capture/conversations.ts'
import { type Heard, listDevices } from '#core/capture/devices.ts'
import { createFaultList } from '#core/capture/fault-list.ts'
import type { CaptureFault, Device, Inspection, InspectionInPieces } from '#core/capture/inspection.ts'
import { instantText } from '#core/capture/instant-text.ts'
import { addRow, createIntegerTable, findRow } from '#core/capture/integer-table.ts'
import { mergeAccounting } from '#core/capture/merge.ts'
import type { SaidIdentity } from '#core/capture/selves.ts'
import { linkTypeName } from '../link-types.ts'
import { createFactIndex } from './identity-list.ts'

/** What is told beside that which was counted. */
export interface Told {
  /** Who made the network card of a MAC address (`00:00:bc:5f:49:51`), by its registered block; null where unknown. */
  readonly ouiVendor?: (mac: string) => string | null
  /** Name of the file, as it is to be printed. */
  readonly file?: string
}

/** What one reader counted. Plain values and typed arrays: it may be sent between threads. */
export interface InspectedPart {
  readonly accounting: Accounting
  readonly tallies: readonly Tally[]
  readonly said: readonly SaidIdentity[]
  readonly faults: readonly CaptureFault[]
  /** Of the whole capture, whichever the part. */
  readonly packets: number
  readonly bytes: number
  readonly read: number
  readonly ignored: number
  /** µs since 1970; infinite where nothing was read. */
  readonly first: number
  readonly last: number
  readonly links: readonly number[]
}

/**
 * Puts the parts of one capture together and says what was in it. The parts are used up and taken out of their list: what
 * they hold is large, and is let go of as soon as it is not needed any more.
 */
export function concludeInspection(parts: InspectedPart[], told: Told): Inspection {
  const { capture, devices, conversations, identities } = concludeInPieces(parts, told)
  return { capture, devices: [...devices], conversations: [...conversations], identities: [...identities] }
}

/** The same, its lists made while they are walked: whoever writes them down one by one need not hold them. */
export function concludeInPieces(parts: InspectedPart[], told: Told): InspectionInPieces {
  const { capture, accounting, textOf, conversations, said } = merged(parts, told)
  const vendorOf = told.ouiVendor ?? (() => null)
  const { devices, identities } = listDevices(
    accounting,
    textOf,
    conversations.talks,
    conversations.answering,
    said,
    vendorOf,
    byFirstPacket,
  )
  return {
    capture,
    devices: {
      *[Symbol.iterator]() {
        for (const device of devices) yield inOrder(device)
      },
    },
    conversations: conversations.whole,
    identities,
  }
}

function merged(parts: InspectedPart[], { file }: Told) {
  const [whole, ...others] = parts.splice(0) as [InspectedPart, ...InspectedPart[]]
  const all = [whole, ...others]
  const { accounting } = whole
  const tallies = [...whole.tallies]
  const everything = [...whole.said]
  const speakers = createSpeakers(accounting.seed)
  speakers.note(everything)
  for (const part of others) {
    const before = tallies.length
    for (const tally of part.tallies) tallies.push(tally)
    const translate = mergeAccounting(accounting, part.accounting, (id) => id + before)
    const more = part.said.map((fact) => {
      const address = translate(fact.family, fact.address)
      return address === fact.address ? fact : { ...fact, address }
    })
    speakers.note(more)
    for (const fact of more) everything.push(fact)
  }
  const said = eachOnce(
    everything.sort((a, b) => a.packet - b.packet),
    speakers,
    accounting.seed,
  )
  const textOf = textsOf(accounting.book)
  const sum = (of: (part: InspectedPart) => number) => all.reduce((total, part) => total + of(part), 0)
  const read = Math.max(0, sum((part) => part.read) - accounting.conversations.lost)
  const ignored = sum((part) => part.ignored)
  const first = Math.min(...all.map((part) => part.first))
  const last = Math.max(...all.map((part) => part.last))
  return {
    capture: {
      file: file ?? '',
      packets: whole.packets,
      bytes: whole.bytes,
      firstSeen: Number.isFinite(first) ? instantText(first) : null,
      lastSeen: Number.isFinite(last) ? instantText(last) : null,
      linkTypes: [...new Set(all.flatMap(({ links }) => links))].map(linkTypeName),
      accounting: { read, ignored, faulty: whole.packets - read - ignored },
      faults: faultsOf(all),
    },
    accounting,
    textOf,
    conversations: listConversations(accounting.conversations, textOf, (id) => tallies[id]),
    said,
  }
}

/** Whether facts about one address were heard in several parts: most were not, and need not be compared. */
interface Speakers {
  /** Takes the facts of one more part. */
  note(facts: readonly SaidIdentity[]): void
  isOfSeveralParts(fact: SaidIdentity): boolean
}

function createSpeakers(seed: number): Speakers {
  const addresses = createIntegerTable(Number.POSITIVE_INFINITY, seed)
  /** The part that heard of it, counted from 1. */
  const heardIn: number[] = []
  const several = 0
  let part = 0
  return {
    note(facts) {
      part++
      for (const { address, family } of facts) {
        const row = findRow(addresses, address, family, 0, 0)
        if (row < 0) heardIn[addRow(addresses, address, family, 0, 0)] = part
        else if (heardIn[row] !== part) heardIn[row] = several
      }
    },
    isOfSeveralParts: ({ address, family }) => heardIn[findRow(addresses, address, family, 0, 0)] === several,
  }
}

/**
 * What is said to several others, or about somebody else (by a DHCP server, a BBMD), may be heard in several parts: the first
 * counts. Within a part each fact is there once.
 */
function eachOnce(facts: readonly SaidIdentity[], speakers: Speakers, seed: number): SaidIdentity[] {
  const index = createFactIndex(facts.length, seed)
  return facts.filter(
    (fact) =>
      !speakers.isOfSeveralParts(fact) ||
      index.note(fact.address, fact.family, fact.unit, fact.protocol, fact.field, fact.value) === 'new',
  )
}

/** Most devices have one address and one card. */
const inOrder = (device: Device): Device =>
  device.ips.length < 2 && device.macs.length < 2
    ? device
    : {
        ...device,
        ips: device.ips.toSorted((a, b) => Number(b === device.id) - Number(a === device.id) || (a < b ? -1 : 1)),
        macs: device.macs.toSorted(),
      }

/** In the order in which they were first heard, whoever read them. */
const byFirstPacket = (a: Heard, b: Heard): number =>
  (a.packets[0] ?? Number.POSITIVE_INFINITY) - (b.packets[0] ?? Number.POSITIVE_INFINITY) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

function faultsOf(parts: readonly InspectedPart[]): readonly CaptureFault[] {
  const { accounting } = parts[0]!
  const faults = createFaultList()
  const told = parts.flatMap((part) => part.faults)
  const place = ({ packet }: CaptureFault) => packet ?? Number.POSITIVE_INFINITY
  told.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
  for (const { reason, packet, offset, count } of told) faults.add(reason, packet, offset, count)
  const { book, hosts, conversations, closedEarly, daysLost } = accounting
  const shortages: readonly [string, number][] = [
    ['flows summed up early, as too many were open at once', closedEarly],
    ['packets not counted, as there were too many conversations', conversations.lost],
    ['addresses not counted, as there were too many', book.refused],
    ['sightings of hosts not kept, as there were too many', hosts.lost],
    ['days of activity not kept, as there were too many', daysLost],
  ]
  for (const [reason, count] of shortages) if (count > 0) faults.add(reason, undefined, undefined, count)
  return faults.list()
}
