import { ipv4Text, ipv6Text, macText } from '#core/capture/address-text.ts'
import { linkProtocolName, networkProtocolName } from '#core/capture/protocol-names.ts'
import { createFrame, etherTypes, type Frame, i32, ipProtocols, tcpFlag, u16 } from '../frame.ts'
import { createFragments } from '../ip/fragments.ts'
import { decodeFrame, linkTypeName, linkTypes } from '../link-types.ts'
import type { Message, Protocol } from '../protocol.ts'
import { createRecogniser } from './recogniser.ts'
import { hasPayload } from './streams.ts'

/** One thing that a header says, and where: [from, to) counts from the packet's first byte. */
export interface PacketField {
  readonly name: string
  readonly value: string
  readonly from: number
  readonly to: number
}

export interface PacketLayer {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly fields: readonly PacketField[]
}

/** A packet taken apart, outermost layer first, as far as its bytes can be read on their own. */
export interface PacketDescription {
  readonly linkType: string
  readonly layers: readonly PacketLayer[]
  /** Why the headers could not be read further; null when they could. */
  readonly fault: string | null
}

/** Takes [start, end) of `bytes` apart. Never throws. */
export function describePacket(
  bytes: Uint8Array,
  start: number,
  end: number,
  linkType: number,
  protocols: readonly Protocol[],
): PacketDescription {
  const packet = bytes.slice(start, end)
  const frame = createFrame()
  const isRead = decodeFrame(packet, 0, packet.length, linkType, frame, createFragments())
  const layers: PacketLayer[] = []
  if (isRead) {
    describeLink(packet, linkType, frame, layers)
    if (frame.family === 4) describeIpv4(packet, frame, layers)
    else if (frame.family === 6) describeIpv6(packet, frame, layers)
    else if (frame.etherType === etherTypes.arp) describeArp(packet, frame, layers)
    if (frame.transport !== 0 && !frame.inner) describeTransport(packet, frame, layers)
    // What was put together of fragments does not lie in this packet.
    if (hasPayload(frame) && frame.assembled === null) describePayload(packet, frame, layers, protocols)
  }
  const told = Math.max(0, ...layers.map(({ to }) => to))
  if (told < packet.length) layers.push({ name: 'Data', from: told, to: packet.length, fields: [] })
  const fault = isRead ? frame.fault || null : `the link type ${linkTypeName(linkType)} is not read`
  return { linkType: linkTypeName(linkType), layers, fault }
}

const field = (name: string, value: string | number, from: number, to: number): PacketField => ({
  name,
  value: String(value),
  from,
  to,
})

const macAt = (bytes: Uint8Array, at: number): string => macText(u16(bytes, at), i32(bytes, at + 2))
const hexOf = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

function describeLink(bytes: Uint8Array, linkType: number, frame: Frame, layers: PacketLayer[]): void {
  const to = frame.networkAt > 0 ? frame.networkAt : bytes.length
  if (frame.networkAt === 0 && frame.family !== 0) return
  const fields: PacketField[] = []
  if (frame.targetMacAt >= 0) {
    fields.push(field('Destination', macAt(bytes, frame.targetMacAt), frame.targetMacAt, frame.targetMacAt + 6))
  }
  if (frame.sourceMacAt >= 0) {
    fields.push(field('Source', macAt(bytes, frame.sourceMacAt), frame.sourceMacAt, frame.sourceMacAt + 6))
  }
  if (frame.vlan >= 0) fields.push(field('VLAN', frame.vlan, 12, Math.min(18, to)))
  if (frame.etherType >= 0) {
    const name = linkProtocolName(frame.etherType)
    const from = linkType === linkTypes.ethernet ? Math.max(0, to - 2) : 0
    fields.push(field('Type', `${hexOf(frame.etherType)} ${name ?? ''}`.trim(), from, to))
  }
  layers.push({ name: linkType === linkTypes.ethernet ? 'Ethernet' : linkTypeName(linkType), from: 0, to, fields })
}

function describeArp(bytes: Uint8Array, frame: Frame, layers: PacketLayer[]): void {
  const at = frame.networkAt
  const to = at + 28
  if (to > bytes.length) return
  const asks = u16(bytes, at + 6)
  layers.push({
    name: 'ARP',
    from: at,
    to,
    fields: [
      field('Operation', asks === 1 ? 'request' : asks === 2 ? 'reply' : asks, at + 6, at + 8),
      field('Sender MAC', macAt(bytes, at + 8), at + 8, at + 14),
      field('Sender IP', ipv4Text(i32(bytes, at + 14)), at + 14, at + 18),
      field('Target MAC', macAt(bytes, at + 18), at + 18, at + 24),
      field('Target IP', ipv4Text(i32(bytes, at + 24)), at + 24, at + 28),
    ],
  })
}

function describeIpv4(bytes: Uint8Array, frame: Frame, layers: PacketLayer[]): void {
  const at = frame.sourceAt - 12
  const to = Math.min(bytes.length, at + (bytes[at] & 15) * 4)
  const fragmentation = u16(bytes, at + 6)
  const offset = (fragmentation & 0x1fff) * 8
  layers.push({
    name: 'IPv4',
    from: at,
    to,
    fields: [
      field('Source', ipv4Text(i32(bytes, at + 12)), at + 12, at + 16),
      field('Destination', ipv4Text(i32(bytes, at + 16)), at + 16, at + 20),
      field('Protocol', networkProtocolName(frame.ipProtocol), at + 9, at + 10),
      field('Total length', u16(bytes, at + 2), at + 2, at + 4),
      field('Time to live', bytes[at + 8], at + 8, at + 9),
      ...(offset > 0 || fragmentation & 0x2000 ? [field('Fragment offset', offset, at + 6, at + 8)] : []),
    ],
  })
}

function describeIpv6(bytes: Uint8Array, frame: Frame, layers: PacketLayer[]): void {
  const at = frame.sourceAt - 8
  const address = (from: number) =>
    ipv6Text(i32(bytes, from), i32(bytes, from + 4), i32(bytes, from + 8), i32(bytes, from + 12))
  layers.push({
    name: 'IPv6',
    from: at,
    to: at + 40,
    fields: [
      field('Source', address(at + 8), at + 8, at + 24),
      field('Destination', address(at + 24), at + 24, at + 40),
      field('Protocol', networkProtocolName(frame.ipProtocol), at + 6, at + 7),
      field('Hop limit', bytes[at + 7], at + 7, at + 8),
    ],
  })
}

function describeTransport(bytes: Uint8Array, frame: Frame, layers: PacketLayer[]): void {
  const isTcp = frame.transport === ipProtocols.tcp
  const before = layers.at(-1)
  // A payload tells where its header ended; without one the header reaches to the end.
  const from = isTcp || frame.payloadAt === 0 ? (before?.to ?? 0) : frame.payloadAt - 8
  const to = frame.payloadAt > 0 ? frame.payloadAt : bytes.length
  if (from + 4 > to) return
  const fields = [
    field('Source port', frame.sourcePort, from, from + 2),
    field('Destination port', frame.targetPort, from + 2, from + 4),
  ]
  if (isTcp && from + 14 <= to) {
    const flags = Object.entries(tcpFlag).filter(([, bit]) => (frame.tcpFlags & bit) !== 0)
    fields.push(field('Sequence number', frame.tcpSequence >>> 0, from + 4, from + 8))
    fields.push(field('Flags', flags.map(([name]) => name.toUpperCase()).join(', '), from + 13, from + 14))
  }
  const name = isTcp ? 'TCP' : frame.transport === ipProtocols.udp ? 'UDP' : 'SCTP'
  layers.push({ name, from, to, fields })
}

/** On its own a packet does not tell who is the server: the port does, as far as that is usual. */
function describePayload(bytes: Uint8Array, frame: Frame, layers: PacketLayer[], protocols: readonly Protocol[]): void {
  const isLink = frame.family === 0
  let at = isLink ? frame.networkAt : frame.payloadAt
  const end = isLink ? frame.networkEnd : frame.payloadEnd
  const protocol = createRecogniser(protocols).find(bytes, at, end, frame, [])
  if (protocol === undefined) {
    if (!isLink) layers.push({ name: 'Payload', from: at, to: end, fields: [] })
    return
  }
  const toServer = isLink || !protocol.ports.includes(frame.sourcePort) || protocol.ports.includes(frame.targetPort)
  const session = protocol.session()
  while (at < end) {
    const length = protocol.lengthAt(bytes, at, end)
    if (length <= 0 || at + length > end) break
    const to = at + length
    const read = session.read(bytes, at, to, toServer)
    const fields = read.messages.flatMap((message) => describeMessage(message, at, to))
    const faults = read.faults.map(({ reason }) => field('Fault', reason, at, to))
    layers.push({ name: read.protocol ?? protocol.name, from: at, to, fields: [...fields, ...faults] })
    at = to
  }
}

function describeMessage(message: Message, from: number, to: number): PacketField[] {
  const { kind, function: called, exception, unit, identity } = message
  const what = `${called.name} (${called.code}), ${called.operation}${exception ? ', refused' : ''}`
  return [
    field(kind === 'request' ? 'Request' : kind === 'response' ? 'Response' : 'Event', what, from, to),
    ...(unit === undefined ? [] : [field('Unit', unit, from, to)]),
    ...(identity ?? []).map((fact) => field(fact.field, fact.value, from, to)),
  ]
}
