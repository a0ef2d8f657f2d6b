import { isHostIp } from '#core/capture/address-text.ts'
import { ipv4At, macAt } from '../addresses.ts'
import { hex, text, textOnOneLine, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { sayVendor } from './vendors.ts'

/** Whose words a block holds: the sender's about itself, what it tells the receiver to be, or whom it looks for. */
export type Voice = 'own' | 'told' | 'sought'

const roles = ['PROFINET IO device', 'PROFINET IO controller', 'PROFINET multidevice', 'PROFINET IO supervisor']

/** Facts of one block, option × 256 + suboption, from its data (behind BlockInfo or BlockQualifier) on. */
export function sayBlock(
  facts: IdentityFact[],
  key: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  voice: Voice,
): void {
  const held = to - from
  const about = voice === 'told' ? 'peer' : undefined
  // What somebody is told to be, or is asked for, is no fact about what he is.
  const named = (field: string) =>
    voice === 'own' ? field : `${voice === 'told' ? 'assigned' : 'sought'}${field[0]!.toUpperCase()}${field.slice(1)}`
  if (key === 0x0101 && held >= 6) say(facts, named('mac'), macAt(bytes, from), about)
  else if ((key === 0x0102 || key === 0x0103) && held >= 12) {
    const address = ipv4At(bytes, from)
    // A device without an address answers with zeros.
    say(facts, named(isHostIp(address) ? 'ip' : 'address'), address, about)
    say(facts, named('subnetMask'), ipv4At(bytes, from + 4), about)
    say(facts, named('gateway'), ipv4At(bytes, from + 8), about)
    for (let at = from + 12, i = 1; key === 0x0103 && at + 4 <= to && i <= 4; at += 4, i++) {
      if (isHostIp(ipv4At(bytes, at))) say(facts, named(`dns${i}`), ipv4At(bytes, at), about)
    }
  } else if (key === 0x0201) say(facts, named('model'), textOnOneLine(bytes, from, to), about)
  else if (key === 0x0202) say(facts, named('name'), textOnOneLine(bytes, from, to), about)
  else if (key === 0x0203 && held >= 4) {
    if (voice === 'own') sayVendor(facts, u16be(bytes, from))
    else say(facts, named('vendorId'), hex(u16be(bytes, from), 4), about)
    say(facts, named('deviceId'), hex(u16be(bytes, from + 2), 4), about)
  } else if (key === 0x0204 && held >= 1) {
    const role = bytes[from]!
    const said = roles.filter((_, bit) => role & (1 << bit)).join(', ')
    if (voice === 'own') say(facts, 'deviceType', said)
    say(facts, named('deviceRole'), hex(role, 2), about)
  } else if (key === 0x0206) say(facts, named('aliasName'), textOnOneLine(bytes, from, to), about)
  else if (key === 0x0207 && held >= 2) say(facts, named('deviceInstance'), hex(u16be(bytes, from), 4), about)
  else if (key === 0x0208 && held >= 4) {
    say(facts, named('oemVendorId'), hex(u16be(bytes, from), 4), about)
    say(facts, named('oemDeviceId'), hex(u16be(bytes, from + 2), 4), about)
  } else if (key === 0x030c) say(facts, named('hostName'), text(bytes, from, to), about)
  else if (key === 0x033d) say(facts, named('dhcpClientId'), text(bytes, from, to), about)
}
