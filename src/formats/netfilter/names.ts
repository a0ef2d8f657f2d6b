import type { Ranges } from '#core/filtering/ranges.ts'

/** Names of protocols as /etc/protocols has them (IANA's Protocol Numbers), which iptables and nft both print and read. */
const protocols: Readonly<Record<string, number>> = {
  ip: 0,
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ggp: 3,
  ipencap: 4,
  ipv4: 4,
  st: 5,
  tcp: 6,
  egp: 8,
  igp: 9,
  udp: 17,
  rdp: 27,
  dccp: 33,
  ipv6: 41,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  rsvp: 46,
  gre: 47,
  esp: 50,
  'ipv6-crypt': 50,
  ah: 51,
  'ipv6-auth': 51,
  'ipv6-icmp': 58,
  icmpv6: 58,
  icmp6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  eigrp: 88,
  ospf: 89,
  ospfigp: 89,
  ipip: 94,
  etherip: 97,
  encap: 98,
  pim: 103,
  ipcomp: 108,
  comp: 108,
  vrrp: 112,
  l2tp: 115,
  isis: 124,
  sctp: 132,
  fc: 133,
  'mobility-header': 135,
  'ipv6-mh': 135,
  mh: 135,
  udplite: 136,
  'mpls-in-ip': 137,
  hip: 139,
}

/** Protocols whose first four octets are a source and a target port. */
export const portProtocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, udplite: 136, sctp: 132, dccp: 33 }

export function protocolOf(text: string): number | null {
  const number = numberOf(text, 255)
  return number ?? namedIn(protocols, text.toLowerCase())
}

/** Names of IANA's Service Name and Port Number Registry, as far as they are met in rules; iptables-save and nft print numbers. */
const ports: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  daytime: 13,
  chargen: 19,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  whois: 43,
  tacacs: 49,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  gopher: 70,
  finger: 79,
  http: 80,
  www: 80,
  kerberos: 88,
  'iso-tsap': 102,
  pop3: 110,
  sunrpc: 111,
  auth: 113,
  nntp: 119,
  ntp: 123,
  epmap: 135,
  'loc-srv': 135,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap2: 143,
  imap: 143,
  snmp: 161,
  'snmp-trap': 162,
  snmptrap: 162,
  bgp: 179,
  irc: 194,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  kpasswd: 464,
  submissions: 465,
  isakmp: 500,
  mbap: 502,
  exec: 512,
  login: 513,
  shell: 514,
  syslog: 514,
  printer: 515,
  'dhcpv6-client': 546,
  'dhcpv6-server': 547,
  rtsp: 554,
  submission: 587,
  ipp: 631,
  ldaps: 636,
  'syslog-tls': 6514,
  rsync: 873,
  imaps: 993,
  pop3s: 995,
  socks: 1080,
  openvpn: 1194,
  'ms-sql-s': 1433,
  'ms-sql-m': 1434,
  l2f: 1701,
  radius: 1812,
  'radius-acct': 1813,
  mqtt: 1883,
  nfs: 2049,
  'iec-104': 2404,
  mysql: 3306,
  'ms-wbt-server': 3389,
  svn: 3690,
  'ipsec-nat-t': 4500,
  'opcua-tcp': 4840,
  sip: 5060,
  'sip-tls': 5061,
  'xmpp-client': 5222,
  mdns: 5353,
  postgresql: 5432,
  rfb: 5900,
  x11: 6000,
  'http-alt': 8080,
  'secure-mqtt': 8883,
  dnp: 20000,
  'dnp-sec': 19999,
  'EtherNet-IP-2': 44818,
  bacnet: 47808,
}

export function portOf(text: string): number | null {
  return numberOf(text, 65535) ?? namedIn(ports, text)
}

/** A whole number from 0, also as hexadecimal; null for what is none or is larger than `most`. */
export function numberOf(text: string, most: number): number | null {
  if (!/^(\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text)) return null
  const number = Number(text)
  return number <= most ? number : null
}

/** Types and codes as iptables names them (iptables -p icmp -h); the code is null where the name means all of a type. */
export const icmpNames: Readonly<Record<string, readonly [number, number | null]>> = {
  'echo-reply': [0, null],
  pong: [0, null],
  'destination-unreachable': [3, null],
  'network-unreachable': [3, 0],
  'host-unreachable': [3, 1],
  'protocol-unreachable': [3, 2],
  'port-unreachable': [3, 3],
  'fragmentation-needed': [3, 4],
  'source-route-failed': [3, 5],
  'network-unknown': [3, 6],
  'host-unknown': [3, 7],
  'network-prohibited': [3, 9],
  'host-prohibited': [3, 10],
  'TOS-network-unreachable': [3, 11],
  'TOS-host-unreachable': [3, 12],
  'communication-prohibited': [3, 13],
  'host-precedence-violation': [3, 14],
  'precedence-cutoff': [3, 15],
  'source-quench': [4, null],
  redirect: [5, null],
  'network-redirect': [5, 0],
  'host-redirect': [5, 1],
  'TOS-network-redirect': [5, 2],
  'TOS-host-redirect': [5, 3],
  'echo-request': [8, null],
  ping: [8, null],
  'router-advertisement': [9, null],
  'router-solicitation': [10, null],
  'time-exceeded': [11, null],
  'ttl-exceeded': [11, null],
  'ttl-zero-during-transit': [11, 0],
  'ttl-zero-during-reassembly': [11, 1],
  'parameter-problem': [12, null],
  'ip-header-bad': [12, 0],
  'required-option-missing': [12, 1],
  'timestamp-request': [13, null],
  'timestamp-reply': [14, null],
  'info-request': [15, null],
  'info-reply': [16, null],
  'address-mask-request': [17, null],
  'address-mask-reply': [18, null],
}

/** The same of ICMPv6 (ip6tables -p icmpv6 -h, nft describe icmpv6 type). */
export const icmpv6Names: Readonly<Record<string, readonly [number, number | null]>> = {
  'destination-unreachable': [1, null],
  'no-route': [1, 0],
  'communication-prohibited': [1, 1],
  'beyond-scope': [1, 2],
  'address-unreachable': [1, 3],
  'port-unreachable': [1, 4],
  'failed-policy': [1, 5],
  'reject-route': [1, 6],
  'packet-too-big': [2, null],
  'time-exceeded': [3, null],
  'ttl-exceeded': [3, null],
  'ttl-zero-during-transit': [3, 0],
  'ttl-zero-during-reassembly': [3, 1],
  'parameter-problem': [4, null],
  'bad-header': [4, 0],
  'unknown-header-type': [4, 1],
  'unknown-option': [4, 2],
  'echo-request': [128, null],
  ping: [128, null],
  'echo-reply': [129, null],
  pong: [129, null],
  'mld-listener-query': [130, null],
  'mld-listener-report': [131, null],
  'mld-listener-done': [132, null],
  'mld-listener-reduction': [132, null],
  'router-solicitation': [133, null],
  'nd-router-solicit': [133, null],
  'router-advertisement': [134, null],
  'nd-router-advert': [134, null],
  'neighbour-solicitation': [135, null],
  'neighbor-solicitation': [135, null],
  'nd-neighbor-solicit': [135, null],
  'neighbour-advertisement': [136, null],
  'neighbor-advertisement': [136, null],
  'nd-neighbor-advert': [136, null],
  redirect: [137, null],
  'nd-redirect': [137, null],
  'router-renumbering': [138, null],
  'ind-neighbor-solicit': [141, null],
  'ind-neighbor-advert': [142, null],
  'mld2-listener-report': [143, null],
}

/** `type`, `type/code` or a name; null for what is none. */
export function icmpTypesOf(text: string, isV6: boolean): Ranges | null {
  const named = namedIn(isV6 ? icmpv6Names : icmpNames, text)
  if (named !== null) return icmpRange(named[0], named[1])
  const [type, code, more] = text.split('/')
  const first = numberOf(type ?? '', 255)
  if (first === null || more !== undefined) return null
  if (code === undefined) return icmpRange(first, null)
  const second = numberOf(code, 255)
  return second === null ? null : icmpRange(first, second)
}

const icmpRange = (type: number, code: number | null): Ranges =>
  code === null ? [type << 8, (type << 8) | 255] : [(type << 8) | code, (type << 8) | code]

/** Names of JavaScript's own objects are none of the table's. */
export const namedIn = <T>(table: Readonly<Record<string, T>>, key: string): T | null =>
  Object.hasOwn(table, key) ? table[key]! : null

/** Counters of packets have up to 20 digits; those beyond what a number holds are not told. */
export const countOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)
