import type { WireVector } from '../wire-vector.ts'

const ask = '302602010104067075626c6963a019020107020100020100300e300c06082b060102010101000500'

export const snmpVectors: readonly WireVector[] = [
  {
    title: 'a read tells the community that opens the agent',
    source: 'RFC 3416 §3, RFC 1901 §3',
    exchange: [`> ${ask}`],
    says: 'request 0xa0 read',
    function: 'GetRequest',
    identity: [
      ['version', 'v2c'],
      ['community', 'public'],
    ],
  },
  {
    title: 'an agent describes itself: in the words of SIMATIC NET the order number and the firmware are known',
    source: 'RFC 3418 §2; the form seen in LLDP of PROFINET captures',
    exchange: [
      `> ${ask}`,
      '< 3081a002010104067075626c6963a28192020107020100020100308186305606082b06010201010100044a5369656d656e732c2053494d41544943204e45542c205343414c414e434520583230382c2036474b35203230382d30424131302d324141332c2048573a20352c2046573a2056342e3032301806082b06010201010200060c2b06010401a0640101050216301206082b060102010105000406783230382d31',
    ],
    says: 'response 0xa0 read',
    function: 'GetRequest',
    identity: [
      ['version', 'v2c'],
      ['description', 'Siemens, SIMATIC NET, SCALANCE X208, 6GK5 208-0BA10-2AA3, HW: 5, FW: V4.02'],
      ['vendor', 'Siemens'],
      ['model', 'SCALANCE X208'],
      ['orderNumber', '6GK5 208-0BA10-2AA3'],
      ['hardware', '5'],
      ['firmware', 'V4.02'],
      ['objectId', '1.3.6.1.4.1.4196.1.1.5.2.22'],
      ['vendor', 'Siemens'],
      ['name', 'x208-1'],
    ],
  },
  {
    title: 'a set is a write, and what it sets is no word of the agent',
    source: 'RFC 3416 §4.2.5',
    exchange: ['> 302d020101040770726976617465a31f0201090201000201003014301206082b06010201010600040668616c6c2033'],
    says: 'request 0xa3 write',
    function: 'SetRequest',
    identity: [
      ['version', 'v2c'],
      ['community', 'private'],
    ],
  },
  {
    title: 'a trap of version 1 names its sender and what happened',
    source: 'RFC 1157 §4.1.6',
    exchange: [
      '> 304002010004067075626c6963a433060a2b0601040181780e0a1740040a00000502010202010043011030163014060a2b0601020102020102030406506f72742033',
    ],
    says: 'event 0xa4 other',
    function: 'Trap',
    identity: [
      ['version', 'version-1'],
      ['community', 'public'],
      ['objectId', '1.3.6.1.4.1.248.14.10.23'],
      ['vendor', 'Hirschmann'],
      ['agentAddress', '10.0.0.5'],
      ['interface', 'Port 3'],
    ],
  },
  {
    title: 'the engine of version 3 tells its maker and its card',
    source: 'RFC 3411 §5, RFC 3414 §2.4',
    exchange: [
      '< 3048020103300e020105020300ffe30401000201030420301e040b800000090300135f112233020101020102040561646d696e04000400301104000400a80b0201050201000201003000',
    ],
    says: 'response 0xa8 other',
    function: 'Report',
    identity: [
      ['version', 'snmpv3'],
      ['engineId', '800000090300135f112233'],
      ['enterprise', '9'],
      ['vendor', 'Cisco'],
      ['engineMac', '00:13:5f:11:22:33'],
      ['user', 'admin'],
    ],
  },
  {
    title: 'what is encrypted still tells whose engine is asked, and by whom',
    source: 'RFC 3412 §6.4',
    exchange: [
      '> 305b020103300e020105020300ffe304010702010304343032040b800000090300135f112233020101020102040561646d696e040c61616161616161616161616104086262626262626262041055555555555555555555555555555555',
    ],
    says: 'request v3 other',
    function: 'Encrypted PDU',
    identity: [
      ['version', 'snmpv3'],
      ['engineId', '800000090300135f112233', 'peer'],
      ['enterprise', '9', 'peer'],
      ['vendor', 'Cisco', 'peer'],
      ['engineMac', '00:13:5f:11:22:33', 'peer'],
      ['user', 'admin'],
      ['securityLevel', 'authPriv', 'peer'],
    ],
  },
]
