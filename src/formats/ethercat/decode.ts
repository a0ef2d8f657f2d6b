import { u16le } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, messageOf, type Reading, readingOf, withFault } from '../reading.ts'
import { telling } from '../telling.ts'
import { isBroadcast, isByPosition, isByStation, lastCommand, mailboxGateway, networkVariables } from './functions.ts'
import { followedBy, noDatagrams, type Sequence } from './sequences.ts'
import { createSlaves, type Found, isTelling } from './slaves.ts'

/** Length (11 bits), reserved, type (4 bits), little endian: ETG.1000.4, 5.3.3. */
const frameHeader = 2
const types = { datagrams: 1, variables: 4, mailbox: 5 } as const
/** Command, index, address (4), length and flags (2), interrupt (2); data; working counter (2). */
const datagramHeader = 10
const counter = 2
const more = 0x8000
/** So many frames without any working counter come from a master, not from slaves that do not answer. */
const framesOfMaster = 8

const variables = telling('event', networkVariables)
const mailbox = telling('event', mailboxGateway)

const master: readonly IdentityFact[] = [{ field: 'deviceType', value: 'EtherCAT master' }]

const lengthOf = (bytes: Uint8Array, start: number): number => u16le(bytes, start) & 0x07ff
const typeOf = (bytes: Uint8Array, start: number): number => bytes[start + 1]! >> 4
const dataLength = (bytes: Uint8Array, at: number): number => u16le(bytes, at + 6) & 0x07ff

/** A frame of datagrams whose first one fits into it. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthOf(bytes, start)
  if (start + frameHeader + length > end || (bytes[start + 1]! & 0x08) !== 0) return false
  if (typeOf(bytes, start) !== types.datagrams)
    return length > 0 && (typeOf(bytes, start) === types.variables || typeOf(bytes, start) === types.mailbox)
  const at = start + frameHeader
  return (
    length >= datagramHeader + counter &&
    bytes[at]! <= lastCommand &&
    datagramHeader + dataLength(bytes, at) + counter <= length
  )
}

/** Frames leave the master and come back, changed by the slaves that they passed, from another link address. */
function open(): ProtocolSession {
  const slaves = createSlaves()
  // Only frames that come back have working counters.
  let isReturned = false
  let framesSent = 0

  const readDatagrams = (bytes: Uint8Array, start: number, end: number): Reading => {
    const stop = Math.min(end, start + frameHeader + lengthOf(bytes, start))
    let sequence: Sequence = noDatagrams
    let found: Found | undefined
    let isCut = true
    for (let at = start + frameHeader; at + datagramHeader + counter <= stop; ) {
      const command = bytes[at]!
      const from = at + datagramHeader
      const to = from + dataLength(bytes, at)
      if (to + counter > stop || command > lastCommand) break
      const isAnswered = u16le(bytes, to) > 0
      if (isAnswered) isReturned = true
      const address = u16le(bytes, at + 2)
      const offset = u16le(bytes, at + 4)
      if (isBroadcast(command) && isAnswered && address > 0) slaves.count(address)
      const isToStation = isByStation(command)
      sequence = followedBy(sequence, command, isReturned, isToStation ? address : -1)
      if ((isToStation || isByPosition(command)) && isTelling(bytes, offset, from, to)) {
        found ??= { messages: [], read: new Map() }
        const access = { command, address, offset, from, to, isAnswered, isReturned }
        slaves.look(found, bytes, access, sequence.reading.messages.length - 1)
      }
      isCut = (u16le(bytes, at + 6) & more) !== 0
      if (!isCut) break
      at = to + counter
    }
    const isMaster = !isReturned && ++framesSent === framesOfMaster
    const plain = sequence.reading
    const isPlain = found === undefined || found.messages.length + found.read.size === 0
    if (!isCut && !isMaster && isPlain) return plain
    const messages: Message[] = plain.messages.map((message, i) => {
      const read = found?.read.get(i)
      return read === undefined ? message : messageOf(message.kind, message.function, read.identity, read.unit)
    })
    messages.push(...(found?.messages ?? []))
    // The master itself, not the slave that its first datagram goes to.
    if (isMaster && messages[0] !== undefined) messages[0] = messageOf(messages[0].kind, messages[0].function, master)
    const reading = readingOf(messages)
    return isCut ? withFault(reading, 'EtherCAT datagram cut short') : reading
  }

  return {
    read(bytes, start, end) {
      if (end - start < frameHeader) return fault('EtherCAT header cut short')
      const type = typeOf(bytes, start)
      if (type === types.datagrams) return readDatagrams(bytes, start, end)
      return type === types.variables ? variables : type === types.mailbox ? mailbox : fault('an unknown type of frame')
    },
  }
}

/** EtherCAT on the link. Slaves have no address there: each is a unit, by its station address or its position. */
export const ethercat: Protocol = {
  name: 'ethercat',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88a4],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: open,
}

/** The same frames through routers (ETG.1000.4, annex), on their port only: two octets of header prove little elsewhere. */
export const ethercatUdp: Protocol = {
  ...ethercat,
  transports: ['udp'],
  ports: [0x88a4],
  etherTypes: [],
  onlyOnPorts: true,
}
