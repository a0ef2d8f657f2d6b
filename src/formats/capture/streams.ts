import { type Accounting, type Side, sideOf } from '#core/capture/accounting.ts'
import { addressOf } from '#core/capture/address-book.ts'
import type { Tally } from '#core/capture/conversations.ts'
import type { FaultList } from '#core/capture/fault-list.ts'
import { families } from '#core/capture/flow-table.ts'
import { addRow, createIntegerTable, findRow } from '#core/capture/integer-table.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import type { Fault } from '../faults.ts'
import type { Frame } from '../frame.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { createIdentityList, type IdentityList } from './identity-list.ts'
import { type CutSink, cutDatagram, type Held, PduCutter } from './pdu-cutter.ts'
import { createRecogniser } from './recogniser.ts'
import { Said } from './said.ts'
import { closed, countMessage, createTally, type OpenTally } from './tallies.ts'

const unread = -1
/** How many payloads of a flow are looked at before it is left alone: more where the port raises hopes. */
const attemptsOnPort = 16
const attemptsElsewhere = 4
/** Protocols that one flow may carry side by side: PROFINET's on one ethertype, RDP and then TLS on one connection. */
const mostLanes = 4
/** Payloads of a stream that none of its protocols takes: after so many no other one is looked for. */
const mostStrays = 32
/** Messages that a protocol could not read, before it has read any. */
const mostDoubts = 3
const tcp = 6
const none: readonly never[] = []

/** Reads the payloads of flows: decides per flow which protocol it is, cuts messages out of segments, counts what they do. */
export interface Streams {
  /** `bytes`: where the frame's payload lies, in the packet or put together of fragments. */
  take(bytes: Uint8Array, frame: Frame, place: number, packet: number): void
  /** The sender of this place will send no more. `isReset`: neither will the other. */
  end(place: number, isReset: boolean): void
  /** Forgets the state of one stream. */
  release(stream: number): void
  /** Reads what still waits for segments that did not come. */
  finish(): void
  /** What was read of each conversation; the first is nobody's. */
  tallies(): readonly Tally[]
  readonly identities: IdentityList
}

/** One protocol of a stream. */
interface Lane {
  readonly protocol: Protocol
  readonly session: ProtocolSession
  /** Of each direction that a connection has sent something in; datagrams need none. */
  cutterOfOne: PduCutter | null
  cutterOfOther: PduCutter | null
  hasMessages: boolean
  /** Faults before any message: told when it turns out to be nobody else's bytes. */
  doubts: readonly { readonly reason: string; readonly packet: number }[]
  /** Its bytes were another protocol's in the same envelope (MMS in TPKT): that one reads what this one cuts. */
  replacedBy: Lane | null
}

interface Stream {
  /** The flow's key: its two endpoints, their ports, and their family with the protocol number. */
  readonly one: number
  readonly other: number
  readonly ports: number
  readonly kind: number
  readonly tally: OpenTally
  readonly isFirstClient: boolean
  readonly isTcp: boolean
  readonly lanes: Lane[]
  /** Taken for them, and found to be none of theirs. */
  refuted: readonly Protocol[]
  strays: number
  ended: number
  /** What each side has said. */
  readonly said: [Said | null, Said | null]
  lastPacket: number
  lastMicros: number
}

/** Two fields, not a list of two: every segment asks for both. */
const cutterOf = (lane: Lane, direction: 0 | 1): PduCutter | null =>
  direction === 0 ? lane.cutterOfOne : lane.cutterOfOther

export function createStreams(
  protocols: readonly Protocol[],
  limits: CaptureLimits,
  accounting: Accounting,
  faults: FaultList,
): Streams {
  /** Streams by their number; 0 is nobody's. */
  const slots: (Stream | undefined)[] = [undefined]
  const freed: number[] = []
  const tallies: OpenTally[] = [createTally('')]
  /** Keys: client, server, port with the reader's number above it, kind. The row is the tally's number, less one. */
  const tallyIds = createIntegerTable(limits.conversations, accounting.seed)
  const readers = new Map(protocols.map(({ name }, i) => [name, i]))
  const identities = createIdentityList(limits, faults, accounting.seed)
  const held: Held = { bytes: 0, most: limits.heldBytes }
  const side: Side = { client: 0, server: 0, port: 0, toServer: true }
  const recogniser = createRecogniser(protocols.map(inOneShape))

  const tallyOf = (protocol: Protocol, kind: number): number => {
    const port = side.port | (readers.get(protocol.name)! << 16)
    let row = findRow(tallyIds, side.client, side.server, port, kind)
    if (row < 0) {
      row = addRow(tallyIds, side.client, side.server, port, kind)
      if (row < 0) return 0
      tallies.push(createTally(protocol.name))
    }
    return row + 1
  }

  const start = (protocol: Protocol, frame: Frame, place: number, packet: number): Stream => {
    const { flows } = accounting
    const flow = place >> 1
    sideOf(accounting, place, side)
    if (slots.length - freed.length > limits.streams) makeRoom()
    if (flows.tally[flow] === 0) flows.tally[flow] = tallyOf(protocol, flows.index.keys[flow * 4 + 3])
    const { keys } = flows.index
    const stream: Stream = {
      one: keys[flow * 4]!,
      other: keys[flow * 4 + 1]!,
      ports: keys[flow * 4 + 2]!,
      kind: keys[flow * 4 + 3]!,
      tally: tallies[flows.tally[flow]],
      isFirstClient: side.toServer === ((place & 1) === 0),
      isTcp: frame.transport === tcp,
      lanes: [laneOf(protocol)],
      refuted: none,
      strays: 0,
      ended: 0,
      said: [null, null],
      lastPacket: packet,
      lastMicros: flows.last[place],
    }
    const id = freed.pop() ?? slots.length
    slots[id] = stream
    flows.stream[flow] = id
    return stream
  }

  const laneOf = (protocol: Protocol): Lane => ({
    protocol,
    session: protocol.session(),
    cutterOfOne: null,
    cutterOfOther: null,
    hasMessages: false,
    doubts: none,
    replacedBy: null,
  })

  /** The stream of a flow; a number that the flow kept may be another's by now. */
  const streamOf = (row: number): Stream | undefined => {
    const { flows } = accounting
    const stream = slots[flows.stream[row]!]
    if (stream === undefined) return undefined
    const { keys } = flows.index
    const at = row * 4
    return stream.one === keys[at] &&
      stream.other === keys[at + 1] &&
      stream.ports === keys[at + 2] &&
      stream.kind === keys[at + 3]
      ? stream
      : undefined
  }

  /** Lets go of the half that was silent for longest. */
  const makeRoom = () => {
    const open = slots.filter((stream) => stream !== undefined)
    const middle = Float64Array.from(open, ({ lastPacket }) => lastPacket).sort()[open.length >> 1]!
    let released = 0
    for (let id = 1; id < slots.length; id++) {
      if (slots[id] === undefined || slots[id]!.lastPacket > middle) continue
      released++
      release(id)
    }
    faults.add('streams let go, as too many were read at once', undefined, undefined, released)
  }

  const release = (id: number) => {
    const stream = slots[id]
    if (stream === undefined) return
    while (stream.lanes.length > 0) leave(stream, stream.lanes[0]!)
    slots[id] = undefined
    freed.push(id)
  }

  // What is being read just now; one sink for all cutters, so that none is made per packet.
  let current: Stream
  let lane: Lane
  let frameNow: Frame
  let direction: 0 | 1 = 0
  /** Nothing that follows in the current stream can be read. */
  let isDone = false
  /** A message of it was a request. */
  let hasAsked = false
  const sink: CutSink = {
    message: (bytes, from, to, packet) => readMessage(lane, bytes, from, to, packet),
    trouble: (reason, packet) => faults.add(`${lane.protocol.name}: ${reason}`, packet),
  }

  const readMessage = (by: Lane, bytes: Uint8Array, from: number, to: number, packet: number): void => {
    if (by.replacedBy !== null) {
      readMessage(by.replacedBy, bytes, from, to, packet)
      return
    }
    const toServer = (direction === 0) === current.isFirstClient
    const reading = by.session.read(bytes, from, to, toServer)
    const { messages, faults: found, protocol = by.protocol.name } = reading
    if (reading.isDone === true) isDone = true
    if (messages.length > 0) {
      if (!by.hasMessages) settle(by)
      count(by, protocol, messages, toServer, packet)
    }
    if (found.length > 0) noteFaults(by, found, bytes, from, to, packet)
  }

  /** Apart from {@link readMessage}, which must not keep anything for what seldom happens. */
  const noteFaults = (
    by: Lane,
    found: readonly Fault[],
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: number,
  ): void => {
    if (by.hasMessages) for (const { reason } of found) faults.add(`${by.protocol.name}: ${reason}`, packet)
    else if (!replace(by, bytes, from, to, packet)) {
      by.doubts = [...by.doubts, ...found.map(({ reason }) => ({ reason, packet }))]
    }
  }

  /** It is what it was taken for, or at least nothing else: what could not be read is told. */
  const settle = (by: Lane) => {
    by.hasMessages = true
    for (const { reason, packet } of by.doubts) faults.add(`${by.protocol.name}: ${reason}`, packet)
    by.doubts = none
  }

  const leave = (stream: Stream, by: Lane) => {
    settle(by)
    by.cutterOfOne?.drop()
    by.cutterOfOther?.drop()
    stream.lanes.splice(stream.lanes.indexOf(by), 1)
  }

  const count = (by: Lane, protocol: string, messages: readonly Message[], toServer: boolean, packet: number): void => {
    const { tally } = current
    if (protocol !== tally.protocol && (tally.functions.length === 0 || tally.reader === by.protocol.name)) {
      tally.protocol = protocol
    }
    for (let i = 0; i < messages.length; i++) {
      const one = messages[i]!
      if (one.kind === 'request') hasAsked = true
      countMessage(tally, one, toServer, packet, current, faults)
      if (one.identity !== undefined) noteIdentity(one.unit ?? '', by.protocol.name, protocol, one.identity, packet)
    }
  }

  /** What was taken for one protocol, before any message of it was read, may be another's: that one reads it then. */
  const replace = (by: Lane, bytes: Uint8Array, from: number, to: number, packet: number): boolean => {
    if (!current.refuted.includes(by.protocol)) current.refuted = [...current.refuted, by.protocol]
    const better = recogniser.find(bytes, from, to, frameNow, current.refuted)
    if (better === undefined) return false
    // The other direction may have found it already: questions and answers meet in one session.
    const known = current.lanes.find(({ protocol }) => protocol === better)
    const replacement = known ?? laneOf(better)
    by.replacedBy = replacement
    by.doubts = none
    by.hasMessages = true
    if (known === undefined) current.lanes.push(replacement)
    readMessage(replacement, bytes, from, to, packet)
    return true
  }

  const noteIdentity = (
    unit: string,
    reader: string,
    protocol: string,
    facts: readonly IdentityFact[],
    packet: number,
  ) => {
    let said = current.said[direction]
    if (said === null) {
      said = new Said()
      current.said[direction] = said
    }
    for (let i = 0; i < facts.length; i++) {
      const { field, value, about } = facts[i]!
      if (said.isKnown(unit, field, about, value)) continue
      const isOfFirst = (direction === 0) === (about === undefined)
      const subject =
        about === undefined || about === 'peer'
          ? { address: isOfFirst ? current.one : current.other, family: current.kind >> 16 }
          : addressOf(accounting.book, about)
      if (subject === undefined) faults.add('identity facts about an address that is none', packet)
      else identities.add(subject.address, subject.family, unit, reader, protocol, field, value, packet)
    }
  }

  /** The lane of a datagram or frame, which says on its own what it is. */
  const laneOfDatagram = (stream: Stream, bytes: Uint8Array, at: number, end: number, frame: Frame): Lane | null => {
    const { lanes } = stream
    for (let i = 0; i < lanes.length; i++) if (lanes[i]!.protocol.recognises(bytes, at, end)) return lanes[i]!
    return strayLane(stream, bytes, at, end, frame)
  }

  /** The lane of a segment: its connection's, unless that lost its place and another protocol goes on. */
  const laneOfSegment = (stream: Stream, bytes: Uint8Array, at: number, end: number, frame: Frame): Lane | null => {
    const { lanes } = stream
    for (let i = 0; i < lanes.length; i++) if (cutterOf(lanes[i]!, direction)?.isInStep === true) return lanes[i]!
    for (let i = 0; i < lanes.length; i++) if (lanes[i]!.protocol.recognises(bytes, at, end)) return lanes[i]!
    return strayLane(stream, bytes, at, end, frame) ?? lanes[0]!
  }

  const strayLane = (stream: Stream, bytes: Uint8Array, at: number, end: number, frame: Frame): Lane | null => {
    if (stream.lanes.length >= mostLanes || stream.strays >= mostStrays) return null
    stream.strays++
    const protocol = recogniser.find(bytes, at, end, frame, stream.refuted)
    if (protocol === undefined) return null
    const found = laneOf(protocol)
    stream.lanes.push(found)
    return found
  }

  /** Leaves the lane, and the flow when none is left. */
  const abandon = (stream: Stream, row: number) => {
    leave(stream, lane)
    if (stream.lanes.length > 0) return
    release(accounting.flows.stream[row]!)
    accounting.flows.stream[row] = unread
  }

  const enter = (stream: Stream, place: number) => {
    current = stream
    direction = (place & 1) as 0 | 1
    isDone = false
  }

  const giveUpAll = (stream: Stream) => {
    for (const one of stream.lanes) {
      giveUp(one, 0)
      giveUp(one, 1)
    }
  }

  const giveUp = (one: Lane, on: 0 | 1) => {
    const before = direction
    lane = one
    direction = on
    cutterOf(one, on)?.giveUp()
    direction = before
  }

  const beginCutting = (by: Lane): PduCutter => {
    const cutter = new PduCutter(by.protocol, held, sink)
    if (direction === 0) by.cutterOfOne = cutter
    else by.cutterOfOther = cutter
    return cutter
  }

  return {
    take(bytes, frame, place, packet) {
      const { flows } = accounting
      const row = place >> 1
      if (flows.stream[row] === unread) return
      const isLink = frame.family === 0
      const at = isLink ? frame.networkAt : frame.payloadAt
      const end = isLink ? frame.networkEnd : frame.payloadEnd
      frameNow = frame
      let stream = streamOf(row)
      if (stream === undefined) {
        const protocol = recogniser.find(bytes, at, end, frame, none)
        if (protocol === undefined) {
          const most = recogniser.isHopeful(frame) ? attemptsOnPort : attemptsElsewhere
          if (++flows.attempts[row] >= most) flows.stream[row] = unread
          return
        }
        stream = start(protocol, frame, place, packet)
      }
      enter(stream, place)
      stream.lastPacket = packet
      stream.lastMicros = flows.last[place]
      if (!stream.isTcp) {
        const found = laneOfDatagram(stream, bytes, at, end, frame)
        if (found === null) {
          faults.add(`${stream.lanes[0]!.protocol.name}: a datagram of another kind`, packet)
          return
        }
        lane = found
        hasAsked = false
        cutDatagram(lane.protocol, sink, bytes, at, end, packet)
        const isEqual = hasAsked && frame.sourcePort === frame.targetPort
        if (isEqual && flows.asker[row] === 0) flows.asker[row] = direction + 1
        if (lane.doubts.length >= mostDoubts) abandon(stream, row)
        return
      }
      const other = (1 - direction) as 0 | 1
      const { lanes } = stream
      for (let i = 0; i < lanes.length; i++) {
        if (cutterOf(lanes[i]!, other)?.isOverdue(frame.tcpAcknowledgement) === true) giveUp(lanes[i]!, other)
      }
      const found = laneOfSegment(stream, bytes, at, end, frame)
      if (found === null) return
      lane = found
      const cutter = cutterOf(lane, direction) ?? beginCutting(lane)
      cutter.segment(bytes, at, end, frame.tcpSequence, frame.payloadCut, packet)
      if (isDone) {
        isDone = false
        release(flows.stream[row]!)
        flows.stream[row] = unread
      } else if (lane.doubts.length >= mostDoubts) abandon(stream, row)
    },
    end(place, isReset) {
      const row = place >> 1
      const stream = accounting.flows.stream[row] === unread ? undefined : streamOf(row)
      if (stream === undefined) return
      stream.ended |= isReset ? 3 : 1 << (place & 1)
      if (stream.ended !== 3) return
      enter(stream, place)
      giveUpAll(stream)
      release(accounting.flows.stream[row]!)
      accounting.flows.stream[row] = 0
    },
    release,
    finish() {
      for (let id = 1; id < slots.length; id++) {
        const stream = slots[id]
        if (stream === undefined) continue
        current = stream
        giveUpAll(stream)
        release(id)
      }
    },
    tallies: () => tallies.map(closed),
    identities,
  }
}

/**
 * Every packet asks its protocol something. Objects that lack one property or another are of many shapes, and what is asked of
 * them has to be looked up by name each time.
 */
const inOneShape = (protocol: Protocol): Protocol => {
  const { name, transports, ports, etherTypes, onlyOnPorts, recognises, lengthAt, wantedAt, session } = protocol
  return { name, transports, ports, etherTypes, onlyOnPorts, recognises, lengthAt, wantedAt, session }
}

/** Whether a frame has something for {@link Streams.take}. */
export const hasPayload = (frame: Frame): boolean =>
  frame.family === families.link ? frame.networkEnd > frame.networkAt : frame.payloadEnd > frame.payloadAt
