import { createCalls } from '../calls.ts'
import { crc16 } from '../crc16.ts'
import { u16le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { errorIndicator, isOpcode, opcodeOf, signal, systemConfig, types } from './functions.ts'

const callFor = createCalls()

/** Destination (unit, group), source (unit, group), opcode, length, data, CRC-16 (2). */
const around = 8
const pendingLimit = 64

const lengthAt = (bytes: Uint8Array, start: number, end: number): number =>
  end - start < 6 ? 0 : isOpcode(bytes[start + 4]!) ? around + bytes[start + 5]! : -1

/**
 * A known opcode, and the CRC where the length says that it is; its seed is a setting of the device: ffff or 0. Of zeros the
 * latter is zero as well: GE SRTP opens with them, and they are no sign.
 */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthAt(bytes, start, end)
  const stop = start + length
  if (length <= 0 || stop > end) return false
  const sum = u16le(bytes, stop - 2)
  return crc16(bytes, start, stop - 2, 0xffff) === sum || (sum !== 0 && crc16(bytes, start, stop - 2) === sum)
}

function open(): ProtocolSession {
  /** Address of the endpoint: the one that was spoken to first. Others (a radio network behind it) are devices of their own. */
  let own = -1
  const asked: number[] = []

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('ROC message cut short')
      const at = toServer ? start : start + 2
      const address = (bytes[at]! << 8) | bytes[at + 1]!
      if (own < 0) own = address
      const unit = address === own ? undefined : `${bytes[at]}.${bytes[at + 1]}`
      const opcode = bytes[start + 4]!
      if (opcode === errorIndicator) {
        const refused = asked.shift() ?? errorIndicator
        return callFor(opcodeOf(refused), unit).refusal
      }
      const call = callFor(opcodeOf(opcode), unit)
      if (toServer) {
        if (asked.length >= pendingLimit) asked.shift()
        asked.push(opcode)
        return call.request
      }
      const place = asked.indexOf(opcode)
      if (place >= 0) asked.splice(0, place + 1)
      if (opcode === signal) return call.event
      const identity = opcode === systemConfig ? configFacts(bytes, start + 6, start + length - 2) : []
      return withIdentity(call.response, identity)
    },
  }
}

/** System Config of ROC Plus: mode (0 firmware update, 1 run), …, subtype, twelve reserved octets, type at 18. */
function configFacts(bytes: Uint8Array, at: number, stop: number): IdentityFact[] {
  if (stop - at < 20) return []
  const model = types.get(bytes[at + 18]!)
  const mode = bytes[at] === 0 ? 'Firmware update' : bytes[at] === 1 ? 'Run' : ''
  return [
    ...(model === undefined
      ? []
      : [
          { field: 'vendor', value: 'Emerson' },
          { field: 'model', value: model },
        ]),
    ...(mode === '' ? [] : [{ field: 'runState', value: mode }]),
  ]
}

/** ROC and ROC Plus: Emerson's flow computers and remote controllers. */
export const roc: Protocol = {
  name: 'roc',
  transports: ['tcp', 'udp'],
  ports: [4000],
  recognises,
  lengthAt,
  session: open,
}
