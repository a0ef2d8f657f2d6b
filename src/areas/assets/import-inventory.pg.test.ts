import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Importer } from '#areas/evidence/importer.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { zipOf } from '#platform/files/testing.ts'
import { commitFile, openAssets, stageFile, type TestAssets, undoFile } from './testing.ts'

const device = (name: string, more: object) => ({
  name,
  device_type: { manufacturer: { name: 'Siemens' }, model: 'S7-1516' },
  role: { name: 'PLC' },
  site: { name: 'Kashima' },
  status: { value: 'active' },
  custom_fields: {},
  ...more,
})
const netbox = (...devices: readonly object[]) => JSON.stringify({ count: devices.length, results: devices })
const bill = (serial: string, firmware: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    metadata: {
      component: { type: 'device', name: 'CPU 1516', properties: [{ name: 'cdx:device:serialNumber', value: serial }] },
    },
    components: [{ type: 'firmware', name: 'fw', version: firmware }],
  })
const plate = (serial: string) =>
  JSON.stringify({
    assetAdministrationShells: [],
    submodels: [
      {
        idShort: 'Nameplate',
        submodelElements: [
          { idShort: 'ManufacturerName', value: [{ language: 'en', text: 'Siemens' }] },
          { idShort: 'OrderCodeOfManufacturer', value: '6ES7516-3AN01-0AB0' },
          { idShort: 'SerialNumber', value: serial },
        ],
      },
    ],
  })

describe.each(testDatabases())('an inventory of another system, on $name', ({ open }) => {
  let here: TestAssets
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rung-inventory-'))
    here = await openAssets(await open())
  })
  afterAll(async () => {
    await here.database.close()
    await rm(folder, { recursive: true })
  })
  const of = (kind: string): Importer => here.assets.importers.find((one) => one.kind === kind)!
  const list = async () => (await here.assets.list({ plant: 'kashima' })).items

  it('is staged out of sight, then in the registry, and taken back', async () => {
    const bytes = netbox(
      device('plc-9', { serial: 'SVP12345', primary_ip4: { address: '10.1.1.9/24' } }),
      device('plc-8', { site: { name: 'Nowhere' } }),
    )
    const staged = await stageFile(of('netbox'), { name: 'netbox.json', bytes })
    expect(staged.counts).toMatchObject({ accepted: 1, refused: 1, ignored: 0 })
    expect(staged.problems.map(({ reason }) => reason.en)).toEqual(['there is no plant "Nowhere"'])
    expect(await list()).toEqual([])
    await commitFile(here.database, of('netbox'), staged.importId)
    expect(await list()).toMatchObject([
      {
        tag: 'plc-9',
        vendor: 'Siemens',
        model: 'S7-1516',
        ips: ['10.1.1.9'],
        lifecycle: 'operation',
        hostname: 'plc-9',
      },
    ])
    await undoFile(here.database, of('netbox'), staged.importId)
    expect(await list()).toEqual([])
    const again = await stageFile(of('netbox'), { name: 'netbox.json', bytes })
    await commitFile(here.database, of('netbox'), again.importId)
  })

  it('that says the same again changes nothing', async () => {
    const bytes = netbox(device('plc-9', { serial: 'SVP12345', primary_ip4: { address: '10.1.1.9/24' } }))
    const again = await stageFile(of('netbox'), { name: 'again.json', bytes, on: '2026-06-02' })
    expect(again.counts).toMatchObject({ accepted: 0, changed: 0, unchanged: 1, refused: 0 })
    await of('netbox').discard(here.database.as(), again.importId)
  })

  it.each([
    ['cyclonedx', 'bom.json', bill('SVP12345', 'V2.9.4'), { firmware: 'V2.9.4' }],
    ['aas', 'plate.json', plate('SVP12345'), { orderNumber: '6ES7516-3AN01-0AB0' }],
  ] as const)('of %s means a registered asset by its serial number', async (kind, name, bytes, told) => {
    const staged = await stageFile(of(kind), { name, bytes, plant: 'kashima' })
    expect(staged.counts).toMatchObject({ accepted: 0, changed: 1, refused: 0 })
    expect(staged.problems.map(({ reason }) => reason.en)).toContainEqual(
      expect.stringMatching(/is plc-9 of the registry, by its serial number$/),
    )
    await commitFile(here.database, of(kind), staged.importId)
    expect(await list()).toMatchObject([{ tag: 'plc-9', ips: ['10.1.1.9'], ...told }])
  })

  it('with another serial number is another asset', async () => {
    const staged = await stageFile(of('aas'), { name: 'plate.json', bytes: plate('SVP99999'), plant: 'kashima' })
    expect(staged.counts).toMatchObject({ accepted: 1, changed: 0 })
    await of('aas').discard(here.database.as(), staged.importId)
  })

  it('in a package (AASX) is read beside its other parts', async () => {
    const bytes = zipOf([
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'aasx/plate/plate.aas.json', data: plate('SVP77777') },
      { name: 'aasx/doc/readme.json', data: '{"a":1}' },
    ])
    const staged = await stageFile(of('aas'), { name: 'device.aasx', bytes, plant: 'kashima' })
    expect(staged.counts).toMatchObject({ accepted: 1, ignored: 1, refused: 0 })
    await of('aas').discard(here.database.as(), staged.importId)
  })

  it.each([
    ['netbox', 'x', '{"results":[]}'],
    ['glpi', 'x', '[]'],
    ['cyclonedx', 'x', '{"a":1}'],
    ['aas', 'x', `{"submodels":${'['.repeat(100_000)}`],
    ['aas', 'x', '<environment><submodels>'],
    ['cyclonedx', 'x', ''],
  ] as const)('of %s that holds nothing of the kind is refused as a whole', async (kind, name, bytes) => {
    await expect(stageFile(of(kind), { name, bytes, plant: 'kashima' })).rejects.toThrow(/^x: /)
  })

  it.each([
    ['netbox', netbox(device('a', { serial: '1' }))],
    ['netbox', 'name,role,manufacturer,device_type,serial,site\nplc-9,PLC,Siemens,S7,1,k\n'],
    ['glpi', '[{"id":1,"entities_id":"k","name":"a","otherserial":"","computermodels_id":"x"}]'],
    [
      'glpi',
      '"Name";"Entity";"Status";"Manufacturer";"Serial number";"Model";"Operating System - Name"\n"a";"b";"c";"d";"e";"f";"g"\n',
    ],
    ['cyclonedx', bill('1', '2')],
    ['cyclonedx', '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>'],
    ['aas', plate('1')],
    ['registry', '機器番号,設備名,型式,メーカー\nPLC-101,反応器制御,S7,シーメンス\n'],
  ] as const)('is found to be of %s by its bytes', async (kind, text) => {
    const head = Buffer.from(text)
    // A spreadsheet is read from the disk; the others know their own by its first bytes.
    const path = join(folder, 'file')
    await writeFile(path, head)
    const file = { path, name: 'file', bytes: head.length, sha256: '', head }
    const sure = await Promise.all(
      here.assets.importers.map(async (one) => ({ kind: one.kind, sure: await one.recognises(file).catch(() => 0) })),
    )
    expect(sure.sort((a, b) => b.sure - a.sure)[0]!.kind).toBe(kind)
  })
})
