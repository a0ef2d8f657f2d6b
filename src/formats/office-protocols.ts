import { dhcp } from './dhcp/decode.ts'
import { dhcp6 } from './dhcp/decode6.ts'
import { dns, dnsOverTcp } from './dns/decode.ts'
import { llmnr, mdns } from './dns/local.ts'
import { http } from './http/decode.ts'
import { browser } from './netbios/browser.ts'
import { nbns } from './netbios/decode.ts'
import { ntp } from './ntp/decode.ts'
import type { Protocol } from './protocol.ts'
import { smb } from './smb/decode.ts'
import { snmp } from './snmp/decode.ts'
import { ssdp } from './ssdp/decode.ts'
import { ssh } from './ssh/decode.ts'
import { tls } from './tls/decode.ts'

/** What computers and network equipment speak: it names them, and nobody is a controller for it. */
export const officeProtocols: readonly Protocol[] = [
  dhcp,
  dhcp6,
  snmp,
  nbns,
  browser,
  http,
  tls,
  smb,
  ssh,
  ssdp,
  mdns,
  llmnr,
  dns,
  dnsOverTcp,
  ntp,
]
