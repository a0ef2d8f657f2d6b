import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import * as contract from '#contract/boundary.ts'
import type { Step } from '#core/maturity/indicator.ts'
import { ruleReaders } from '#formats/rule-readers.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { capture, openNetwork, type TestNetwork, talk } from '../testing.ts'
import { asaRules, fiveLanguages, nftRules } from './rules.testing.ts'

type Detail = contract.RulesetDetail
type Listed = z.output<typeof contract.listRulesets.response>
type Lines = z.output<typeof contract.listRulesetLines.response>
type Placed = z.output<typeof contract.placeInterfaces.response>

describe.each(testDatabases())('rules of packet filters on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
    await record('zone', { name: 'Office', purdueLevel: '4', addresses: '10.1.4.0/24' })
    await record('zone', { name: 'DMZ', purdueLevel: '3.5', addresses: '10.1.3.0/24' })
    await record('zone', { name: 'Supervision', purdueLevel: '2', addresses: '10.1.2.0/24' })
    await record('zone', { name: 'Control', purdueLevel: '1', addresses: '10.1.1.0/24' })
    await conduit('Polling', 'Supervision', 'Control', 'tcp/502')
    await conduit('Reports', 'Office', 'DMZ', 'tcp/443')
    await conduit('Historian', 'DMZ', 'Supervision', 'tcp/1433')
    const days = ['2026-03-02']
    const importer = importerOf('capture')
    const { importId } = await stageFile(importer, {
      name: 'cell.pcap',
      bytes: capture(
        talk('10.1.2.1', '10.1.1.1', days),
        talk('10.1.4.5', '10.1.1.1', days),
        talk('10.1.4.7', '10.1.2.9', days),
      ),
      plant: 'kashima',
      on: '2026-03-03',
    })
    await commitFile(here.database, importer, importId)
  })
  afterAll(() => here.database.close())

  const importerOf = (kind: string) => here.network.importers.find((one) => one.kind === kind)!
  const record = (
    kind: string,
    data: Readonly<Record<string, unknown>>,
    plant = 'kashima',
    from = '2026-01-01',
    to: string | null = null,
  ) => here.evidence.add({ kind, scope: [plant], effectiveFrom: from, effectiveTo: to, data, by: here.person })
  const conduit = (name: string, fromZone: string, toZone: string, services: string, ...more: string[]) =>
    record('conduit', { name, fromZone, toZone, services }, ...more)
  const stage = (name: string, bytes: string, on = '2026-03-05', plant = 'kashima') => {
    here.clock.set(on)
    return stageFile(importerOf('firewall'), { name, bytes, plant, on })
  }
  const commit = (importId: string) => commitFile(here.database, importerOf('firewall'), importId)
  const undo = (importId: string) => undoFile(here.database, importerOf('firewall'), importId)
  async function bring(name: string, text: string, on?: string, plant?: string): Promise<string> {
    const { importId } = await stage(name, text, on, plant)
    await commit(importId)
    return importId
  }
  async function call<T>(route: contractRoute, params: object, query: object = {}, body?: object): Promise<T> {
    const found = here.network.boundaryRoutes.find((one) => one.route === route)!
    const asked = {
      params: found.route.params?.parse(params),
      query: found.route.query?.parse(query),
      body: body === undefined ? undefined : found.route.body?.parse(body),
      actor: here.person,
    }
    return found.route.response.parse(await found.handle(asked as never)) as T
  }
  type contractRoute = (typeof here.network.boundaryRoutes)[number]['route']
  const list = (query: object = {}) => call<Listed>(contract.listRulesets, {}, { plant: 'kashima', ...query })
  const detail = (id: string, on = '2026-03-31') => call<Detail>(contract.getRuleset, { id }, { asOf: on })
  const linesOf = (id: string, query: object = {}) => call<Lines>(contract.listRulesetLines, { id }, query)
  const place = (id: string, interfaces: object) => call<Placed>(contract.placeInterfaces, { id }, {}, { interfaces })
  const told = ({ findings }: Detail, kind: string) => findings.filter((one) => one.kind === kind)
  async function measure(id: string, plant = 'kashima'): Promise<readonly Step[]> {
    const ask = { plants: [plant], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31', within: 'P1Y' }
    return (await here.network.indicators.find((one) => one.id === id)!.measure(ask)).get(plant) ?? []
  }
  const on = (steps: readonly Step[], day: string) => steps.findLast(({ from }) => from <= day)?.value

  describe('staged', () => {
    it.each(fiveLanguages)('in $language are told by their bytes, with every line accounted for', async (one) => {
      const importer = importerOf('firewall')
      const head = Buffer.from(one.text)
      expect(await importer.recognises({ name: 'unknown', head } as never)).toBeGreaterThan(0.5)
      const { importId, counts, problems } = await stage(one.name, one.text)
      const lines = one.text.split('\n').length - 1
      expect(counts.accepted + counts.refused + counts.ignored).toBe(lines)
      expect(counts.refused).toBeGreaterThan(0)
      const refused = problems.filter(({ severity }) => severity === 'refused')
      expect(new Set(refused.map(({ row }) => row)).size).toBe(counts.refused)
      const no = one.text.split('\n').findIndex((row) => row.includes('frobnicate')) + 1
      const [reason] = problems.filter(({ row }) => row === no)
      expect(reason!.reason.en).not.toBe('')
      expect(reason!.reason.ja).toMatch(/[ぁ-ん\u30a0-\u30ff一-龠]/)
      await commit(importId)
      const stored = (await list()).items.find(({ id }) => id === importId)!
      expect(stored).toMatchObject({ language: one.language, fileName: one.name, current: true })
      expect(Object.values(stored.lines).reduce((sum, count) => sum + count)).toBe(lines)
      const read = await linesOf(importId)
      expect(read.total).toBe(lines)
      expect(read.lines.map(({ text }) => text)).toEqual(one.text.split('\n').slice(0, -1))
      for (const { as, reasons } of read.lines) if (as === 'notUnderstood') expect(reasons.length).toBeGreaterThan(0)
      expect((await linesOf(importId, { from: no, limit: 1 })).lines).toMatchObject([{ line: no, reasons: [{}] }])
      await undo(importId)
    })

    it('are of as many languages as there are readers', () => {
      expect(fiveLanguages.map(({ language }) => language).sort()).toEqual(
        ruleReaders.map(({ language }) => language).sort(),
      )
    })

    it.each(fiveLanguages)(
      'in $language and cut in half name the cut, and decide nothing that it touches',
      async (one) => {
        const cut = one.text.slice(0, one.text.length / 2)
        const { importId, counts, problems } = await stage(one.name, cut)
        const rows = cut.split('\n')
        const lines = rows.at(-1) === '' ? rows.length - 1 : rows.length
        expect(counts.accepted + counts.refused + counts.ignored).toBe(lines)
        expect(problems.map(({ row }) => row)).toContain(lines)
        await commit(importId)
        const found = await detail(importId)
        expect(told(found, 'undecided').length).toBeGreaterThan(0)
        expect(told(found, 'excess')).toEqual([])
        expect(told(found, 'missing')).toEqual([])
        await undo(importId)
      },
    )

    it('in no language are refused with a reason', async () => {
      await expect(stage('letter.txt', 'Dear colleague,\nthe rules are in the attachment.\n')).rejects.toThrow(
        'letter.txt: its rules are in no language that is read',
      )
      await expect(stageFile(importerOf('firewall'), { name: 'a.nft', bytes: nftRules })).rejects.toThrow(
        'name the plant',
      )
    })
  })

  describe('committed', () => {
    let id: string
    beforeAll(async () => {
      id = await bring('cell-fw.cfg', asaRules())
    })

    it('are visible from their day until they are undone; staged ones are not', async () => {
      const { importId } = await stage('cell-fw.cfg', asaRules('extended deny tcp any any eq 23'), '2026-03-20')
      expect((await list()).items.map((one) => one.id)).toEqual([id])
      await commit(importId)
      expect((await list()).items).toMatchObject([
        { id: importId, name: 'cell-fw', takenOn: '2026-03-20', current: true },
        { id, name: 'cell-fw', takenOn: '2026-03-05', current: false },
      ])
      expect((await list({ asOf: '2026-03-10' })).items).toMatchObject([{ id, current: true }])
      await undo(importId)
      expect((await list()).items).toMatchObject([{ id, current: true }])
      await expect(detail(importId)).rejects.toThrow(`there are no rules ${importId}`)
    })

    it('of a file that was brought before are told to be the same', async () => {
      const { importId, problems } = await stage('again.cfg', asaRules(), '2026-03-06')
      expect(problems.map(({ row, severity }) => [row, severity])).toContainEqual([null, 'note'])
      await importerOf('firewall').discard(here.database.as<unknown>(), importId)
    })

    it('allow what no conduit does, with the line, a packet and the first conversation', async () => {
      const found = await detail(id)
      const [excess, ...more] = told(found, 'excess')
      expect(more).toEqual([])
      expect(excess).toMatchObject({
        clientZone: 'Office',
        serverZone: 'Control',
        possible: false,
        packet: { from: '10.1.4.5', to: '10.1.1.1', service: 'tcp/502' },
        witness: { captureName: 'cell.pcap', packet: 2 },
      })
      const { line, text } = excess!.rules[0]!
      expect(asaRules().split('\n')[line - 1]).toBe(text)
      expect(text).toContain('host 10.1.4.5')
      expect(found.counts).toMatchObject({ excess: 1, missing: 1, seenInSpite: 1 })
    })

    it('refuse what a conduit needs', async () => {
      const missing = told(await detail(id), 'missing')
      expect(missing).toMatchObject([
        {
          clientZone: 'DMZ',
          serverZone: 'Supervision',
          conduits: [{ name: 'Historian' }],
          rules: [{ text: 'access-list DMZ extended deny ip any any' }],
          packet: { service: 'tcp/1433' },
        },
      ])
    })

    it('hold a line that is never reached', async () => {
      const shadowed = told(await detail(id), 'shadowed')
      const [never] = shadowed.filter(({ rules }) => rules[0]!.text.includes('10.1.4.9'))
      expect(never!.text.en).toBe('line 31: Never reached: taken before by line 30')
      expect(never!.rules.map(({ line }) => line)).toEqual([31, 30])
    })

    it('are passed by what was seen in spite of them and of the policy', async () => {
      const [seen, ...more] = told(await detail(id), 'seenInSpite')
      expect(more).toEqual([])
      expect(seen).toMatchObject({
        clientZone: 'Office',
        serverZone: 'Supervision',
        packet: { from: '10.1.4.7', to: '10.1.2.9', service: 'tcp/502' },
        witness: { captureName: 'cell.pcap' },
        rules: [{ text: 'access-list OFFICE extended deny ip any any' }],
      })
      expect(seen!.text.en).toContain('Seen and answered, although the rules refuse it and no conduit allows it')
    })

    it('leave undecided what depends on a time, and say why in both languages', async () => {
      const [undecided, ...more] = told(await detail(id), 'undecided')
      expect(more).toEqual([])
      expect(undecided).toMatchObject({
        possible: true,
        clientZone: 'Office',
        serverZone: 'Supervision',
        packet: { from: '10.1.4.10', to: '10.1.2.1', service: 'tcp/4840' },
      })
      expect(undecided!.text.en).toContain('it cannot be decided what passes (line 33: a range of time)')
      expect(undecided!.text.ja).toContain('時間帯')
    })

    it('open a way past the DMZ, with its line', async () => {
      const { dmz } = await detail(id)
      expect(dmz.filter(({ decided }) => decided)).toMatchObject([
        {
          zones: ['Office', 'Control'],
          steps: [{ filter: 'cell-fw', line: 32, packet: { to: '10.1.1.1', service: 'tcp/502' } }],
        },
      ])
    })

    it('that are corrected open none', async () => {
      const better = await bring('cell-fw.cfg', asaRules('extended deny tcp any any eq 23'), '2026-03-20')
      const found = await detail(better)
      expect(told(found, 'excess')).toEqual([])
      // The conversation with the controller is now one that passed in spite of rules and policy.
      expect(told(found, 'seenInSpite')).toHaveLength(2)
      expect(found.dmz.filter(({ decided }) => decided)).toEqual([])
      await undo(better)
    })

    it('are counted where they surely allow more than the policy, by the newest of each filter', async () => {
      const before = await measure('network.firewallExcess')
      expect(on(before, '2026-03-04')).toBeUndefined()
      expect(on(before, '2026-03-05')).toBe(1)
      const better = await bring('cell-fw.cfg', asaRules('extended deny tcp any any eq 23'), '2026-03-20')
      const steps = await measure('network.firewallExcess')
      expect(on(steps, '2026-03-19')).toBe(1)
      // Nothing is surely beyond the policy, and what the time range allows cannot be decided.
      expect(on(steps, '2026-03-20')).toBeNull()
      await undo(better)
    })

    it('are counted anew when a conduit begins, and when it ends', async () => {
      await conduit('Planner', 'Office', 'Control', 'tcp/502', 'kashima', '2026-04-10', '2026-04-20')
      const steps = await measure('network.firewallExcess')
      expect(['2026-04-09', '2026-04-10', '2026-04-20', '2026-04-21'].map((day) => on(steps, day))).toEqual([
        1,
        null,
        null,
        1,
      ])
    })

    it('prove what they allow beyond the policy, with line and packet', async () => {
      const indicator = here.network.indicators.find((one) => one.id === 'network.firewallExcess')!
      const proofs = await indicator.proof!({
        scope: 'kashima',
        on: '2026-03-31',
        from: '2026-01-01',
        limit: 10,
      } as never)
      expect(proofs[0]).toMatchObject({
        ref: `row:${id}//32`,
        href: `/network/firewalls/${id}?line=32`,
        speaks: 'against',
      })
      expect(proofs[0]!.text).toContain('10.1.4.5 → 10.1.1.1, TCP 502')
    })
  })

  describe('whose interfaces nobody has said', () => {
    let id: string
    const plant = 'ulsan'
    beforeAll(async () => {
      await record('zone', { name: 'West', purdueLevel: '2', addresses: '10.2.1.0/24' }, plant)
      await record('zone', { name: 'East', purdueLevel: '1', addresses: '10.2.2.0/24' }, plant)
      await record('zone', { name: 'Safety', purdueLevel: '1', addresses: '10.2.3.0/24' }, plant)
      await conduit('Polling', 'West', 'East', 'tcp/502', plant)
      id = await bring('cells.nft', nftRules, '2026-03-05', plant)
    })

    it('decide nothing, and are measured as nothing', async () => {
      const found = await detail(id)
      expect(found.interfaces).toMatchObject([
        { name: 'west0', zones: [], by: null },
        { name: 'east0', zones: [], by: null },
      ])
      expect(told(found, 'excess')).toEqual([])
      expect(
        told(found, 'undecided')
          .map(({ text }) => text.en)
          .join(),
      ).toContain('the interface, which nobody has said')
      expect(on(await measure('network.firewallExcess', plant), '2026-03-31')).toBeNull()
      expect(on(await measure('network.microsegmentedShare', plant), '2026-03-31')).toBeNull()
    })

    it('decide when a person says what lies behind them', async () => {
      const placed = await place(id, { west0: ['West'], east0: ['East'] })
      expect(placed.interfaces).toMatchObject([
        { name: 'west0', zones: ['West'], by: 'person' },
        { name: 'east0', zones: ['East'], by: 'person' },
      ])
      const found = await detail(id)
      expect(told(found, 'excess')).toEqual([])
      expect(told(found, 'missing')).toEqual([])
    })

    it('decide otherwise when the same interfaces are said to be elsewhere', async () => {
      await place(id, { west0: ['West'], east0: ['Safety'] })
      const found = await detail(id)
      expect(told(found, 'excess')).toMatchObject([{ clientZone: 'West', serverZone: 'Safety' }])
      expect(await measure('network.firewallExcess', plant).then((steps) => on(steps, '2026-03-31'))).toBe(1)
    })

    it('refuse what a conduit needs by their policy, with its line', async () => {
      await place(id, { west0: ['East'], east0: ['West'] })
      const [missing] = told(await detail(id), 'missing')
      expect(missing).toMatchObject({
        clientZone: 'West',
        serverZone: 'East',
        rules: [{ line: 6, text: 'inet filter forward: policy' }],
      })
      expect(missing!.text.en).toMatch(
        /^Polling allows what is refused from zone West to zone East, by the default of .* in line 6/,
      )
      await place(id, { west0: ['West'], east0: ['Safety'] })
    })

    it('keep their places in a newer ruleset of the same filter, however its name is written', async () => {
      const newer = await bring('CELLS.nft', `${nftRules}# newer\n`, '2026-03-10', plant)
      expect((await detail(newer)).interfaces).toMatchObject([{ zones: ['West'] }, { zones: ['Safety'] }])
      await undo(newer)
    })
  })

  describe('at the boundaries between zones', () => {
    const share = async (day: string) => on(await measure('network.microsegmentedShare'), day)

    it('deny what is not named at a share of them, which one open rule makes smaller', async () => {
      // Three of conduits and two that traffic crossed; Office and Control are open to one another.
      const open = await bring('cell-fw.cfg', asaRules(undefined, 'inactive'), '2026-03-11')
      expect(await share('2026-03-10')).toBeNull()
      expect(await share('2026-03-11')).toBe(0.8)
      await undo(open)
      const closed = await bring('cell-fw.cfg', asaRules('extended deny tcp any any eq 23', 'inactive'), '2026-03-11')
      expect(await share('2026-03-11')).toBe(1)
      await undo(closed)
    })

    it('are told by nobody while a rule at one of them is undecided', async () => {
      const undecided = await bring('cell-fw.cfg', asaRules('extended deny tcp any any eq 23'), '2026-03-11')
      expect(await share('2026-03-11')).toBeNull()
      await undo(undecided)
    })

    it('are one more from the day on which traffic first crosses another', async () => {
      const open = await bring('cell-fw.cfg', asaRules(undefined, 'inactive'), '2026-03-11')
      const importer = importerOf('capture')
      here.clock.set('2026-03-26')
      const { importId } = await stageFile(importer, {
        name: 'later.pcap',
        bytes: capture(talk('10.1.3.5', '10.1.1.1', ['2026-03-25'])),
        plant: 'kashima',
        on: '2026-03-26',
      })
      await commitFile(here.database, importer, importId)
      expect(await share('2026-03-24')).toBe(0.8)
      expect(await share('2026-03-25')).toBeCloseTo(5 / 6)
      await undoFile(here.database, importer, importId)
      await undo(open)
    })
  })
})
