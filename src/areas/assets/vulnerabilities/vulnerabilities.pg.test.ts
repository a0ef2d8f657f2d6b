import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Importer } from '#areas/evidence/importer.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { commitFile, openAssets, stageFile, type TestAssets, undoFile } from '../testing.ts'
import { csaf, kev } from './advisories.testing.ts'

const registry = [
  'Tag,Name,Vendor,Model,Order number,Firmware,Criticality',
  'PLC-1,Reactor,Siemens,CPU 1516-3 PN/DP,6ES7516-3AN01-0AB0,V2.9.4,high',
  'PLC-2,Mixer,Siemens,CPU 1516-3 PN/DP,6ES7516-3AN01-0AB0,V3.0.1,low',
  'PLC-3,Dryer,Siemens,CPU 1516-3 PN/DP,6ES7516-3AN01-0AB0,,low',
  'FCS-1,DCS,Yokogawa,CENTUM VP,,R6.09.00,high',
].join('\n')

describe.each(testDatabases())('advisories, on $name', ({ open }) => {
  let here: TestAssets
  beforeAll(async () => {
    here = await openAssets(await open())
    const registered = await bring('registry', { name: 'registry.csv', bytes: registry, plant: 'kashima' })
    expect(registered.counts.accepted).toBe(4)
  })
  afterAll(() => here.database.close())
  const of = (kind: string): Importer => here.assets.importers.find((one) => one.kind === kind)!
  async function bring(kind: string, file: Parameters<typeof stageFile>[1]) {
    const staged = await stageFile(of(kind), file)
    await commitFile(here.database, of(kind), staged.importId)
    return staged
  }
  const list = async (ask: object = {}) =>
    (await here.assets.vulnerabilities.list({ plant: 'kashima', asOf: '2026-06-01', ...ask })).rows
  const verdicts = async (ask: object = {}) =>
    Object.fromEntries(
      (await list({ sort: 'tag', ...ask })).map((row) => [
        `${row.subject.tag} ${row.version.trackingId}`,
        row.finding.verdict,
      ]),
    )
  const cpu = { order: '6ES7516-3AN01-0AB0' }

  it('are staged out of sight, then held against the registry, and taken back', async () => {
    const staged = await stageFile(of('csaf'), { name: 'a.json', bytes: csaf({ id: 'T-1', ...cpu }) })
    expect(staged.counts).toMatchObject({ accepted: 1, changed: 0, unchanged: 0, refused: 0 })
    expect(await list()).toEqual([])
    await commitFile(here.database, of('csaf'), staged.importId)
    expect(await verdicts()).toEqual({
      'PLC-1 T-1': 'affected',
      'PLC-2 T-1': 'notAffected',
      'PLC-3 T-1': 'cannotDecide',
    })
    await undoFile(here.database, of('csaf'), staged.importId)
    expect(await list()).toEqual([])
    await commitFile(here.database, of('csaf'), staged.importId)
    expect(await verdicts({ verdict: 'affected' })).toEqual({ 'PLC-1 T-1': 'affected' })
  })

  it('say why by order number, range and version, and what is missing', async () => {
    const [first] = await list({ verdict: 'affected' })
    expect(first).toMatchObject({
      severity: 'critical',
      score: 9.8,
      exploited: false,
      since: '2026-06-01',
      due: '2026-06-16',
      state: 'open',
    })
    const open = await here.assets.vulnerabilities.ofAsset('kashima', 'PLC-3', { asOf: '2026-06-01' })
    expect(open.items[0]).toMatchObject({
      verdict: 'cannotDecide',
      missing: { en: 'the firmware version' },
      matchedBy: 'orderNumber',
    })
    expect(open.items[0]?.remediations).toEqual([
      { category: 'vendor_fix', details: 'Update to V3.0', url: null, cves: ['CVE-2026-10001'] },
    ])
  })

  it('brought again change nothing; a newer revision counts from its day on, and the older one stays', async () => {
    const again = await stageFile(of('csaf'), { name: 'a.json', bytes: csaf({ id: 'T-1', ...cpu }) })
    expect(again.counts).toMatchObject({ accepted: 0, changed: 0, unchanged: 1 })
    await of('csaf').discard(here.database.as(), again.importId)
    const newer = await bring('csaf', {
      name: 'a2.json',
      bytes: csaf({ id: 'T-1', version: '2', range: '< V3.1', ...cpu }),
      on: '2026-06-10',
    })
    expect(newer.counts).toMatchObject({ accepted: 0, changed: 1 })
    expect((await verdicts({ asOf: '2026-06-09' }))['PLC-2 T-1']).toBe('notAffected')
    expect((await verdicts({ asOf: '2026-06-10' }))['PLC-2 T-1']).toBe('affected')
    const { kept, version } = await here.assets.vulnerabilities.advisory('T-1@cert.example', { asOf: '2026-06-10' })
    expect(kept.map((one) => one.version)).toEqual(['1', '2'])
    expect(version.version).toBe('2')
    const older = await stageFile(of('csaf'), {
      name: 'a1.json',
      bytes: csaf({ id: 'T-1', version: '1.5', ...cpu }),
      on: '2026-06-11',
    })
    expect(older.problems.map(({ reason }) => reason.en).join()).toMatch(/version 2 already, which is newer/)
    await of('csaf').discard(here.database.as(), older.importId)
    await undoFile(here.database, of('csaf'), newer.importId)
    expect((await verdicts({ asOf: '2026-06-10' }))['PLC-2 T-1']).toBe('notAffected')
  })

  it('known to be exploited come first and are due within two weeks', async () => {
    const { importId, counts } = await bring('kev', {
      name: 'kev.json',
      bytes: kev('CVE-2026-10001', 'CVE-2026-10009'),
    })
    expect(counts).toMatchObject({ accepted: 2, unchanged: 0, refused: 0 })
    expect((await list({ verdict: 'affected' }))[0]).toMatchObject({ exploited: true, due: '2026-06-15' })
    const again = await stageFile(of('kev'), { name: 'kev2.json', bytes: kev('CVE-2026-10001') })
    expect(again.counts).toMatchObject({ accepted: 0, unchanged: 1 })
    expect(again.counts.summary?.en).toMatch(/1 no longer listed/)
    await of('kev').discard(here.database.as(), again.importId)
    await undoFile(here.database, of('kev'), importId)
    expect((await list({ verdict: 'affected' }))[0]).toMatchObject({ exploited: false })
  })

  describe('are decided on', () => {
    const decide = (more: object) =>
      here.assets.vulnerabilities.decide({
        plant: 'kashima',
        tag: 'PLC-1',
        advisory: 'T-1@cert.example',
        kind: 'accept',
        reason: 'no way in',
        by: null,
        ...more,
      } as Parameters<typeof here.assets.vulnerabilities.decide>[0])
    const state = async (day: string) => (await list({ asOf: day, tag: 'PLC-1' }))[0]?.state

    it.each([
      [{ kind: 'accept' }, /needs its last day/],
      [{ kind: 'accept', untilOn: '2027-06-02' }, /at most a year/],
      [{ kind: 'accept', untilOn: '2026-05-01' }, /before the decision/],
      [{ kind: 'compensate', control: ' ' }, /name the control/],
      [{ kind: 'patch' }, /shutdown window/],
      [{ kind: 'patch', shutdown: 'none' }, /shutdown window/],
      [{ kind: 'notApplicable', decidedOn: '2027-01-01' }, /dated ahead/],
      [{ tag: 'PLC-99', kind: 'notApplicable' }, /no asset PLC-99/],
      [{ advisory: 'T-99', kind: 'notApplicable' }, /no advisory T-99/],
    ])('not by %o', async (wrong, reason) => {
      await expect(decide(wrong)).rejects.toThrow(reason)
    })

    it('in a declared shutdown window, until it has passed', async () => {
      const plant = await here.plants.declareShutdown({
        plant: 'kashima',
        from: '2026-08-01',
        to: '2026-08-20',
        note: 'turnaround',
      })
      const made = await decide({ kind: 'patch', shutdown: plant.shutdowns[0]!.id })
      expect(made).toMatchObject({ kind: 'patch', shutdownFrom: '2026-08-01', untilOn: '2026-08-20' })
      expect(await state('2026-08-20')).toBe('decided')
      expect(await state('2026-08-21')).toBe('lapsed')
      const undone = await here.assets.vulnerabilities.undoDecision({ id: made.id, reason: 'window moved', by: null })
      expect(undone.undone?.reason).toBe('window moved')
      await expect(here.assets.vulnerabilities.undoDecision({ id: made.id, reason: 'x', by: null })).rejects.toThrow(
        /already/,
      )
      expect(await state('2026-06-16')).toBe('open')
      expect(await state('2026-06-17')).toBe('overdue')
    })

    it('by the newest word, and every word stays', async () => {
      await decide({ kind: 'accept', untilOn: '2026-07-01' })
      expect(await state('2026-07-02')).toBe('lapsed')
      here.clock.set('2026-06-05')
      await decide({ kind: 'compensate', control: 'Firewall rule 12' })
      expect(await state('2026-07-02')).toBe('decided')
      const { items } = await here.assets.vulnerabilities.ofAsset('kashima', 'PLC-1', { asOf: '2026-07-02' })
      expect(items[0]?.decisions.map(({ kind }) => kind)).toEqual(['compensate', 'accept', 'patch'])
      const times = await here.assets.vulnerabilities.times({ plant: 'kashima', asOf: '2026-07-02' })
      expect(times).toEqual([
        {
          severity: 'critical',
          limit: 15,
          decide: { n: 1, median: 0, p90: 0 },
          patch: { n: 0, median: null, p90: null },
          compensate: { n: 0, median: null, p90: null },
          open: 0,
          overdue: 0,
        },
      ])
    })
  })

  describe('move the ladder', () => {
    const measure = async (id: string, more: object = {}) => {
      const indicator = here.assets.indicators.find((one) => one.id === id)!
      const ask = { plants: ['kashima', 'ulsan'], from: '2025-01-01', to: '2027-12-31', today: '2026-07-02', ...more }
      return (await indicator.measure(ask)).get('kashima') ?? []
    }
    const on = (series: Awaited<ReturnType<typeof measure>>, day: string) => series.findLast(({ from }) => from <= day)

    it('by the share of assets matched: one left open is not, nor one of a maker of whom nothing is kept', async () => {
      const series = await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' })
      // PLC-1 and PLC-2 of four: PLC-3 has no firmware, and no advisory of Yokogawa is kept.
      expect(on(series, '2026-06-01')).toMatchObject({ value: 0.5, strength: 'measured', recordCount: 4 })
      expect(on(series, '2027-06-01')).toMatchObject({ value: 0.5 })
      expect(on(series, '2027-06-02')?.value).toBeNull()
    })

    it('where a decision counts for what is left open', async () => {
      const made = await here.assets.vulnerabilities.decide({
        plant: 'kashima',
        tag: 'PLC-3',
        advisory: 'T-1@cert.example',
        kind: 'compensate',
        control: 'in a zone of its own',
        reason: 'firmware cannot be read before the turnaround',
        by: null,
      })
      expect(on(await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' }), '2026-06-05')).toMatchObject({
        value: 0.75,
      })
      await here.assets.vulnerabilities.undoDecision({ id: made.id, reason: 'x', by: null })
      expect(on(await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' }), '2026-06-05')).toMatchObject({
        value: 0.5,
      })
    })

    it('together with records: the better share holds, with its own strength', async () => {
      const add = (assetsCovered: number) =>
        here.evidence.add({
          kind: 'vulnerability-assessment',
          scope: ['kashima'],
          effectiveFrom: '2026-05-01',
          data: { method: 'manual', assets: 4, assetsCovered },
          by: here.person,
        })
      const few = await add(1)
      expect(on(await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' }), '2026-05-15')).toMatchObject({
        value: 0.25,
        strength: 'recorded',
      })
      expect(on(await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' }), '2026-06-05')).toMatchObject({
        value: 0.5,
        strength: 'measured',
      })
      await here.evidence.withdraw({ id: few.id, reason: 'x', by: here.person })
      const all = await add(4)
      expect(on(await measure('assets.vulnerabilityAssessedShare', { within: 'P1Y' }), '2026-06-05')).toMatchObject({
        value: 1,
        strength: 'recorded',
      })
      expect((await measure('assets.vulnerabilityRun')).map(({ from, strength }) => `${from} ${strength}`)).toEqual([
        '2026-05-01 recorded',
        '2026-06-01 measured',
      ])
      await here.evidence.withdraw({ id: all.id, reason: 'x', by: here.person })
    })

    it('by decisions in time: what is not due yet counts neither way', async () => {
      const decided = await measure('assets.vulnerabilityDecidedShare', { within: 'P3M' })
      expect(on(decided, '2026-06-05')).toMatchObject({ value: 1, strength: 'measured' })
      await bring('csaf', { name: 'b.json', bytes: csaf({ id: 'T-5', cve: 'CVE-2026-10005', ...cpu }) })
      const series = await measure('assets.vulnerabilityDecidedShare', { within: 'P3M' })
      expect(on(series, '2026-06-16')).toMatchObject({ value: 1 })
      expect(on(series, '2026-06-17')).toMatchObject({ value: 0.5 })
      const proofs = await here.assets.indicators.find(({ id }) => id === 'assets.vulnerabilityDecidedShare')!.proof!({
        scope: 'kashima',
        on: '2026-06-17',
        within: 'P3M',
        limit: 10,
      })
      expect(proofs[0]).toMatchObject({
        speaks: 'against',
        ref: 'asset:kashima/PLC-1',
        text: 'PLC-1, T-5: due 2026-06-16, not decided',
      })
    })

    it('by a patch that the registry tells: it ends the affliction in time, and the time to patch is told', async () => {
      const newer = registry.replace('V2.9.4', 'V3.0.2')
      await bring('registry', { name: 'newer.csv', bytes: newer, plant: 'kashima', on: '2026-06-11' })
      expect((await verdicts({ asOf: '2026-06-11' }))['PLC-1 T-5']).toBe('notAffected')
      const series = await measure('assets.vulnerabilityDecidedShare', { within: 'P3M' })
      expect(on(series, '2026-06-17')).toMatchObject({ value: 1 })
      const [critical] = await here.assets.vulnerabilities.times({ plant: 'kashima', asOf: '2026-06-17' })
      expect(critical?.patch).toEqual({ n: 2, median: 10, p90: 10 })
    })

    it('and show the assets that are open before those that are not', async () => {
      const proofs = await here.assets.indicators.find(({ id }) => id === 'assets.vulnerabilityAssessedShare')!.proof!({
        scope: 'kashima',
        on: '2026-06-11',
        within: 'P1Y',
        limit: 10,
      })
      expect(proofs.map(({ ref, speaks }) => `${speaks} ${ref}`)).toEqual([
        'against asset:kashima/PLC-3',
        'against asset:kashima/FCS-1',
        expect.stringMatching(/^for import:/),
        'for asset:kashima/PLC-1',
        'for asset:kashima/PLC-2',
      ])
    })
  })

  it('are held against what the wire says where the registry is silent, and against neither where the two differ and it matters', async () => {
    const seen = {
      vendor: 'Siemens',
      model: null,
      orderNumber: null,
      since: '2026-06-12',
      on: '2026-06-12',
      ref: 'packet:c/1',
    }
    const products = new Map([
      ['PLC-3', { ...seen, firmware: 'V2.8.1' }],
      ['PLC-2', { ...seen, firmware: 'V2.9.0' }],
      ['PLC-1', { ...seen, firmware: 'V3.0.9' }],
    ])
    let revision = 'seen 1'
    here.assets.observedBy({
      revisions: async () => new Map([['kashima', revision]]),
      sightings: async () => [],
      lag: async () => new Map(),
      lagProof: async () => [],
      observations: async () => [],
      products: async () => products,
    })
    const before = await verdicts({ asOf: '2026-06-11' })
    expect(before['PLC-3 T-1']).toBe('cannotDecide')
    const found = await verdicts({ asOf: '2026-06-12' })
    expect(found['PLC-3 T-1']).toBe('affected')
    expect(found['PLC-2 T-1']).toBe('cannotDecide')
    // 3.0.2 in the registry, 3.0.9 on the wire: neither is in the range, so it does not matter.
    expect(found['PLC-1 T-1']).toBe('notAffected')
    const { items, compared } = await here.assets.vulnerabilities.ofAsset('kashima', 'PLC-2', { asOf: '2026-06-12' })
    expect(items[0]?.reason.en).toMatch(/registry and the wire/)
    expect(compared).toMatchObject({ firmware: 'V3.0.1', seen: { firmware: 'V2.9.0', on: '2026-06-12' } })
    products.clear()
    revision = 'seen 2'
    expect((await verdicts({ asOf: '2026-06-12' }))['PLC-3 T-1']).toBe('cannotDecide')
  })

  it('are exported in the order of urgency', async () => {
    const file = await here.assets.vulnerabilities.export({
      plant: 'kashima',
      asOf: '2026-06-05',
      format: 'csv',
      language: 'en',
    })
    const lines = Buffer.from(file.bytes).toString().trim().split('\r\n')
    expect(lines[0]).toMatch(/Verdict/)
    expect(lines[1]).toMatch(/PLC-1.*affected.*T-5/)
    expect(lines).toHaveLength(7)
  })
})
