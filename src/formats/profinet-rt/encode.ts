import { be16, join } from '../octets.ts'

/** 0x35: primary, valid, running, no problem. */
export const healthyStatus = 0x35

/** Cyclic data with its APDU_Status; never shorter than 40 octets of data. */
export function cyclicData(frameId: number, cycle: number, status: number, data: Uint8Array): Uint8Array {
  const padding = new Uint8Array(Math.max(0, 40 - data.length))
  return join(be16(frameId), data, padding, be16(cycle), [status, 0])
}

/** An alarm notification (low priority) about a submodule. */
export function alarmNotification(alarmType: number, slot: number, subslot: number): Uint8Array {
  const block = join(
    be16(2),
    be16(22),
    [1, 0],
    be16(alarmType),
    [0, 0, 0, 0],
    be16(slot),
    be16(subslot),
    new Uint8Array(10),
  )
  return join(be16(0xfe01), be16(1), be16(1), [0x11, 0x11], be16(0), be16(0xffff), be16(block.length), block)
}
