import { u16le } from '../octets.ts'
import type { IdentityFact, Message, WireFunction } from '../protocol.ts'
import { messageOf } from '../reading.ts'
import { type EepromAddresses, isEeprom, readEeprom, writeEeprom } from './eeprom.ts'
import { bootstrap, eepromWrite, isByPosition, isByStation, readsOne, writesOne } from './functions.ts'
import { isMailbox, type MailboxState, readMailbox } from './mailbox.ts'

const registers = { alControl: 0x120, stationAddress: 0x10 } as const
const bootstrapState = 3
const firstMemory = 0x1000
const mostStations = 1024

/** One datagram to one slave, with its data at [from, to). */
export interface SlaveAccess {
  readonly command: number
  readonly address: number
  readonly offset: number
  readonly from: number
  readonly to: number
  readonly isAnswered: boolean
  readonly isReturned: boolean
}

/** What a frame says besides the commands of its datagrams. */
export interface Found {
  readonly messages: Message[]
  /** Facts that a datagram itself reads out, by its number. */
  readonly read: Map<number, { readonly unit: string; readonly identity: readonly IdentityFact[] }>
}

/** What one direction of a segment has told about its slaves so far. */
export interface Slaves {
  /** A broadcast came back: each slave that it passed has added one to its address. */
  count(address: number): void
  /** What goes along with the frame's datagram number `at`: mailbox messages, and writes to registers that program. */
  look(found: Found, bytes: Uint8Array, access: SlaveAccess, at: number): void
}

/** Whether a datagram there can say more than that it reads or writes. */
export function isTelling(bytes: Uint8Array, offset: number, from: number, to: number): boolean {
  if (offset >= firstMemory) return isMailbox(bytes, from, to)
  return offset === registers.alControl || offset === registers.stationAddress || isEeprom(offset)
}

export function createSlaves(): Slaves {
  const addresses: EepromAddresses = new Map()
  const mailboxes: MailboxState = { uploads: new Map(), vendors: new Map() }
  /** Position → configured station address. */
  const stations = new Map<number, number>()
  let slaves = 0

  /** Positions count down from 0 when they are sent; on the way each slave adds one. */
  const positionOf = ({ address, isReturned }: SlaveAccess): number => ((isReturned ? slaves : 0) - address) & 0xffff

  const unitOf = (access: SlaveAccess): string => {
    if (isByStation(access.command)) return String(access.address)
    const position = positionOf(access)
    return String(stations.get(position) ?? `position ${position}`)
  }

  const tell = (
    found: Found,
    kind: Message['kind'],
    fn: WireFunction,
    unit: string,
    facts?: readonly IdentityFact[],
    isRefused?: boolean,
  ) => {
    found.messages.push(messageOf(kind, fn, facts, unit, isRefused))
  }

  const lookAtWrite = (found: Found, bytes: Uint8Array, access: SlaveAccess, unit: string): void => {
    const { command, offset, from, to, isReturned, isAnswered } = access
    const kind = isReturned ? 'response' : 'request'
    if (offset === registers.alControl && (bytes[from]! & 0x0f) === bootstrapState) tell(found, kind, bootstrap, unit)
    if (offset === registers.stationAddress && isByPosition(command) && isAnswered && to - from >= 2) {
      if (stations.size >= mostStations) stations.clear()
      stations.set(positionOf(access), u16le(bytes, from))
    }
    if (writeEeprom(bytes, from, to, offset, unit, addresses)) tell(found, kind, eepromWrite, unit)
  }

  return {
    count(address) {
      slaves = address
    },
    look(found, bytes, access, at) {
      const { command, offset, from, to, isAnswered } = access
      if (to <= from) return
      const unit = unitOf(access)
      if (offset < firstMemory) {
        if (writesOne(command)) lookAtWrite(found, bytes, access, unit)
        if (!readsOne(command) || !isAnswered) return
        const facts: IdentityFact[] = []
        readEeprom(facts, bytes, from, to, offset, unit, addresses, mailboxes.vendors)
        if (facts.length > 0) found.read.set(at, { unit, identity: facts })
        return
      }
      // A mailbox that gave no answer still holds what the master's memory held.
      if (!isAnswered && !writesOne(command)) return
      const said = readMailbox(bytes, from, to, unit, mailboxes)
      if (said !== undefined) tell(found, said.kind, said.function, unit, said.facts, said.exception)
    },
  }
}
