import { u16le, u32le } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, callOf, fault, nothing, type Reading, withFault, withIdentity } from '../reading.ts'
import { cipSession } from './cip.ts'
import { commandOf, implicitData } from './functions.ts'
import { listIdentity } from './identity.ts'

/** Encapsulation header, little endian: command, length, session, status, sender context (8), options. CIP volume 2, §2-3. */
const header = 24
const listServices = 0x04
const listIdentities = 0x63
const listInterfaces = 0x64
const registerSession = 0x65
const unregisterSession = 0x66
const sendRRData = 0x6f
const sendUnitData = 0x70
/** Items of the common packet format. */
const connectedAddress = 0xa1
const connectedData = 0xb1
const unconnectedData = 0xb2
const sequencedAddress = 0x8002
const itemLimit = 8
/** Keys of connected exchanges lie behind those of unconnected ones; a key that is met twice is told apart by its service. */
const connectedKeys = 2 ** 28

const calls = new Map<number, Call>()
function commandCall(command: number): Call | undefined {
  const known = calls.get(command)
  if (known !== undefined) return known
  const fn = commandOf(command)
  if (fn === undefined) return undefined
  const made = callOf(fn, undefined, 'enip')
  calls.set(command, made)
  return made
}
const implicit = callOf(implicitData, undefined, 'enip').event

/** Connected I/O (UDP 2222) has no header: two items, sequenced address and connected data. */
const isImplicit = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 18 &&
  u16le(bytes, start) === 2 &&
  u16le(bytes, start + 2) === sequencedAddress &&
  u16le(bytes, start + 4) === 8 &&
  u16le(bytes, start + 14) === connectedData

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4) return 0
  if (isImplicit(bytes, start, end)) return 18 + u16le(bytes, start + 16)
  const command = u16le(bytes, start)
  if (command !== 0 && commandOf(command) === undefined) return -1
  return header + u16le(bytes, start + 2)
}

/** Known command, empty options, a status of the specification, and a length and content that the command can have. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (isImplicit(bytes, start, end)) return 18 + u16le(bytes, start + 16) === end - start
  if (end - start < header) return false
  const command = u16le(bytes, start)
  const length = u16le(bytes, start + 2)
  if (u32le(bytes, start + 20) !== 0 || u32le(bytes, start + 8) > 0x6a) return false
  const held = end - start - header
  const data = start + header
  switch (command) {
    case listServices:
    case listIdentities:
    case listInterfaces:
      // Asked: nothing follows. Answered: a number of items and the items.
      return length === 0 ? held === 0 : held >= 2 && length >= 2 && held >= length && u16le(bytes, data) <= itemLimit
    case registerSession:
      return length === 4 && held >= 4 && u16le(bytes, data) === 1
    case unregisterSession:
      return length === 0 && u32le(bytes, start + 4) !== 0
    case sendRRData:
    case sendUnitData:
      if (length === 0) return held === 0 && u32le(bytes, start + 8) !== 0
      return length >= 16 && held >= 12 && u32le(bytes, data) === 0 && hasItems(bytes, data + 6)
    default:
      return false
  }
}

function hasItems(bytes: Uint8Array, at: number): boolean {
  const count = u16le(bytes, at)
  const first = u16le(bytes, at + 2)
  const size = u16le(bytes, at + 4)
  if (count < 2 || count > itemLimit) return false
  return (first === 0 && size === 0) || (first === connectedAddress && size === 4) || first === unconnectedData
}

function open(): ProtocolSession {
  const cip = cipSession()

  /** Interface (4), timeout (2), number of items, items: the address says whether the data are connected. */
  function carried(bytes: Uint8Array, start: number, stop: number): Reading {
    const data = start + header
    const count = Math.min(u16le(bytes, data + 6), itemLimit)
    let at = data + 8
    let connection = 0
    for (let i = 0; i < count && at + 4 <= stop; i++) {
      const type = u16le(bytes, at)
      const from = at + 4
      const to = from + u16le(bytes, at + 2)
      if (to > stop) return fault('EtherNet/IP item cut short')
      if (type === connectedAddress) connection = u32le(bytes, from)
      // Answers repeat the sequence count, or the sender context; the two count apart.
      else if (type === connectedData && from + 2 < to)
        return cip.connected(connection, bytes, from + 2, to, connectedKeys + u16le(bytes, from))
      else if (type === unconnectedData && from < to) {
        const context = (u32le(bytes, start + 12) ^ (u16le(bytes, start + 16) << 12)) & (connectedKeys - 1)
        return cip.read(bytes, from, to, context, undefined)
      }
      at = to
    }
    return fault('EtherNet/IP message without CIP')
  }

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete EtherNet/IP message')
      if (isImplicit(bytes, start, end)) return implicit
      const stop = start + length
      const command = u16le(bytes, start)
      const call = commandCall(command)
      if (call === undefined) return nothing
      const refused = u32le(bytes, start + 8) !== 0
      const carries = command === sendRRData || command === sendUnitData
      if (carries && !refused && length > header + 8) return carried(bytes, start, stop)
      if (toServer) return call.request
      if (refused) return call.refusal
      if (command === listIdentities && length > header) {
        const identity = listIdentity(bytes, start + header, stop)
        if (identity === undefined) return withFault(call.response, 'EtherNet/IP identity cut short')
        return withIdentity(call.response, identity)
      }
      return call.response
    },
  }
}

/** EtherNet/IP with CIP inside: messages on TCP and UDP 44818, implicit I/O on UDP 2222. */
export const enip: Protocol = {
  name: 'enip',
  transports: ['tcp', 'udp'],
  ports: [44818, 2222],
  recognises,
  lengthAt,
  session: open,
}
