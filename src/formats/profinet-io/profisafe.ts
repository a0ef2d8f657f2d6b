import { u16be, u32be } from '../octets.ts'

/** CRC1 of PROFIsafe (IEC 61784-3-3, 7.1.7): 16 bits, polynomial 0x14eab, from 0, most significant bit first. */
export function crc1(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0
  for (let at = start; at < end; at++) {
    rest ^= bytes[at]! << 8
    for (let bit = 0; bit < 8; bit++) rest = rest & 0x8000 ? ((rest << 1) ^ 0x4eab) & 0xffff : (rest << 1) & 0xffff
  }
  return rest
}

/** F-Parameters that an F-Host gave an F-Device. */
export interface FParameters {
  /** 1, 2, 3; 0 where the parameter says "no SIL". */
  readonly sil: number
  readonly source: number
  readonly destination: number
  readonly watchdogMs: number
  /** CRC over the device's own parameters, where it is used. */
  readonly individualCrc: number | undefined
}

/**
 * F-Parameters in a record (IEC 61784-3-3, 8.1): F_Prm_Flag1, F_Prm_Flag2, F_Source_Add, F_Dest_Add, F_WD_Time (2 each), by
 * F_Block_ID F_WD_Time_2 (2) and F_iPar_CRC (4), F_Par_CRC (2). The index of the record is the maker's choice, so the length,
 * the version and the CRC over all of it must fit. Undefined for any other record.
 */
export function fParameters(bytes: Uint8Array, start: number, end: number): FParameters | undefined {
  if (end - start < 10 || end - start > 16) return undefined
  const block = (bytes[start + 1]! >> 3) & 7
  const version = bytes[start + 1]! >> 6
  const length = 10 + (block & 2 ? 2 : 0) + (block & 1 ? 4 : 0)
  const source = u16be(bytes, start + 2)
  const destination = u16be(bytes, start + 4)
  // 0 and 0xffff are no addresses; version 1 is V2-mode, the only one that PROFINET has.
  const isAddress = (address: number) => address !== 0 && address !== 0xffff
  if (end - start !== length || block > 3 || version !== 1 || !isAddress(source) || !isAddress(destination))
    return undefined
  if (u16be(bytes, end - 2) !== crc1(bytes, start, end - 2)) return undefined
  const level = (bytes[start]! >> 2) & 3
  return {
    sil: level === 3 ? 0 : level + 1,
    source,
    destination,
    watchdogMs: u16be(bytes, start + 6),
    individualCrc: block & 1 ? u32be(bytes, end - 6) : undefined,
  }
}
