import { dhcp } from './dhcp/decode.ts'
import { dhcp6 } from './dhcp/decode6.ts'
import { browser } from './netbios/browser.ts'
import { nbns } from './netbios/decode.ts'
import type { Protocol } from './protocol.ts'
import { snmp } from './snmp/decode.ts'

/** What computers and network equipment speak: it names them, and nobody is a controller for it. */
export const officeProtocols: readonly Protocol[] = [dhcp, dhcp6, snmp, nbns, browser]
