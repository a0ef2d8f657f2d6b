import { closeAll, closeOldest, createAccounting, noteDay, withPorts } from '#core/capture/accounting.ts'
import { ipv6Number, knownMac, macNumber } from '#core/capture/address-book.ts'
import { createFaultList } from '#core/capture/fault-list.ts'
import { countPacket, createFlowTable, families, marks, placeOf } from '#core/capture/flow-table.ts'
import { addClaim, addRouted, addSighting } from '#core/capture/host-table.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import { dayOf } from '#core/capture/instant-text.ts'
import { type CaptureLimits, usualLimits } from '#core/capture/limits.ts'
import type { ServerMemory } from '#core/capture/server-memory.ts'
import { createFrame, etherTypes, type Frame, i32, tcpFlag, u16 } from '../frame.ts'
import { createFragments } from '../ip/fragments.ts'
import { decodeFrame, linkTypeName, linkTypes } from '../link-types.ts'
import type { PacketChoice, PacketSink } from '../packets.ts'
import type { Protocol } from '../protocol.ts'
import { concludeInspection, type InspectedPart, type Told } from './conclude.ts'
import { createPartition } from './partition.ts'
import { createCaptureReader } from './reader.ts'
import { createStreams, hasPayload } from './streams.ts'

export interface InspectorOptions extends Told {
  /** What reads payloads; without any, only hosts and conversations are counted, which is faster. */
  readonly protocols: readonly Protocol[]
  readonly limits?: Partial<CaptureLimits>
  /** Makes hash collisions unpredictable for whoever wrote the capture. */
  readonly seed?: number
  /** Carried from piece to piece of a capture that comes in several. */
  readonly servers?: ServerMemory
  /** Reads only the packets of one of several parts (see `createPartition`); each part's reader must be given the whole capture. */
  readonly part?: { readonly index: number; readonly of: number }
}

export interface Inspector {
  /** Takes the next bytes of the (unpacked) capture; the buffer may be filled again afterwards. */
  push(chunk: Uint8Array): void
  /** Notes what went wrong before the bytes arrived here (unpacking). */
  fault(reason: string): void
  /** Says that no more will come, and tells what was seen. */
  finish(): Inspection
  /** Says that no more will come, and gives what was counted, to be put together with the other parts by `concludeInspection`. */
  finishPart(): InspectedPart
}

const noPlace = -1
/** Tunnels within tunnels. */
const mostTunnels = 4
const ending = tcpFlag.fin | tcpFlag.rst

/** Reads one capture of any size, in bounded memory: from its bytes to hosts, conversations, operations and identities. */
export function createInspector(options: InspectorOptions): Inspector {
  const { index, of } = options.part ?? { index: 0, of: 1 }
  const limits: CaptureLimits = { ...usualLimits, ...options.limits }
  const accounting = createAccounting(limits, options.seed ?? 0, options.servers ?? null)
  const faults = createFaultList()
  const streams = createStreams(options.protocols, limits, accounting, faults)
  const isReadingPayload = options.protocols.length > 0
  const frame = createFrame()
  const inner = createFrame()
  const fragments = createFragments()
  const innerFragments = createFragments()
  const links = new Set<number>()
  let bytesRead = 0
  let read = 0
  let ignored = 0
  /** When the first and the last packet came: in an array, as a variable would be a new object with every packet. */
  const span = new Float64Array([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  let recentLink = -1
  let dayFrom = 0
  let dayTo = 0
  let day = 0

  let packetStart = 0

  const refuse = (packet: number) => faults.add(frame.fault, packet, reader.offset())

  const place = (a: number, b: number, aPort: number, bPort: number, kind: number, isOneWay: boolean): number => {
    const found = placeOf(accounting.flows, a, b, aPort, bPort, kind, isOneWay)
    if (found !== noPlace) return found
    closeOldest(accounting, streams.release)
    return placeOf(accounting.flows, a, b, aPort, bPort, kind, isOneWay)
  }

  /** A MAC's number, -1 where there is none or no room. */
  const macAt = (bytes: Uint8Array, at: number) =>
    at < 0 ? -1 : macNumber(accounting.book, u16(bytes, at), i32(bytes, at + 2))

  /** Ethernet frames without IP: counted between link addresses; ARP also tells which address a host claims. */
  /** EtherCAT's first slave marks frames on their way back in the sender's own address (bit 1 of its first octet). */
  const senderAt = (bytes: Uint8Array, { etherType, sourceMacAt }: Frame): number => {
    if (etherType === etherTypes.ethercat && sourceMacAt >= 0 && (bytes[sourceMacAt]! & 2) !== 0) {
      const master = knownMac(accounting.book, u16(bytes, sourceMacAt) & 0xfdff, i32(bytes, sourceMacAt + 2))
      if (master >= 0) return master
    }
    return macAt(bytes, sourceMacAt)
  }

  const placeOfLink = (bytes: Uint8Array, frame: Frame): number => {
    const source = senderAt(bytes, frame)
    const target = macAt(bytes, frame.targetMacAt)
    if (source < 0 && target < 0) return noPlace
    addSighting(accounting.hosts, source, families.link, source, frame.vlan)
    const at = frame.networkAt
    const isArp = frame.etherType === etherTypes.arp && at + 28 <= frame.networkEnd
    if (isArp && u16(bytes, at) === 1 && u16(bytes, at + 2) === etherTypes.ipv4 && bytes[at + 4] === 6) {
      const claimed = i32(bytes, at + 14)
      if (claimed !== 0) {
        const mac = macAt(bytes, at + 8)
        if (mac >= 0) {
          addClaim(accounting.hosts, claimed, mac)
          addSighting(accounting.hosts, claimed, families.ipv4, mac, frame.vlan)
        }
      }
    }
    return place(source, target, 0, frame.etherType & 0xffff, families.link, true)
  }

  const placeOfIp = (bytes: Uint8Array, frame: Frame): number => {
    const isV4 = frame.family === 4
    const from = frame.sourceAt
    const to = frame.targetAt
    const book = accounting.book
    const source = isV4
      ? i32(bytes, from)
      : ipv6Number(book, i32(bytes, from), i32(bytes, from + 4), i32(bytes, from + 8), i32(bytes, from + 12))
    const target = isV4
      ? i32(bytes, to)
      : ipv6Number(book, i32(bytes, to), i32(bytes, to + 4), i32(bytes, to + 8), i32(bytes, to + 12))
    if (!isV4 && (source < 0 || target < 0)) return noPlace
    const found =
      frame.transport === 0
        ? place(source, target, 0, 0, (frame.family << 16) | frame.ipProtocol, false)
        : place(
            source,
            target,
            frame.sourcePort,
            frame.targetPort,
            (frame.family << 16) | withPorts | frame.transport,
            false,
          )
    if (found === noPlace) return noPlace
    const { macLow, macHigh } = accounting.flows
    const mac = frame.sourceMacAt
    const low = mac < 0 ? 0 : i32(bytes, mac + 2)
    const high = (mac < 0 ? 0 : u16(bytes, mac)) | ((frame.vlan + 1) << 16)
    if (macLow[found] !== low || macHigh[found] !== high) {
      macLow[found] = low
      macHigh[found] = high
      const card = macAt(bytes, mac)
      addSighting(accounting.hosts, source, frame.family, card, frame.vlan)
      const hops = hopsBehind(bytes[isV4 ? from - 4 : from - 1]!)
      if (hops > 0 && card >= 0) addRouted(accounting.hosts, source, frame.family, card, hops)
    }
    return found
  }

  /** What the packet says about the sender's part in the flow. */
  const seen = (frame: Frame): number => {
    if (frame.inner) return frame.transport === 6 ? opening(frame.tcpFlags) : 0
    if (frame.transport !== 6) return marks.spoke
    const isReset = (frame.tcpFlags & tcpFlag.rst) !== 0
    return (
      opening(frame.tcpFlags) | (isReset ? 0 : marks.spoke) | (frame.payloadEnd > frame.payloadAt ? marks.payload : 0)
    )
  }

  const sink: PacketSink = (bytes, start, end, wireLength, micros, linkType, packet) => {
    packetStart = start
    if (linkType !== recentLink) {
      recentLink = linkType
      links.add(linkType)
    }
    if (micros < span[0]!) span[0] = micros
    if (micros > span[1]!) span[1] = micros
    if (!decodeFrame(bytes, start, end, linkType, frame, fragments)) {
      ignored++
      faults.add(`the link type ${linkTypeName(linkType)} is not read`, packet, reader.offset())
      return
    }
    if (frame.fault !== '') refuse(packet)
    const found =
      frame.family !== 0 ? placeOfIp(bytes, frame) : frame.fault === '' ? placeOfLink(bytes, frame) : noPlace
    if (found === noPlace) {
      if (frame.fault === '' && frame.family === 0) ignored++
      return
    }
    read++
    count(frame, bytes, found, wireLength, micros, packet)
    if (frame.tunnelLink !== 'none') takeInner(frame, bytes, wireLength, micros, packet)
  }

  const count = (
    frame: Frame,
    bytes: Uint8Array,
    found: number,
    wireLength: number,
    micros: number,
    packet: number,
  ): void => {
    countPacket(accounting.flows, found, wireLength, micros, packet, seen(frame))
    if (micros < dayFrom || micros >= dayTo) {
      day = dayOf(micros)
      dayFrom = day * 86_400_000_000
      dayTo = dayFrom + 86_400_000_000
    }
    if (accounting.flows.lastDay[found >> 1] !== day) noteDay(accounting, found >> 1, day)
    if (!isReadingPayload || frame.inner) return
    if (hasPayload(frame)) streams.take(frame.assembled ?? bytes, frame, found, packet)
    if ((frame.tcpFlags & ending) !== 0) streams.end(found, (frame.tcpFlags & tcpFlag.rst) !== 0)
  }

  /**
   * What a tunnel carries (a mirror port's traffic in ERSPAN or VXLAN, a remote site in GRE) counts as packets of its own,
   * beside the tunnel's: its hosts are there as well, and it is their messages that are read.
   */
  const takeInner = (outer: Frame, bytes: Uint8Array, wireLength: number, micros: number, packet: number): void => {
    const within = outer.assembled ?? bytes
    const overhead = outer.tunnelAt - (outer.assembled === null ? packetStart : 0)
    let [at, end, link] = [outer.tunnelAt, outer.tunnelEnd, outer.tunnelLink]
    for (let depth = 0; depth < mostTunnels && link !== 'none'; depth++) {
      if (
        !decodeFrame(within, at, end, link === 'ethernet' ? linkTypes.ethernet : linkTypes.raw, inner, innerFragments)
      )
        return
      if (inner.fault !== '') faults.add(inner.fault, packet, reader.offset())
      const found =
        inner.family !== 0 ? placeOfIp(within, inner) : inner.fault === '' ? placeOfLink(within, inner) : noPlace
      if (found === noPlace || inner.assembled !== null) return
      count(inner, within, found, Math.max(0, wireLength - overhead), micros, packet)
      at = inner.tunnelAt
      end = inner.tunnelEnd
      link = inner.tunnelLink
    }
  }

  const reader = createCaptureReader(sink, of > 1 ? onlyPart(index, of) : undefined)

  return {
    push(chunk) {
      bytesRead += chunk.length
      reader.push(chunk)
    },
    fault: (reason) => faults.add(reason, undefined, bytesRead),
    finish: () => concludeInspection([finishPart()], options),
    finishPart,
  }

  function finishPart(): InspectedPart {
    reader.finish()
    if (index === 0) for (const { reason, packet, at } of reader.faults) faults.add(reason, packet, at)
    streams.finish()
    closeAll(accounting)
    accounting.flows = createFlowTable(0, 0)
    return {
      accounting,
      tallies: streams.tallies(),
      said: streams.identities.list(),
      faults: faults.list(),
      packets: reader.packets(),
      bytes: bytesRead,
      read,
      ignored,
      first: span[0]!,
      last: span[1]!,
      links: [...links],
    }
  }
}

function onlyPart(index: number, of: number): PacketChoice {
  const partOf = createPartition(of)
  return (bytes, start, end, linkType) => partOf(bytes, start, end, linkType) === index
}

/**
 * Routers that a packet has passed, by its time to live: nearly all hosts begin with 64, 128 or 255. Up to four, since a few
 * begin with other numbers; 0: none, or it cannot be told.
 */
function hopsBehind(timeToLive: number): number {
  const passed = timeToLive <= 64 ? 64 - timeToLive : timeToLive <= 128 ? 128 - timeToLive : 255 - timeToLive
  return passed <= 4 ? passed : 0
}

const opening = (flags: number): number =>
  (flags & tcpFlag.syn) === 0 ? 0 : (flags & tcpFlag.ack) === 0 ? marks.syn : marks.synAck
