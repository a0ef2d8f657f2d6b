import { encodeTraffic } from '#formats/traffic/encode.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'

const columns = [
  'Tag',
  'Name',
  'Type',
  'Manufacturer',
  'Model',
  'IP address',
  'MAC address',
  'Zone',
  'Purdue level',
  'Criticality',
  'Reviewed on',
  'Colour of the cabinet',
]

/** A registry as a plant keeps it: a title above the header, one unknown column, one row without a tag, one wrong date. */
export function registry(): Promise<Buffer> {
  const rows: (string | null)[][] = [
    [
      'PLC-101',
      'Reactor 1',
      'PLC',
      'Siemens',
      'S7-1500',
      '10.20.1.11',
      '28:63:36:00:01:11',
      'Reactors',
      '1',
      'high',
      '2026-10-05',
      'grey',
    ],
    [
      'PLC-102',
      'Reactor 2',
      'PLC',
      'Siemens',
      'S7-1500',
      '10.20.1.12',
      '28:63:36:00:01:12',
      'Reactors',
      '1',
      'high',
      '2026-10-05',
      'grey',
    ],
    [
      'HMI-201',
      'Control room 1',
      'HMI',
      'Dell',
      'OptiPlex',
      '10.20.2.21',
      '00:14:22:00:02:21',
      'Control room',
      '2',
      'medium',
      '2026-10-05',
      null,
    ],
    [
      'FT-301',
      'Feed flow',
      'Transmitter',
      'Yokogawa',
      'EJA110',
      null,
      null,
      'Reactors',
      '0',
      'low',
      '2026-10-05',
      null,
    ],
    [null, 'Nobody knows', 'PLC', 'Omron', 'CJ2', null, null, null, null, null, null, null],
    ['PMP-401', 'Feed pump', 'Drive', 'ABB', 'ACS880', null, null, 'Utilities', '1', 'urgent', '2026-10-05', 'blue'],
  ]
  return writeWorkbook([
    {
      name: 'Assets 2026',
      columns: columns.map((title) => ({ title, type: 'text' as const })),
      rows,
    },
  ])
}

/** Where rows stand in the sheet of {@link registry}: the header is row 1. */
export const rowOf = { 'PLC-101': 2, nobody: 6 } as const

/**
 * A week at the boundary switch: the control room reads its controllers, an unregistered engineering station programs one,
 * and a desktop of the office reads a controller directly.
 */
export function boundaryCapture(): Uint8Array {
  const daily = { firstDay: '2026-11-13', lastDay: '2026-11-19', sessionsPerDay: 1, hours: [10, 12] } as const
  return encodeTraffic({
    seed: 7,
    utcOffsetMinutes: 540,
    hosts: [
      { key: 'hmi', ip: '10.20.2.21', mac: '00:14:22:00:02:21' },
      {
        key: 'plc1',
        ip: '10.20.1.11',
        mac: '28:63:36:00:01:11',
        identity: { vendor: 'Siemens', orderNumber: '6ES7 511-1AK02-0AB0', firmware: 'V2.9.4', model: 'CPU 1511-1 PN' },
      },
      { key: 'plc2', ip: '10.20.1.12', mac: '28:63:36:00:01:12' },
      { key: 'ews', ip: '10.20.2.99', mac: '00:1b:1b:00:02:99' },
      { key: 'office', ip: '10.20.40.7', mac: '3c:52:82:00:40:07' },
    ],
    conversations: [
      {
        client: 'hmi',
        server: 'plc1',
        protocol: 's7comm',
        deeds: [{ does: 'identify' }, { does: 'read', times: 20 }],
        ...daily,
      },
      { client: 'hmi', server: 'plc2', protocol: 's7comm', deeds: [{ does: 'read', times: 20 }], ...daily },
      {
        client: 'ews',
        server: 'plc2',
        protocol: 's7comm',
        deeds: [{ does: 'program' }],
        ...daily,
        firstDay: '2026-11-18',
      },
      {
        client: 'office',
        server: 'plc1',
        protocol: 's7comm',
        deeds: [{ does: 'read', times: 5 }],
        ...daily,
        firstDay: '2026-11-17',
      },
    ],
  })
}

/** An advisory about the product that the registry calls PLC-101, made up. */
export function advisory(): Uint8Array {
  const branch = (category: string, name: string, more: object) => ({ category, name, ...more })
  const product = { product_id: 'P', name: 'S7-1500 all versions' }
  return new TextEncoder().encode(
    JSON.stringify({
      document: {
        category: 'csaf_security_advisory',
        csaf_version: '2.0',
        title: 'A program stops',
        publisher: { category: 'vendor', name: 'Example', namespace: 'https://example' },
        tracking: {
          id: 'EX-1',
          status: 'final',
          version: '1',
          initial_release_date: '2026-01-01T00:00:00Z',
          current_release_date: '2026-01-01T00:00:00Z',
          revision_history: [{ number: '1', date: '2026-01-01T00:00:00Z', summary: 'First' }],
        },
      },
      product_tree: {
        branches: [
          branch('vendor', 'Siemens', {
            branches: [
              branch('product_name', 'S7-1500', {
                branches: [branch('product_version_range', 'vers:all/*', { product })],
              }),
            ],
          }),
        ],
      },
      vulnerabilities: [
        {
          cve: 'CVE-2099-20001',
          product_status: { known_affected: ['P'] },
          scores: [{ products: ['P'], cvss_v3: { version: '3.1', baseScore: 9.8 } }],
          remediations: [{ category: 'vendor_fix', details: 'Update', product_ids: ['P'] }],
        },
      ],
    }),
  )
}
