import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { ScriptResult } from './decode.ts'
import { tellScan } from './read-scan.ts'
import { factsOf } from './scripts.ts'

async function* chunksOf(text: string | Uint8Array, step = 64) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}
const scan = (hosts: string, end = '<runstats><finished exit="success"/></runstats></nmaprun>') =>
  `<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" start="1760000000">\n${hosts}\n${end}`
const tell = (text: string | Uint8Array) => tellScan(chunksOf(text), 'scan.xml')

const plc = `<host starttime="1760000000" endtime="1760000009"><status state="up"/>
<address addr="10.0.0.9" addrtype="ipv4"/><address addr="00:1B:1B:01:02:03" addrtype="mac" vendor="Siemens AG,"/>
<hostnames><hostname name="typed" type="user"/><hostname name="plc9.plant" type="PTR"/></hostnames>
<ports>
<port protocol="tcp" portid="102"><state state="open"/><service name="iso-tsap" product="Siemens S7 PLC" method="probed"><cpe>cpe:/h:siemens:s7-300</cpe></service>
<script id="s7-info" output=""><elem key="Module">6ES7 315-2EH14-0AB0 </elem><elem key="Version">3.2.6</elem><elem key="Serial Number">S C-X4U421302009</elem></script></port>
<port protocol="tcp" portid="502"><state state="open"/><service name="mbap" method="table"/></port>
<port protocol="tcp" portid="80"><state state="closed"/></port>
</ports></host>`

describe('a scanned host', async () => {
  const { told, notes } = await tell(scan(plc))
  const said = (field: string) => told.identities.filter((one) => one.field === field).map(({ value }) => value)
  it('is a device with its card, and no conversation: a scan sees none', () => {
    expect(told.devices).toEqual([
      expect.objectContaining({
        id: '10.0.0.9',
        macs: ['00:1b:1b:01:02:03'],
        firstSeen: '2025-10-09T08:53:29.000000Z',
      }),
    ])
    expect(told.conversations).toEqual([])
    expect([...notes]).toEqual([])
  })
  it('says what its scripts got out of it', () => {
    expect(told.devices[0]).toMatchObject({
      vendor: 'Siemens',
      orderNumber: '6ES7 315-2EH14-0AB0',
      firmware: '3.2.6',
      serial: 'S C-X4U421302009',
    })
  })
  it('has services by their answer; a port that only its number names has none', () => {
    expect(said('service')).toEqual(['tcp/102 iso-tsap Siemens S7 PLC', 'tcp/502'])
    expect(said('dnsName')).toEqual(['plc9.plant'])
  })
  it('is proven by the line on which it begins', () => {
    expect(told.devices[0]!.packetsSeen).toEqual([4])
  })
})

test('an open port makes no controller', async () => {
  const open = [102, 502, 20000, 44818].map(
    (port) => `<port protocol="tcp" portid="${port}"><state state="open"/></port>`,
  )
  const { told } = await tell(
    scan(`<host><address addr="10.0.0.7" addrtype="ipv4"/><ports>${open.join('')}</ports></host>`),
  )
  expect(told.devices.map(({ id, roles, purdueLevel }) => [id, roles, purdueLevel])).toEqual([['10.0.0.7', [], null]])
})

/** The forms are those of the `@xmloutput` and `@output` blocks of each script. */
const vectors: readonly (readonly [string, Partial<ScriptResult> & { id: string }, readonly string[]])[] = [
  [
    'enip-info with tables',
    {
      id: 'enip-info',
      values: [
        ['vendor', 'Rockwell Automation/Allen-Bradley (1)'],
        ['productName', '1769-L32E Ethernet Port'],
        ['serialNumber', '0x000000'],
        ['type', 'Communications Adapter (12)'],
        ['revision', '3.7'],
      ],
    },
    [
      'vendor=Rockwell Automation/Allen-Bradley',
      'vendorId=0x0001',
      'product=1769-L32E Ethernet Port',
      'model=1769-L32E Ethernet Port',
      'serial=0x000000',
      'deviceType=Communications Adapter',
      'deviceTypeId=12',
      'firmware=3.7',
    ],
  ],
  [
    'enip-info as text',
    {
      id: 'enip-info',
      output: '\n  Vendor: Rockwell Automation/Allen-Bradley (1)\n  Product Name: 1769-L32E\n  Revision: 3.7',
    },
    [
      'vendor=Rockwell Automation/Allen-Bradley',
      'vendorId=0x0001',
      'product=1769-L32E',
      'model=1769-L32E',
      'firmware=3.7',
    ],
  ],
  [
    'bacnet-info',
    {
      id: 'bacnet-info',
      values: [
        ['Vendor ID', 'BACnet Stack at SourceForge (260)'],
        ['Object-identifier', '260001'],
        ['Firmware', '0.8.2'],
        ['Model Name', 'GNU'],
      ],
    },
    ['vendorId=260', 'vendor=BACnet Stack at SourceForge', 'deviceInstance=260001', 'firmware=0.8.2', 'model=GNU'],
  ],
  [
    'omron-info',
    {
      id: 'omrontcp-info',
      values: [
        ['Controller Model', 'CJ2M-CPU32 02.01'],
        ['Controller Version', '02.01'],
      ],
    },
    ['model=CJ2M-CPU32 02.01', 'firmware=02.01', 'vendor=Omron'],
  ],
  [
    'fox-info',
    {
      id: 'fox-info',
      values: [
        ['hostName', 'xpvm-0omdc01xmy'],
        ['app.name', 'Workbench'],
        ['app.version', '3.7.44'],
        ['brandId', 'vykon'],
      ],
    },
    ['name=xpvm-0omdc01xmy', 'product=Workbench', 'firmware=3.7.44', 'vendor=vykon'],
  ],
  [
    'pcworx-info',
    {
      id: 'pcworx-info',
      values: [
        ['PLC Type', 'ILC 330 ETH'],
        ['Model Number', '2737193'],
        ['Firmware Version', '3.95T'],
      ],
    },
    ['model=ILC 330 ETH', 'orderNumber=2737193', 'firmware=3.95T'],
  ],
  [
    'mms-identify',
    {
      id: 'mms-identify',
      values: [
        ['modelName', 'SIP5'],
        ['vendorName', 'SIEMENS'],
        ['revision', 'V07.50'],
      ],
    },
    ['model=SIP5', 'vendor=SIEMENS', 'firmware=V07.50'],
  ],
  [
    'melsecq-discover',
    { id: 'melsecq-discover', values: [['CPUINFO', 'Q03UDECPU']] },
    ['model=Q03UDECPU', 'vendor=Mitsubishi Electric'],
  ],
  [
    'modbus-discover: a table a unit',
    {
      id: 'modbus-discover',
      values: [
        ['sid 0x1 / Slave ID data', 'PM710PowerMeter'],
        ['sid 0x1 / Device identification', 'Schneider Electric PM710 v03.110'],
        ['sid 0x3 / error', 'ILLEGAL FUNCTION'],
      ],
    },
    ['1:serverId=PM710PowerMeter', '1:product=Schneider Electric PM710 v03.110'],
  ],
  ['a script about something else', { id: 'http-title', output: 'Welcome' }, []],
]
test.each(vectors)('%s', (_, script, expected) => {
  const facts = factsOf({ output: '', values: [], ...script })
  expect(facts.map(({ unit, field, value }) => `${unit === undefined ? '' : `${unit}:`}${field}=${value}`)).toEqual(
    expected,
  )
})

describe('every host is counted', () => {
  const down = '<host><status state="down"/><address addr="10.0.0.3" addrtype="ipv4"/></host>'
  it.each([
    ['one that was down is ignored', scan(plc + down), { read: 1, ignored: 1, faulty: 0 }],
    ['one without an address is faulty', scan('<host><status state="up"/></host>'), { read: 0, ignored: 0, faulty: 1 }],
    [
      'one that the file breaks off in is faulty',
      scan(`${plc}<host><status state="up"/>`, ''),
      { read: 1, ignored: 0, faulty: 1 },
    ],
    ['of none there is nothing', scan(''), { read: 0, ignored: 0, faulty: 0 }],
  ])('%s', async (_, text, counted) => {
    expect((await tell(text)).told.capture.accounting).toEqual(counted)
  })
})

test('a scan that was interrupted says so', async () => {
  const { notes } = await tell(scan(plc, '<runstats><finished exit="error"/></runstats></nmaprun>'))
  expect([...notes.keys()]).toEqual(['the scan was not finished: error'])
})

test('entities are never expanded', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<nmaprun><host><address addr="10.0.0.1" addrtype="ipv4"/><hostnames><hostname name="&b;"/></hostnames></host></nmaprun>`
  const { told } = await tell(bomb)
  expect(told.capture.accounting.faulty).toBe(1)
  expect(JSON.stringify(told)).not.toContain('aaaaaaaaaa')
})

test('mutated scans are told or refused, never thrown at', async () => {
  const sample = new TextEncoder().encode(scan(plc))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 10 }),
      fc.nat(sample.length),
      async (changes, cut) => {
        const mutated = Uint8Array.from(sample)
        for (const [at, byte] of changes) mutated[at] = byte
        const { read, ignored, faulty } = (await tell(mutated.subarray(0, cut))).told.capture.accounting
        expect(Math.min(read, ignored, faulty)).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 200 },
  )
})
