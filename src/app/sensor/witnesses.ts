import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DescribedPacket } from '#areas/network/index.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import { createPacketFinder } from '#formats/capture/packet-finder.ts'
import { createCaptureReader } from '#formats/capture/reader.ts'
import { encodePcap } from '#formats/pcap/encode.ts'
import { protocols } from '#formats/protocols.ts'
import { removeHalfWritten, writeDurably } from '#platform/files/write-durably.ts'
import { shownPacket } from '../find-packet.ts'

/** Packets that slices name as their proof, kept where they were seen. They leave this machine only when one is asked for. */
export interface Witnesses {
  /** Keeps packets of a slice; the oldest slices' make room. */
  keep(seq: number, packets: readonly WitnessPacket[]): Promise<void>
  /** A packet by layers, secrets masked; null where it is no longer kept. */
  show(seq: number, number: number): Promise<DescribedPacket | null>
  bytes(): number
}

export interface WitnessPacket {
  /** In its slice, from 1. */
  readonly number: number
  readonly micros: number
  readonly link: number
  readonly wire: number
  readonly bytes: Uint8Array
}

/** Of one slice: more would be a second capture. */
const mostOfSlice = 2000

export async function openWitnesses(folder: string, limitBytes: number): Promise<Witnesses> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeHalfWritten(folder)
  const kept: { readonly seq: number; readonly size: number }[] = []
  for (const name of await readdir(folder)) {
    const seq = /^(\d{12})\.json$/.exec(name)?.[1]
    if (seq !== undefined) kept.push({ seq: Number(seq), size: (await stat(join(folder, name))).size })
  }
  kept.sort((a, b) => a.seq - b.seq)
  const pathOf = (seq: number) => join(folder, `${String(seq).padStart(12, '0')}.json`)
  const bytes = () => kept.reduce((sum, { size }) => sum + size, 0)
  return {
    bytes,
    async keep(seq, packets) {
      if (packets.length === 0) return
      const text = JSON.stringify(packets.map((packet) => ({ ...packet, bytes: base64(packet.bytes) })))
      if (text.length > limitBytes) return
      while (kept.length > 0 && bytes() + text.length > limitBytes) await rm(pathOf(kept.shift()!.seq), { force: true })
      await writeDurably(pathOf(seq), text)
      kept.push({ seq, size: text.length })
    },
    async show(seq, number) {
      const text = await readFile(pathOf(seq), 'utf8').catch(() => null)
      if (text === null) return null
      const all = JSON.parse(text) as (Omit<WitnessPacket, 'bytes'> & { readonly bytes: string })[]
      const packet = all.find((one) => one.number === number)
      if (!packet) return null
      const finder = createPacketFinder(1, protocols)
      const { micros: at, wire: wireLength, link: linkType } = packet
      finder.push(encodePcap([{ at, bytes: Buffer.from(packet.bytes, 'base64'), wireLength }], { linkType }))
      const found = finder.found()
      return found && shownPacket(found)
    },
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')

/** The packets that an inspection names. */
export function namedPackets({ devices, conversations, identities }: Inspection): ReadonlySet<number> {
  const named = new Set<number>()
  const add = (packets: Iterable<number>) => {
    for (const packet of packets) if (named.size < mostOfSlice) named.add(packet)
  }
  // Identities first: their packets say what a device is.
  add(identities.map(({ packet }) => packet))
  for (const device of devices) add(device.packetsSeen)
  for (const talk of conversations) add(talk.packetsSeen)
  return named
}

/** Picks packets out of a capture that is pushed once more. */
export function packetPicker(numbers: ReadonlySet<number>) {
  const picked: WitnessPacket[] = []
  const reader = createCaptureReader((bytes, start, end, wire, micros, link, number) => {
    if (numbers.has(number)) picked.push({ number, micros, link, wire, bytes: bytes.slice(start, end) })
  })
  return { push: reader.push, picked }
}
