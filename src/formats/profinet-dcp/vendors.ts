import { hex } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** Vendor numbers that PI gave out, as far as devices of a known maker or public GSDML files show them. */
const vendors = new Map<number, string>([
  [0x002a, 'Siemens'],
  [0x00b0, 'Phoenix Contact'],
  [0x010c, 'HMS Industrial Networks'],
  [0x014d, 'Festo'],
  [0x015a, 'GE'],
])

/** A PROFINET vendor number, and the vendor's name where it is known. */
export function sayVendor(facts: IdentityFact[], id: number, about?: string): void {
  say(facts, 'vendor', vendors.get(id) ?? '', about)
  say(facts, 'vendorId', hex(id, 4), about)
}
