import type { DescribedPacket } from '#areas/network/index.ts'
import { createPacketFinder, type FoundPacket } from '#formats/capture/packet-finder.ts'
import { secretRanges, typedRange } from '#formats/capture/secrets.ts'
import { protocols } from '#formats/protocols.ts'
import { readCapture } from './read-capture.ts'

/** Reads one packet of a capture file and shows it layer by layer; secrets in clear are blanked before they leave. */
export async function findPacket(path: string, number: number): Promise<DescribedPacket | null> {
  const finder = createPacketFinder(number, protocols)
  await readCapture(path, (chunk) => finder.push(chunk))
  const found = finder.found()
  return found && shownPacket(found)
}

/** Named from the tables of their protocol, not out of the bytes: what is done with a password may be told. */
const named = new Set(['Request', 'Response', 'Event', 'Fault', 'Unit'])

/** A packet layer by layer; secrets in clear are blanked. */
export function shownPacket(found: FoundPacket): DescribedPacket {
  const masked = found.layers.flatMap((layer) =>
    layer.fields.length === 0 || layer === found.layers.at(-1) ? secretRanges(found.bytes, layer.from, layer.to) : [],
  )
  const typed = typedRange(found.layers, found.bytes.length)
  if (typed !== null) masked.push(typed)
  const words = masked.map(({ offset, length }) => Buffer.from(found.bytes).toString('latin1', offset, offset + length))
  const shown = found.bytes.slice()
  for (const { offset, length } of masked) shown.fill(0x2a, offset, offset + length)
  const hides = (name: string, value: string, from: number, to: number) =>
    masked.some(
      (secret, place) =>
        from < secret.offset + secret.length &&
        secret.offset < to &&
        (secret === typed || !named.has(name) || value.includes(words[place]!)),
    )
  return {
    at: found.time,
    lengthOnWire: found.wireLength,
    lengthCaptured: found.bytes.length,
    layers: found.layers.map((layer) => ({
      protocol: layer.name,
      offset: layer.from,
      length: layer.to - layer.from,
      fields: layer.fields.map(({ name, value, from, to }) => ({
        name,
        value: hides(name, value, from, to) ? '••••' : value,
        offset: from,
        length: to - from,
      })),
    })),
    hex: Buffer.from(shown).toString('hex'),
    masked,
    faults: found.fault ? [{ offset: null, reason: found.fault }] : [],
  }
}
