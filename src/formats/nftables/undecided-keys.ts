import { namedIn } from '../netfilter/names.ts'

/** Keys that ask for what no configuration tells, by their first words (nft(8), EXPRESSIONS). */
const whole: Readonly<Record<string, string>> = {
  'meta mark': 'a mark',
  'meta priority': 'the priority of a packet',
  'meta pkttype': 'whether a frame is a broadcast (pkttype)',
  'meta skuid': 'the user of a local process',
  'meta skgid': 'the user of a local process',
  'meta length': 'the length of packets',
  'meta time': 'the time of day (meta time)',
  'meta day': 'the time of day (meta day)',
  'meta hour': 'the time of day (meta hour)',
  'meta cpu': 'the processor',
  'meta cgroup': 'a control group',
  'meta rtclassid': 'the realm of a route',
  'meta random': 'chance',
  'meta ipsec': 'IPsec',
  'meta secpath': 'IPsec',
  'meta nftrace': 'a trace',
  'meta secmark': 'a security mark',
  'meta iiftype': 'the kind of an interface',
  'meta oiftype': 'the kind of an interface',
  'meta iifkind': 'the kind of an interface',
  'meta oifkind': 'the kind of an interface',
  'meta iifgroup': 'a group of interfaces',
  'meta oifgroup': 'a group of interfaces',
  'meta sdif': 'a routing domain',
  'meta sdifname': 'a routing domain',
  'meta ibrname': 'the bridge of an interface',
  'meta obrname': 'the bridge of an interface',
  'meta ibriport': 'the bridge of an interface',
  'meta obriport': 'the bridge of an interface',
  'meta ibrpvid': 'the VLAN of a port',
  'meta ibrvproto': 'the VLAN of a port',
  'ether saddr': 'the MAC address',
  'ether daddr': 'the MAC address',
  'ct status': 'the status of the connection',
  'ct mark': 'a mark',
  'ct label': 'a label of the connection',
  'ct expiration': 'the lifetime of the connection',
  'ct helper': 'a helper of connection tracking',
  'ct zone': 'a zone of connection tracking',
  'ct id': 'the number of the connection',
  'ct bytes': 'how much was transferred (ct bytes)',
  'ct packets': 'how much was transferred (ct packets)',
  'ct avgpkt': 'how much was transferred (ct avgpkt)',
  'ct l3proto': 'the protocol of the connection',
  'ct protocol': 'the protocol of the connection',
  'ct secmark': 'a security mark',
}
const byFirst: Readonly<Record<string, string>> = {
  vlan: 'a VLAN tag',
  arp: 'fields of ARP',
  ah: 'the SPI of an AH header',
  esp: 'the SPI of an ESP header',
  comp: 'fields of IPComp',
  igmp: 'fields of IGMP',
  gre: 'what is within a tunnel',
  gretap: 'what is within a tunnel',
  geneve: 'what is within a tunnel',
  vxlan: 'what is within a tunnel',
  hbh: 'options of IPv6',
  dst: 'options of IPv6',
  rt0: 'the routing header',
  rt2: 'the routing header',
  rt4: 'the routing header',
  srh: 'the routing header',
  frag: 'fragments',
  mh: 'types of mobility messages',
  exthdr: 'headers of IPv6',
  rt: 'the routing table (rt)',
  socket: 'a local socket',
  ipsec: 'IPsec',
  osf: 'the operating system of the sender',
  numgen: 'chance (numgen)',
  jhash: 'a hash of the packet',
  symhash: 'a hash of the packet',
  tunnel: 'what is within a tunnel',
}
/** Other fields of headers; the protocol that they imply is told as well as the field. */
const fields: Readonly<Record<string, string>> = {
  ip: 'a field of the IPv4 header',
  ip6: 'a field of the IPv6 header',
  tcp: 'a field of the TCP header',
  udp: 'a field of the UDP header',
  udplite: 'a field of the UDP-Lite header',
  sctp: 'a field of the SCTP header',
  dccp: 'a field of the DCCP header',
  icmp: 'a field of ICMP',
  icmpv6: 'a field of ICMPv6',
}
const known: Readonly<Record<string, RegExp>> = {
  ip: /^(version|hdrlength|dscp|ecn|length|id|frag-off|ttl|checksum|option .*)$/,
  ip6: /^(version|dscp|ecn|flowlabel|length|hoplimit)$/,
  tcp: /^(sequence|ackseq|doff|reserved|window|checksum|urgptr|option .*)$/,
  udp: /^(length|checksum)$/,
  udplite: /^(checksum|csumcov)$/,
  sctp: /^(vtag|checksum|chunk .*)$/,
  dccp: /^(type|option .*)$/,
  icmp: /^(checksum|id|sequence|mtu|gateway)$/,
  icmpv6: /^(checksum|parameter-problem|packet-too-big|id|sequence|max-delay|taddr|daddr|mtu)$/,
}

/** Why a key is not decided; null where it is, or is not known. */
export function undecidedKey(key: string): string | null {
  const exact = namedIn(whole, key)
  if (exact !== null) return exact
  if (key.startsWith('@')) return 'bits of the packet'
  const [first, ...rest] = key.split(' ')
  if (first === 'ct' && (rest[0] === 'original' || rest[0] === 'reply')) return 'addresses before translation'
  const group = namedIn(byFirst, first ?? '')
  if (group !== null) return group
  return namedIn(known, first ?? '')?.test(rest.join(' ')) ? fields[first!]! : null
}
