import type { RoleName } from './inspection.ts'

/** What a protocol tells about those who speak it, beside what they say in it. */
export interface ProtocolKind {
  /** As people write it; the same in every language. */
  readonly title: string
  /** Makes of whoever answers it with more than its own identity; null: nothing, since anybody may. */
  readonly answering: RoleName | null
  /** Makes of whoever sends it unasked: cyclic data, multicasts. */
  readonly sending?: RoleName
  /** Makes of whoever asks in it, instead of the usual operator's or engineer's station. */
  readonly asking?: RoleName
  /** Its reads and writes are work on the process. */
  readonly isControl: boolean
  /** 0…1: how much it weighs when a device says in it who it is. */
  readonly word: number
  /** Its level of the Purdue model where that is not its role's. */
  readonly level?: '0'
  /** Safety over it is told by the protocol itself. */
  readonly isSafety?: true
}

/** Asked by a service made for it, the device answers out of its own memory. */
const declared = 0.95
/** A description that somebody may have typed in. */
const described = 0.8
/** A header, a banner, a class: often the software's, not the device's. */
const hinted = 0.5

const control = (title: string, answering: RoleName | null, more: Partial<ProtocolKind> = {}): ProtocolKind => ({
  title,
  answering,
  isControl: true,
  word: declared,
  ...more,
})

const service = (title: string, word: number, more: Partial<ProtocolKind> = {}): ProtocolKind => ({
  title,
  answering: null,
  isControl: false,
  word,
  ...more,
})

/** By the name that conversations and identities are printed with. */
export const protocolKinds: Readonly<Record<string, ProtocolKind>> = {
  modbus: control('Modbus', 'controller'),
  s7comm: control('S7comm', 'controller'),
  's7comm-plus': control('S7comm-plus', 'controller'),
  // ListIdentity and sessions: what is done to the device is done in CIP.
  enip: control('EtherNet/IP', null),
  cip: control('CIP', 'controller'),
  'cip-io': control('CIP I/O', null),
  dnp3: control('DNP3', 'controller'),
  bacnet: control('BACnet', 'controller'),
  'profinet-dcp': control('PROFINET DCP', null, { word: 0.9 }),
  // Both ends of the cyclic exchange send; which is the controller, DCP and IO-CM tell.
  'profinet-rt': control('PROFINET RT', null, { sending: 'field-device' }),
  'profinet-io': control('PROFINET IO', 'field-device', { asking: 'controller' }),
  opcua: control('OPC UA', 'server', { word: 0.9 }),
  iec104: control('IEC 60870-5-104', 'controller'),
  mms: control('MMS', 'ied'),
  goose: control('GOOSE', null, { sending: 'ied' }),
  'sampled-values': control('Sampled Values', null, { sending: 'ied', level: '0' }),
  fins: control('FINS', 'controller'),
  melsec: control('MELSEC', 'controller'),
  melsoft: control('MELSOFT', 'controller'),
  'hart-ip': control('HART-IP', 'field-device', { level: '0' }),
  'ge-srtp': control('GE SRTP', 'controller'),
  // Slaves have no address of their own: their master's frames pass through them.
  ethercat: control('EtherCAT', null, { sending: 'controller' }),
  ads: control('ADS', 'controller'),
  'c37.118': control('C37.118', 'ied', { asking: 'server' }),
  tristation: control('TriStation', 'safety-controller', { isSafety: true }),
  sercos: control('SERCOS III', null),
  powerlink: control('POWERLINK', null, { sending: 'field-device' }),
  'cc-link-ie': control('CC-Link IE', null, { sending: 'field-device' }),
  'ff-hse': control('FOUNDATION Fieldbus HSE', 'field-device', { level: '0' }),
  's-bus': control('S-Bus', 'controller'),
  roc: control('ROC Plus', 'controller'),
  bsap: control('BSAP', 'controller'),
  genisys: control('Genisys', 'controller'),
  fox: control('Niagara Fox', 'server', { word: 0.9 }),
  // The interface of a building's bus, of which it knows nothing but the group addresses.
  knx: control('KNXnet/IP', 'gateway'),
  'c12.22': control('ANSI C12.22', 'field-device', { level: '0' }),
  egd: control('EGD', null, { sending: 'controller' }),

  lldp: service('LLDP', described),
  cdp: service('CDP', described),
  stp: service('STP', hinted, { sending: 'switch' }),
  snmp: service('SNMP', 0.85),
  dhcp: service('DHCP', hinted, { answering: 'it-service' }),
  dns: service('DNS', hinted, { answering: 'it-service' }),
  ntp: service('NTP', hinted, { answering: 'it-service' }),
  ptp: service('PTP', hinted),
  // Switches keep PROFINET's clocks as well as devices do.
  'profinet-ptcp': service('PROFINET PTCP', hinted),
  mqtt: service('MQTT', hinted, { answering: 'server' }),
  mdns: service('mDNS', 0.6),
  llmnr: service('LLMNR', 0.6),
  nbns: service('NetBIOS', 0.7),
  browser: service('Browser', 0.7),
  smb: service('SMB', 0.7),
  ntlm: service('NTLM', 0.7),
  rdp: service('RDP', 0.6),
  http: service('HTTP', hinted),
  ssdp: service('SSDP', hinted),
  tls: service('TLS', hinted),
  dtls: service('DTLS', hinted),
  ssh: service('SSH', hinted),
  ftp: service('FTP', hinted),
  telnet: service('Telnet', hinted),
  arp: service('ARP', described),
  dhcpv6: service('DHCPv6', hinted, { answering: 'it-service' }),
  dcerpc: service('DCE/RPC', hinted),
  kerberos: service('Kerberos', hinted, { answering: 'it-service' }),
  ldap: service('LDAP', 0.6, { answering: 'it-service' }),
  radius: service('RADIUS', hinted, { answering: 'it-service' }),
  tacacs: service('TACACS+', hinted, { answering: 'it-service' }),
  syslog: service('Syslog', hinted),
  smtp: service('SMTP', hinted),
  vnc: service('VNC', hinted),
  teamviewer: service('TeamViewer', hinted),
  wireguard: service('WireGuard', hinted),
  openvpn: service('OpenVPN', hinted),
  ike: service('IKE', hinted),
  rtps: service('RTPS', hinted),

  // No protocols: where else a word about a device comes from.
  'order-number': service('order number', 0.6),
  oui: service('MAC', 0.35),
}

/** Of a protocol that the table lacks, a log of another tool perhaps, nothing is made. */
const unknownKind: ProtocolKind = { title: '', answering: null, isControl: false, word: hinted }

export function kindOf(protocol: string): ProtocolKind {
  return Object.hasOwn(protocolKinds, protocol) ? protocolKinds[protocol]! : unknownKind
}

export function titleOf(protocol: string): string {
  return kindOf(protocol).title || protocol
}
