import type { WireVector } from '../wire-vector.ts'

export const mdnsVectors: readonly WireVector[] = [
  {
    title: 'an announcement tells the name of the host, its services and what stands in their texts',
    source: 'RFC 6762 §8.3, RFC 6763; OPC UA Part 12, Annex C',
    exchange: [
      '> 000084000000000400000002095f7365727669636573075f646e732d7364045f756470056c6f63616c00000c00010000007800170a5f6f706375612d746370045f746370056c6f63616c000a5f6f706375612d746370045f746370056c6f63616c00000c00010000007800250d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c000d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c00002180010000007800130000000012e805706c632d37056c6f63616c000d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c000010800100000078002906706174683d2f08636170733d4c44530766773d56322e31106d6f64656c3d5337204761746577617905706c632d37056c6f63616c00000180010000007800040a00000105706c632d37056c6f63616c00001c8001000000780010fe80000000000000020000fffe000001',
    ],
    says: 'response 0x8000 identify',
    function: 'Response',
    identity: [
      ['dnsRecord', '_services._dns-sd._udp.local', '10.0.0.1'],
      ['service', '_opcua-tcp._tcp.local', '10.0.0.1'],
      ['dnsRecord', '_opcua-tcp._tcp.local', '10.0.0.1'],
      ['service', 'Line 3 OPC UA._opcua-tcp._tcp.local', '10.0.0.1'],
      ['dnsRecord', 'Line 3 OPC UA._opcua-tcp._tcp.local', '10.0.0.1'],
      ['dnsRecord', 'Line 3 OPC UA._opcua-tcp._tcp.local', '10.0.0.1'],
      ['txt', 'path=/', '10.0.0.1'],
      ['txt', 'caps=LDS', '10.0.0.1'],
      ['txt', 'fw=V2.1', '10.0.0.1'],
      ['firmware', 'V2.1', '10.0.0.1'],
      ['txt', 'model=S7 Gateway', '10.0.0.1'],
      ['model', 'S7 Gateway', '10.0.0.1'],
      ['dnsRecord', 'plc-7.local', '10.0.0.1'],
      ['name', 'plc-7', '10.0.0.1'],
      ['dnsRecord', 'plc-7.local', '10.0.0.1'],
      ['name', 'plc-7', 'fe80::200:ff:fe00:1'],
    ],
  },
  {
    title: 'what a query knows already is nothing of its sender',
    source: 'RFC 6762 §7.1',
    exchange: [
      '> 0000000000010001000000010a5f6f706375612d746370045f746370056c6f63616c00000c00010a5f6f706375612d746370045f746370056c6f63616c00000c00010000007800250d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c0000002905a00000007800040004000e',
    ],
    says: 'request 0 identify',
    function: 'Query',
    identity: [
      ['asksFor', '_opcua-tcp._tcp.local'],
      ['dnsRecord', '_opcua-tcp._tcp.local'],
      ['service', 'Line 3 OPC UA._opcua-tcp._tcp.local'],
      ['dnsRecord', '<Root>'],
    ],
  },
]

export const dnsVectors: readonly WireVector[] = [
  {
    title: 'an answer says what an address is called, and names nobody',
    source: 'RFC 1035 §3.4.1, with an alias in between',
    exchange: [
      '> 00070100000100000000000009686973746f7269616e05706c616e74036c616e0000010001',
      '< 00078180000100020000000009686973746f7269616e05706c616e74036c616e000001000109686973746f7269616e05706c616e74036c616e0000050001000000780010047372763905706c616e74036c616e00047372763905706c616e74036c616e00000100010000007800040a000009',
    ],
    says: 'response 0 other',
    function: 'Standard query',
    identity: [['dnsName', 'historian.plant.lan', '10.0.0.9']],
  },
  {
    title: 'so does a reverse look-up',
    source: 'RFC 1035 §3.5',
    exchange: [
      '< 00088180000100010000000001390130013002313007696e2d61646472046172706100000c000101390130013002313007696e2d61646472046172706100000c0001000000780010047372763905706c616e74036c616e00',
    ],
    says: 'response 0 other',
    function: 'Standard query',
    identity: [['dnsName', 'srv9.plant.lan', '10.0.0.9']],
  },
  {
    title: 'a name that nobody has is a refusal',
    source: 'RFC 1035 §4.1.1, NXDOMAIN',
    exchange: ['< 000981830001000000000000066e6f626f6479036c616e0000010001'],
    says: 'response 0 other !',
    function: 'Standard query',
  },
]
