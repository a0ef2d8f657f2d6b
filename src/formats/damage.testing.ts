import { existsSync, readdirSync } from 'node:fs'
import { encodeEthernet } from './ethernet/encode.ts'
import { encodeTcp, encodeUdp } from './ip/encode.ts'
import { be16, fromHex, fromText, le32, u16be } from './octets.ts'
import type { Protocol } from './protocol.ts'
import { protocols } from './protocols.ts'
import { below, type Random } from './traffic/random.ts'
import type { WireVector } from './wire-vector.ts'

const hmi = { ip: '10.0.0.1', mac: '00:50:56:00:00:01', port: 50_000 }
const plc = { ip: '10.0.0.2', mac: '00:1b:1b:00:00:02' }

/**
 * One frame for each message of every protocol's vectors, as its own network would carry it. `titles` of what had no protocol
 * to carry it are left out by name, so that a test can tell.
 */
export async function vectorFrames(): Promise<{
  readonly frames: readonly Uint8Array[]
  readonly seen: readonly string[]
}> {
  const formats = new URL('./', import.meta.url)
  const frames: Uint8Array[] = []
  const seen = new Set<string>()
  for (const folder of readdirSync(formats)) {
    const at = new URL(`${folder}/vectors.ts`, formats)
    if (!existsSync(at)) continue
    const lines = linesOf((await import(at.href)) as object)
    for (const protocol of await protocolsOf(new URL(`${folder}/`, formats))) {
      let sequence = 1000
      for (const line of lines) {
        const content = line[1] === line[0] ? fromText(line.slice(3)) : fromHex(line.slice(1))
        for (const frame of carried(protocol, content, line.startsWith('>'), sequence)) frames.push(frame)
        sequence += content.length
        seen.add(protocol.name)
      }
    }
  }
  return { frames, seen: [...seen] }
}

/** Some folders hold several: NetBIOS its names and its browser, DNS that of the local link. */
async function protocolsOf(folder: URL): Promise<readonly Protocol[]> {
  const files = readdirSync(folder).filter((file) => /^[^.]+\.ts$/.test(file))
  const exported = await Promise.all(files.map(async (file) => (await import(new URL(file, folder).href)) as object))
  // One over TCP and one over UDP stand in a list.
  const values = exported.flatMap((one) => (Object.values(one) as unknown[]).flat())
  return protocols.filter((protocol) => values.includes(protocol))
}

/** Every line of the vectors among what a module gives; other examples stand beside them. */
function linesOf(exported: object): readonly string[] {
  const lists = Object.values(exported).filter((value): value is readonly Partial<WireVector>[] => Array.isArray(value))
  return lists.flat().flatMap(({ exchange = [] }) => exchange)
}

function carried(protocol: Protocol, content: Uint8Array, toServer: boolean, sequence: number): Uint8Array[] {
  const [source, target] = toServer ? [hmi, plc] : [plc, hmi]
  const ends = { source: source.ip, target: target.ip }
  const port = protocol.ports[0] ?? 40_000
  const [sourcePort, targetPort] = toServer ? [hmi.port, port] : [port, hmi.port]
  const ethernet = (packet: Uint8Array) => encodeEthernet(target.mac, source.mac, 0x0800, packet)
  return protocol.transports.map((transport) => {
    if (transport === 'udp') return ethernet(encodeUdp(ends, sourcePort, targetPort, content))
    if (transport === 'tcp') {
      const segment = { sourcePort, targetPort, sequence, acknowledgement: 0, flags: 0x18 }
      return ethernet(encodeTcp(ends, segment, content))
    }
    const type = protocol.etherTypes?.[0] ?? 0
    // Service access points stand in an 802.3 frame with LLC, others behind an ethertype.
    if (type > 0x5ff) return encodeEthernet(target.mac, source.mac, type, content)
    const llc =
      type > 0xff ? Uint8Array.of(0xaa, 0xaa, 3, 0, 0, 0x0c, type >> 8, type & 255) : Uint8Array.of(type, type, 3)
    const body = new Uint8Array(llc.length + content.length)
    body.set(llc)
    body.set(content, llc.length)
    return encodeEthernet(target.mac, source.mac, body.length, body)
  })
}

const edges = [0, 1, 0x7f, 0x80, 0xfe, 0xff]

/** A frame with something wrong in it: bits, numbers at their edges, pieces cut, doubled, or taken from another frame. */
export function damaged(random: Random, frames: readonly Uint8Array[]): Uint8Array {
  let frame = frames[below(random, frames.length)]!.slice()
  // Some go on in the conversation of those before, and meet its state; most begin one of their own, and are looked at afresh.
  if (random() < 0.7)
    for (const at of [34, 36]) if (u16be(frame, at) === hmi.port) frame.set(be16(49_152 + below(random, 16_384)), at)
  for (let i = below(random, 7); i > 0 && frame.length > 0; i--) {
    // Mostly behind the headers: there is more to get wrong.
    const from = random() < 0.2 ? 0 : Math.min(frame.length - 1, 34)
    const at = from + below(random, frame.length - from)
    const kind = random()
    if (kind < 0.35) frame[at]! ^= 1 << below(random, 8)
    else if (kind < 0.6) frame[at] = edges[below(random, edges.length)]!
    else if (kind < 0.7) frame.fill(edges[below(random, edges.length)]!, at, at + 1 + below(random, 8))
    else if (kind < 0.8) frame = frame.slice(0, at)
    else {
      const other = kind < 0.9 ? frame : frames[below(random, frames.length)]!
      const begin = below(random, other.length)
      const piece = other.subarray(begin, begin + 1 + below(random, 200))
      const longer = new Uint8Array(Math.min(4000, frame.length + piece.length))
      longer.set(frame.subarray(0, at))
      longer.set(piece.subarray(0, longer.length - at), at)
      longer.set(
        frame.subarray(at, at + Math.max(0, longer.length - at - piece.length)),
        Math.min(longer.length, at + piece.length),
      )
      frame = longer
    }
  }
  return frame
}

/** A pcap record of a frame. */
export function recordOf(frame: Uint8Array, milliseconds: number): Uint8Array {
  const seconds = Math.floor(milliseconds / 1000)
  const record = new Uint8Array(16 + frame.length)
  record.set([
    ...le32(1_790_000_000 + seconds),
    ...le32((milliseconds % 1000) * 1000),
    ...le32(frame.length),
    ...le32(frame.length),
  ])
  record.set(frame, 16)
  return record
}

/** The head of a pcap file with Ethernet frames. */
export const pcapHead = fromHex('d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000')
