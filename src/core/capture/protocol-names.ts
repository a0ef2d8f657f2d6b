/** By ethertype, or by destination SAP below 0x100. Sources: IEEE ethertype registry, reference of each fieldbus. */
const linkProtocols = new Map<number, string>([
  [0x0800, 'ip'],
  [0x0806, 'arp'],
  [0x8035, 'rarp'],
  [0x86dd, 'ipv6'],
  [0x0042, 'stp'],
  [0x00e0, 'ipx'],
  [0x00f0, 'netbios'],
  [0x0082, 'bacnet'],
  [0x2000, 'cdp'],
  [0x0111, 'udld'],
  [0x010b, 'pvst'],
  [0x8137, 'ipx'],
  [0x8809, 'slow-protocols'],
  [0x8847, 'mpls'],
  [0x8863, 'pppoe-discovery'],
  [0x8864, 'pppoe'],
  [0x888e, 'eapol'],
  [0x8892, 'profinet'],
  [0x88a4, 'ethercat'],
  [0x88ab, 'powerlink'],
  [0x88b8, 'goose'],
  [0x88b9, 'gse'],
  [0x88ba, 'sampled-values'],
  [0x88cc, 'lldp'],
  [0x88cd, 'sercos'],
  [0x88e1, 'homeplug'],
  [0x88e3, 'mrp'],
  [0x88e5, 'macsec'],
  [0x88f7, 'ptp'],
  [0x88fb, 'prp'],
  [0x890d, 'tdls'],
  [0x890f, 'cc-link-ie'],
  [0x892f, 'hsr'],
  [0x8942, 'sercos'],
  [0x9000, 'loopback'],
])

const networkProtocols = new Map<number, string>([
  [1, 'icmp'],
  [2, 'igmp'],
  [4, 'ip-in-ip'],
  [6, 'tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmpv6'],
  [88, 'eigrp'],
  [89, 'ospf'],
  [103, 'pim'],
  [112, 'vrrp'],
  [132, 'sctp'],
])

export function linkProtocolName(etherType: number): string | null {
  return linkProtocols.get(etherType) ?? (etherType === 0xffff ? null : `0x${etherType.toString(16).padStart(4, '0')}`)
}

export function networkProtocolName(protocol: number): string {
  return networkProtocols.get(protocol) ?? `ip-protocol-${protocol}`
}
