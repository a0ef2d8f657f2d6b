import { NotFound } from '#platform/errors.ts'
import type { DescribedPacket, NetworkContext } from './context.ts'
import { loadSensorOfDay, wantPacket } from './sensor-store.ts'

/** Whether a capture is what a sensor saw on a day; its packets are with the sensor. */
export const isSensorDay = (captureId: string) => captureId.startsWith('sensor-')

/**
 * A packet that a sensor counted. The sensor keeps a few of them for a while, and tells one when it is wanted: whoever looks
 * first asks, and finds it there a minute later. Throws `NotFound`, with what is to be expected.
 */
export async function packetOfSensor(
  { db, clock }: Pick<NetworkContext, 'db' | 'clock'>,
  capture: { readonly id: string; readonly fileName: string },
  packet: number,
): Promise<DescribedPacket> {
  const sensor = await loadSensorOfDay(db, capture.id)
  const found = sensor === null ? null : await wantPacket(db, sensor.id, capture.id, packet, clock.now().toISOString())
  if (found?.described) return found.described
  if (found === null) throw new NotFound(`packet ${packet} of ${capture.fileName} is no longer known to its sensor`)
  if (found.told) {
    throw new NotFound(`the sensor ${sensor?.name} no longer keeps packet ${packet} of ${capture.fileName}`)
  }
  throw new NotFound(
    `packet ${packet} of ${capture.fileName} lies with the sensor ${sensor?.name}, which has been asked for it: look again in a minute`,
  )
}
