import { u16be } from '../octets.ts'

/** TPKT (RFC 1006): 3, 0, length of all. Then COTP (ISO 8073): length of its header without itself, type. */
export const tpkt = 4
export const connectRequest = 0xe0
export const data = 0xf0

/** What a connection request asks for: the TSAP of the called side. */
export interface Called {
  /** 1 programming device, 2 operator station, 3 other; 0 where the TSAP is no S7 one. */
  readonly type: number
  readonly rack: number
  readonly slot: number
  /** TSAP in words: `SIMATIC-ROOT-ES`. */
  readonly named: string
}

/** Reads the called TSAP (parameter c2) of a connection request that starts at `start` with its COTP length. */
export function calledTsap(bytes: Uint8Array, start: number, end: number): Called | undefined {
  const stop = Math.min(end, start + 1 + bytes[start]!)
  let at = start + 7
  while (at + 2 <= stop) {
    const size = bytes[at + 1]!
    if (at + 2 + size > stop) return undefined
    if (bytes[at] === 0xc2) {
      const tsap = bytes.subarray(at + 2, at + 2 + size)
      if (size !== 2) return { type: 0, rack: 0, slot: 0, named: String.fromCharCode(...tsap.subarray(0, 32)) }
      return { type: tsap[0]!, rack: tsap[1]! >> 5, slot: tsap[1]! & 31, named: '' }
    }
    at += 2 + size
  }
  return undefined
}

/** Length of the TPKT that starts at `start`; 0 incomplete, -1 none. */
export function tpktLength(bytes: Uint8Array, start: number, end: number): number {
  const held = end - start
  if (held > 0 && bytes[start] !== 3) return -1
  if (held > 1 && bytes[start + 1] !== 0) return -1
  if (held < tpkt) return 0
  const length = u16be(bytes, start + 2)
  return length < 7 ? -1 : length
}
