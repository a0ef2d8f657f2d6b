import { ccLinkIe } from './cc-link-ie/decode.ts'
import { cdp } from './cdp/decode.ts'
import { ethercat, ethercatUdp } from './ethercat/decode.ts'
import { lldp } from './lldp/decode.ts'
import { powerlink, powerlinkUdp } from './powerlink/decode.ts'
import { profinetDcp } from './profinet-dcp/decode.ts'
import { profinetIo } from './profinet-io/decode.ts'
import type { Protocol } from './protocol.ts'
import { ptp, ptpUdp } from './ptp/decode.ts'
import { sercos } from './sercos/decode.ts'
import { stp } from './stp/decode.ts'

/** Protocols of the link itself: what machines, switches and drives say without IP, and what belongs to them over UDP. */
export const linkProtocols: readonly Protocol[] = [
  profinetDcp,
  profinetIo,
  lldp,
  cdp,
  stp,
  ethercat,
  ethercatUdp,
  powerlink,
  powerlinkUdp,
  ccLinkIe,
  sercos,
  ptp,
  ptpUdp,
]
