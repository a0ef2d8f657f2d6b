import { dcerpc } from './dcerpc/decode.ts'
import { dhcp } from './dhcp/decode.ts'
import { dhcp6 } from './dhcp/decode6.ts'
import { kerberosProtocols } from './directory/kerberos.ts'
import { ldap } from './directory/ldap.ts'
import { radius } from './directory/radius.ts'
import { tacacs } from './directory/tacacs.ts'
import { dns, dnsOverTcp } from './dns/decode.ts'
import { llmnr, mdns } from './dns/local.ts'
import { http } from './http/decode.ts'
import { browser } from './netbios/browser.ts'
import { nbns } from './netbios/decode.ts'
import { ntp } from './ntp/decode.ts'
import type { Protocol } from './protocol.ts'
import { rdp } from './rdp/decode.ts'
import { ike, openVpn, teamViewer, vnc, wireGuard } from './remote-access/decode.ts'
import { rtps } from './rtps/decode.ts'
import { smb } from './smb/decode.ts'
import { snmp } from './snmp/decode.ts'
import { ssdp } from './ssdp/decode.ts'
import { ssh } from './ssh/decode.ts'
import { syslog } from './syslog/decode.ts'
import { ftp } from './text-services/ftp.ts'
import { smtp } from './text-services/smtp.ts'
import { telnet } from './text-services/telnet.ts'
import { tls } from './tls/decode.ts'
import { dtls } from './tls/dtls.ts'

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
  rdp,
  rtps,
  dcerpc,
  vnc,
  wireGuard,
  dtls,
  ike,
  ftp,
  telnet,
  smtp,
  ldap,
  ...kerberosProtocols,
  radius,
  tacacs,
  syslog,
  teamViewer,
  openVpn,
]
