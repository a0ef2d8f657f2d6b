import { randomInt } from 'node:crypto'
import { basename } from 'node:path'
import type { Inspection } from '#core/capture/inspection.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { createPacketFinder, type FoundPacket } from '#formats/capture/packet-finder.ts'
import type { Protocol } from '#formats/protocol.ts'
import { protocols } from '#formats/protocols.ts'
import { NotFound } from '#platform/errors.ts'
import { ouiVendor } from './oui.ts'
import { type ReadCaptureOptions, readCapture } from './read-capture.ts'

export interface InspectFileOptions extends ReadCaptureOptions {
  /** Empty for hosts and conversations only. */
  readonly protocols?: readonly Protocol[]
  readonly limits?: Partial<CaptureLimits>
  /** Printed instead of the path's last part. */
  readonly name?: string
}

/**
 * Reads one capture file (pcap, pcapng, either in gzip) from disk in bounded memory.
 * @throws BadInput when there is no such file; what is wrong inside it is told in `capture.faults`.
 */
export async function inspectFile(path: string, options: InspectFileOptions = {}): Promise<Inspection> {
  const inspector = createInspector({
    protocols: options.protocols ?? protocols,
    ouiVendor,
    file: options.name ?? basename(path),
    seed: randomInt(2 ** 31),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  const damage = await readCapture(
    path,
    (chunk) => {
      inspector.push(chunk)
      return false
    },
    options,
  )
  if (damage !== '') inspector.fault(damage)
  return inspector.finish()
}

/**
 * Reads packet `number` (from 1) of a capture file and takes it apart.
 * @throws BadInput when there is no such file, NotFound when it holds no such packet.
 */
export async function packetOf(path: string, number: number, options: ReadCaptureOptions = {}): Promise<FoundPacket> {
  const finder = createPacketFinder(number, protocols)
  await readCapture(path, finder.push, options)
  const found = finder.found()
  if (found === null) throw new NotFound(`${basename(path)} holds no packet ${number}`)
  return found
}
