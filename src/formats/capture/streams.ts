import { type Accounting, type Side, sideOf } from '#core/capture/accounting.ts'
import type { FaultList } from '#core/capture/fault-list.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import type { Frame } from '../frame.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { createIdentityList, type IdentityList } from './identity-list.ts'
import { createPduCutter, type Held, type PduCutter } from './pdu-cutter.ts'
import { countMessage, createTally, type OpenTally } from './tallies.ts'

const unread = -1
/** How many payloads of a flow are looked at before it is left alone: more where the port raises hopes. */
const attemptsOnPort = 16
const attemptsElsewhere = 4
const mostDoubts = 3
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

  const recognise = (bytes: Uint8Array, frame: Frame, row: number): Protocol | undefined => {
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
    if (++flows.attempts[row] >= (hope ? attemptsOnPort : attemptsElsewhere)) flows.stream[row] = unread
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
    const row = place >> 1
    sideOf(accounting, place, side)
    if (open.size >= limits.streams) makeRoom()
    if (flows.tally[row] === 0) flows.tally[row] = tallyOf(protocol, flows.index.keys[row * 4 + 3])
    const stream: Stream = {
      protocol,
      session: protocol.session(),
      tally: tallies[flows.tally[row]],
      isFirstClient: side.toServer === ((place & 1) === 0),
      cutters: [createPduCutter(protocol, held), createPduCutter(protocol, held)],
      ended: 0,
      doubts: 0,
      lastPacket: packet,
    }
    flows.stream[row] = nextStream
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

  return {
    take(bytes, frame, place, packet) {
      const { flows } = accounting
      const row = place >> 1
      const id = flows.stream[row]
      if (id === unread) return
      let stream = id > 0 ? open.get(id) : undefined
      if (stream === undefined) {
        const protocol = recognise(bytes, frame, row)
        if (protocol === undefined) return
        stream = start(protocol, place, packet)
      }
      const current = stream
      current.lastPacket = packet
      const direction = place & 1
      const toServer = (direction === 0) === current.isFirstClient
      const cutter = current.cutters[direction]
      const keys = flows.index.keys
      const sender = keys[row * 4 + direction]
      const family = keys[row * 4 + 3] >> 16
      const read = (message: Uint8Array, start: number, end: number) => {
        const { messages, faults: found, protocol } = current.session.read(message, start, end, toServer)
        if (protocol !== undefined && protocol !== current.tally.protocol) current.tally.protocol = protocol
        for (const one of messages) {
          countMessage(current.tally, one, toServer, packet, faults)
          if (one.identity !== undefined) {
            const { name } = current.protocol
            identities.add(sender, family, one.unit ?? '', name, protocol ?? name, one.identity, packet)
          }
        }
        // Another protocol in the same envelope (MMS in TPKT) has no fault: it was only taken for this one.
        if (current.tally.functions.size > 0) {
          for (const { reason } of found) faults.add(`${current.protocol.name}: ${reason}`, packet)
        } else if (found.length > 0) current.doubts++
      }
      const trouble =
        frame.transport === udp
          ? cutter.datagram(bytes, frame.payloadAt, frame.payloadEnd, read)
          : cutter.segment(bytes, frame.payloadAt, frame.payloadEnd, frame.tcpSequence, read)
      if (trouble !== '') faults.add(`${current.protocol.name}: ${trouble}`, packet)
      if (current.doubts >= mostDoubts) {
        release(flows.stream[row])
        flows.stream[row] = unread
      }
    },
    end(place, isReset) {
      const row = place >> 1
      const id = accounting.flows.stream[row]
      const stream = id > 0 ? open.get(id) : undefined
      if (stream === undefined) return
      stream.ended |= isReset ? 3 : 1 << (place & 1)
      if (stream.ended !== 3) return
      release(id)
      accounting.flows.stream[row] = 0
    },
    release,
    tally: (id) => tallies[id],
    identities,
  }
}
