import type { WireVector } from '../wire-vector.ts'

const zeros = (octets: number): string => '00'.repeat(octets)
const head = (op: string, ciaddr: string, yiaddr: string, chaddr: string): string =>
  `${op}010600 00003d1d 00000000 ${ciaddr} ${yiaddr} 00000000 00000000 ${chaddr}${zeros(10)} ${zeros(192)}`

/** `$client` is 00:0b:82:01:fc:42 of the Wireshark sample capture "dhcp.pcap"; bodies shortened to the options that matter. */
export const dhcpVectors: readonly WireVector[] = [
  {
    title: 'a client tells its name, what it is and what it asks for',
    source: 'seen: DHCP.pcap; options of RFC 2132, RFC 4702, RFC 8520',
    exchange: [
      `> ${head('01', '00000000', '00000000', '000b8201fc42')} 63825363 350101 0c08 7465737430303030 3c07 53494d41544943
       3704 0103062a 510a 000000 706c632e6c616e a109 68747470733a2f2f78 ff`,
    ],
    says: 'request 0x01 other',
    function: 'Discover',
    identity: [
      ['hardwareAddress', '00:0b:82:01:fc:42', '00:0b:82:01:fc:42'],
      ['clientAddress', '0.0.0.0', '00:0b:82:01:fc:42'],
      ['assignedAddress', '0.0.0.0', '00:0b:82:01:fc:42'],
      ['name', 'test0000', '00:0b:82:01:fc:42'],
      ['vendorClass', 'SIMATIC', '00:0b:82:01:fc:42'],
      ['parameterList', '1,3,6,42', '00:0b:82:01:fc:42'],
      ['fqdn', 'plc.lan', '00:0b:82:01:fc:42'],
      ['mudUrl', 'https://x', '00:0b:82:01:fc:42'],
      ['messageType', 'Discover', '00:0b:82:01:fc:42'],
    ],
  },
  {
    title: 'an acknowledgement joins the address with the card, and a relay tells the port of the switch',
    source: 'RFC 2131 §4.3.1, RFC 3046 §2.0',
    exchange: [
      `< ${head('02', '00000000', 'c0a8000a', '000b8201fc42')} 63825363 350105 3604c0a80001 0104ffffff00
       5208 0106 506f72743120 ff`,
    ],
    says: 'response 0x05 other',
    function: 'ACK',
    identity: [
      ['hardwareAddress', '00:0b:82:01:fc:42', '00:0b:82:01:fc:42'],
      ['clientAddress', '0.0.0.0', '00:0b:82:01:fc:42'],
      ['assignedAddress', '192.168.0.10', '00:0b:82:01:fc:42'],
      ['serverId', '192.168.0.1'],
      ['subnetMask', '255.255.255.0', '00:0b:82:01:fc:42'],
      ['relayCircuit', '506f72743120', '00:0b:82:01:fc:42'],
      ['messageType', 'ACK', '00:0b:82:01:fc:42'],
      ['ip', '192.168.0.10', '00:0b:82:01:fc:42'],
    ],
  },
  {
    title: 'a refusal is an exception, and gives no address',
    source: 'RFC 2131 §4.3.2',
    exchange: [`< ${head('02', '00000000', '00000000', '000b8201fc42')} 63825363 350106 ff`],
    says: 'response 0x06 other !',
    function: 'NAK',
    identity: [
      ['hardwareAddress', '00:0b:82:01:fc:42', '00:0b:82:01:fc:42'],
      ['clientAddress', '0.0.0.0', '00:0b:82:01:fc:42'],
      ['assignedAddress', '0.0.0.0', '00:0b:82:01:fc:42'],
      ['messageType', 'NAK', '00:0b:82:01:fc:42'],
    ],
  },
  {
    title: 'an answer of BOOTP joins them, too',
    source: 'RFC 951 §3; seen: EIP-FirmwareChange',
    exchange: [`< ${head('02', '00000000', 'c0a80a78', '0000bc3eebe4')} 00000000 ${zeros(60)}`],
    says: 'response reply other',
    function: 'BOOTP Reply',
    identity: [
      ['hardwareAddress', '00:00:bc:3e:eb:e4', '00:00:bc:3e:eb:e4'],
      ['clientAddress', '0.0.0.0', '00:00:bc:3e:eb:e4'],
      ['assignedAddress', '192.168.10.120', '00:00:bc:3e:eb:e4'],
      ['ip', '192.168.10.120', '00:00:bc:3e:eb:e4'],
    ],
  },
]

export const dhcp6Vectors: readonly WireVector[] = [
  {
    title: 'a client of IPv6 names its card, its name and its maker',
    source: 'RFC 8415 §16.2, §21.2, §21.16; RFC 4704',
    exchange: [
      '> 01 123456 0001000e 00010001 1c39cf88 080027fe8f95 00270009 00 03706c63 036c616e 0010000a 00001064 0004 53494d41',
    ],
    says: 'request 0x01 other',
    function: 'Solicit',
    identity: [
      ['hardwareAddress', '08:00:27:fe:8f:95', '08:00:27:fe:8f:95'],
      ['fqdn', 'plc.lan', '08:00:27:fe:8f:95'],
      ['enterprise', '4196', '08:00:27:fe:8f:95'],
      ['vendorClass', 'SIMA', '08:00:27:fe:8f:95'],
    ],
  },
  {
    title: 'behind a relay the inner message is read',
    source: 'RFC 8415 §9, §19',
    exchange: [
      `< 0d 00 ${zeros(16)} fe80${zeros(13)}01 0009 0042 07 123456 0001000e 00010001 1c39cf88 080027fe8f95
       00030028 00000001 00000000 00000000 0005 0018 20010db8${zeros(11)}09 00000000 00000000`,
    ],
    says: 'response 0x07 other',
    function: 'Reply',
    identity: [
      ['hardwareAddress', '08:00:27:fe:8f:95', '08:00:27:fe:8f:95'],
      ['assignedAddress', '2001:db8::9', '08:00:27:fe:8f:95'],
    ],
  },
]
