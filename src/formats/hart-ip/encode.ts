import { be16, be32, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** `type`: 0 request, 1 response, 2 publish; `id`: 0 initiate, 1 close, 2 keep alive, 3 pass through, 4 direct. */
export const encodeHartIp = (type: number, id: number, sequence: number, body: Octets = []): Uint8Array =>
  join([1, type, id, 0], be16(sequence), be16(8 + body.length), body)

export const initiate = (milliseconds: number): Uint8Array => join([1], be32(milliseconds))

/** A token-passing PDU to the unique address of five octets, or to polling address 0. */
export function tokenPdu(
  frame: 'request' | 'answer' | 'burst',
  unique: readonly number[] | undefined,
  command: number,
  data: Octets,
): Uint8Array {
  const type = { request: 2, answer: 6, burst: 1 }[frame]
  const address = unique === undefined ? [0x80] : [unique[0]! | 0x80, ...unique.slice(1)]
  const body = join([type | (unique === undefined ? 0 : 0x80)], address, [command, data.length], data)
  return join(body, [body.reduce((check, octet) => check ^ octet, 0)])
}

/** The same without a check, as command 77 carries it behind card, channel and preambles. */
export const toSubDevice = (pdu: Uint8Array): Uint8Array => join([1, 2, 5], pdu.subarray(0, -1))

export interface WrittenDevice {
  readonly maker: number
  readonly type: number
  readonly id: number
  readonly revision: number
  readonly software: number
  readonly isBridge: boolean
}

const id24 = (id: number): number[] => be32(id).slice(1)
export const uniqueAddress = ({ type, id }: WrittenDevice): number[] => [...be16(type & 0x3fff), ...id24(id)]

/** Answer to command 0 in the form of HART 7, with response code and status. */
export const identifier = (said: WrittenDevice): Uint8Array =>
  join(
    [0, 0, 254],
    be16(said.type),
    [5, 7, said.revision, said.software, 8, said.isBridge ? 4 : 0],
    id24(said.id),
    [5, 4, 0, 1, 0],
    be16(said.maker),
    be16(said.maker),
    [1],
  )

/** Capital letters, figures and signs, four in three octets. */
export function packText(said: string, length: number): Uint8Array {
  const six = Array.from(said.padEnd(length, ' ').slice(0, length), (letter) => letter.charCodeAt(0) & 0x3f)
  const packed: number[] = []
  for (let i = 0; i < length; i += 4) {
    const [a, b, c, d] = six.slice(i, i + 4) as [number, number, number, number]
    packed.push(((a << 2) | (b >> 4)) & 0xff, ((b << 4) | (c >> 2)) & 0xff, ((c << 6) | d) & 0xff)
  }
  return Uint8Array.from(packed)
}

export const tagAnswer = (tag: string, descriptor: string): Uint8Array =>
  join([0, 0], packText(tag, 8), packText(descriptor, 16), [1, 1, 120])

export function longTagAnswer(tag: string): Uint8Array {
  const data = new Uint8Array(34)
  data.set(fromText(tag).subarray(0, 32), 2)
  return data
}

/** Answer to command 84. */
export function subDeviceSummary(index: number, said: WrittenDevice, tag: string): Uint8Array {
  const padded = new Uint8Array(32)
  padded.set(fromText(tag).subarray(0, 32))
  const head = [...be16(index), 0, 1, ...be16(said.maker), ...be16(said.type), ...id24(said.id), 7]
  return join([0, 0], head, padded, [said.revision, 1], be16(said.maker))
}

/** Direct PDU of version 2: commands with their data. */
export const directPdu = (commands: readonly (readonly [command: number, data: Octets])[]): Uint8Array =>
  join([0, 0], ...commands.flatMap(([command, data]) => [be16(command), [data.length], data]))
