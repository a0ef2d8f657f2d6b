/**
 * What the headers of one packet say, as plain numbers and as offsets into its bytes. One such object is filled again for
 * every packet, so that reading allocates nothing; nothing in it outlives the packet.
 *
 * Endpoints are the outermost ones: of a tunnel its ends, of an ICMP error who sent it. `ports` may come from further
 * inside (the quote of an ICMP error, a tunnel's content), as Wireshark's columns do; `inner` says so.
 */
export interface Frame {
  /** Why the headers could not be read to the end; '' when they could. */
  fault: string
  /** Offsets of the 6-byte link addresses, -1 where there is none. */
  sourceMacAt: number
  targetMacAt: number
  /** Outermost VLAN id, -1 without a tag. */
  vlan: number
  /** Ethertype of the innermost link header; for LLC frames without SNAP, the destination SAP; -1 where none is known. */
  etherType: number
  /** What the innermost link header carries: [networkAt, networkEnd). */
  networkAt: number
  networkEnd: number
  /** 4, 6, or 0 without IP. */
  family: 0 | 4 | 6
  /** Offsets of the outermost IP addresses. */
  sourceAt: number
  targetAt: number
  /** Protocol number of the outermost IP header (after IPv6 extension headers). */
  ipProtocol: number
  /** 6, 17 or 132 where ports are known, else 0. */
  transport: number
  sourcePort: number
  targetPort: number
  /** The ports were read behind a tunnel or in an ICMP quote: not a packet of that conversation itself. */
  inner: boolean
  tcpFlags: number
  tcpSequence: number
  tcpAcknowledgement: number
  /** Payload of the outermost TCP, UDP: [payloadAt, payloadEnd), empty where there is none. */
  payloadAt: number
  payloadEnd: number
  /** Bytes of the payload that were on the wire but not captured. */
  payloadCut: number
  /** Where the payload (and the tunnel) lies when it was put together of fragments; null: in the packet itself. */
  assembled: Uint8Array | null
  /** What a tunnel carries, as [tunnelAt, tunnelEnd) of `tunnelLink`: a whole Ethernet frame or a bare IP packet; else 'none'. */
  tunnelLink: 'none' | 'ethernet' | 'ip'
  tunnelAt: number
  tunnelEnd: number
}

export const tcpFlag = { fin: 0x01, syn: 0x02, rst: 0x04, push: 0x08, ack: 0x10 } as const
export const ipProtocols = { icmp: 1, ipInIp: 4, tcp: 6, udp: 17, ipv6: 41, gre: 47, icmpv6: 58, sctp: 132 } as const
export const etherTypes = { ipv4: 0x0800, arp: 0x0806, rarp: 0x8035, ipv6: 0x86dd, ethercat: 0x88a4 } as const

export function createFrame(): Frame {
  return {
    fault: '',
    sourceMacAt: -1,
    targetMacAt: -1,
    vlan: -1,
    etherType: -1,
    networkAt: 0,
    networkEnd: 0,
    family: 0,
    sourceAt: -1,
    targetAt: -1,
    ipProtocol: -1,
    transport: 0,
    sourcePort: 0,
    targetPort: 0,
    inner: false,
    tcpFlags: 0,
    tcpSequence: 0,
    tcpAcknowledgement: 0,
    payloadAt: 0,
    payloadEnd: 0,
    payloadCut: 0,
    assembled: null,
    tunnelLink: 'none',
    tunnelAt: 0,
    tunnelEnd: 0,
  }
}

export function clearFrame(frame: Frame): void {
  frame.fault = ''
  frame.sourceMacAt = -1
  frame.targetMacAt = -1
  frame.vlan = -1
  frame.etherType = -1
  frame.networkAt = frame.networkEnd = 0
  frame.family = 0
  frame.ipProtocol = -1
  frame.transport = 0
  frame.inner = false
  frame.tcpFlags = 0
  frame.payloadAt = 0
  frame.payloadEnd = 0
  frame.payloadCut = 0
  frame.assembled = null
  frame.tunnelLink = 'none'
}

export const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1]
/** Signed: good for keys and comparison, not for arithmetic. */
export const i32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
