import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile } from '#areas/assets/testing.ts'
import type * as contract from '#contract/network.ts'
import { faultsOfBill } from '#formats/cyclonedx/cbom.testing.ts'
import { fromHex, fromText } from '#formats/octets.ts'
import { sshVectors } from '#formats/ssh/vectors.ts'
import { tlsVectors } from '#formats/tls/vectors.ts'
import { testDatabases } from '#platform/database/testing.ts'
import type { Call, FileAnswer } from '#platform/http/implement.ts'
import { capture, dialogue, openNetwork, type TestNetwork } from '../testing.ts'

/** A line of a vector: `> 1603…`. */
const said = (line: string): readonly [boolean, Uint8Array] => [line.startsWith('>'), fromHex(line.slice(1))]
const [clientHello, serverHello] = tlsVectors[1]!.exchange
const [certificate] = tlsVectors[2]!.exchange
const hello = (text: string, isUp: boolean): readonly [boolean, Uint8Array] => [isUp, fromText(text)]

function seen(day: string): Uint8Array {
  return capture(
    dialogue('10.1.2.1', '10.1.2.10', 443, `${day}T08:00:00Z`, [
      said(clientHello!),
      said(serverHello!),
      said(certificate!),
    ]),
    dialogue('10.1.2.1', '10.1.2.11', 22, `${day}T08:10:00Z`, [
      hello('SSH-2.0-OpenSSH_9.9\r\n', true),
      hello('SSH-2.0-OpenSSH_7.4\r\n', false),
      ...sshVectors[1]!.exchange.map(said),
    ]),
    dialogue('10.1.2.1', '10.1.2.12', 23, `${day}T08:20:00Z`, [
      [false, Uint8Array.from([0xff, 0xfd, 0x18, 0xff, 0xfd, 0x20])],
      [true, Uint8Array.from([0xff, 0xfb, 0x18, 0xff, 0xfb, 0x20])],
      hello('login: ', false),
    ]),
  )
}

describe.each(testDatabases())('the cryptography of a plant on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
    await bring('office.pcap', '2026-03-04', '2026-03-05')
  })
  afterAll(() => here.database.close())

  async function bring(name: string, day: string, on: string, plant = 'kashima') {
    here.clock.set(on)
    const importer = here.network.importers[0]!
    const staged = await stageFile(importer, { name, bytes: seen(day), plant, on })
    await commitFile(here.database, importer, staged.importId)
    return staged.importId
  }
  const get = async (path: string, query: object) => {
    const one = here.network.cryptographyRoutes.find(({ route }) => route.path === path)!
    const checked = one.route.query!.parse(query)
    return one.handle({ params: {}, query: checked, body: {} } as unknown as Call)
  }
  const list = async (query: object) =>
    (await get('/cryptography/systems', query)) as { items: contract.CryptoSystem[]; total: number }

  it('is what the handshakes showed: weak ones first, each with its packet', async () => {
    const { items } = await list({ plant: 'kashima' })
    expect(items.map(({ device, quantum, weaknesses }) => [device, quantum, weaknesses])).toEqual([
      ['10.1.2.12', 'none', 1],
      ['10.1.2.10', 'hybrid', 0],
      ['10.1.2.11', 'notSafe', 0],
    ])
    const [tls] = items[1]!.endpoints
    expect(tls!.certificates).toMatchObject([
      { name: 'plc-7', expires: '2126-10-30', key: 'EC P-256', selfSigned: true },
    ])
    expect(tls!.certificates[0]!.witness).toMatchObject({ captureName: 'office.pcap', on: '2026-03-04' })
    expect(tls!.algorithms.map(({ name }) => name)).toEqual(['TLS 1.3', 'TLS_AES_128_GCM_SHA256', 'X25519MLKEM768'])
  })

  it('sums up: unknown and clear are never safe', async () => {
    expect(await get('/cryptography', { plant: 'kashima' })).toMatchObject({
      systems: 3,
      usingCryptography: 2,
      quantumSafe: 1,
      weak: 1,
      inClear: 1,
      certificates: 1,
      lapsed: 0,
      measuredOn: '2026-03-04',
    })
  })

  it('is found by algorithm, class and date', async () => {
    const devices = async (query: object) =>
      (await list({ plant: 'kashima', ...query })).items.map(({ device }) => device)
    expect(await devices({ q: 'curve25519' })).toEqual(['10.1.2.11'])
    expect(await devices({ quantum: 'hybrid' })).toEqual(['10.1.2.10'])
    expect(await devices({ weak: 'true' })).toEqual(['10.1.2.12'])
    expect(await devices({ lapsesWithin: 3650 })).toEqual([])
  })

  it('before the day of the capture nothing is known', async () => {
    expect((await list({ plant: 'kashima', asOf: '2026-03-03' })).total).toBe(0)
  })

  it('leaves as a bill of materials that is right by CycloneDX 1.6', async () => {
    const file = (await get('/cryptography/cbom', { plant: 'kashima' })) as FileAnswer
    const bill = JSON.parse(new TextDecoder().decode(file.content as Uint8Array))
    expect(faultsOfBill(bill)).toEqual([])
    expect(bill.components.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['X25519MLKEM768', 'plc-7', 'Telnet', 'curve25519-sha256']),
    )
  })

  it('dates the inventory by the newest handshake; the enterprise has one when each plant has', async () => {
    const indicator = here.network.indicators.find(({ id }) => id === 'network.cryptoInventory')!
    const measure = async () =>
      indicator.measure({
        plants: ['kashima', 'ulsan'],
        from: '2026-01-01',
        to: '2026-12-31',
        today: '2026-12-31',
      })
    const before = await measure()
    expect(before.get('kashima')!.map(({ from, value }) => [from, value])).toEqual([['2026-03-04', '2026-03-04']])
    expect(before.get('*')).toBeUndefined()
    await bring('ulsan.pcap', '2026-04-02', '2026-04-03', 'ulsan')
    expect((await measure()).get('*')!.map(({ from, value }) => [from, value])).toEqual([['2026-04-02', '2026-03-04']])
    const proof = await indicator.proof!({ scope: 'kashima', on: '2026-12-31', limit: 5 })
    expect(proof[0]!.text).toContain('2 systems use cryptography, 1 of them quantum-safe')
  })
})
