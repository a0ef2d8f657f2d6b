import { isHostMac } from '#core/capture/address-text.ts'
import { macAt } from '../addresses.ts'
import { text, textOnOneLine, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

const organizations = { ieee8021: 0x0080c2, profinet: 0x000ecf, media: 0x0012bb, iana: 0x00005e } as const

/** LLDP-MED inventory (ANSI/TIA-1057, 10.2.6): what the label of the device says. */
const inventory = new Map<number, string>([
  [5, 'hardware'],
  [6, 'bootFirmware'],
  [7, 'firmware'],
  [8, 'serial'],
  [9, 'vendor'],
  [10, 'model'],
  [11, 'assetId'],
])

/** An organizationally specific TLV: OUI (3), subtype, content. */
export function sayOrganization(facts: IdentityFact[], bytes: Uint8Array, start: number, to: number): void {
  const organization = (bytes[start]! << 16) | u16be(bytes, start + 1)
  const subtype = bytes[start + 3]!
  const from = start + 4
  if (organization === organizations.ieee8021) {
    if (subtype === 1 && to - from >= 2) say(facts, 'portVlan', String(u16be(bytes, from)))
    // VLAN id (2), length of its name.
    else if (subtype === 3 && to - from >= 3) say(facts, 'vlanName', text(bytes, from + 3, to))
  } else if (organization === organizations.profinet) {
    // Chassis MAC: that of the interface, whichever port sent the frame (IEC 61158-6-10, 4.12).
    if (subtype !== 5 || to - from < 6) return
    const mac = macAt(bytes, from)
    say(facts, isHostMac(mac) ? 'mac' : 'chassisMac', mac)
  } else if (organization === organizations.media) {
    const field = inventory.get(subtype)
    if (field !== undefined) say(facts, field, textOnOneLine(bytes, from, to))
  } else if (organization === organizations.iana) {
    // Manufacturer Usage Description: RFC 8520, 11.
    if (subtype === 1) say(facts, 'mudUrl', text(bytes, from, to))
  }
}
