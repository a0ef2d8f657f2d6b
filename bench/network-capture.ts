import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { createCaptureReader } from '#formats/capture/reader.ts'
import { encodePcap } from '#formats/pcap/encode.ts'
import { trafficOf } from '#formats/traffic/encode.ts'

interface Kept {
  readonly at: number
  readonly bytes: Uint8Array
}

const shared = new URL('../../shared/captures/', import.meta.url)
const minutes = 60_000_000

/**
 * Writes an Ethernet capture by repeating real ones (those of ../shared where it is there, else traffic of our encoders):
 * each time with other addresses and at a later time, so that the number of hosts grows as well. Says what it repeated.
 */
export function writeLargeCapture(path: string, targetBytes: number): string {
  const base = existsSync(shared) ? sharedPackets() : described()
  base.sort((a, b) => a.at - b.at)
  const file = openSync(path, 'w')
  writeSync(file, encodePcap([]))
  let written = 24
  let repetition = 0
  for (; written < targetBytes; repetition++) {
    const start = 1_700_000_000_000_000 + repetition * 11 * minutes
    const packets = base.map(({ at, bytes }) => ({ at: start + at, bytes: moved(bytes, repetition) }))
    const part = encodePcap(packets).subarray(24)
    writeSync(file, part)
    written += part.length
  }
  closeSync(file)
  const source = existsSync(shared) ? 'the captures of ../shared' : 'traffic of our own encoders'
  return `${repetition} repetitions of ${base.length} packets from ${source}`
}

function sharedPackets(): Kept[] {
  const packets: Kept[] = []
  for (const entry of readdirSync(shared, { recursive: true, withFileTypes: true })) {
    if (!/\.pcap(ng)?$/.test(entry.name)) continue
    let first: number | undefined
    const reader = createCaptureReader((bytes, start, end, _, micros, linkType) => {
      if (linkType !== 1) return
      first ??= micros
      packets.push({ at: Math.abs(micros - first) % (10 * minutes), bytes: bytes.slice(start, end) })
    })
    reader.push(new Uint8Array(readFileSync(`${entry.parentPath}/${entry.name}`)))
  }
  return packets
}

function described(): Kept[] {
  const hosts = Array.from({ length: 60 }, (_, i) => ({
    key: `h${i}`,
    ip: `10.0.${i >> 4}.${10 + i}`,
    mac: `00:1b:1b:00:00:${(i + 16).toString(16)}`,
  }))
  const spoken = ['modbus', 's7comm', 'enip', 'tls', 'dns', 'smb'] as const
  const packets = trafficOf({
    seed: 5,
    utcOffsetMinutes: 0,
    hosts,
    conversations: hosts.slice(1).map((host, i) => {
      const protocol = spoken[i % spoken.length]!
      const deeds =
        i % spoken.length < 3 ? [{ does: 'read' as const, times: 200 }] : [{ does: 'exchange' as const, times: 40 }]
      const days = { firstDay: '2026-10-01', lastDay: '2026-10-01', sessionsPerDay: 10 }
      return { client: 'h0', server: host.key, protocol, deeds, ...days }
    }),
  })
  const first = packets[0]!.at
  return packets.map(({ at, bytes }) => ({ at: (at - first) % (10 * minutes), bytes }))
}

/** Other addresses: the fifth octet of MACs, the second of IPv4 addresses. Checksums are left as they are: nobody here reads them. */
function moved(packet: Uint8Array, repetition: number): Uint8Array {
  if (packet.length < 34) return packet
  const bytes = packet.slice()
  for (const at of [0, 6]) if ((bytes[at]! & 1) === 0) bytes[at + 4] = bytes[at + 4]! + repetition
  const isTagged = bytes[12] === 0x81 && bytes[13] === 0
  const ip = isTagged ? 18 : 14
  if (bytes[ip - 2] === 8 && bytes[ip - 1] === 0 && bytes[ip]! >> 4 === 4 && bytes.length >= ip + 20) {
    for (const at of [ip + 12, ip + 16]) if (bytes[at]! < 224) bytes[at + 1] = bytes[at + 1]! + repetition
  }
  return bytes
}
