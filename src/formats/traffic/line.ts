import { encodeArp, encodeEthernet } from '../ethernet/encode.ts'
import { encodeTcp, encodeUdp } from '../ip/encode.ts'
import type { CapturedPacket } from '../pcap/encode.ts'
import type { DescribedHost } from './described.ts'
import type { Word } from './dialogue.ts'
import { below, type Random } from './random.ts'

const mss = 1460
const fin = 1
const syn = 2
const rst = 4
const push = 8
const ack = 16

/** A host as the tap sees it: its own address, but the router's card where it stands behind one. */
export interface Seen {
  readonly ip: string
  readonly mac: string
  readonly vlan: number | undefined
  readonly ttl: number
  readonly isRouted: boolean
}

export function seenFrom(host: DescribedHost, hosts: ReadonlyMap<string, DescribedHost>): Seen {
  const router = host.via === undefined ? undefined : hosts.get(host.via)
  if (host.via !== undefined && router === undefined) throw new RangeError(`no host ${host.via} to go through`)
  const windows = host.mac.startsWith('00:50:56') || host.via !== undefined
  return {
    ip: host.ip,
    mac: router?.mac ?? host.mac,
    vlan: host.vlan,
    ttl: (windows ? 128 : 64) - (router === undefined ? 0 : 1),
    isRouted: router !== undefined,
  }
}

/** The wire between two hosts: what it carries is added to `packets` in the order of a clock that only goes forward. */
export interface Line {
  /** Microseconds since 1970-01-01 UTC; set forward before each session. */
  now: number
  readonly client: Seen
  readonly server: Seen
}

/** Half a millisecond to two, as a switched network takes. */
const step = (line: Line, random: Random): number => {
  line.now += 200 + below(random, 1500)
  return line.now
}

const frame = (line: Line, toServer: boolean, packet: Uint8Array): Uint8Array => {
  const [from, to] = toServer ? [line.client, line.server] : [line.server, line.client]
  return encodeEthernet(to.mac, from.mac, 0x0800, packet, from.vlan ?? to.vlan)
}

/** The client finds the server's card; only where both stand on the same segment. */
export function resolve(line: Line, random: Random, packets: CapturedPacket[]): void {
  const { client, server } = line
  if (client.isRouted || server.isRouted) return
  packets.push({ at: step(line, random), bytes: encodeArp(true, client, server, client.vlan) })
  packets.push({ at: step(line, random), bytes: encodeArp(false, server, client, server.vlan) })
}

/** One frame without IP, to the other end or to the protocol's group. */
export function onSegment(
  line: Line,
  random: Random,
  { toServer, bytes, toAll }: Word,
  { etherType, group }: { readonly etherType: number; readonly group: string },
  packets: CapturedPacket[],
): void {
  const [from, to] = toServer ? [line.client, line.server] : [line.server, line.client]
  const target = toAll ? group : to.mac
  packets.push({
    at: step(line, random),
    bytes: encodeEthernet(target, from.mac, etherType, bytes, from.vlan ?? to.vlan),
  })
}

/** One datagram. */
export function datagram(
  line: Line,
  random: Random,
  ports: readonly [client: number, server: number],
  toServer: boolean,
  content: Uint8Array,
  packets: CapturedPacket[],
): void {
  const [from, to] = toServer ? [line.client, line.server] : [line.server, line.client]
  const [source, target] = toServer ? ports : [ports[1], ports[0]]
  const ends = { source: from.ip, target: to.ip, ttl: from.ttl, identification: below(random, 65536) }
  packets.push({
    at: step(line, random),
    bytes: frame(line, toServer, encodeUdp(ends, source, target, content)),
  })
}

/** One TCP connection with its numbers. */
export interface Connection {
  open(): void
  send(toServer: boolean, content: Uint8Array): void
  /** The last word is acknowledged by the client without data. */
  settle(): void
  close(): void
  /** The opening is sent and refused, or sent three times and never answered. */
  refuse(): void
  ignore(): void
}

export function connection(
  line: Line,
  random: Random,
  clientPort: number,
  serverPort: number,
  packets: CapturedPacket[],
): Connection {
  const next = { client: below(random, 2 ** 32), server: below(random, 2 ** 32) }
  let identification = below(random, 65536)

  const segment = (toServer: boolean, flags: number, content: Uint8Array = new Uint8Array()): void => {
    const [from, to] = toServer ? [line.client, line.server] : [line.server, line.client]
    identification = (identification + 1) & 0xffff
    const ends = { source: from.ip, target: to.ip, ttl: from.ttl, identification }
    const header = {
      sourcePort: toServer ? clientPort : serverPort,
      targetPort: toServer ? serverPort : clientPort,
      sequence: toServer ? next.client : next.server,
      acknowledgement: flags & ack ? (toServer ? next.server : next.client) : 0,
      flags,
    }
    packets.push({ at: step(line, random), bytes: frame(line, toServer, encodeTcp(ends, header, content)) })
    const sent = content.length + (flags & (syn | fin) ? 1 : 0)
    if (toServer) next.client = (next.client + sent) % 2 ** 32
    else next.server = (next.server + sent) % 2 ** 32
  }

  return {
    open() {
      segment(true, syn)
      segment(false, syn | ack)
      segment(true, ack)
    },
    send(toServer, content) {
      for (let at = 0; at < content.length; at += mss)
        segment(toServer, at + mss < content.length ? ack : push | ack, content.subarray(at, at + mss))
    },
    settle: () => segment(true, ack),
    close() {
      segment(true, fin | ack)
      segment(false, fin | ack)
      segment(true, ack)
    },
    refuse() {
      segment(true, syn)
      segment(false, rst | ack)
    },
    ignore() {
      const sequence = next.client
      for (const wait of [0, 1_000_000, 2_000_000]) {
        line.now += wait
        next.client = sequence
        segment(true, syn)
      }
    },
  }
}
