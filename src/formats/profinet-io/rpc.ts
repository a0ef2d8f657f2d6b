import { u16be, u16le, u32be, u32le } from '../octets.ts'

/**
 * Connectionless DCE/RPC (C706, 12.5.2.1): version, packet type, flags (2), data representation (3), serial, object (16),
 * interface (16), activity (16), boot time, interface version, sequence (4 each), operation, hints (2 each), length of the
 * body, fragment number (2), authentication, serial.
 */
export const rpcHeader = 80
export const packetTypes = { request: 0, ping: 1, response: 2, fault: 3, reject: 6, last: 10 } as const
const flags = { last: 0x02, fragment: 0x04 } as const

export const isLittleEndian = (bytes: Uint8Array, start: number): boolean => bytes[start + 4]! >> 4 === 1
export const rpc16 = (bytes: Uint8Array, start: number, at: number): number =>
  isLittleEndian(bytes, start) ? u16le(bytes, start + at) : u16be(bytes, start + at)
export const u32 = (bytes: Uint8Array, at: number, little: boolean): number =>
  little ? u32le(bytes, at) : u32be(bytes, at)

export const bodyLength = (bytes: Uint8Array, start: number): number => rpc16(bytes, start, 74)

/** Whether the UUID at `at` is this one, in the byte order of the packet. The last eight octets have only one. */
function isUuid(bytes: Uint8Array, at: number, little: boolean, uuid: readonly number[]): boolean {
  const order = little ? [3, 2, 1, 0, 5, 4, 7, 6] : [0, 1, 2, 3, 4, 5, 6, 7]
  for (let i = 0; i < 8; i++) if (bytes[at + i] !== uuid[order[i]!]) return false
  for (let i = 8; i < uuid.length; i++) if (bytes[at + i] !== uuid[i]) return false
  return true
}

/** dea0000x-6c97-11d1-8271-00a02442df7d: 1 device, 2 controller, 3 supervisor, 4 parameter server. */
const pnio = (which: number) => [
  0xde,
  0xa0,
  0,
  which,
  0x6c,
  0x97,
  0x11,
  0xd1,
  0x82,
  0x71,
  0,
  0xa0,
  0x24,
  0x42,
  0xdf,
  0x7d,
]
const interfaces = [1, 2, 3, 4].map(pnio)
/** e1af8308-5d1f-11c9-91a4-08002b14a0fa */
const mapper = [0xe1, 0xaf, 0x83, 0x08, 0x5d, 0x1f, 0x11, 0xc9, 0x91, 0xa4, 8, 0, 0x2b, 0x14, 0xa0, 0xfa]
/** dea00000-6c97-11d1-8271, then instance, device and vendor (2 each). */
const objectHead = [0xde, 0xa0, 0, 0, 0x6c, 0x97, 0x11, 0xd1, 0x82, 0x71]

export type RpcInterface = 'pnio' | 'mapper' | undefined

export function interfaceOf(bytes: Uint8Array, start: number): RpcInterface {
  const little = isLittleEndian(bytes, start)
  const at = start + 24
  if (interfaces.some((uuid) => isUuid(bytes, at, little, uuid))) return 'pnio'
  return isUuid(bytes, at, little, mapper) ? 'mapper' : undefined
}

/** Whether the object UUID at `at` is one of PROFINET IO, which tells device and vendor number. */
export const isPnioObject = (bytes: Uint8Array, at: number, little: boolean): boolean =>
  isUuid(bytes, at, little, objectHead)

/** The endpoint mapper serves many programs: whether this body speaks of PROFINET IO (its towers are little endian). */
export function mentionsPnio(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + 16 <= to; at++) {
    if (bytes[at + 2] !== 0xa0 || bytes[at + 3] !== 0xde) continue
    if (interfaces.some((uuid) => isUuid(bytes, at, true, uuid))) return true
  }
  return false
}

const mostCalls = 4
const mostFragments = 64

interface Pieces {
  readonly parts: (Uint8Array | undefined)[]
  count: number
  last: number
}

/** Puts the bodies of fragmented calls together, a few at a time. */
export interface Fragments {
  /** The whole body; undefined while fragments are missing. Of an unfragmented packet: its own bytes, uncopied. */
  take(bytes: Uint8Array, start: number, end: number): { bytes: Uint8Array; from: number; to: number } | undefined
}

export function createRpcFragments(): Fragments {
  const calls = new Map<string, Pieces>()
  return {
    take(bytes, start, end) {
      const from = start + rpcHeader
      if ((bytes[start + 2]! & flags.fragment) === 0) return { bytes, from, to: end }
      // Activity and sequence number name the call, the packet type its direction.
      const key = `${bytes[start + 1]}${bytes.subarray(start + 40, start + 56)}${bytes.subarray(start + 64, start + 68)}`
      const number = rpc16(bytes, start, 76)
      if (number >= mostFragments) return undefined
      let call = calls.get(key)
      if (call === undefined) {
        if (calls.size >= mostCalls) calls.delete(calls.keys().next().value as string)
        call = { parts: [], count: 0, last: -1 }
        calls.set(key, call)
      }
      if (call.parts[number] === undefined) {
        call.parts[number] = bytes.slice(from, end)
        call.count++
      }
      if ((bytes[start + 2]! & flags.last) !== 0) call.last = number
      if (call.last < 0 || call.count <= call.last) return undefined
      calls.delete(key)
      const parts = call.parts.slice(0, call.last + 1).map((part) => part ?? new Uint8Array(0))
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
      let at = 0
      for (const part of parts) {
        whole.set(part, at)
        at += part.length
      }
      return { bytes: whole, from: 0, to: whole.length }
    },
  }
}
