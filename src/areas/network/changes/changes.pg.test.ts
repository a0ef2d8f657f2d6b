import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import * as contract from '#contract/changes.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { capture, daysFrom, openNetwork, type TestNetwork } from '../testing.ts'
import { polls, programs, services, sliceOf } from './testing.ts'

const [station, plc, other] = ['10.1.2.1', '10.1.1.1', '10.1.1.2']

/** Calls a route as the server does, past HTTP. */
function caller(here: TestNetwork) {
  return async <Answer>(
    route: { readonly path: string; readonly method: string },
    given: object = {},
  ): Promise<Answer> => {
    const found = here.network.changeRoutes.find(({ route: one }) => one === route)!
    return (await found.handle({ params: {}, query: {}, body: {}, actor: here.person, ...given } as never)) as Answer
  }
}

describe.each(testDatabases())('changes seen by a sensor on $name', ({ open }) => {
  let here: TestNetwork
  let key = ''
  let seq = 0
  let call: ReturnType<typeof caller>
  const send = async (...talks: CapturedPacket[][]) => {
    const sensor = (await here.network.sensors.ofKey(key))!
    await here.network.sensors.takeSlice(sensor, { ...sliceOf(capture(...talks)), series: 's', seq: ++seq })
  }
  const list = async (query: object = {}) =>
    (await call<{ items: contract.Change[] }>(contract.listChanges, { query: { plant: 'kashima', ...query } })).items

  beforeAll(async () => {
    here = await openNetwork(await open())
    call = caller(here)
    await here.plants.nameCompany({ name: 'Rung', timeZone: 'Asia/Tokyo', fiscalYearStart: 4 })
    here.clock.set('2026-06-01')
    key = (await here.network.sensors.add({ plant: 'kashima', name: 'cell 1', by: null })).key
    const registry = {
      name: 'r.csv',
      bytes: `Tag,IP address,SIS,Constraints\nPLC-1,${plc},yes,cannot be stopped\n`,
      plant: 'kashima',
      on: '2026-01-10',
    }
    const importer = here.assets.importers[0]!
    await commitFile(here.database, importer, (await stageFile(importer, registry)).importId)
    await here.evidence.add({
      kind: 'change-approval',
      scope: ['kashima'],
      effectiveFrom: '2026-06-20',
      data: {
        workOrder: 'WO-77',
        assets: 'PLC-1',
        kinds: ['program-change', 'mode-change'],
        approvedBy: 'Mori',
        fromTime: '17:30',
        toTime: '19:00',
      },
      by: here.person,
    })
  })
  afterAll(() => here.database.close())

  it('are none while it learns, and it says how long that lasts', async () => {
    for (const day of daysFrom('2026-06-01', 14)) {
      here.clock.set(day)
      await send(polls(station, plc, `${day}T08:59:00Z`))
    }
    await send(programs(station, plc, '2026-06-14T08:59:30Z', [services.beginDownload]))
    expect(await list({ standing: 'open' })).toEqual([])
    expect(await list()).toMatchObject([{ kind: 'program-change', standing: 'learned' }])
    const summary = await call<contract.ChangeSummary>(contract.getChangeSummary, { query: { plant: 'kashima' } })
    expect(summary).toMatchObject({ open: 0, standings: { learned: 1 } })
    expect(summary.learning[0]?.sources).toMatchObject([
      { source: 'sensor:cell 1', observed: 14, wanted: 14, learnedUntil: null, live: true },
    ])
  })

  it('of a program are noticed when the slice comes, and are told apart from those inside an approved window', async () => {
    here.clock.set('2026-06-19')
    await send(
      programs(station, plc, '2026-06-19T08:59:50Z', [services.stop, services.beginDownload, services.download]),
    )
    const [noticed] = await list({ standing: 'open' })
    expect(noticed).toMatchObject({
      kind: 'program-change',
      standing: 'outsideWindow',
      deeds: ['download', 'stop'],
      target: { address: plc, asset: 'PLC-1', sis: true, constraints: ['cannot-stop'] },
      peer: { address: station },
      at: '2026-06-19T08:59:50.001Z',
      // The slice was taken at nine: what is noticed is so within the same breath.
      noticedAt: '2026-06-19T09:00:00.000Z',
      live: true,
      authorisation: { verdict: 'outsideWindow', workOrder: 'WO-77' },
    })
    expect(noticed!.delayMinutes).toBeLessThan(1)
    here.clock.set('2026-06-20')
    await send(programs(station, plc, '2026-06-20T08:59:40Z', [services.beginDownload, services.endDownload]))
    const [authorised] = await list({ standing: 'authorised' })
    expect(authorised).toMatchObject({
      at: '2026-06-20T08:59:40.001Z',
      noticedAt: '2026-06-20T09:00:00.000Z',
      authorisation: { verdict: 'authorised', workOrder: 'WO-77', covering: 'PLC-1', approvedBy: 'Mori' },
    })
    expect((await list({ standing: 'open' })).map(({ id }) => id)).toEqual([noticed!.id])
    // Nobody approved anything for the other controller.
    await send(programs(station, other, '2026-06-20T08:59:45Z', [services.stop]))
    expect(await list({ standing: 'unauthorised', kind: 'mode-change' })).toMatchObject([
      { deeds: ['stop'], target: { address: other, sis: false } },
    ])
  })

  it('name the packet that shows them', async () => {
    const [change] = await list({ standing: 'outsideWindow' })
    const detail = await call<contract.ChangeDetail>(contract.getChange, { params: { id: change!.id } })
    expect(detail.functions).toMatchObject([
      { name: expect.stringContaining('Stop PLC'), deed: 'stop', count: 1 },
      { name: expect.stringContaining('Begin Download'), deed: 'download' },
      { name: expect.stringContaining('Download Block'), deed: 'download' },
    ])
    expect(detail.witness).toMatchObject({ captureName: 'cell 1 2026-06-19', packet: detail.functions[1]!.packet })
    expect(detail.approvals).toMatchObject([{ workOrder: 'WO-77', coversTarget: true, coversKind: true }])
  })

  it('are a device, a conversation, an operation class that nobody had seen, each once', async () => {
    here.clock.set('2026-06-21')
    await send(polls('10.1.2.9', plc, '2026-06-21T08:58:00Z'))
    await send(polls('10.1.2.9', plc, '2026-06-21T08:59:00Z'), polls(plc, station, '2026-06-21T08:59:30Z'))
    const found = await list({ standing: 'unauthorised' })
    expect(
      found
        .filter(({ kind }) => kind.startsWith('new-'))
        .map(({ kind, target, peer }) => [kind, target.address, peer?.address]),
    ).toEqual([
      ['new-conversation', plc, station],
      ['new-device', '10.1.2.9', undefined],
      // The stop of the other controller the day before came with a conversation that was new.
      ['new-device', other, undefined],
    ])
    await list()
    expect((await list({ standing: 'unauthorised' })).map(({ id }) => id)).toEqual(found.map(({ id }) => id))
    const later = await list({ device: '10.1.2.9', kind: 'new-device' })
    expect(later).toMatchObject([{ until: '2026-06-21T08:59:00.001Z', noticedAt: '2026-06-21T09:00:00.000Z' }])
  })

  it('are decided by people, and decisions are taken back', async () => {
    const [change] = await list({ standing: 'outsideWindow' })
    const decide = (body: object) =>
      call<contract.ChangeDetail>(contract.decideChange, {
        params: { id: change!.id },
        body: { reason: 'because', ...body },
      })
    await expect(decide({ kind: 'accept', through: '2026-06-01' })).rejects.toThrow('An acceptance ends today or later')
    await expect(decide({ kind: 'explain', record: 'nothing' })).rejects.toThrow()
    const explained = await decide({ kind: 'explain' })
    expect(explained).toMatchObject({
      standing: 'explained',
      decisions: [{ kind: 'explain', by: 'Sato', holds: true }],
    })
    const raised = await decide({ kind: 'raise', owner: 'Mori', due: '2026-07-01' })
    expect(raised).toMatchObject({
      standing: 'raised',
      decisions: [{ kind: 'raise' }, { kind: 'explain', holds: false }],
    })
    const finding = await here.evidence.get(raised.decisions[0]!.record!)
    expect(finding).toMatchObject({
      kind: 'change-finding',
      data: { owner: 'Mori', due: '2026-07-01', change: change!.id },
    })
    const undone = (id: string) =>
      call<contract.ChangeDetail>(contract.undoChangeDecision, { params: { id }, body: { reason: 'too early' } })
    expect((await undone(raised.decisions[0]!.id)).standing).toBe('explained')
    await expect(undone(raised.decisions[0]!.id)).rejects.toThrow('taken back already')
    expect(await undone(explained.decisions[0]!.id)).toMatchObject({
      standing: 'outsideWindow',
      decisions: [{ undone: { reason: 'too early', by: 'Sato' } }, { undone: { by: 'Sato' } }],
    })
    const before = await list({ knownAt: '2026-06-19T12:00:00Z' })
    expect(before.map(({ at }) => at)).toContain(change!.at)
    expect(before.some(({ kind }) => kind === 'new-device')).toBe(false)
  })

  it('are measured: how fast they are noticed, and how many of them are settled', async () => {
    const of = (id: string) => here.network.indicators.find((one) => one.id === id)!
    const ask = {
      plants: ['kashima', 'ulsan'],
      from: '2026-01-01',
      to: '2026-12-31',
      today: '2026-06-21',
      within: 'P3M',
    }
    const lag = await of('network.changeAlertLag').measure(ask)
    expect(lag.get('ulsan')).toBe(undefined)
    const last = lag.get('kashima')!.findLast(({ from }) => from <= '2026-06-21')!
    expect(last).toMatchObject({ strength: 'measured', feed: true, recordCount: 6 })
    expect(last.value).toBeGreaterThan(0)
    expect(last.value).toBeLessThan(60)
    const share = (await of('network.changesReconciledShare').measure(ask)).get('kashima')!
    expect(share.map(({ from, value }) => [from, value])).toEqual([
      ['2026-06-19', 0],
      ['2026-06-20', 1 / 4],
      ['2026-06-21', 1 / 6],
      ['2026-09-20', 1 / 5],
      ['2026-09-21', 0],
      ['2026-09-22', null],
    ])
    const proofs = await of('network.changesReconciledShare').proof!({ scope: 'kashima', on: '2026-06-21', limit: 20 })
    expect(proofs.map(({ speaks }) => speaks)).toEqual(['against', 'against', 'against', 'against', 'against', 'for'])
    expect(proofs.at(-1)).toMatchObject({
      ref: expect.stringMatching(/^change:/),
      text: expect.stringContaining('approved (WO-77)'),
      textJa: expect.stringContaining('承認済み（WO-77）'),
      href: expect.stringMatching(/^\/network\/changes\//),
    })
    // By what was known on the evening of the 19th there was one change.
    const then = await of('network.changesReconciledShare').measure({ ...ask, knownAt: '2026-06-19T12:00:00Z' })
    expect(then.get('kashima')!.find(({ from }) => from === '2026-06-19')).toMatchObject({ value: 0, recordCount: 1 })
  })

  it('that went on after a decision are open again', async () => {
    const [change] = await list({ standing: 'unauthorised', kind: 'mode-change' })
    await call(contract.decideChange, { params: { id: change!.id }, body: { kind: 'accept', reason: 'a test' } })
    expect(await list({ standing: 'accepted' })).toHaveLength(1)
    await send(programs(station, other, '2026-06-20T09:10:00Z', [services.start]))
    expect(await list({ standing: 'accepted' })).toEqual([])
    expect(await list({ kind: 'mode-change', standing: 'open' })).toMatchObject([
      { id: change!.id, deeds: ['stop', 'start'] },
    ])
  })

  it('are the same when they are derived anew', async () => {
    const before = await list()
    await here.database.transaction(async (session) =>
      session.script('delete from network.change; delete from network.change_state'),
    )
    const after = await list()
    const essence = (all: contract.Change[]) =>
      all.map(({ noticedAt: _, delayMinutes: __, folded: ___, until: ____, ...rest }) => rest)
    expect(essence(after)).toEqual(essence(before))
  })

  it('are the same when what was taken out of slices is lost, and the days are taken as a whole', async () => {
    const essence = (all: contract.Change[]) =>
      all.map(({ id, kind, target, peer, at, standing }) => [id, kind, target.address, peer?.address, at, standing])
    const before = await list()
    const lost = ['change_sighting', 'change_source', 'change_state', 'change']
    await here.database.transaction(async (session) =>
      session.script(lost.map((table) => `delete from network.${table}`).join(';')),
    )
    expect(essence(await list())).toEqual(essence(before))
  })

  it('end and begin with a word on learning', async () => {
    const rule = (body: object) =>
      call<contract.PlantLearning>(contract.ruleLearning, {
        params: { plant: 'kashima' },
        body: { source: null, reason: 'turnaround', ...body },
      })
    const longer = await rule({ days: 40 })
    expect(longer.sources[0]).toMatchObject({ wanted: 40, learnedUntil: null })
    expect(await list({ standing: 'open' })).toEqual([])
    await expect(rule({ source: 'sensor:nowhere', days: 3 })).rejects.toThrow('Nothing was captured')
    const back = await call<contract.PlantLearning>(contract.undoLearning, {
      params: { id: longer.rulings[0]!.id },
      body: { reason: 'no' },
    })
    expect(back.sources[0]).toMatchObject({ wanted: 14, learnedUntil: '2026-06-14' })
    expect((await list({ standing: 'open' })).length).toBeGreaterThan(2)
  })
})

describe.each(testDatabases())('changes found in captures on $name', ({ open }) => {
  let here: TestNetwork
  let call: ReturnType<typeof caller>
  const bring = async (name: string, bytes: Uint8Array, plant = 'kashima') => {
    const importer = here.network.importers.find(({ kind }) => kind === 'capture')!
    const { importId } = await stageFile(importer, { name, bytes, plant, on: '2026-07-01' })
    await commitFile(here.database, importer, importId)
    return { importId, undo: () => undoFile(here.database, importer, importId) }
  }
  const list = async (query: object = {}) =>
    (await call<{ items: contract.Change[] }>(contract.listChanges, { query: { plant: 'kashima', ...query } })).items
  const poll = (days: readonly string[], ...servers: string[]) =>
    servers.flatMap((server) => days.map((day) => polls(station, server, `${day}T08:00:00Z`)))
  const learn = capture(...poll(daysFrom('2026-05-01', 14), plc, other))
  const later = capture(
    ...poll(daysFrom('2026-06-01', 4), plc),
    polls('10.1.2.9', plc, '2026-06-02T08:30:00Z'),
    programs(station, plc, '2026-06-03T08:30:00Z', [services.beginDownload]),
  )

  beforeAll(async () => {
    here = await openNetwork(await open())
    call = caller(here)
    here.clock.set('2026-07-01')
  })
  afterAll(() => here.database.close())

  it('are those of the evidence as a whole, whatever the order in which it is brought', async () => {
    await bring('cell_20260604.pcap', later)
    expect(await list()).toMatchObject([{ kind: 'program-change', standing: 'learned' }])
    const first = await bring('cell_20260514.pcap', learn)
    const found = await list()
    expect(found.map(({ kind, target, standing, live }) => [kind, target.address, standing, live])).toEqual([
      ['program-change', plc, 'unauthorised', false],
      ['gone-device', other, 'unauthorised', false],
      ['new-device', '10.1.2.9', 'unauthorised', false],
    ])
    await first.undo()
    expect((await list()).map(({ standing }) => standing)).toEqual(['learned'])
    await bring('cell_20260514.pcap', learn)
    expect((await list()).map(({ id }) => id)).toEqual(found.map(({ id }) => id))
  })

  it('say how late they were noticed', async () => {
    const [change] = await list({ kind: 'program-change' })
    expect(change!.delayMinutes).toBeGreaterThan(27 * 1440)
    expect(change!.live).toBe(false)
  })

  it('are not dated by a clock that is wrong, until somebody corrects it', async () => {
    const { importId } = await bring(
      'cell_19990101.pcap',
      capture(programs(station, other, '1999-01-01T00:00:00Z', [services.stop])),
    )
    expect(await list({ standing: 'cannotDecide' })).toMatchObject([
      {
        kind: 'mode-change',
        at: null,
        delayMinutes: null,
        authorisation: { verdict: 'cannotDecide', undecided: 'clock' },
      },
    ])
    const seconds = (Date.parse('2026-06-03T10:00:00Z') - Date.parse('1999-01-01T00:00:00Z')) / 1000
    await here.network.correctClock({ id: importId, addSeconds: seconds, reason: 'battery', by: null })
    expect(await list({ standing: 'cannotDecide' })).toEqual([])
    expect(await list({ kind: 'mode-change' })).toMatchObject([
      { at: '2026-06-03T10:00:00.001Z', standing: 'unauthorised' },
    ])
  })

  it('count the machines of an office as one', async () => {
    const office = capture(
      polls('10.9.0.5', plc, '2026-06-05T08:00:00Z'),
      polls('10.9.0.6', plc, '2026-06-05T08:10:00Z'),
    )
    await bring('cell_20260605.pcap', office)
    expect((await list({ from: '2026-06-05' })).map(({ kind, target }) => [kind, target.address])).toEqual([
      ['new-device', '10.9.0.6'],
      ['new-device', '10.9.0.5'],
    ])
    await here.evidence.add({
      kind: 'zone',
      scope: ['kashima'],
      effectiveFrom: '2026-01-01',
      data: { name: 'Office', purdueLevel: '4', addresses: '10.9.0.0/16' },
      by: here.person,
    })
    expect((await list({ from: '2026-06-05' })).map(({ kind, target }) => [kind, target.address])).toEqual([
      ['new-conversation', 'zone:Office'],
    ])
  })
})
