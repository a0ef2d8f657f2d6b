import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Step } from '#core/maturity/indicator.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { commitFile, openAssets, stageFile, type TestAssets, undoFile } from './testing.ts'

describe.each(testDatabases())('the registry measures on $name', ({ open }) => {
  let here: TestAssets
  beforeAll(async () => {
    here = await openAssets(await open())
    const first = `Tag,Name,Criticality,SIS,Status,In operation since,Protective measure,Last reviewed on,Type
PLC-1,reactor,A,no,active,2019-04-01,対象外,2026-01-10,PLC
SIS-1,shutdown,A,yes,active,2019-04-01,,2026-01-10,safety controller
HMI-1,operator,B,no,active,,antivirus,2026-01-10,HMI
EWS-1,engineering,B,no,,,none,,workstation
`
    await bring('first.csv', first, '2026-01-15')
  })
  afterAll(() => here.database.close())

  const importer = () => here.assets.importers[0]!
  async function bring(name: string, bytes: string, on: string, plant = 'kashima'): Promise<string> {
    here.clock.set(on)
    const staged = await stageFile(importer(), { name, bytes, plant, on })
    await commitFile(here.database, importer(), staged.importId)
    return staged.importId
  }
  async function measure(id: string, within?: string, knownAt?: string): Promise<readonly Step[]> {
    const indicator = here.assets.indicators.find((one) => one.id === id)!
    const ask = { plants: ['kashima', 'ulsan'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' }
    const all = await indicator.measure({ ...ask, ...(within ? { within } : {}), ...(knownAt ? { knownAt } : {}) })
    return all.get('kashima') ?? []
  }
  const values = (steps: readonly Step[]) => steps.map(({ from, value }) => [from, value])

  it('that it exists from the day of its first edition on, and nothing of a plant without one', async () => {
    expect(values(await measure('assets.registryExists'))).toEqual([['2026-01-15', true]])
    const indicator = here.assets.indicators.find((one) => one.id === 'assets.confirmedShare')!
    const ask = { plants: ['ulsan'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31', within: 'P3M' }
    expect((await indicator.measure(ask)).size).toBe(0)
  })

  it('the share confirmed within the window, until it lapses', async () => {
    expect(values(await measure('assets.confirmedShare', 'P3M'))).toEqual([
      ['2026-01-15', 0.75],
      ['2026-04-11', 0],
    ])
  })

  it('critical assets, lifecycle and protection each by their own', async () => {
    expect(values(await measure('assets.criticalReviewedShare', 'P3M'))[0]).toEqual(['2026-01-15', 1])
    expect(values(await measure('assets.lifecycleShare'))).toEqual([['2026-01-15', 0.5]])
    // The PLC cannot be protected and of the safety controller nobody said: the HMI is, the workstation is not.
    expect(values(await measure('assets.protectedShare'))).toEqual([['2026-01-15', 0.5]])
  })

  it('names the asset that speaks against it, with file and row', async () => {
    const indicator = here.assets.indicators.find((one) => one.id === 'assets.confirmedShare')!
    const proof = await indicator.proof!({ scope: 'kashima', on: '2026-02-01', within: 'P3M', limit: 10 })
    expect(proof[0]).toEqual({
      ref: 'asset:kashima/EWS-1',
      text: 'EWS-1 engineering: never reviewed, never seen on the wire (first.csv, row 5)',
      textJa: 'EWS-1 engineering：確認の記録なし、ネットワーク上で未検出（first.csv 5行目）',
      href: '/assets/kashima/EWS-1',
      speaks: 'against',
    })
    expect(proof.map(({ speaks }) => speaks)).toEqual(['against', 'for', 'for', 'for'])
  })

  it('a review of the whole registry confirms every asset, one of the critical ones only those', async () => {
    const add = (effectiveFrom: string, coverage: string) =>
      here.evidence.add({
        kind: 'registry-review',
        scope: ['kashima'],
        effectiveFrom,
        data: { coverage },
        by: here.person,
      })
    here.clock.set('2026-05-20')
    await add('2026-05-01', 'critical')
    const all = await add('2026-05-10', 'all')
    expect(values(await measure('assets.confirmedShare', 'P3M')).slice(1)).toEqual([
      ['2026-04-11', 0],
      ['2026-05-01', 0.5],
      ['2026-05-10', 1],
      ['2026-08-11', 0],
    ])
    expect(values(await measure('assets.lastReviewed')).slice(1)).toEqual([
      ['2026-05-01', '2026-05-01'],
      ['2026-05-10', '2026-05-10'],
    ])
    await here.evidence.withdraw({ id: all.id, reason: 'wrong plant', by: here.person })
    expect(values(await measure('assets.confirmedShare', 'P3M')).at(-1)).toEqual(['2026-08-02', 0])
  })

  it('what was recorded when, and what was known then', async () => {
    const id = await bring('second.csv', 'Tag,Status,Disposed on\nEWS-1,廃棄,2026-06-15\nPLC-9,active,\n', '2026-06-20')
    expect(values(await measure('assets.registryUpdated'))).toEqual([
      ['2026-01-15', '2026-01-15'],
      ['2026-06-20', '2026-06-20'],
    ])
    expect(values(await measure('assets.changeRecorded'))).toEqual([['2026-06-20', '2026-06-20']])
    expect(values(await measure('assets.confirmedShare', 'P1Y')).at(-1)?.[1]).toBe(0)
    const shares = values(await measure('assets.confirmedShare', 'P1Y'))
    expect(shares.findLast(([from]) => String(from) <= '2026-06-21')?.[1]).toBe(0.75)
    const before = await measure('assets.confirmedShare', 'P1Y', '2026-06-01T00:00:00Z')
    expect(values(before).findLast(([from]) => String(from) <= '2026-06-21')?.[1]).toBe(0.75)
    expect(values(before).length).toBeLessThan(shares.length + 1)
    await undoFile(here.database, importer(), id)
    expect(values(await measure('assets.changeRecorded'))).toEqual([])
  })

  it('"we have no registry" is an answer, until there is one', async () => {
    const indicator = here.assets.indicators.find((one) => one.id === 'assets.registryExists')!
    const ask = { plants: ['ulsan'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' }
    await here.evidence.add({
      kind: 'we-have-none',
      scope: ['ulsan'],
      effectiveFrom: '2026-02-01',
      data: { about: 'asset-registry' },
      by: here.person,
    })
    expect(values((await indicator.measure(ask)).get('ulsan') ?? [])).toEqual([['2026-02-01', false]])
    await bring('ulsan.csv', 'Tag,Name\nA,a\n', '2026-07-01', 'ulsan')
    expect(values((await indicator.measure(ask)).get('ulsan') ?? [])).toEqual([
      ['2026-02-01', false],
      ['2026-07-01', true],
    ])
  })
})
