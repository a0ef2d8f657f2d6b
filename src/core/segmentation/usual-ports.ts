import type { PolicyTransport } from './policy.ts'

type Ports = Readonly<Partial<Record<PolicyTransport, readonly number[]>>>

const both = (...ports: number[]): Ports => ({ tcp: ports, udp: ports })
const tcp = (...ports: number[]): Ports => ({ tcp: ports })
const udp = (...ports: number[]): Ports => ({ udp: ports })
const link: Ports = { eth: [] }
const ip: Ports = { ip: [] }

/**
 * Where a protocol usually listens, by its wire name. Narrower than where the readers look for it: a port on which it is
 * met now and then (Modbus on 10001 behind a serial server) is written into the conduit instead. Sources: IANA's registry of
 * service names, and each protocol's specification.
 */
const usual: Readonly<Record<string, Ports>> = {
  modbus: tcp(502),
  s7comm: tcp(102),
  's7comm-plus': tcp(102),
  enip: both(44818),
  cip: both(44818),
  'cip-io': udp(2222),
  dnp3: both(20000),
  bacnet: { udp: [47808], eth: [] },
  'profinet-dcp': link,
  'profinet-rt': link,
  'profinet-ptcp': link,
  'profinet-io': udp(34964),
  opcua: tcp(4840),
  iec104: tcp(2404),
  mms: tcp(102),
  goose: { eth: [], udp: [102] },
  'sampled-values': link,
  fins: both(9600),
  melsec: both(5000, 5001, 5002, 5006, 5007, 5010),
  melsoft: both(5001, 5002, 5006, 5007, 5560, 5561, 5562),
  'hart-ip': both(5094),
  'ge-srtp': tcp(18245, 18246),
  ethercat: { eth: [], udp: [34980] },
  ads: both(48898, 48899),
  'c37.118': both(4712, 4713),
  tristation: udp(1502),
  sercos: link,
  powerlink: { eth: [], udp: [3819] },
  'cc-link-ie': { eth: [], udp: [61450] },
  'ff-hse': both(1089, 1090, 1091, 3622),
  's-bus': udp(5050),
  roc: both(4000),
  bsap: udp(1234, 1235),
  genisys: both(10001),
  fox: tcp(1911, 4911),
  knx: both(3671),
  'c12.22': both(1153),
  egd: udp(18246),
  lldp: link,
  cdp: link,
  stp: link,
  arp: link,
  snmp: udp(161, 162),
  dhcp: udp(67, 68),
  dhcpv6: udp(546, 547),
  dns: both(53),
  ntp: udp(123),
  ptp: { eth: [], udp: [319, 320] },
  mqtt: tcp(1883),
  mdns: udp(5353),
  llmnr: udp(5355),
  nbns: udp(137),
  browser: udp(138),
  smb: tcp(139, 445),
  rdp: tcp(3389),
  http: tcp(80, 8080),
  ssdp: udp(1900),
  tls: tcp(443, 8443),
  dtls: udp(443, 5684),
  ssh: tcp(22),
  ftp: tcp(21),
  telnet: tcp(23),
  dcerpc: tcp(135),
  kerberos: both(88),
  ldap: both(389),
  radius: udp(1812, 1813),
  tacacs: tcp(49),
  syslog: udp(514),
  smtp: tcp(25, 587),
  vnc: tcp(5900, 5901),
  teamviewer: tcp(5938),
  wireguard: udp(51820),
  openvpn: udp(1194),
  ike: udp(500, 4500),
  rtps: udp(7400, 7410, 7411),
  icmp: ip,
  igmp: ip,
  icmpv6: ip,
}

const none: Ports = {}

/** By transport; an empty list: the transport has no ports. Nothing for a protocol of which nobody knows where it listens. */
export function usualPorts(protocol: string): Ports {
  return Object.hasOwn(usual, protocol) ? usual[protocol]! : none
}
