import { randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SensorSlice } from '#contract/sensor-slice.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import type { ServerMemory } from '#core/capture/server-memory.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { protocols } from '#formats/protocols.ts'
import { ouiVendor } from '../oui.ts'
import { readCapture } from '../read-capture.ts'
import { namedPackets, packetPicker, type WitnessPacket } from './witnesses.ts'

const pack = promisify(gzip)

/** Of one slice: what a server takes in one piece. Beyond it packets are counted as such, and said so. */
const limits: Partial<CaptureLimits> = { flows: 200_000, conversations: 50_000, addresses: 50_000, sightings: 50_000 }

export interface TakenSlice {
  readonly packets: number
  readonly lastSeen: string | null
  /** A slice as it travels. */
  readonly bytes: Uint8Array
  readonly witnesses: readonly WitnessPacket[]
  /** What was wrong with the files, in words. */
  readonly faults: readonly string[]
}

/** Reads files that are one capture, and sums up what is in them. Twice: the second time for the packets it names. */
export async function takeSlice(paths: readonly string[], servers: ServerMemory): Promise<TakenSlice> {
  const inspector = createInspector({ protocols, ouiVendor, seed: randomInt(2 ** 31), limits, servers })
  for (const path of paths) {
    const damage = await readCapture(path, (chunk) => {
      inspector.push(chunk)
      return false
    })
    if (damage !== '') inspector.fault(damage)
  }
  const inspection = inspector.finish()
  const picker = packetPicker(namedPackets(inspection))
  for (const path of paths) {
    await readCapture(path, (chunk) => {
      picker.push(chunk)
      return false
    })
  }
  return {
    packets: inspection.capture.packets,
    lastSeen: inspection.capture.lastSeen,
    bytes: await pack(JSON.stringify(sliceOf(inspection))),
    witnesses: picker.picked,
    faults: inspection.capture.faults.map(({ reason, count }) =>
      count && count > 1 ? `${reason} (${count}×)` : reason,
    ),
  }
}

function sliceOf(inspection: Inspection): SensorSlice {
  const { firstSeen, lastSeen } = inspection.capture
  const now = new Date().toISOString()
  return {
    version: 1,
    from: firstSeen ?? now,
    to: lastSeen ?? now,
    inspection: inspection as unknown as SensorSlice['inspection'],
  }
}
