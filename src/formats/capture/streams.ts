import { type Accounting, type Side, sideOf } from '#core/capture/accounting.ts'
import type { FaultList } from '#core/capture/fault-list.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import type { Frame } from '../frame.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { createIdentityList, type IdentityList } from './identity-list.ts'
import { createPduCutter, type Held, type PduCutter } from './pdu-cutter.ts'
import { countMessage, createTally, type OpenTally } from './tallies.ts'

const unread = -1
/** How many payloads of a flow are looked at before it is left alone: more where the port raises hopes. */
const attemptsOnPort = 16
const attemptsElsewhere = 4
const mostDoubts = 3
const mostSaid = 256
const udp = 17

/** Reads the payloads of flows: decides per flow which protocol it is, cuts messages out of segments, counts what they do. */
export interface Streams {
  take(bytes: Uint8Array, frame: Frame, place: number, packet: number): void
  /** The sender of this place will send no more. `isReset`: neither will the other. */
  end(place: number, isReset: boolean): void
  /** Forgets the state of one stream. */
  release(stream: number): void
  tally(id: number): OpenTally | undefined
  readonly identities: IdentityList
}

interface Stream {
  readonly protocol: Protocol
  readonly session: ProtocolSession
  readonly tally: OpenTally
  readonly isFirstClient: boolean
  /** One per direction. */
  readonly cutters: readonly [PduCutter, PduCutter]
  ended: number
  /** What each side last said about itself, by field. */
  readonly said: readonly [Map<string, string>, Map<string, string>]
  /** Messages that were none of this protocol, while none has been. */
  doubts: number
  lastPacket: number
}

export function createStreams(
  protocols: readonly Protocol[],
  limits: CaptureLimits,
  accounting: Accounting,
  faults: FaultList,
): Streams {
  const open = new Map<number, Stream>()
  const tallies: OpenTally[] = [createTally('')]
  const tallyIds = new Map<string, number>()
  const identities = createIdentityList(limits, faults)
  const held: Held = { bytes: 0, most: limits.heldBytes }
  const side: Side = { client: 0, server: 0, port: 0, toServer: true }
  let nextStream = 1
  const of = (transport: 'tcp' | 'udp') => protocols.filter((protocol) => protocol.transports.includes(transport))
  const overTcp = of('tcp')
  const overUdp = of('udp')

  const recognise = (bytes: Uint8Array, frame: Frame, flow: number): Protocol | undefined => {
    const { flows } = accounting
    const { sourcePort, targetPort, payloadAt, payloadEnd } = frame
    const candidates = frame.transport === udp ? overUdp : overTcp
    const isHopeful = (protocol: Protocol) => protocol.ports.includes(sourcePort) || protocol.ports.includes(targetPort)
    const isRight = (protocol: Protocol) => protocol.recognises(bytes, payloadAt, payloadEnd)
    let hope = false
    for (const protocol of candidates) {
      if (!isHopeful(protocol)) continue
      hope = true
      if (isRight(protocol)) return protocol
    }
    for (const protocol of candidates) if (!isHopeful(protocol) && isRight(protocol)) return protocol
    if (++flows.attempts[flow] >= (hope ? attemptsOnPort : attemptsElsewhere)) flows.stream[flow] = unread
    return undefined
  }

  const tallyOf = (protocol: Protocol, kind: number): number => {
    const key = `${protocol.name}/${side.client}/${side.server}/${side.port}/${kind}`
    const known = tallyIds.get(key)
    if (known !== undefined) return known
    if (tallies.length > limits.conversations) return 0
    tallyIds.set(key, tallies.length)
    return tallies.push(createTally(protocol.name)) - 1
  }

  const start = (protocol: Protocol, place: number, packet: number): Stream => {
    const { flows } = accounting
    const flow = place >> 1
    sideOf(accounting, place, side)
    if (open.size >= limits.streams) makeRoom()
    if (flows.tally[flow] === 0) flows.tally[flow] = tallyOf(protocol, flows.index.keys[flow * 4 + 3])
    const stream: Stream = {
      protocol,
      session: protocol.session(),
      tally: tallies[flows.tally[flow]],
      isFirstClient: side.toServer === ((place & 1) === 0),
      cutters: [createPduCutter(protocol, held), createPduCutter(protocol, held)],
      ended: 0,
      said: [new Map(), new Map()],
      doubts: 0,
      lastPacket: packet,
    }
    flows.stream[flow] = nextStream
    open.set(nextStream++, stream)
    return stream
  }

  /** Lets go of the half that was silent for longest. */
  const makeRoom = () => {
    const middle = [...open.values()].map((stream) => stream.lastPacket).sort((a, b) => a - b)[open.size >> 1]
    let released = 0
    for (const [id, stream] of open) {
      if (stream.lastPacket > middle) continue
      released++
      release(id)
    }
    faults.add('streams let go, as too many were read at once', undefined, undefined, released)
  }

  const release = (id: number) => {
    const stream = open.get(id)
    if (stream === undefined) return
    for (const cutter of stream.cutters) cutter.drop()
    open.delete(id)
  }

  // What is being read just now; one function for all messages, so that none is made per packet.
  let current: Stream
  let toServer = false
  let direction: 0 | 1 = 0
  let row = 0
  let packet = 0
  const read = (message: Uint8Array, start: number, end: number) => {
    const { tally, session, protocol: reader } = current
    const { messages, faults: found, protocol = reader.name } = session.read(message, start, end, toServer)
    if (protocol !== reader.name && protocol !== tally.protocol) tally.protocol = protocol
    for (let i = 0; i < messages.length; i++) {
      const one = messages[i]
      countMessage(tally, one, toServer, packet, faults)
      if (one.identity !== undefined) noteIdentity(one.unit ?? '', protocol, one.identity)
    }
    if (found.length === 0) return
    // Another protocol in the same envelope (MMS in TPKT) has no fault: it was only taken for this one.
    if (tally.functions.size === 0) current.doubts++
    else for (const { reason } of found) faults.add(`${reader.name}: ${reason}`, packet)
  }

  /** Devices repeat themselves: what a stream said last is not looked up again. */
  const noteIdentity = (unit: string, protocol: string, facts: readonly IdentityFact[]) => {
    const said = current.said[direction]
    const news = facts.filter(({ field, value }) => said.get(unit === '' ? field : `${unit} ${field}`) !== value)
    if (news.length === 0) return
    for (const { field, value } of news) {
      if (said.size < mostSaid) said.set(unit === '' ? field : `${unit} ${field}`, value)
    }
    const { keys } = accounting.flows.index
    const sender = keys[row * 4 + direction]
    identities.add(sender, keys[row * 4 + 3] >> 16, unit, current.protocol.name, protocol, news, packet)
  }

  return {
    take(bytes, frame, place, number) {
      const { flows } = accounting
      row = place >> 1
      const id = flows.stream[row]
      if (id === unread) return
      let stream = id > 0 ? open.get(id) : undefined
      if (stream === undefined) {
        const protocol = recognise(bytes, frame, row)
        if (protocol === undefined) return
        stream = start(protocol, place, number)
      }
      current = stream
      packet = number
      stream.lastPacket = number
      direction = (place & 1) as 0 | 1
      toServer = (direction === 0) === stream.isFirstClient
      const cutter = stream.cutters[direction]
      const trouble =
        frame.transport === udp
          ? cutter.datagram(bytes, frame.payloadAt, frame.payloadEnd, read)
          : cutter.segment(bytes, frame.payloadAt, frame.payloadEnd, frame.tcpSequence, read)
      if (trouble !== '') faults.add(`${stream.protocol.name}: ${trouble}`, packet)
      if (stream.doubts >= mostDoubts) {
        release(flows.stream[row])
        flows.stream[row] = unread
      }
    },
    end(place, isReset) {
      const ending = place >> 1
      const id = accounting.flows.stream[ending]
      const stream = id > 0 ? open.get(id) : undefined
      if (stream === undefined) return
      stream.ended |= isReset ? 3 : 1 << (place & 1)
      if (stream.ended !== 3) return
      release(id)
      accounting.flows.stream[ending] = 0
    },
    release,
    tally: (id) => tallies[id],
    identities,
  }
}
