import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import type * as contract from '#contract/devices.ts'
import { deviceSorts } from '#contract/devices.ts'
import { listIdentityResponse } from '#formats/enip/encode.ts'
import { encodeArp, encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeUdp } from '#formats/ip/encode.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import type { Call } from '#platform/http/implement.ts'
import { capture, macOf, openNetwork, type TestNetwork, talk } from './testing.ts'

const cpu = {
  vendorId: 1,
  deviceType: 14,
  productCode: 54,
  major: 20,
  minor: 11,
  status: 0,
  serial: 0x51823f,
  product: '1756-L61/B',
  state: 3,
}

/** A controller says who it is. */
function introduces(ip: string, day: string, said: Partial<typeof cpu> = {}, mac = macOf(ip)): CapturedPacket[] {
  const at = Date.parse(`${day}T10:00:00Z`) * 1000
  const answer = encodeUdp(
    { source: ip, target: '10.1.2.1' },
    44818,
    50_000,
    listIdentityResponse({ ...cpu, ...said }, ip),
  )
  return [{ at, bytes: encodeEthernet(macOf('10.1.2.1'), mac, 0x0800, answer) }]
}

/** Somebody claims an address by ARP. */
function claims(ip: string, mac: string, day: string): CapturedPacket[] {
  return [
    {
      at: Date.parse(`${day}T07:00:00Z`) * 1000,
      bytes: encodeArp(true, { mac, ip }, { mac: macOf('10.1.2.1'), ip: '10.1.2.1' }),
    },
  ]
}

describe.each(testDatabases())('device records on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
  })
  afterAll(() => here.database.close())

  async function bring(name: string, bytes: Uint8Array, on: string) {
    here.clock.set(on)
    const importer = here.network.importers[0]!
    const staged = await stageFile(importer, { name, bytes, plant: 'kashima', on })
    await commitFile(here.database, importer, staged.importId)
    return staged.importId
  }

  /** Calls a route as the server does, without the transport. */
  async function call<Answer>(method: string, path: string, given: Partial<Call> & { readonly ifMatch?: string } = {}) {
    let version = ''
    const found = here.network.deviceRoutes.find(({ route }) => route.method === method && route.path === path)!
    const answer = await found.handle({
      params: {},
      query: {},
      body: undefined,
      actor: here.person,
      contentType: null,
      signal: new AbortController().signal,
      upload: (async function* () {})(),
      checkVersion: (current) => {
        if (given.ifMatch !== undefined && given.ifMatch !== String(current)) throw new Error('412')
      },
      tag: (tag) => {
        version = String(tag)
      },
      ...given,
    } as Call)
    return { answer: found.route.response.parse(answer) as Answer, version }
  }
  const get = (id: string) =>
    call<contract.DeviceDetail>('GET', '/devices/:plant/:id', { params: { plant: 'kashima', id } })
  const list = async (query: object = {}) =>
    (
      await call<{ items: contract.Device[]; next: string | null; total: number }>('GET', '/devices', {
        query: { plant: 'kashima', ...query },
      })
    ).answer
  const field = (device: contract.DeviceDetail, name: string) => device.fields.find((one) => one.field === name)!

  it('every field names the packet behind it, and what held before', async () => {
    const first = await bring(
      'march.pcap',
      capture(talk('10.1.2.1', '10.1.1.1', ['2026-03-01']), introduces('10.1.1.1', '2026-03-01')),
      '2026-03-02',
    )
    const later = await bring('may.pcap', capture(introduces('10.1.1.1', '2026-05-01', { minor: 55 })), '2026-05-02')
    const { answer: device } = await get('10.1.1.1')
    expect(device).toMatchObject({
      vendor: 'Rockwell Automation',
      model: '1756-L61/B',
      firmware: '20.55',
      asset: null,
      units: 0,
    })
    expect(field(device, 'firmware')).toMatchObject({
      value: '20.55',
      confidence: 0.95,
      contradictions: [],
      sources: [{ protocol: 'enip', capture: later, captureName: 'may.pcap', packet: 1, at: '2026-05-01' }],
      history: [{ value: '20.11', from: '2026-03-01', to: '2026-03-01', sources: [{ capture: first, packet: 5 }] }],
    })
    expect(field(device, 'role')).toMatchObject({ value: 'controller' })
    expect(device.purdueLevel).toMatchObject({
      level: '1',
      confidence: 0.9,
      source: 'inferred',
      because: ['answers Modbus as server'],
    })
    expect(device.conversations).toMatchObject({
      total: 3,
      peers: expect.arrayContaining([
        expect.objectContaining({ peer: '10.1.2.1', side: 'server', protocol: 'modbus' }),
      ]),
    })
    expect(device.captures.map(({ name }) => name).sort()).toEqual(['march.pcap', 'may.pcap'])
    expect(device.addresses.map(({ address, firstSeen, lastSeen }) => [address, firstSeen, lastSeen])).toEqual([
      ['10.1.1.1', '2026-03-01', '2026-05-01'],
      [macOf('10.1.1.1'), '2026-03-01', '2026-05-01'],
    ])
  })

  it('an address that another card has later is another device, and each keeps its days and its conversations', async () => {
    const card = '00:1b:1b:00:00:50'
    await bring('lease-1.pcap', capture(talk('10.1.2.1', '10.1.1.50', ['2026-03-03'])), '2026-03-04')
    await bring('lease-2.pcap', capture(introduces('10.1.1.50', '2026-05-03', { serial: 7 }, card)), '2026-05-04')
    const [now, before] = [(await get('10.1.1.50')).answer, (await get(macOf('10.1.1.50'))).answer]
    expect([now.id, now.macs, now.firstSeen]).toEqual(['10.1.1.50', [card], '2026-05-03'])
    expect([before.id, before.ips, before.lastSeen]).toEqual([macOf('10.1.1.50'), ['10.1.1.50'], '2026-03-03'])
    expect(before.conversations.peers.map(({ protocol }) => protocol)).toEqual(['modbus'])
    expect(now.conversations.peers.map(({ protocol }) => protocol)).toEqual(['enip'])
    const talks = await here.network.conversations({ plant: 'kashima', q: '10.1.1.50', limit: 10, skip: 0 })
    expect(talks).toHaveLength(2)
  })

  it('a card whose address changes is one device, and says why', async () => {
    const card = macOf('10.1.1.60')
    await bring('dhcp-1.pcap', capture(claims('10.1.1.60', card, '2026-03-05')), '2026-03-06')
    await bring('dhcp-2.pcap', capture(claims('10.1.1.61', card, '2026-05-05')), '2026-05-06')
    const { answer: device } = await get('10.1.1.60')
    expect([device.id, device.ips]).toEqual(['10.1.1.61', ['10.1.1.60', '10.1.1.61']])
    expect(device.joined).toMatchObject([{ because: { en: `the same network card ${card}` } }])
  })

  it('lists sort by any column, page by page, and count what the filter lets through', async () => {
    const all = await list({ limit: 100 })
    expect(all.total).toBe(all.items.length)
    for (const sort of deviceSorts) {
      for (const order of ['asc', 'desc'] as const) {
        const whole = await list({ sort, order, limit: 100 })
        const paged: contract.Device[] = []
        let cursor: string | null = null
        do {
          const page: { items: contract.Device[]; next: string | null } = await list({
            sort,
            order,
            limit: 2,
            ...(cursor ? { cursor } : {}),
          })
          paged.push(...page.items)
          cursor = page.next
        } while (cursor)
        expect(paged.map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id))
        expect(paged).toHaveLength(all.total)
      }
    }
    expect((await list({ role: 'controller' })).items.map(({ id }) => id)).toContain('10.1.1.1')
    expect((await list({ protocol: 'enip', level: '1' })).items.map(({ id }) => id)).toContain('10.1.1.1')
    expect((await list({ q: '0051823f' })).items.map(({ id }) => id)).toEqual(['10.1.1.1'])
    expect((await list({ vendor: 'Rockwell Automation' })).total).toBe(2)
    const { answer: choices } = await call<{ roles: { value: string }[]; vendors: { value: string }[] }>(
      'GET',
      '/device-choices',
    )
    expect(choices.roles.map(({ value }) => value)).toContain('controller')
    for (const { value } of choices.vendors) expect((await list({ vendor: value })).total, value).toBeGreaterThan(0)
    expect(choices.vendors.map(({ value }) => value).filter((value) => value === value.toLowerCase())).toEqual([])
  })

  it('what the filter lets through leaves as a file that a registry can take over, one device alone as well', async () => {
    const file = async (query: object) => {
      const route = here.network.deviceRoutes.find(({ route: { path } }) => path === '/devices/export')!
      const answer = await route.handle({ query: { plant: 'kashima', format: 'csv', ...query } } as unknown as Call)
      const { content, fileName } = answer as { content: Uint8Array; fileName: string }
      return { fileName, lines: Buffer.from(content).toString().replace('\ufeff', '').trimEnd().split('\r\n') }
    }
    const all = await file({ sort: 'ips', order: 'desc' })
    expect(all.lines).toHaveLength((await list()).total + 1)
    expect(all.lines[0]).toMatch(/^Plant,Tag,Name,Type,Vendor,Model,Order number,Firmware,Serial number,IP address/)
    const filtered = await file({ vendor: 'Rockwell Automation' })
    expect(filtered.lines).toHaveLength(3)
    const one = await file({ device: '10.1.1.1', language: 'ja' })
    expect(one.lines).toHaveLength(2)
    expect(one.lines[0]).toMatch(/^工場,機器番号,設備名,種別,メーカー/)
    expect(one.lines[1]).toContain('コントローラ,Rockwell Automation')
    expect(one.fileName).toMatch(/^devices-kashima-10\.1\.1\.1-/)
    await expect(file({ device: '10.9.9.9' })).rejects.toThrow('there is no device 10.9.9.9')
  })

  it('two devices that a person joins stay one at the next import, until it is taken back', async () => {
    const { version } = await get('10.1.1.1')
    const merge = (ifMatch: string) =>
      call<{ decision: contract.DeviceDecision; devices: string[] }>('POST', '/devices/:plant/merges', {
        params: { plant: 'kashima' },
        body: { devices: ['10.1.1.1', '10.1.1.61'], reason: 'two cards of one rack' },
        ifMatch,
      })
    const { answer: merged, version: next } = await merge(version)
    expect(merged).toMatchObject({ decision: { kind: 'merge', byName: 'Sato', undone: null } })
    expect(merged.devices).toHaveLength(1)
    await expect(merge(version)).rejects.toThrow('412')

    await bring('june.pcap', capture(introduces('10.1.1.1', '2026-05-20', { minor: 55 })), '2026-05-21')
    const { answer: device } = await get('10.1.1.1')
    expect(device.ips).toEqual(['10.1.1.1', '10.1.1.60', '10.1.1.61'])
    expect(device.decided).toBe(true)
    expect(device.joined[0]).toMatchObject({ because: { en: 'joined by Sato on 2026-05-06' }, strength: 1 })

    const undo = { params: { id: merged.decision.id }, body: { reason: 'it was another rack' }, ifMatch: next }
    const { answer: undone } = await call<contract.DeviceDecision>('POST', '/device-decisions/:id/undo', undo)
    expect(undone.undone).toMatchObject({ reason: 'it was another rack', byName: 'Sato' })
    expect((await get('10.1.1.1')).answer.ips).toEqual(['10.1.1.1'])
    expect((await get('10.1.1.61')).answer.ips).toEqual(['10.1.1.60', '10.1.1.61'])
    await expect(call('POST', '/device-decisions/:id/undo', { ...undo, ifMatch: undefined })).rejects.toThrow('already')
  })

  it('what a person parts stays parted, whatever would join it', async () => {
    const before = (await get('10.1.1.61')).answer
    expect(before.ips).toHaveLength(2)
    const { answer } = await call<{ devices: string[] }>('POST', '/devices/:plant/splits', {
      params: { plant: 'kashima' },
      body: { device: '10.1.1.61', addresses: ['10.1.1.60'], reason: 'a spare got the card' },
    })
    expect(answer.devices).toEqual(['10.1.1.60', '10.1.1.61'])
    await bring('dhcp-3.pcap', capture(claims('10.1.1.61', macOf('10.1.1.60'), '2026-05-25')), '2026-05-26')
    expect((await get('10.1.1.60')).answer.ips).toEqual(['10.1.1.60'])
    expect((await get('10.1.1.61')).answer.lastSeen).toBe('2026-05-25')
    await expect(
      call('POST', '/devices/:plant/splits', {
        params: { plant: 'kashima' },
        body: { device: '10.1.1.1', addresses: ['10.1.1.1', macOf('10.1.1.1')], reason: 'nothing left' },
      }),
    ).rejects.toThrow('left')
  })

  it('networks whose devices have no level are told with what they do, and a zone places them', async () => {
    await bring(
      'other.pcap',
      capture(
        claims('10.7.7.1', macOf('10.7.7.1'), '2026-05-27'),
        claims('10.7.7.2', macOf('10.7.7.2'), '2026-05-27'),
        claims('127.0.0.9', macOf('127.0.0.9'), '2026-05-27'),
      ),
      '2026-05-28',
    )
    const unplaced = async () =>
      (await call<{ items: contract.UnplacedNetwork[] }>('GET', '/unplaced-networks', { query: { plant: 'kashima' } }))
        .answer.items
    // What a machine says to itself is a device, but none that a registry should know.
    expect((await get('127.0.0.9')).answer.counted).toBe(false)
    expect((await unplaced()).map(({ network }) => network)).not.toContain('127.0.0.0/24')
    expect(await unplaced()).toContainEqual(
      expect.objectContaining({
        network: '10.7.7.0/24',
        devices: 2,
        counted: 2,
        examples: ['10.7.7.1', '10.7.7.2'],
        suggestion: null,
      }),
    )
    await here.evidence.add({
      kind: 'zone',
      scope: ['kashima'],
      effectiveFrom: '2026-01-01',
      data: { name: 'office', purdueLevel: '4', addresses: '10.7.7.0/24' },
      by: here.person,
    })
    expect((await unplaced()).map(({ network }) => network)).not.toContain('10.7.7.0/24')
    const office = (await list({ q: '10.7.7.' })).items
    expect(office.map(({ purdueLevel, counted }) => [purdueLevel?.level, purdueLevel?.confidence, counted])).toEqual([
      ['4', 0.9, false],
      ['4', 0.9, false],
    ])
  })

  it('a safety device counts once the registry holds it for critical, and a zone while something is seen in it', async () => {
    const ask = {
      plants: ['kashima'],
      from: '2026-01-01',
      to: '2026-12-31',
      today: '2026-12-31',
      within: 'P3M',
    } as const
    const value = async (id: string, day: string) => {
      const steps = (await here.network.indicators.find((one) => one.id === id)!.measure(ask)).get('kashima') ?? []
      return steps.findLast(({ from }) => from <= day)?.value ?? null
    }
    expect(await value('network.zonesSeenShare', '2026-05-28')).toBe(null)
    await bring(
      'sis.pcap',
      capture(introduces('10.1.5.1', '2026-05-28', { product: '1756-L73S/A', serial: 99 })),
      '2026-05-29',
    )
    expect((await list({ safety: 'true' })).items.map(({ id }) => id)).toEqual(['10.1.5.1'])
    expect((await get('10.1.5.1')).answer.roles[0]).toMatchObject({ role: 'safety-controller' })
    expect(await value('network.safetyIdentifiedShare', '2026-05-28')).toBe(0)
    const importer = here.assets.importers[0]!
    const registry = 'Tag,IP address,Level,SIS\nSIS-1,10.1.5.1,1,yes\n'
    const staged = await stageFile(importer, { name: 'sis.csv', bytes: registry, plant: 'kashima', on: '2026-05-30' })
    await commitFile(here.database, importer, staged.importId)
    expect(await value('network.safetyIdentifiedShare', '2026-05-29')).toBe(0)
    expect(await value('network.safetyIdentifiedShare', '2026-05-30')).toBe(1)
    const zone = (name: string, addresses: string) =>
      here.evidence.add({
        kind: 'zone',
        scope: ['kashima'],
        effectiveFrom: '2026-01-01',
        data: { name, purdueLevel: '1', addresses },
        by: here.person,
      })
    await zone('SIS', '10.1.5.0/24')
    await zone('silent', '10.1.6.0/24')
    expect(await value('network.zonesSeenShare', '2026-05-01')).toBe(0)
    expect(await value('network.zonesSeenShare', '2026-05-28')).toBe(0.5)
    expect(await value('network.zonesSeenShare', '2026-08-29')).toBe(0)
  })

  it('what is undone takes its word back', async () => {
    const importId = await bring(
      'wrong.pcap',
      capture(introduces('10.1.1.1', '2026-05-29', { minor: 99 })),
      '2026-05-30',
    )
    expect((await get('10.1.1.1')).answer.firmware).toBe('20.99')
    await undoFile(here.database, here.network.importers[0]!, importId)
    expect((await get('10.1.1.1')).answer.firmware).toBe('20.55')
  })
})
