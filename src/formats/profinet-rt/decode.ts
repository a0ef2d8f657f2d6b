import { u16be } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { fault, type Reading, toldAs, withIdentity } from '../reading.ts'
import { telling } from '../telling.ts'
import { alarmOf, isAlarm, isCyclic, isPtcp, rtOf } from './functions.ts'

const name = 'profinet-rt'
const clockName = 'profinet-ptcp'
/** One reading per FrameID that was met, so that cyclic traffic allocates nothing. A capture has a few hundred. */
const mostKnown = 4096
const plain = new Map<number, Reading>()

function plainReading(frameId: number): Reading {
  const known = plain.get(frameId)
  if (known !== undefined) return known
  const reading = toldAs(isPtcp(frameId) ? clockName : name, telling('event', rtOf(frameId)))
  if (plain.size < mostKnown) plain.set(frameId, reading)
  return reading
}

const alarms = new Map<number, WireFunction>()
function alarmFunction(frameId: number, pduType: number, alarmType: number): WireFunction {
  const key = ((frameId === 0xfc01 ? 0x100 : 0) + pduType) * 0x20000 + alarmType + 1
  const known = alarms.get(key)
  if (known !== undefined) return known
  const made = alarmOf(frameId, pduType, alarmType)
  if (alarms.size < mostKnown) alarms.set(key, made)
  return made
}

/** What a sender's frames last said about it: it is told again only when it changes. */
export interface RtState {
  status: number
}
export const rtState = (): RtState => ({ status: -1 })

/** DataStatus of IEC 61158-6-10, 4.2.2.4: the bits that say how the sender fares. */
const bits = { primary: 0x01, valid: 0x04, running: 0x10, healthy: 0x20 } as const
const telltale = bits.primary | bits.valid | bits.running | bits.healthy

function statusFacts(status: number): IdentityFact[] {
  return [
    { field: 'role', value: 'PROFINET cyclic data provider' },
    { field: 'providerState', value: (status & bits.running) === 0 ? 'stop' : 'run' },
    { field: 'dataStatus', value: (status & bits.valid) === 0 ? 'invalid' : 'valid' },
    { field: 'stationProblem', value: (status & bits.healthy) === 0 ? 'yes' : 'no' },
    { field: 'redundancyState', value: (status & bits.primary) === 0 ? 'backup' : 'primary' },
  ]
}

/** One RT frame, from its FrameID on. */
export function readRt(bytes: Uint8Array, start: number, end: number, state: RtState): Reading {
  const frameId = u16be(bytes, start)
  if (isCyclic(frameId)) {
    if (end - start < 6) return fault('cyclic data cut short')
    const status = bytes[end - 2]! & telltale
    if (status === state.status) return plainReading(frameId)
    state.status = status
    return withIdentity(plainReading(frameId), statusFacts(status))
  }
  if (!isAlarm(frameId)) return plainReading(frameId)
  return readAlarm(bytes, start, end, frameId)
}

const notifier: readonly IdentityFact[] = [{ field: 'deviceType', value: 'PROFINET IO device' }]

/**
 * RTA: FrameID, destination and source endpoint (2 each), PDUType, flags, send and acknowledge number (2 each), length (2),
 * then a notification block: type 1 or 2, length, version (2), AlarmType (2). Notifications come from IO devices.
 */
function readAlarm(bytes: Uint8Array, start: number, end: number, frameId: number): Reading {
  if (end - start < 14) return fault('alarm cut short')
  const pduType = bytes[start + 6]! & 0x0f
  const block = pduType === 1 && end - start >= 22 ? u16be(bytes, start + 14) : 0
  const notifies = block === 1 || block === 2
  const fn = alarmFunction(frameId, pduType, notifies ? u16be(bytes, start + 20) : -1)
  return toldAs(name, telling('event', fn, notifies ? notifier : undefined))
}
