import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#contract/maturity.ts'
import type { Axis } from '#core/maturity/axis.ts'
import type { Indicator, Step } from '#core/maturity/indicator.ts'
import type { Database } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { createPlants, type Plants } from '../plants/index.ts'
import type { PeoplesAnswers, Statement } from './asking.ts'
import { monthEnds } from './changes.ts'
import { createMaturity, type Maturity } from './create-maturity.ts'

const common = {
  atPlant: 'own',
  mayNotApply: true,
  compensable: true,
  effortWeeks: 2,
  list: 'checklist',
  aspect: null,
} as const

/** Two levels: a registry reviewed each quarter at each plant, and a meeting of the enterprise each year. */
const axis: Axis = {
  id: 'tiny',
  version: 3,
  languages: ['en', 'ja'],
  levels: [1, 2, 3].map((level) => ({ level, states: 0, issues: [] })),
  aspects: [],
  defaults: {
    coverage: 0.9,
    grace: { share: 0.1, min: 'P3D', max: 'P31D' },
    attestation: 'P1Y',
    exemption: 'P1Y',
    compensation: 'P1Y',
    prioritisation: 'P1Y',
    onboarding: 'P1Y',
    lateEntry: 'P30D',
  },
  indicators: {
    'assets.reviewed': { area: 'assets', value: 'date' },
    'people.met': { area: 'people', value: 'date' },
    'nobody.measures': { area: 'none', value: 'flag' },
  },
  criteria: [
    {
      ...common,
      id: '2.1',
      level: 2,
      kind: 'criterion',
      over: 'each',
      when: { indicator: 'assets.reviewed', atMost: 'P3M' },
    },
    {
      ...common,
      id: '2.2',
      level: 2,
      kind: 'criterion',
      over: 'enterprise',
      when: { indicator: 'people.met', atMost: 'P1Y' },
    },
    {
      ...common,
      id: '3.1',
      level: 3,
      kind: 'criterion',
      over: 'enterprise',
      when: { indicator: 'nobody.measures', is: true },
    },
  ],
  transitions: [],
  considerations: [],
}

describe.each(testDatabases())('maturity on $name', ({ open }) => {
  let database: Database
  let plants: Plants
  let maturity: Maturity
  let asked = 0
  const reviews: Record<string, Step[]> = {}
  const meetings: Step[] = []
  let answers: PeoplesAnswers = { attestations: [], exemptions: [], compensations: [], plans: [] }
  let statements: Statement[] = []
  const clock = { now: () => new Date('2026-11-23T03:00:00.000Z') }
  const on = (from: string, record: string): Step => ({
    from,
    value: from,
    records: [`record:${record}`],
    strength: 'recorded',
  })
  const indicator = (id: string, series: () => Record<string, Step[]>): Indicator => ({
    id,
    async measure() {
      asked++
      return new Map(Object.entries(series()))
    },
    async proof({ scope, on: day }) {
      const step = series()[scope]?.findLast((one) => one.from <= day)
      return step
        ? step.records.map((ref) => ({ ref, text: `${id} of ${scope}`, href: `/${ref}`, speaks: 'for' as const }))
        : []
    },
  })

  beforeAll(async () => {
    database = await open()
    await migrate(database, [{ area: 'plants', folder: join(import.meta.dirname, '../plants/migrations') }])
    plants = createPlants(database, { clock })
    await plants.nameCompany({ name: 'Tiny', timeZone: 'UTC', fiscalYearStart: 4 })
    await plants.add({ key: 'north', name: 'North', criticality: 'major' })
    await plants.add({ key: 'south', name: 'South' })
    maturity = createMaturity(database, {
      axis: {
        axis,
        texts: { en: { 'indicator.assets.reviewed': 'Last review' } },
        crosswalk: { catalogues: [], mappings: [] },
        missing: {},
      },
      plants,
      answers: async () => answers,
      statements: async () => statements,
      kindsOf: (id) => (id === 'people.met' ? ['meeting'] : []),
    })
    maturity.registerIndicators([
      indicator('assets.reviewed', () => reviews),
      indicator('people.met', () => ({ '*': meetings })),
    ])
  })
  afterAll(() => database.close())

  /** The indicators of this test live in memory: only the database tells that something changed. */
  const changed = () => plants.change({ key: 'south', criticality: 'standard' })

  it('nothing recorded is unknown, and nobody stands above the first level', async () => {
    const assessment = await maturity.assess()
    expect(assessment).toMatchObject({
      axis: 'tiny',
      axisVersion: 3,
      asOf: '2026-11-23',
      enterprise: { level: 1, next: { level: 2, met: 0, of: 2, unknown: 2 } },
    })
    expect(assessment.enterprise.verdicts.map((one) => one.verdict)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  it('an answer is kept until the database moves', async () => {
    const before = asked
    await maturity.assess()
    await maturity.assess({ asOf: '2026-10-01' })
    expect(asked).toBe(before)
    reviews.north = [on('2026-06-01', 'a'), on('2026-10-01', 'b')]
    await changed()
    const { plants: each } = await maturity.assess()
    expect(asked).toBeGreaterThan(before)
    expect(each[0]).toMatchObject({
      plant: 'north',
      verdicts: [{ criterion: '2.1', verdict: 'met', validUntil: '2027-01-11' }, {}, {}],
    })
  })

  it('an assessment satisfies the contract and speaks in two languages', async () => {
    const assessment = await maturity.assess()
    expect(contract.assessment.parse(assessment)).toEqual(assessment)
    const because = assessment.plants[0]!.verdicts[0]!.because[0]
    expect(because).toMatchObject({
      indicator: 'assets.reviewed',
      value: 'P53D',
      on: '2026-10-01',
      records: ['record:b'],
    })
    expect(because?.text).toBe('Last review: 2026-10-01, 53 days ago (asked for: not older than 3 months)')
    expect(because?.textJa).toContain('53日前')
    const bare = await maturity.assess({ plant: 'north', reasons: 'none' })
    expect(bare.plants).toHaveLength(1)
    expect(bare.plants[0]!.verdicts[0]!.because).toEqual([])
  })

  it('any day is replayed as it was', async () => {
    const level = async (asOf: string) =>
      (await maturity.assess({ asOf })).plants.map((one) => one.verdicts[0]!.verdict)
    expect(await level('2026-05-31')).toEqual(['unknown', 'unknown'])
    expect(await level('2026-08-31')).toEqual(['met', 'unknown'])
    expect(await level('2026-09-20')).toEqual(['notMet', 'unknown'])
  })

  it('the enterprise climbs when every plant and the enterprise do; the history says when and why', async () => {
    reviews.south = [on('2026-11-02', 'c')]
    meetings.push(on('2026-09-15', 'm'))
    await changed()
    const { days, series } = await maturity.history({ from: '2026-08-15', to: '2026-11-23' })
    expect(days).toEqual(['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-23'])
    expect(series.find((one) => one.plant === '*')).toMatchObject({
      levels: [1, 1, 1, 2],
      moves: [{ on: '2026-11-02', before: 1, after: 2, criteria: ['2.1'] }],
    })
    expect(series.find((one) => one.plant === 'north')?.levels).toEqual([1, 1, 2, 2])
    const answer = { days, series }
    expect(contract.getHistory.response.parse(answer)).toEqual(answer)
  })

  it('changes name what moved, in which direction, on which day, and by what', async () => {
    const found = await maturity.changes({ from: '2026-10-31', to: '2026-11-23' })
    expect(contract.getChanges.response.parse(found)).toEqual(found)
    expect(found.levels).toContainEqual({ plant: '*', aspect: null, before: 1, after: 2 })
    expect(found.criteria.find((one) => one.plant === 'south')).toMatchObject({
      criterion: '2.1',
      before: 'unknown',
      after: 'met',
      direction: 'up',
      on: '2026-11-02',
      because: [{ records: ['record:c'] }],
    })
    const back = await maturity.changes({ from: '2026-08-31', to: '2026-09-20', plant: 'north' })
    expect(back.criteria[0]).toMatchObject({ criterion: '2.1', direction: 'down', on: '2026-09-11' })
  })

  it('an explanation leads from the verdict to its records, counter-examples first', async () => {
    const north = await maturity.explain({ criterion: '2.1', plant: 'north' })
    expect(contract.explanation.parse(north)).toEqual(north)
    expect(north).toMatchObject({
      verdict: { verdict: 'met', strength: 'recorded' },
      outcome: {
        outcome: 'met',
        by: 'indicator',
        value: 'P53D',
        leaf: { indicator: 'assets.reviewed', atMost: 'P3M' },
      },
      proof: [{ ref: 'record:b', indicator: 'assets.reviewed' }],
      proofCount: 1,
      spread: { shareMet: 1, worst: null },
    })
    const all = await maturity.explain({ criterion: '2.1' })
    expect(all.outcome).toBeNull()
    expect(all.proof.map((one) => one.ref)).toEqual(['record:b', 'record:c'])
    expect((await maturity.explain({ criterion: '2.2', plant: 'south' })).proof).toMatchObject([{ ref: 'record:m' }])
    await expect(maturity.explain({ criterion: '9.9' })).rejects.toMatchObject({ name: 'NotFound' })
    await expect(maturity.explain({ criterion: '2.1', plant: 'west' })).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('a leaf that nobody measures is answered by an accepted attestation, and the page shows until when', async () => {
    const open = await maturity.explain({ criterion: '3.1' })
    expect(open.outcome).toMatchObject({ outcome: 'unknown', by: 'nothing' })
    const given = {
      id: 'x',
      criterion: '3.1',
      reach: 'enterprise',
      effectiveFrom: '2026-11-01',
      effectiveTo: null,
    } as const
    answers = {
      ...answers,
      attestations: [{ ...given, answer: 'yes', fix: false, recordedAt: '2026-11-01T00:00:00Z', accepted: true }],
    }
    statements = [
      {
        record: 'x',
        says: 'met',
        statement: 'The board minutes, page 3',
        scope: 'enterprise',
        givenBy: 'Aiko',
        acceptedBy: 'Ben',
        effectiveFrom: '2026-11-01',
        effectiveTo: null,
        document: null,
      },
    ]
    await changed()
    const said = await maturity.explain({ criterion: '3.1' })
    expect(said).toMatchObject({
      verdict: { verdict: 'met', strength: 'attested' },
      outcome: { by: 'attestation' },
      attestations: [{ record: 'x', until: '2027-11-01', overruled: false }],
    })
    expect((await maturity.assess()).enterprise.level).toBe(3)
  })

  it('the next steps say what to do first, with what, and what it brings', async () => {
    answers = { attestations: [], exemptions: [], compensations: [], plans: [] }
    await changed()
    const now = await maturity.nextSteps({})
    expect(now).toMatchObject({
      plant: '*',
      level: 2,
      nextLevel: 3,
      items: [{ criterion: '3.1', verdict: 'unknown', levelAfter: 3 }],
    })
    const then = await maturity.nextSteps({ asOf: '2026-08-31' })
    expect(contract.getNextSteps.response.parse(then)).toEqual(then)
    expect(then.items.map((one) => [one.criterion, one.levelAfter])).toEqual([
      ['2.2', 1],
      ['2.1', 2],
    ])
    expect(then.items[0]!.kinds).toEqual(['meeting'])
    expect(then.items[1]!.plants).toEqual(['south'])
  })

  it('a plant that comes later is not there before', async () => {
    await plants.add({ key: 'west', name: 'West', onboardedOn: '2026-11-10' })
    const keys = async (asOf: string) => (await maturity.assess({ asOf })).plants.map((one) => one.plant)
    expect(await keys('2026-11-09')).toEqual(['north', 'south'])
    expect(await keys('2026-11-10')).toEqual(['north', 'south', 'west'])
    const assessment = await maturity.assess()
    expect(assessment.plants.find((one) => one.plant === 'west')).toMatchObject({ level: 1, onboarding: true })
    expect(assessment.enterprise.level).toBe(2)
  })
})

describe('month ends', () => {
  it('end with the day asked for', () => {
    expect(monthEnds('2026-01-15', '2026-03-31')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
    expect(monthEnds('2025-12-31', '2026-01-05')).toEqual(['2025-12-31', '2026-01-05'])
    expect(monthEnds('2026-01-05', '2026-01-05')).toEqual(['2026-01-05'])
  })
})
