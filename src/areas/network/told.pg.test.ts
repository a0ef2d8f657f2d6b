import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { tarEnd, tarHeader, tarPadding } from '#platform/files/tar.ts'
import { openNetwork, type TestNetwork } from './testing.ts'

const log = (path: string, fields: readonly string[], ...rows: readonly (readonly string[])[]) =>
  [
    '#separator \\x09',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${fields.join('\t')}`,
    ...rows.map((row) => row.join('\t')),
    '',
  ].join('\n')

const ids = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p']
const ends = ['CabcdEfghIjklMno1', '10.1.2.31', '49000', '10.1.1.11', '502']
const conn = log(
  'conn',
  [...ids, 'proto', 'service', 'resp_bytes', 'conn_state', 'history', 'orig_pkts', 'resp_pkts'],
  ['1780300800.0', ...ends, 'tcp', 'modbus', '80', 'SF', 'ShADadFf', '7', '6'],
  ['1780300801.0', 'too short'],
)
const modbus = log(
  'modbus',
  [...ids, 'func', 'pdu_type'],
  ['1780300800.5', ...ends, 'WRITE_SINGLE_COIL', 'REQ'],
  ['1780300800.6', ...ends, 'WRITE_SINGLE_COIL', 'RESP'],
)
const weird = log('weird', [...ids, 'name'], ['1780300800.5', ...ends, 'odd'])

function tar(...files: readonly (readonly [name: string, text: string])[]): Uint8Array {
  const parts = files.flatMap(([name, text]) => {
    const bytes = Buffer.from(text)
    return [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)]
  })
  return Buffer.concat([...parts, tarEnd()])
}

const nmap = `<?xml version="1.0"?>
<nmaprun scanner="nmap"><host endtime="1780300800"><status state="up"/><address addr="10.1.1.50" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="502"><state state="open"/></port></ports></host>
<host><status state="down"/><address addr="10.1.1.51" addrtype="ipv4"/></host>
<runstats><finished exit="success"/></runstats></nmaprun>`

describe.each(testDatabases())('what other tools saw, on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
  })
  afterAll(() => here.database.close())
  const importer = (kind: string) => here.network.importers.find((one) => one.kind === kind)!
  const devices = async () =>
    (await here.network.devices({ plant: 'kashima', limit: 50 })).map(({ id, roles }) => [
      id,
      roles.map(({ role }) => role),
    ])

  it('is staged out of sight, and a zip or tar of logs is one import', async () => {
    const bytes = gzipSync(
      tar(['logs/modbus.log', modbus], ['logs/weird.log', weird], ['logs/conn.log', conn], ['logs/notes.pdf', 'x']),
    )
    const staged = await stageFile(importer('zeek'), { name: 'zeek.tar.gz', bytes, plant: 'kashima' })
    expect(staged.counts).toMatchObject({
      accepted: 3,
      refused: 1,
      ignored: 1,
      changed: 0,
      unchanged: 0,
      effectiveOn: '2026-06-01',
    })
    expect(staged.problems.map(({ severity, sheet, row, reason }) => [severity, sheet, row, reason.en])).toEqual([
      ['refused', 'logs/conn.log', 6, 'the line has another number of columns than its header'],
      ['ignored', 'logs/weird.log', 5, 'weird.log tells of oddities of the traffic, not of devices'],
      ['note', null, null, 'the file is no log and is left out: logs/notes.pdf'],
    ])
    expect(staged.problems.every(({ reason }) => /[ぁ-ん一-龠]/.test(reason.ja))).toBe(true)
    expect(await devices()).toEqual([])

    await commitFile(here.database, importer('zeek'), staged.importId)
    expect(await devices()).toEqual([
      ['10.1.1.11', ['controller']],
      ['10.1.2.31', []],
    ])
    const [talk] = await here.network.conversations({ plant: 'kashima', limit: 5, skip: 0 })
    expect(talk).toMatchObject({
      packetsToServer: 7,
      packetsToClient: 6,
      bytesToServer: null,
      operations: { write: 1 },
      kind: 'zeek',
      days: ['2026-06-01'],
    })

    await undoFile(here.database, importer('zeek'), staged.importId)
    expect(await devices()).toEqual([])
  })

  it('in a log without times is there on no known day', async () => {
    const masked = conn.replaceAll(/^178030080\d\.0/gm, 'XXXXXXXXXX.XXXXXX')
    const staged = await stageFile(importer('zeek'), { name: 'conn.log', bytes: masked, plant: 'kashima' })
    await commitFile(here.database, importer('zeek'), staged.importId)
    const [device] = await here.network.devices({ plant: 'kashima', limit: 5 })
    expect(device).toMatchObject({ id: '10.1.1.11', firstSeen: null, lastSeen: null })
    await undoFile(here.database, importer('zeek'), staged.importId)
  })

  it('by asking makes devices, and nobody a controller', async () => {
    const staged = await stageFile(importer('nmap'), { name: 'scan.xml', bytes: nmap, plant: 'kashima' })
    expect(staged.counts).toMatchObject({ accepted: 1, ignored: 1, refused: 0 })
    await commitFile(here.database, importer('nmap'), staged.importId)
    expect(await devices()).toEqual([['10.1.1.50', []]])
    await undoFile(here.database, importer('nmap'), staged.importId)
  })

  it('needs a plant, for neither logs nor scans name one', async () => {
    for (const kind of ['zeek', 'eve', 'nmap']) {
      await expect(stageFile(importer(kind), { name: 'x', bytes: conn })).rejects.toThrow(/name the plant/)
    }
  })

  it.each([
    ['zeek', 'conn.log', conn],
    ['eve', 'eve.json', '{"timestamp":"2026-06-01T08:00:00.0+0900","event_type":"flow","src_ip":"10.0.0.1"}'],
    ['nmap', 'scan.xml', nmap],
    ['capture', 'x.pcap', Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')],
  ] as const)('of the kind %s is found by the bytes of %s', async (kind, name, content) => {
    const bytes = Buffer.from(content)
    const file = { path: '/nowhere', name: 'unnamed', bytes: bytes.length, sha256: '', head: bytes }
    const sure = await Promise.all(
      here.network.importers.map(
        async (one) => [one.kind, await one.recognises({ ...file, name }).catch(() => 0)] as const,
      ),
    )
    expect(sure.filter(([, one]) => one >= 0.3).map(([one]) => one)).toEqual([kind])
  })
})
