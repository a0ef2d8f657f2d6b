import { crc16 } from '../crc16.ts'
import { u16le } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault } from '../reading.ts'
import { modbus } from './decode.ts'
import { fits } from './shape.ts'

/** Modbus over serial line 1.02, §2.5.1: unit, PDU, CRC-16 (low octet first); 256 octets at most, units 1 to 247. */
const around = 3
const longest = 256
const highestUnit = 247
/** The CRC is 16 bits only: functions of which the length can be told, and whose PDU has one that its function can have. */
const functions: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43]

const isClosed = (bytes: Uint8Array, start: number, end: number): boolean =>
  crc16(bytes, start, end - 2, 0xffff) === u16le(bytes, end - 2)

function isFrame(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start - around
  const unit = bytes[start]!
  const code = bytes[start + 1]!
  if (size < 1 || size > longest - around || unit < 1 || unit > highestUnit || !functions.includes(code & 0x7f)) {
    return false
  }
  const isShaped =
    code >= 0x80 ? size === 2 && bytes[start + 2]! >= 1 && bytes[start + 2]! <= 11 : fits(bytes, start + 1, size, code)
  return isShaped && isClosed(bytes, start, end)
}

/** A frame does not say its length: it ends where its CRC fits. Several may stand in a segment. */
function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (isFrame(bytes, start, end)) return end - start
  const last = Math.min(end, start + longest)
  for (let stop = start + 4; stop <= last; stop++) if (isFrame(bytes, start, stop)) return stop - start
  return end - start >= longest || !functions.includes((bytes[start + 1] ?? 1) & 0x7f) ? -1 : 0
}

const header = 7
/** A frame as Modbus/TCP; read at once, then filled anew: polling allocates nothing. */
const scratch = new Uint8Array(header + longest)

function open(): ProtocolSession {
  const session = modbus.session()
  return {
    read(bytes, start, end, toServer) {
      const length = isFrame(bytes, start, end) ? end - start : lengthAt(bytes, start, end)
      if (length <= 0) return fault('Modbus RTU frame cut short')
      const size = length - around
      scratch.fill(0, 0, 4)
      scratch[4] = (size + 1) >> 8
      scratch[5] = (size + 1) & 0xff
      scratch[6] = bytes[start]!
      scratch.set(bytes.subarray(start + 1, start + 1 + size), header)
      return session.read(scratch, 0, header + size, toServer)
    },
  }
}

/** Modbus RTU frames in TCP or UDP, as serial device servers send them, without the header of Modbus/TCP. */
export const modbusRtu: Protocol = {
  name: 'modbus',
  transports: ['tcp', 'udp'],
  ports: [502, 4001, 10001],
  recognises: (bytes, start, end) => end - start >= 4 && isFrame(bytes, start, end),
  lengthAt,
  session: open,
}
