import type { WireVector } from '../wire-vector.ts'

export const mdnsVectors: readonly WireVector[] = [
  {
    title: 'an announcement tells the name of the host, its services and what stands in their texts',
    source: 'RFC 6762 §8.3, RFC 6763; OPC UA Part 12, Annex C',
    exchange: [
      '> 000084000000000400000002095f7365727669636573075f646e732d7364045f756470056c6f63616c00000c00010000007800170a5f6f706375612d746370045f746370056c6f63616c000a5f6f706375612d746370045f746370056c6f63616c00000c00010000007800250d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c000d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c00002180010000007800130000000012e805706c632d37056c6f63616c000d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c000010800100000078002906706174683d2f08636170733d4c44530766773d56322e31106d6f64656c3d5337204761746577617905706c632d37056c6f63616c00000180010000007800040a00000105706c632d37056c6f63616c00001c8001000000780010fe80000000000000020000fffe000001',
    ],
    function: 'Response',
    operation: 'identify',
    kind: 'response',
    identity: [
      ['dnsRecord@10.0.0.1', '_services._dns-sd._udp.local'],
      ['service@10.0.0.1', '_opcua-tcp._tcp.local'],
      ['dnsRecord@10.0.0.1', '_opcua-tcp._tcp.local'],
      ['service@10.0.0.1', 'Line 3 OPC UA._opcua-tcp._tcp.local'],
      ['dnsRecord@10.0.0.1', 'Line 3 OPC UA._opcua-tcp._tcp.local'],
      ['dnsRecord@10.0.0.1', 'Line 3 OPC UA._opcua-tcp._tcp.local'],
      ['txt@10.0.0.1', 'path=/'],
      ['txt@10.0.0.1', 'caps=LDS'],
      ['txt@10.0.0.1', 'fw=V2.1'],
      ['firmware@10.0.0.1', 'V2.1'],
      ['txt@10.0.0.1', 'model=S7 Gateway'],
      ['model@10.0.0.1', 'S7 Gateway'],
      ['dnsRecord@10.0.0.1', 'plc-7.local'],
      ['name@10.0.0.1', 'plc-7'],
      ['dnsRecord@10.0.0.1', 'plc-7.local'],
      ['name@fe80::200:ff:fe00:1', 'plc-7'],
    ],
  },
  {
    title: 'what a query knows already is nothing of its sender',
    source: 'RFC 6762 §7.1',
    exchange: [
      '> 0000000000010001000000010a5f6f706375612d746370045f746370056c6f63616c00000c00010a5f6f706375612d746370045f746370056c6f63616c00000c00010000007800250d4c696e652033204f50432055410a5f6f706375612d746370045f746370056c6f63616c0000002905a00000007800040004000e',
    ],
    function: 'Query',
    operation: 'identify',
    kind: 'request',
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
    function: 'Standard query',
    operation: 'other',
    kind: 'response',
    identity: [['dnsName@10.0.0.9', 'historian.plant.lan']],
  },
  {
    title: 'so does a reverse look-up',
    source: 'RFC 1035 §3.5',
    exchange: [
      '< 00088180000100010000000001390130013002313007696e2d61646472046172706100000c000101390130013002313007696e2d61646472046172706100000c0001000000780010047372763905706c616e74036c616e00',
    ],
    function: 'Standard query',
    operation: 'other',
    kind: 'response',
    identity: [['dnsName@10.0.0.9', 'srv9.plant.lan']],
  },
  {
    title: 'a name that nobody has is a refusal',
    source: 'RFC 1035 §4.1.1, NXDOMAIN',
    exchange: ['< 000981830001000000000000066e6f626f6479036c616e0000010001'],
    function: 'Standard query',
    operation: 'other',
    kind: 'response',
    exception: true,
  },
]
