import { hex } from '../octets.ts'
import type { WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

type Range = readonly [from: number, to: number, name: string]

/** FrameIDs of IEC 61158-6-10, 4.2.2.1: what a frame is for. */
const ranges: readonly Range[] = [
  [0x0000, 0x007f, 'Time synchronisation'],
  [0x0080, 0x00ff, 'Clock synchronisation'],
  [0x0100, 0x06ff, 'Cyclic Data (RT class 3)'],
  [0x0700, 0x0fff, 'Cyclic Data (RT class 3, redundant)'],
  [0x1000, 0x2fff, 'Cyclic Data (RT class stream)'],
  [0x3000, 0x37ff, 'Cyclic Data (RT class stream, redundant)'],
  [0x8000, 0xbbff, 'Cyclic Data (RT class 2)'],
  [0xbc00, 0xbfff, 'Cyclic Data (RT class 2, multicast)'],
  [0xc000, 0xf7ff, 'Cyclic Data (RT class 1)'],
  [0xf800, 0xfbff, 'Cyclic Data (RT class 1, multicast)'],
  [0xfc01, 0xfc01, 'Alarm (high)'],
  [0xfe01, 0xfe01, 'Alarm (low)'],
  [0xfe02, 0xfe02, 'Remote service interface'],
  [0xff00, 0xff1f, 'Synchronisation announcement'],
  [0xff20, 0xff3f, 'Synchronisation follow-up'],
  [0xff40, 0xff5f, 'Line delay measurement'],
  [0xff80, 0xff8f, 'Fragment'],
]

/** Whether frames of this id end in APDU_Status: cycle counter, data status, transfer status. */
export const isCyclic = (frameId: number): boolean =>
  (frameId >= 0x0100 && frameId <= 0x0fff) || (frameId >= 0x8000 && frameId <= 0xfbff)
export const isAlarm = (frameId: number): boolean => frameId === 0xfc01 || frameId === 0xfe01

/** PTCP keeps the clocks of switches and devices alike: it makes nobody part of the cyclic exchange. */
export const isPtcp = (frameId: number): boolean => frameId <= 0x00ff || (frameId >= 0xff00 && frameId <= 0xff5f)

export function rtOf(frameId: number): WireFunction {
  const name = ranges.find(([from, to]) => frameId >= from && frameId <= to)?.[2] ?? 'Reserved frame'
  return wireFunction(hex(frameId, 4), name, 'other')
}

/** Low four bits of the PDUType of an RTA frame: IEC 61158-6-10, 4.7. */
const pduTypes = new Map<number, string>([
  [1, 'notification'],
  [2, 'refused'],
  [3, 'acknowledged'],
  [4, 'error'],
  [5, 'fragment'],
  [6, 'fragment acknowledged'],
])
/** AlarmType: what happened. */
const alarmTypes = new Map<number, string>([
  [0x01, 'diagnosis'],
  [0x02, 'process'],
  [0x03, 'pull'],
  [0x04, 'plug'],
  [0x05, 'status'],
  [0x06, 'update'],
  [0x07, 'media redundancy'],
  [0x08, 'controlled by supervisor'],
  [0x09, 'released'],
  [0x0a, 'plug of a wrong submodule'],
  [0x0b, 'return of submodule'],
  [0x0c, 'diagnosis gone'],
  [0x0e, 'port data changed'],
  [0x0f, 'sync data changed'],
  [0x10, 'isochronous mode problem'],
  [0x11, 'network component problem'],
  [0x12, 'time data changed'],
  [0x1e, 'upload and retrieval'],
  [0x1f, 'pull of module'],
])

/** An alarm by the kind of its PDU and, where it notifies, by what happened. */
export function alarmOf(frameId: number, pduType: number, alarmType: number): WireFunction {
  const what = pduTypes.get(pduType) ?? 'unknown'
  const which = alarmType < 0 ? '' : `, ${alarmTypes.get(alarmType) ?? 'manufacturer specific'}`
  const code = `${hex(frameId, 4)}/${pduType}${alarmType < 0 ? '' : `/${alarmType}`}`
  return wireFunction(code, `${frameId === 0xfc01 ? 'Alarm (high)' : 'Alarm (low)'} ${what}${which}`, 'other')
}
