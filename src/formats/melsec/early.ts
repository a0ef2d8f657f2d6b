import { createCalls } from '../calls.ts'
import { hex, u16le } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { earlyOf } from './functions.ts'

/** 1E (SH-080008, §18): subheader, PC number, monitoring timer (2), data. The answer: subheader + 0x80, end code, data. */
const header = 4
const ended = 0
const abnormal = 0x5b

/** Device codes, two letters of which the second comes first: `D ` is 20 44. */
const devices = new Set([
  0x4420, 0x5220, 0x5720, 0x4220, 0x4d20, 0x4c20, 0x5320, 0x4620, 0x5820, 0x5920, 0x544e, 0x5453, 0x5443, 0x434e,
  0x4353, 0x4343,
])

/** Only batch reads and writes show by themselves that they are: a device, a number of points, and the length that follows. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const subheader = bytes[start]!
  const held = end - start
  if (subheader > 3 || held < 12 || u16le(bytes, start + 2) > 0x1000) return false
  if (bytes[start + 1] !== 0xff && (bytes[start + 1]! < 1 || bytes[start + 1]! > 64)) return false
  if (!devices.has(u16le(bytes, start + 8)) || bytes[start + 11] !== 0) return false
  const points = bytes[start + 10] === 0 ? 256 : bytes[start + 10]!
  if (subheader < 2) return held === 12
  return held === 12 + (subheader === 3 ? 2 * points : (points + 1) >> 1)
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  // There is no length in it: a segment is a message.
  if (end - start < 2) return 0
  return earlyOf(bytes[start]!) === undefined ? -1 : end - start
}

const callFor = createCalls('melsec')

function open(): ProtocolSession {
  let unit: string | undefined

  return {
    read(bytes, start, end) {
      const fn = end - start < 2 ? undefined : earlyOf(bytes[start]!)
      if (fn === undefined) return fault('1E message cut short')
      if (bytes[start]! < 0x80) {
        if (end - start < header) return fault('1E message cut short')
        unit = bytes[start + 1] === 0xff ? undefined : String(bytes[start + 1])
        return callFor(fn, unit).request
      }
      const call = callFor(fn, unit)
      if (bytes[start + 1] === abnormal || bytes[start + 1] !== ended) return call.refusal
      if (fn.operation !== 'identify' || end - start < 3) return call.response
      const identity = [
        { field: 'vendor', value: 'Mitsubishi Electric' },
        { field: 'modelCode', value: hex(bytes[start + 2]!, 2) },
      ]
      return withIdentity(call.response, identity)
    },
  }
}

/** MC protocol with the frame 1E of the A and FX series: too bare to be looked for on every port. */
export const melsecEarly: Protocol = {
  name: 'melsec',
  transports: ['tcp', 'udp'],
  ports: [1025, 1026, 5000, 5001, 5002, 5006, 5007, 5010, 5551, 5556],
  onlyOnPorts: true,
  recognises,
  lengthAt,
  session: open,
}
