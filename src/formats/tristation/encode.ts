import { crc16 } from '../crc16.ts'
import { fromText, join, le16 } from '../octets.ts'

const closed = (content: Uint8Array): Uint8Array => join(content, le16(crc16(content, 0, content.length)))

/** A message without a command: 1 connect, 2 connected, 4 disconnect, 3 disconnected. */
export const encodeTransport = (type: number): Uint8Array => closed(Uint8Array.of(type, 0, 0, 0))

function command(direction: 0 | 1, code: number, sequence: number, data: Uint8Array): Uint8Array {
  const size = 10 + data.length
  const sum = data.reduce((total, octet) => total + octet, 0) & 0xffff
  const head = [direction, direction, code & 0xff, sequence & 0xff, 0, 0]
  return closed(join([5, 0], le16(size), head, le16(sum), le16(size), data))
}

export const encodeCommand = (code: number, sequence: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  command(0, code, sequence, data)
export const encodeAnswer = (code: number, sequence: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  command(1, code, sequence, data)

export interface CpStatus {
  /** 0 stop, 1 program, 2 run, 3 remote. */
  readonly key: number
  /** 0 running, 1 halted, 2 paused. */
  readonly run: number
  readonly project: string
  readonly version: readonly [major: number, minor: number]
}

/** Data of the answer (108) to Get CP Status. */
export function cpStatusData({ key, run, project, version }: CpStatus): Uint8Array {
  const data = new Uint8Array(186)
  data[7] = key
  data[8] = run
  data.set([...le16(version[1]), ...le16(version[0])], 56)
  data.set(fromText(project).subarray(0, 8), 64)
  return data
}

/** Data of the answer (106) to Attach Tricon: version of a Tricon with main processors 3008. */
export const attachedData = (major: number, minor: number): Uint8Array => Uint8Array.of(0, 0, 0, major, minor)
