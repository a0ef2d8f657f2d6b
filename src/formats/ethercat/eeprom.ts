import { u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { type StationVendors, sayIdentity } from './vendors.ts'

/** ESC registers of the slave information interface: control (2), address in words (4), data (4 or 8). */
const registers = { control: 0x502, address: 0x504, data: 0x508 } as const
/** Word of the SII → subindex of the same number in object 0x1018: ETG.2010, table 2. */
const words = new Map([
  [0x08, 1],
  [0x0a, 2],
  [0x0c, 3],
  [0x0e, 4],
])
export const isEeprom = (offset: number): boolean => offset >= registers.control && offset <= registers.data
const writeCommand = 0x0200
const busy = 0x8000
const mostStations = 1024

/** By station: which word its EEPROM was asked for. */
export type EepromAddresses = Map<string, number>

/** Whether what is written to [from, to) at `offset` changes the EEPROM; an address that is asked for is remembered. */
export function writeEeprom(
  bytes: Uint8Array,
  from: number,
  to: number,
  offset: number,
  station: string,
  addresses: EepromAddresses,
): boolean {
  const at = offset === registers.control ? from + 2 : offset === registers.address ? from : -1
  if (at >= 0 && at + 4 <= to) {
    if (addresses.size >= mostStations) addresses.clear()
    addresses.set(station, u32le(bytes, at))
  }
  return offset === registers.control && to - from >= 2 && (u16le(bytes, from) & writeCommand) !== 0
}

/** What the data that was read out says. */
export function readEeprom(
  facts: IdentityFact[],
  bytes: Uint8Array,
  from: number,
  to: number,
  offset: number,
  station: string,
  addresses: EepromAddresses,
  vendors: StationVendors,
): void {
  let at = from
  let word = addresses.get(station)
  if (offset === registers.control && to - from >= 10) {
    if ((u16le(bytes, from) & busy) !== 0) return
    word = u32le(bytes, from + 2)
    at = from + 6
  } else if (offset !== registers.data) return
  for (let i = 0; word !== undefined && i < 2 && at + 4 <= to; i++, at += 4, word += 2) {
    const subindex = words.get(word)
    if (subindex !== undefined) sayIdentity(facts, subindex, u32le(bytes, at), station, vendors)
  }
}
