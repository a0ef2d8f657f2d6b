import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decodeAas } from './aas/decode.ts'
import { decodeCycloneDx } from './cyclonedx/decode.ts'
import { decodeGlpi } from './glpi/decode.ts'
import type { Inventory, InventoryDocument } from './inventory.ts'
import { decodeNetbox } from './netbox/decode.ts'
import { readXmlTree } from './xml-tree.ts'

const json = (value: unknown, name = 'x.json'): InventoryDocument => ({ name, form: 'json', value })
const table = (titles: string, ...rows: readonly string[]): InventoryDocument => ({
  name: 'x.csv',
  form: 'table',
  rows: rows.map((row, i) => {
    const values = row.split(';')
    return {
      row: i + 2,
      cells: new Map(titles.split(';').flatMap((title, at) => (values[at] ? [[title, values[at]] as const] : []))),
    }
  }),
})
async function xml(text: string): Promise<InventoryDocument> {
  const { root } = await readXmlTree(
    (async function* () {
      yield new TextEncoder().encode(text)
    })(),
  )
  return { name: 'x.xml', form: 'xml', root: root! }
}
/** What each thing is said to be, by the registry's fields. */
const fieldsOf = (inventory: Inventory) =>
  inventory.items.map(({ cells }) =>
    Object.fromEntries(cells.flatMap(({ field, value }) => (field === null ? [] : [[field, value]]))),
  )

describe('NetBox', () => {
  const plc = {
    name: 'plc-9',
    device_type: { manufacturer: { name: 'Siemens' }, model: 'S7-1516', part_number: '6ES7516-3AN01-0AB0' },
    role: { name: 'PLC' },
    serial: 'SVP12345',
    asset_tag: 'K-0009',
    site: { name: 'Kashima' },
    location: { name: 'MCC 2' },
    rack: { name: 'R1' },
    position: 12,
    status: { value: 'active', label: 'Active' },
    primary_ip4: { address: '10.1.1.9/24' },
    custom_fields: { firmware: 'V2.9.4', note: null },
  }
  const expected = {
    tag: 'K-0009',
    name: 'plc-9',
    hostname: 'plc-9',
    type: 'PLC',
    vendor: 'Siemens',
    model: 'S7-1516',
    orderNumber: '6ES7516-3AN01-0AB0',
    serial: 'SVP12345',
    plant: 'Kashima',
    location: 'MCC 2, R1, U12',
    lifecycle: 'active',
    firmware: 'V2.9.4',
    ips: '10.1.1.9',
  }
  it('as the API answers is a list of devices', () => {
    expect(fieldsOf(decodeNetbox([json({ count: 1, results: [plc] })]))).toEqual([expected])
    expect(fieldsOf(decodeNetbox([json([plc])]))).toEqual([expected])
  })
  it('joins devices with the addresses and cards of their interfaces, in one file or several', () => {
    const card = { device: { name: 'plc-9' }, name: 'X1', mtu: 1500, mac_address: '00:1B:1B:01:02:03' }
    const address = { address: '10.1.2.9/24', family: { value: 4 }, assigned_object: { device: { name: 'plc-9' } } }
    const joined = { ...expected, ips: '10.1.1.9; 10.1.2.9', macs: '00:1B:1B:01:02:03' }
    expect(fieldsOf(decodeNetbox([json([plc]), json([card]), json([address])]))).toEqual([joined])
    expect(fieldsOf(decodeNetbox([json({ devices: [plc], interfaces: [card], ip_addresses: [address] })]))).toEqual([
      joined,
    ])
  })
  it('without a tag is known by its name, and addresses alone add to it', () => {
    const alone = decodeNetbox([
      json([{ address: '10.1.2.9/24', vrf: null, assigned_object: { device: { name: 'sw-1' } } }]),
    ])
    expect(fieldsOf(alone)).toEqual([{ tag: 'sw-1', hostname: 'sw-1', ips: '10.1.2.9' }])
    expect(alone.isPartial).toBe(true)
  })
  it.each([
    [
      'by the names of fields',
      table(
        'name;role;manufacturer;device_type;serial;asset_tag;site;status;primary_ip4',
        'plc-9;PLC;Siemens;S7-1516;SVP12345;K-0009;Kashima;active;10.1.1.9/24',
      ),
    ],
    [
      'by the titles of the screen',
      table(
        'Name;Role;Manufacturer;Type;Serial number;Asset tag;Site;Status;IPv4 Address',
        'plc-9;PLC;Siemens;S7-1516;SVP12345;K-0009;Kashima;Active;10.1.1.9/24',
      ),
    ],
  ])('as a table is read %s', (_, document) => {
    expect(fieldsOf(decodeNetbox([document]))[0]).toMatchObject({
      tag: 'K-0009',
      model: 'S7-1516',
      serial: 'SVP12345',
      ips: '10.1.1.9',
      lifecycle: 'active',
    })
  })
  it('counts what belongs to no device, and what is none', () => {
    const { items, ignored, faults } = decodeNetbox([
      json([
        { address: '10.9.9.9/24', vrf: null, assigned_object: null },
        { slug: 'x' },
        7,
        { device_type: {}, site: {} },
      ]),
    ])
    expect([items.length, ignored.length, faults.length]).toEqual([0, 2, 2])
  })
})

describe('GLPI', () => {
  it('as the API answers, names expanded and ports with it', () => {
    const computer = {
      id: 12,
      entities_id: 'Kashima',
      name: 'hmi-7',
      serial: 'ABC-12345',
      otherserial: 'INV-7',
      locations_id: 'Plant &#62; Hall 1',
      computermodels_id: 'OptiPlex 7000',
      computertypes_id: 0,
      manufacturers_id: 'Dell',
      states_id: 3,
      date_mod: '2026-09-01 12:00:00',
      _networkports: {
        NetworkPortEthernet: [{ mac: 'd4:6a:6a:56:98:17', NetworkName: { IPAddress: [{ name: '10.1.2.7' }] } }],
      },
    }
    expect(fieldsOf(decodeGlpi([json([computer, { ...computer, is_template: 1 }])]))).toEqual([
      {
        tag: 'INV-7',
        name: 'hmi-7',
        hostname: 'hmi-7',
        serial: 'ABC-12345',
        vendor: 'Dell',
        model: 'OptiPlex 7000',
        location: 'Plant > Hall 1',
        plant: 'Kashima',
        updatedOn: '2026-09-01',
        ips: '10.1.2.7',
        macs: 'd4:6a:6a:56:98:17',
      },
    ])
  })
  it('as its agent writes it', () => {
    const content = {
      hardware: { name: 'ews-1' },
      bios: { smanufacturer: 'HP', smodel: 'Z4', ssn: 'CZC1234' },
      networks: [{ ipaddress: '10.1.2.8', macaddr: '00:11:22:33:44:55' }, { ipaddress: '127.0.0.1' }],
    }
    expect(fieldsOf(decodeGlpi([json({ deviceid: 'ews-1-2026', itemtype: 'Computer', content })]))).toEqual([
      {
        tag: 'ews-1',
        hostname: 'ews-1',
        serial: 'CZC1234',
        vendor: 'HP',
        model: 'Z4',
        type: 'Computer',
        ips: '10.1.2.8',
        macs: '00:11:22:33:44:55',
      },
    ])
  })
  it('as its list exports it', () => {
    const list = table(
      'Name;Entity;Status;Manufacturer;Serial number;Model;Operating System - Name;Networking - IP;Last update',
      'EWS-1;Root;Active;Dell;7XK2;Precision;Windows 10;10.1.2.31 fe80::1;2026-10-01 10:00',
    )
    expect(fieldsOf(decodeGlpi([list]))).toEqual(
      [
        {
          tag: 'EWS-1',
          name: 'EWS-1',
          plant: 'Root',
          lifecycle: 'Active',
          vendor: 'Dell',
          serial: '7XK2',
          model: 'Precision',
          ips: '10.1.2.31; fe80::1',
          updatedOn: '2026-10-01',
        },
      ].map(({ name: _, ...rest }) => expect.objectContaining(rest)),
    )
  })
})

describe('CycloneDX', () => {
  const device = {
    type: 'device',
    name: 'FT-101',
    version: 'B',
    manufacturer: { name: 'Muster AG' },
    cpe: 'cpe:2.3:h:muster:ft-101:b:*',
    properties: [
      { name: 'cdx:device:serialNumber', value: '12345678' },
      { name: 'cdx:device:sku', value: 'FMABC1234' },
      { name: 'cdx:device:macAddress', value: '00:1b:1b:00:00:07' },
    ],
  }
  const told = {
    tag: 'FT-101 12345678',
    name: 'FT-101',
    model: 'FT-101',
    vendor: 'Muster AG',
    serial: '12345678',
    orderNumber: 'FMABC1234',
    macs: '00:1b:1b:00:00:07',
  }
  const parts = [
    { type: 'firmware', name: 'fw', version: '1.4.2' },
    { type: 'library', name: 'openssl', version: '3.0' },
  ]
  it('is about a device, whose firmware stands beside it; software waits', () => {
    const found = decodeCycloneDx([
      json({ bomFormat: 'CycloneDX', metadata: { component: device }, components: parts }),
    ])
    expect(fieldsOf(found)).toEqual([{ ...told, firmware: '1.4.2' }])
    expect(found.ignored.map(({ reason }) => reason)).toEqual([
      'the firmware of a device, told with it',
      'software is left for the reading of vulnerabilities',
    ])
  })
  it('lists devices, each with the firmware inside it', () => {
    const found = decodeCycloneDx([
      json({
        bomFormat: 'CycloneDX',
        components: [
          { ...device, components: parts },
          { type: 'device', name: 'Bare' },
        ],
      }),
    ])
    expect(fieldsOf(found)).toEqual([
      { ...told, firmware: '1.4.2' },
      { tag: 'Bare', name: 'Bare', model: 'Bare' },
    ])
    expect(found.items[1]!.findings).toEqual(['no serial number: it names a product, and every device of it'])
  })
  it('is about a firmware, and so about the product that runs it', async () => {
    const bill = await xml(
      '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><metadata><component type="firmware"><publisher>Siemens</publisher><name>CPU 1516</name><version>V2.9.4</version></component></metadata></bom>',
    )
    expect(fieldsOf(decodeCycloneDx([bill]))).toEqual([
      { tag: 'CPU 1516', name: 'CPU 1516', model: 'CPU 1516', vendor: 'Siemens', firmware: 'V2.9.4' },
    ])
  })
  it.each([
    ['another JSON', json({ a: 1 })],
    ['a list', json([])],
  ])('is not %s', (_, document) => {
    expect(decodeCycloneDx([document]).faults).toMatchObject([{ reason: 'it is no CycloneDX bill of materials' }])
  })
})

describe('a digital nameplate', () => {
  const property = (idShort: string, value: string, id = '') => ({
    modelType: 'Property',
    idShort,
    value,
    ...(id === '' ? {} : { semanticId: { keys: [{ type: 'GlobalReference', value: id }] } }),
  })
  const text = (idShort: string, ...texts: readonly (readonly [string, string])[]) => ({
    modelType: 'MultiLanguageProperty',
    idShort,
    value: texts.map(([language, text]) => ({ language, text })),
  })
  const plate = {
    modelType: 'Submodel',
    id: 'urn:plate',
    idShort: 'Nameplate',
    semanticId: { keys: [{ type: 'GlobalReference', value: 'https://admin-shell.io/idta/nameplate/3/0/Nameplate' }] },
    submodelElements: [
      property('URIOfTheProduct', 'https://x/1'),
      text('ManufacturerName', ['de', 'Muster AG'], ['en', 'Muster Inc.']),
      text('ManufacturerProductDesignation', ['en', '"Flow meter"']),
      property('ManufacturerProductType', 'FM-1234'),
      property('x', 'FMABC1234', '0173-1#02-AAO227#002'),
      property('SerialNumber', '12345678'),
      property('FirmwareVersion', '1.2.0'),
    ],
  }
  const told = {
    tag: 'FMABC1234 12345678',
    vendor: 'Muster Inc.',
    name: 'Flow meter',
    model: 'FM-1234',
    orderNumber: 'FMABC1234',
    serial: '12345678',
    firmware: '1.2.0',
  }
  it('says what stands on the plate: by semantic identifier, else by name', () => {
    const found = decodeAas([json({ assetAdministrationShells: [], submodels: [plate] })])
    expect(fieldsOf(found)).toEqual([told])
    expect(found.items[0]!.findings).toEqual([])
  })
  it('takes the serial number and the tag from the identifiers of the asset, and its kind', () => {
    const shell = {
      id: 'urn:aas',
      assetInformation: { assetKind: 'Type', specificAssetIds: [{ name: 'inventoryNumber', value: 'K-77' }] },
      submodels: [{ keys: [{ value: 'urn:plate' }] }],
    }
    const found = decodeAas([
      json({
        assetAdministrationShells: [shell],
        submodels: [plate, { id: 'urn:other', idShort: 'TechnicalData', submodelElements: [] }],
      }),
    ])
    expect(fieldsOf(found)).toEqual([{ ...told, tag: 'K-77' }])
    expect(found.items[0]!.findings).toEqual(['it describes a type of product, not one device'])
    expect(found.ignored).toMatchObject([{ row: 2, reason: 'a submodel that is no nameplate' }])
  })
  it('lists what the template asks for and the plate lacks', () => {
    const poor = { ...plate, submodelElements: [text('ManufacturerName', ['en', 'Muster'])] }
    expect(decodeAas([json({ submodels: [poor] })]).items[0]!.findings).toEqual([
      'the nameplate has no URIOfTheProduct',
      'the nameplate has no ManufacturerProductDesignation',
      'the nameplate has no OrderCodeOfManufacturer',
      'no serial number: it names a product, and every device of it',
    ])
  })
  it('in XML, of version 3 and of version 2, says the same', async () => {
    const three =
      await xml(`<environment xmlns="https://admin-shell.io/aas/3/0"><submodels><submodel><id>urn:plate</id><idShort>Nameplate</idShort><submodelElements>
<multiLanguageProperty><idShort>ManufacturerName</idShort><value><langStringTextType><language>de</language><text>Muster AG</text></langStringTextType><langStringTextType><language>en</language><text>Muster Inc.</text></langStringTextType></value></multiLanguageProperty>
<property><idShort>ManufacturerProductType</idShort><valueType>xs:string</valueType><value>FM-1234</value></property>
<property><idShort>SerialNumber</idShort><value>12345678</value></property></submodelElements></submodel></submodels></environment>`)
    const two =
      await xml(`<aas:aasenv xmlns:aas="http://www.admin-shell.io/aas/2/0"><aas:submodels><aas:submodel><aas:idShort>Nameplate</aas:idShort><aas:identification idType="IRI">urn:plate</aas:identification><aas:submodelElements>
<aas:submodelElement><aas:multiLanguageProperty><aas:idShort>ManufacturerName</aas:idShort><aas:value><aas:langString lang="en">Muster Inc.</aas:langString></aas:value></aas:multiLanguageProperty></aas:submodelElement>
<aas:submodelElement><aas:property><aas:idShort>ManufacturerProductType</aas:idShort><aas:value>FM-1234</aas:value></aas:property></aas:submodelElement>
<aas:submodelElement><aas:property><aas:idShort>SerialNumber</aas:idShort><aas:value>12345678</aas:value></aas:property></aas:submodelElement></aas:submodelElements></aas:submodel></aas:submodels></aas:aasenv>`)
    for (const document of [three, two]) {
      expect(fieldsOf(decodeAas([document]))).toEqual([
        { tag: 'FM-1234 12345678', vendor: 'Muster Inc.', model: 'FM-1234', serial: '12345678' },
      ])
    }
  })
})

test('entities of a document are not expanded', async () => {
  const bomb =
    '<!DOCTYPE bom [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><bom><metadata><component type="device"><name>&b;</name></component></metadata></bom>'
  const { root, broken } = await readXmlTree(
    (async function* () {
      yield new TextEncoder().encode(bomb)
    })(),
  )
  expect(broken).toMatch(/^broken XML/)
  expect(JSON.stringify(root)).not.toContain('aaaaaaaa')
})

test.each([
  ['NetBox', decodeNetbox],
  ['GLPI', decodeGlpi],
  ['CycloneDX', decodeCycloneDx],
  ['AAS', decodeAas],
] as const)('%s reads JSON of any shape without a throw, and leaves nothing out of the count', (_, decode) => {
  const words = [
    'results',
    'device_type',
    'name',
    'address',
    'vrf',
    'content',
    'bomFormat',
    'components',
    'type',
    'submodels',
    'idShort',
    'submodelElements',
    'value',
    'keys',
    '__proto__',
    'custom_fields',
  ]
  const shape = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'medium' },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.constantFrom('CycloneDX', 'device', 'Nameplate'),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...words), tie('any'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(shape.any, (value) => {
      const { items, ignored, faults } = decode([json(JSON.parse(JSON.stringify(value)))])
      for (const { cells } of items)
        expect(cells.every((cell) => typeof cell.value === 'string' && cell.value !== '')).toBe(true)
      if (Array.isArray(value) && decode === decodeGlpi)
        expect(items.length + ignored.length + faults.length).toBe(value.length)
    }),
    { numRuns: 400 },
  )
})
