import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import type { Step } from '#core/maturity/indicator.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { capture, daysFrom, macOf, openNetwork, type TestNetwork, talk } from './testing.ts'

const registry = `Tag,Name,Model,IP address,MAC address,Level
PLC-1,reactor,M580,10.1.1.1,,1
HMI-1,operator,,10.1.2.1,,2
HIST-1,historian,,,${macOf('10.1.3.1')},3
PLC-8,spare,,10.1.1.8,,1
`

describe.each(testDatabases())('a plant seen through captures on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
    await bringRegistry('registry.csv', registry, '2026-01-10')
  })
  afterAll(() => here.database.close())

  async function bringRegistry(name: string, bytes: string, on: string): Promise<string> {
    here.clock.set(on)
    const importer = here.assets.importers[0]!
    const { importId } = await stageFile(importer, { name, bytes, plant: 'kashima', on })
    await commitFile(here.database, importer, importId)
    return importId
  }
  async function bring(name: string, bytes: Uint8Array, on: string) {
    here.clock.set(on)
    const importer = here.network.importers[0]!
    const staged = await stageFile(importer, { name, bytes, plant: 'kashima', on })
    await commitFile(here.database, importer, staged.importId)
    return staged
  }
  const undo = (importId: string) => undoFile(here.database, here.network.importers[0]!, importId)
  const indicatorOf = (id: string) =>
    [...here.network.indicators, ...here.assets.indicators].find((one) => one.id === id)!
  async function measure(id: string, within?: string): Promise<readonly Step[]> {
    const ask = { plants: ['kashima', 'ulsan'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' }
    return (await indicatorOf(id).measure({ ...ask, ...(within ? { within } : {}) })).get('kashima') ?? []
  }
  const on = (steps: readonly Step[], day: string) => steps.findLast(({ from }) => from <= day)?.value ?? null
  const zone = (name: string, purdueLevel: string, addresses: string) =>
    here.evidence.add({
      kind: 'zone',
      scope: ['kashima'],
      effectiveFrom: '2026-01-01',
      data: { name, purdueLevel, addresses },
      by: here.person,
    })

  it('is seen by nobody before the commit, and by its days after it', async () => {
    here.clock.set('2026-03-10')
    const importer = here.network.importers[0]!
    const bytes = capture(talk('10.1.2.1', '10.1.1.1', ['2026-03-01', '2026-03-08']))
    const staged = await stageFile(importer, { name: 'cell_20260308.pcap', bytes, plant: 'kashima', on: '2026-03-10' })
    expect(staged.counts).toMatchObject({
      accepted: 8,
      refused: 0,
      summary: { en: '2 devices, 0 of them not in the registry; 1 conversation' },
    })
    expect(await measure('network.sourceSeen')).toEqual([])
    await commitFile(here.database, importer, staged.importId)
    expect((await measure('network.sourceSeen')).map(({ value }) => value)).toEqual(['2026-03-01', '2026-03-08'])
    expect((await here.network.captures({ plant: 'kashima', limit: 10, skip: 0 }))[0]).toMatchObject({
      fileName: 'cell_20260308.pcap',
      source: 'cell',
      packets: 8,
      devices: 2,
      conversations: 1,
    })
  })

  it('what was seen confirms its assets by machine, and never writes into the registry', async () => {
    const seen = await measure('network.seenShare', 'P31D')
    expect(on(seen, '2026-02-28')).toBe(null)
    expect(on(seen, '2026-03-08')).toBe(0.5)
    expect(on(seen, '2026-04-20')).toBe(0)
    const confirmed = await measure('assets.confirmedShare', 'P3M')
    expect(confirmed.findLast(({ from }) => from <= '2026-03-08')).toMatchObject({ value: 0.5, strength: 'measured' })
    const { asset, observed } = await here.assets.get('kashima', 'PLC-1', { asOf: '2026-06-01' })
    expect(asset).toMatchObject({ model: 'M580', macs: [], seenOn: '2026-03-08' })
    expect(observed).toContainEqual(expect.objectContaining({ field: 'macs', seen: macOf('10.1.1.1'), registry: null }))
  })

  it('an unregistered device is unmanaged until the registry knows it, and was late after a week', async () => {
    const staged = await bring('cell_2.pcap', capture(talk('10.1.2.1', '10.1.1.77', ['2026-03-20'])), '2026-03-21')
    expect(staged.counts.summary?.en).toBe('2 devices, 1 of them not in the registry; 1 conversation')
    const unmanaged = await measure('network.unmanagedShare', 'P31D')
    expect(on(unmanaged, '2026-03-08')).toBe(0)
    expect(on(unmanaged, '2026-03-20')).toBeCloseTo(1 / 3)
    const proof = await indicatorOf('network.unmanagedShare').proof!({
      scope: 'kashima',
      on: '2026-03-25',
      within: 'P31D',
      limit: 5,
    })
    expect(proof[0]).toMatchObject({ speaks: 'against', ref: `packet:${staged.importId}/2` })
    expect(proof[0]?.text).toContain('10.1.1.77: not in the registry; last seen 2026-03-20 (cell_2.pcap, packet 2)')
    expect(on(await measure('network.unmanagedResolved', 'P1Y'), '2026-03-10')).toBe(1)
    expect(on(await measure('network.unmanagedResolved', 'P1Y'), '2026-03-25')).toBe(0)
    expect(on(await measure('assets.lagShare', 'P90D'), '2026-03-26')).toBe(1)
    expect(on(await measure('assets.lagShare', 'P90D'), '2026-03-28')).toBeCloseTo(2 / 3)

    const later = await bringRegistry('new.csv', 'Tag,IP address,Level\nPLC-77,10.1.1.77,1\n', '2026-04-02')
    expect(on(await measure('network.unmanagedShare', 'P31D'), '2026-04-02')).toBe(0)
    expect(on(await measure('network.unmanagedShare', 'P31D'), '2026-04-01')).toBeCloseTo(1 / 3)
    expect(on(await measure('network.unmanagedResolved', 'P1Y'), '2026-04-02')).toBe(1)
    await undoFile(here.database, here.assets.importers[0]!, later)
    expect(on(await measure('network.unmanagedShare', 'P31D'), '2026-04-02')).toBeCloseTo(1 / 3)
  })

  it('stands beside the registry: unmanaged, matched, not seen', async () => {
    const all = await here.network.reconciliation({ plant: 'kashima', limit: 50, asOf: '2026-06-01' })
    expect(all.counts).toEqual({ unmanaged: 1, conflict: 0, matched: 2, notSeen: 2 })
    expect(all.items.map(({ state, tag, device }) => [state, tag, device])).toEqual([
      ['unmanaged', null, '10.1.1.77'],
      ['matched', 'PLC-1', '10.1.1.1'],
      ['matched', 'HMI-1', '10.1.2.1'],
      ['notSeen', 'HIST-1', null],
      ['notSeen', 'PLC-8', null],
    ])
    const paged = []
    let place = null as Awaited<ReturnType<typeof here.network.reconciliation>>['next']
    do {
      const ask = { plant: 'kashima', limit: 1, asOf: '2026-06-01' }
      const page = await here.network.reconciliation({ ...ask, ...(place ? { place } : {}) })
      paged.push(...page.items)
      place = page.next
    } while (place)
    expect(paged).toEqual(all.items)
  })

  it('no crossing is unknown until the boundary was watched on thirty days, and one answered crossing is one', async () => {
    await zone('DMZ', '3.5', '10.1.9.0/24')
    await zone('office', '4', '10.200.0.0/16')
    expect(on(await measure('network.zonesDefined'), '2026-01-01')).toBe(true)
    const watched = daysFrom('2026-05-01', 29)
    const first = await bring('fw_1.pcap', capture(talk('10.200.0.5', '10.1.9.1', watched)), '2026-06-01')
    expect(on(await measure('network.answeredCrossings', 'P90D'), '2026-05-29')).toBe(null)
    expect(on(await measure('network.boundaryObservedDays', 'P90D'), '2026-05-29')).toBe(29)
    const second = await bring(
      'fw_2.pcap',
      capture(
        talk('10.200.0.5', '10.1.9.1', ['2026-05-30']),
        talk('10.200.0.6', '10.1.1.1', ['2026-05-30'], { answered: false }),
      ),
      '2026-06-01',
    )
    const none = await measure('network.answeredCrossings', 'P90D')
    expect(on(none, '2026-05-30')).toBe(0)
    // The first of the thirty days leaves the window after ninety.
    expect(on(none, '2026-07-30')).toBe(0)
    expect(on(none, '2026-07-31')).toBe(null)

    const third = await bring('fw_3.pcap', capture(talk('10.200.0.6', '10.1.1.1', ['2026-06-02'])), '2026-06-03')
    expect(on(await measure('network.answeredCrossings', 'P90D'), '2026-06-02')).toBe(1)
    expect(on(await measure('network.answeredCrossings', 'P90D'), '2026-06-01')).toBe(0)
    const proof = await indicatorOf('network.answeredCrossings').proof!({
      scope: 'kashima',
      on: '2026-06-03',
      within: 'P90D',
      limit: 5,
    })
    expect(proof).toEqual([
      {
        ref: `conversation:${third.importId}/1`,
        text: '10.200.0.6 (level 4) talked directly to 10.1.1.1 PLC-1 (level 1) by modbus:502: 1 read (fw_3.pcap, packets 1, 2)',
        textJa:
          '10.200.0.6（レベル 4）が 10.1.1.1 PLC-1（レベル 1）と modbus:502 で直接通信：読み出し 1 件（fw_3.pcap パケット 1, 2）',
        href: `/evidence/captures/${third.importId}/packets/1`,
        speaks: 'against',
      },
    ])
    const crossing = await here.network.conversations({ plant: 'kashima', crosses: true, limit: 10, skip: 0 })
    expect(crossing).toMatchObject([{ client: '10.200.0.6', serverTag: 'PLC-1', serverLevel: '1', crosses: true }])
    for (const { importId } of [first, second, third]) await undo(importId)
    expect(on(await measure('network.answeredCrossings', 'P90D'), '2026-06-02')).toBe(null)
  })

  it('a clock before 2000 or in the future tells no day until somebody corrects it', async () => {
    const staged = await bring('old.pcap', capture(talk('10.1.2.1', '10.1.1.8', ['1999-12-31'])), '2026-07-01')
    expect(staged.problems.map(({ reason }) => reason.en)).toEqual([
      expect.stringContaining('its clock is before 2000'),
    ])
    const days = async () => (await measure('network.sourceSeen')).map(({ value }) => value)
    expect(await days()).not.toContain('1999-12-31')
    const addSeconds = (Date.parse('2026-06-30') - Date.parse('1999-12-31')) / 1000
    await here.network.correctClock({ id: staged.importId, addSeconds, reason: 'battery', by: here.person })
    expect(await days()).toContain('2026-06-30')
    await undo(staged.importId)
    expect(await days()).not.toContain('2026-06-30')
  })

  it('a capture that does not name its plant is refused as a whole', async () => {
    const bytes = capture(talk('10.1.2.1', '10.1.1.1', ['2026-03-01']))
    await expect(stageFile(here.network.importers[0]!, { name: 'x.pcap', bytes })).rejects.toThrow('name the plant')
  })

  it('what is staged and discarded leaves nothing behind', async () => {
    const importer = here.network.importers[0]!
    const before = await here.network.devices({ plant: 'kashima', limit: 100 })
    const bytes = capture(talk('10.1.2.9', '10.1.1.9', ['2026-03-01']))
    const staged = await stageFile(importer, { name: 'x.pcap', bytes, plant: 'kashima' })
    await importer.discard(here.database.as(), staged.importId)
    await expect(commitFile(here.database, importer, staged.importId)).rejects.toThrow('nothing is staged')
    expect(await here.network.devices({ plant: 'kashima', limit: 100 })).toEqual(before)
  })
})
