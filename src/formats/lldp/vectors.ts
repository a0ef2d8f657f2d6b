import { digits, fromText } from '../octets.ts'
import type { WireVector } from '../wire-vector.ts'

const letters = (said: string): string => digits(fromText(said), 0, said.length)
const chassis = '0207 04 080006012345'
const port = '0402 0531'
const ttl = '0602 0078'

/** A PDU with this one TLV behind the mandatory ones, whose facts come first. */
const withTlv = (tlv: string): string[] => [`> ${chassis} ${port} ${ttl} ${tlv} 0000`]
const before = [
  ['mac', '08:00:06:01:23:45'],
  ['port', '1'],
] as const

export const lldpVectors: readonly WireVector[] = [
  {
    title: 'a PROFINET device: the chassis id is its name, the TLV of PROFINET its interface',
    source: 'seen: profinet_io_cm_mixed_1, versamax-pns11, without its port status; chassis MAC added',
    exchange: [
      `> 020f 07 ${letters('versamax-pns11')} 0409 07 ${letters('port-001')} 0602 0014 fe0a 000ecf 05 00099143e067` +
        '100c 0501c0a80102 01 00000000 00 0000',
    ],
    says: 'event lldpdu identify',
    identity: [
      ['chassisId', '76657273616d61782d706e733131'],
      ['chassis', 'versamax-pns11'],
      ['port', 'port-001'],
      ['mac', '00:09:91:43:e0:67'],
      ['ip', '192.168.1.2'],
      ['name', 'versamax-pns11'],
    ],
  },
  {
    title: 'a management address of zeros is none',
    source: 'seen: profinet_io_cm_mixed_1, SCALANCE X208',
    exchange: withTlv('100c 0501 00000000 01 00000000 00'),
    says: 'event lldpdu identify',
    identity: [...before, ['address', '0.0.0.0']],
  },
  {
    title: 'a MUD URL',
    source: 'RFC 8520, 11',
    exchange: withTlv(`fe1b 00005e 01 ${letters('https://a.example/mud.1')}`),
    says: 'event lldpdu identify',
    identity: [...before, ['mudUrl', 'https://a.example/mud.1']],
  },
  {
    title: 'the label of an LLDP-MED device',
    source: 'ANSI/TIA-1057, 10.2.6.7: manufacturer',
    exchange: withTlv(`fe07 0012bb 09 ${letters('ABB')}`),
    says: 'event lldpdu identify',
    identity: [...before, ['vendor', 'ABB']],
  },
  {
    title: 'port VLAN and capabilities',
    source: 'IEEE 802.1Q, D.2.1; IEEE 802.1AB, 8.5.8',
    exchange: withTlv('fe06 0080c2 01 0007 0e04 0014 0014'),
    says: 'event lldpdu identify',
    identity: [...before, ['portVlan', '7'], ['capabilities', 'bridge, router'], ['capabilityBits', '0x0014']],
  },
  {
    title: 'a PDU without its end, as some devices send it',
    source: 'IEEE 802.1AB-2009, 8.5.1 lets the frame end it',
    exchange: [`> ${chassis} ${port} ${ttl}`],
    says: 'event lldpdu identify',
    identity: before,
  },
]
