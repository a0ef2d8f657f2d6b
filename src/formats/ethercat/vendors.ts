import { hex } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** Vendor numbers that the EtherCAT Technology Group gave out: the more frequent ones of its public list. */
const vendors = new Map<number, string>([
  [0x01, 'EtherCAT Technology Group'],
  [0x02, 'Beckhoff Automation'],
  [0x14, 'KEB Automation'],
  [0x16, 'KEBA Industrial Automation'],
  [0x1b, 'HMS Industrial Networks'],
  [0x1d, 'Festo'],
  [0x21, 'WAGO Kontakttechnik'],
  [0x24, 'Bosch Rexroth'],
  [0x3b, 'Lenze'],
  [0x44, 'Hilscher'],
  [0x59, 'SEW-EURODRIVE'],
  [0x6a, 'Kollmorgen'],
  [0x83, 'OMRON'],
  [0x84, 'Phoenix Contact'],
  [0x9a, 'Elmo Motion Control'],
  [0x9c, 'Hans Turck'],
  [0xab, 'Copley Controls'],
  [0xad, 'Pepperl+Fuchs'],
  [0xb7, 'ABB'],
  [0xfb, 'maxon motor'],
  [0x114, 'SMC Corporation'],
  [0x1dd, 'Delta Electronics'],
  [0x26c, 'Nanotec Electronic'],
])

const beckhoff = 2
/** Beckhoff counts its products by their own numbers: 0x044c2c52 is EK1100, 0x0c1e3052 EL3102. */
const beckhoffFamilies = new Map([
  [0x2c52, 'EK'],
  [0x3052, 'EL'],
])

/** Station → vendor number, as far as it was told. */
export type StationVendors = Map<string, number>
const mostStations = 1024

/** The four numbers of the identity object 0x1018 and of the SII, by subindex. A serial number of 0 is none. */
export function sayIdentity(
  facts: IdentityFact[],
  subindex: number,
  value: number,
  station: string,
  known: StationVendors,
): void {
  if (subindex === 1) {
    if (known.size >= mostStations) known.clear()
    known.set(station, value)
    say(facts, 'vendor', vendors.get(value) ?? '')
    say(facts, 'vendorId', hex(value, 8))
  } else if (subindex === 2) {
    const family = known.get(station) === beckhoff ? beckhoffFamilies.get(value & 0xffff) : undefined
    if (family !== undefined) say(facts, 'model', `${family}${value >>> 16}`)
    say(facts, 'productCode', hex(value, 8))
  } else if (subindex === 3) say(facts, 'revision', hex(value, 8))
  else if (subindex === 4 && value !== 0) say(facts, 'serial', String(value))
}
