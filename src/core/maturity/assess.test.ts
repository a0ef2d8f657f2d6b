import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, dayOf } from '../calendar/day.ts'
import { climb } from './assess.ts'
import type { Assessment } from './assessment.ts'
import { changesBetween } from './diff.ts'
import { levelOf } from './gate.ts'
import type { AssessmentInput } from './input.ts'
import { nextSteps } from './next-steps.ts'
import {
  anyInput,
  attestation,
  axisOf,
  criterion,
  day0,
  inputOf,
  plant,
  seriesFor,
  step,
  variedAxis,
} from './testing.ts'
import { verdicts } from './verdict.ts'

const rank = { notMet: 0, partly: 1, unknown: 1, notApplicable: 2, met: 3 } as const
const anyAsOf = fc.integer({ min: day0 - 5, max: day0 + 560 }).map(dayOf)

function all(assessment: Assessment) {
  return [
    ...assessment.enterprise.verdicts.map((one) => ({ ...one, scope: '*' })),
    ...assessment.plants.flatMap((p) => p.verdicts.map((one) => ({ ...one, scope: p.plant }))),
  ]
}

describe('properties of every assessment', () => {
  test('validUntil is exactly the first day on which a re-run under the same assumption says something else', () => {
    fc.assert(
      fc.property(anyInput, anyAsOf, (input, asOf) => {
        const ladder = climb(input)
        const now = all(ladder.at(asOf))
        const open = new Set(now.map((_, i) => i))
        for (let ahead = 1; ahead <= 420 && open.size > 0; ahead++) {
          const on = dayOf(dayNumber(asOf) + ahead)
          const later = all(ladder.at(on))
          for (const i of open) {
            const said = now[i]!.validUntil
            if (later[i]!.verdict !== now[i]!.verdict) {
              expect(said).toBe(on)
              open.delete(i)
            } else expect(said).not.toBe(on)
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(anyInput, anyAsOf, (input, asOf) => {
        const turned: AssessmentInput = {
          ...input,
          attestations: input.attestations.toReversed(),
          exemptions: input.exemptions.toReversed(),
          compensations: input.compensations.toReversed(),
          plans: input.plans.toReversed(),
          series: new Map([...input.series].toReversed()),
        }
        expect(climb(turned).at(asOf)).toEqual(climb(input).at(asOf))
      }),
      { numRuns: 60 },
    )
  })

  test('evidence added for one criterion never lowers another, nor any level', () => {
    fc.assert(
      fc.property(anyInput, anyAsOf, fc.constantFrom(...variedAxis.criteria), (input, asOf, target) => {
        const good = attestation({
          id: 'zz-good',
          criterion: target.id,
          answer: target.kind === 'symptom' ? 'no' : 'yes',
          fix: true,
          effectiveFrom: asOf,
          recordedAt: '2030-01-01T00:00:00Z',
        })
        const before = climb(input).at(asOf)
        const after = climb({ ...input, attestations: [...input.attestations, good] }).at(asOf)
        const was = all(before)
        all(after).forEach((now, i) => {
          if (now.criterion !== target.id) expect(now).toEqual(was[i])
          else if (now.kind === 'criterion') expect(rank[now.verdict]).toBeGreaterThanOrEqual(rank[was[i]!.verdict])
        })
        expect(after.enterprise.level).toBeGreaterThanOrEqual(before.enterprise.level)
        for (const [i, p] of after.plants.entries()) expect(p.level).toBeGreaterThanOrEqual(before.plants[i]!.level)
      }),
      { numRuns: 100 },
    )
  })

  test('nothing is met without a record, an attestation or an approval behind it', () => {
    fc.assert(
      fc.property(anyInput, anyAsOf, (input, asOf) => {
        for (const one of all(climb(input).at(asOf))) {
          if (one.verdict === 'met') {
            const behind = one.because.some((reason) => reason.records.length > 0 || reason.attestation)
            expect(behind || one.compensated !== null || one.blockedBy.length > 0).toBe(true)
            expect(one.strength).not.toBeNull()
          }
          if (one.verdict === 'unknown') expect(one.strength).toBeNull()
        }
      }),
      { numRuns: 100 },
    )
  })

  test('an enterprise without any evidence is at level 1 with nothing but unknowns', () => {
    const assessment = climb(inputOf(variedAxis, { plants: [plant('p'), plant('q', { criticality: 'major' })] })).at(
      '2024-06-01',
    )
    expect(assessment.enterprise.level).toBe(1)
    expect(new Set(all(assessment).map((one) => one.verdict))).toEqual(new Set(['unknown']))
  })

  test('a level is monotone in met criteria', () => {
    const gated = fc.record({
      level: fc.integer({ min: 2, max: 5 }),
      asked: fc.boolean(),
      verdict: fc.constantFrom(...verdicts),
    })
    fc.assert(
      fc.property(fc.array(gated, { minLength: 1 }), fc.nat(), (list, pick) => {
        const better = list.map((one, i) => (i === pick % list.length ? { ...one, verdict: 'met' as const } : one))
        expect(levelOf(better, 5)).toBeGreaterThanOrEqual(levelOf(list, 5))
      }),
    )
  })
})

describe('the gate', () => {
  const g = (level: number, verdict: (typeof verdicts)[number], asked = true) => ({ level, verdict, asked })
  test.each([
    ['everything unknown', [g(2, 'unknown'), g(3, 'met')], 1],
    ['partly does not pass', [g(2, 'partly')], 1],
    ['an approved "not applicable" passes', [g(2, 'notApplicable')], 2],
    ['a level that asks nothing is reached only with the next that asks', [g(3, 'met')], 3],
    ['a level that asks nothing is not reached by itself', [g(3, 'notMet')], 1],
    ['what is not asked is skipped', [g(2, 'met'), g(2, 'notMet', false), g(3, 'met')], 3],
    ['a gap stops the climb', [g(2, 'met'), g(3, 'notMet'), g(4, 'met')], 2],
  ])('%s', (_, list, level) => expect(levelOf(list, 5)).toBe(level))
})

describe('one criterion at one plant', () => {
  const flagAxis = axisOf([criterion('2.1', 2, { indicator: 'a.flag', is: true })], { 'a.flag': 'flag' })
  const dateAxis = axisOf([criterion('2.1', 2, { indicator: 'a.date', atMost: 'P3M' }, { window: 'P3M' })], {
    'a.date': 'date',
  })
  const at = (input: AssessmentInput, day: string) => climb(input).at(day).plants[0]!.verdicts[0]!

  test('an event counts for its window, then in grace, then no more', () => {
    const input = inputOf(dateAxis, { series: seriesFor({ 'a.date': { p: [step('2024-01-31', '2024-01-31')] } }) })
    expect(at(input, '2024-01-30').verdict).toBe('unknown')
    expect(at(input, '2024-04-30')).toMatchObject({ verdict: 'met', inGrace: false, validUntil: '2024-05-10' })
    expect(at(input, '2024-05-01')).toMatchObject({ verdict: 'met', inGrace: true, validUntil: '2024-05-10' })
    expect(at(input, '2024-05-10')).toMatchObject({ verdict: 'notMet', effectiveFrom: '2024-05-10' })
    expect(at(input, '2024-05-10').because[0]!.value).toBe('P100D')
  })

  test('an accepted attestation answers what nobody measured, for its window', () => {
    const input = inputOf(flagAxis, { attestations: [attestation({})] })
    expect(at(input, '2024-06-01')).toMatchObject({ verdict: 'met', strength: 'attested' })
    expect(at(input, '2025-06-01')).toMatchObject({ verdict: 'met', inGrace: false, validUntil: '2025-06-02' })
    expect(at(input, '2025-06-02').verdict).toBe('unknown')
  })

  test('an attestation that nobody else accepted answers nothing; "we have none" needs no acceptance', () => {
    const yes = inputOf(flagAxis, { attestations: [attestation({ accepted: false })] })
    expect(at(yes, '2024-06-02').verdict).toBe('unknown')
    const no = inputOf(flagAxis, { attestations: [attestation({ accepted: false, answer: 'no' })] })
    expect(at(no, '2024-06-02').verdict).toBe('notMet')
  })

  test('data win over an attestation, and the verdict names the one they contradict', () => {
    const series = seriesFor({ 'a.flag': { p: [step('2024-07-01', false, { strength: 'measured' })] } })
    const input = inputOf(flagAxis, { series, attestations: [attestation({})] })
    expect(at(input, '2024-06-15')).toMatchObject({ verdict: 'met', contradicted: null, validUntil: '2024-07-01' })
    expect(at(input, '2024-07-02')).toMatchObject({ verdict: 'notMet', strength: 'measured', contradicted: 'att-1' })
  })

  test('data win upwards too: a "we have none" is contradicted by what was seen', () => {
    const series = seriesFor({ 'a.flag': { p: [step('2024-07-01', true)] } })
    const input = inputOf(flagAxis, { series, attestations: [attestation({ answer: 'no' })] })
    expect(at(input, '2024-07-02')).toMatchObject({ verdict: 'met', contradicted: 'att-1' })
  })

  test('a fix dated after a measured failure answers until the source looks again', () => {
    const series = seriesFor({
      'a.flag': { p: [step('2024-07-01', false, { observedOn: '2024-07-05' }), step('2024-09-01', false)] },
    })
    const fix = (from: string) =>
      inputOf(flagAxis, { series, attestations: [attestation({ fix: true, effectiveFrom: from })] })
    expect(at(fix('2024-07-05'), '2024-07-10').verdict).toBe('notMet')
    expect(at(fix('2024-07-06'), '2024-07-10')).toMatchObject({
      verdict: 'met',
      strength: 'attested',
      notReobserved: true,
    })
    expect(at(fix('2024-07-06'), '2024-09-01').verdict).toBe('notMet')
  })

  test('a leaf that only refutes drops out while nothing is known, and fails the rule once something is', () => {
    const axis = axisOf(
      [
        criterion('2.1', 2, {
          all: [
            { indicator: 'a.flag', is: true },
            { indicator: 'a.share', atMost: 0.05, refutes: true },
          ],
        }),
      ],
      { 'a.flag': 'flag', 'a.share': 'share' },
    )
    const series = (steps: ReturnType<typeof step>[]) =>
      seriesFor({ 'a.flag': { p: [step('2024-01-01', true)] }, 'a.share': { p: steps } })
    expect(at(inputOf(axis, { series: series([]) }), '2024-02-01')).toMatchObject({
      verdict: 'met',
      strength: 'recorded',
    })
    const seen = inputOf(axis, { series: series([step('2024-03-01', 0.4, { strength: 'measured' })]) })
    expect(at(seen, '2024-03-01')).toMatchObject({ verdict: 'partly' })
    const alone = axisOf([criterion('2.1', 2, { all: [{ indicator: 'a.share', atMost: 0.05, refutes: true }] })], {
      'a.share': 'share',
    })
    expect(at(inputOf(alone), '2024-03-01').verdict).toBe('unknown')
  })

  test('a compensating control answers only with OT, IT and process safety behind it, for at most a year', () => {
    const control = {
      id: 'cc-1',
      criterion: '2.1',
      reach: ['p'],
      effectiveFrom: '2024-02-01',
      effectiveTo: null,
      approvedBy: ['ot', 'it', 'process-safety'] as const,
      touchesSafety: false,
      safetyReviewed: false,
    }
    const input = (more: object) => inputOf(flagAxis, { compensations: [{ ...control, ...more }] })
    expect(at(input({}), '2024-03-01')).toMatchObject({ verdict: 'met', compensated: 'cc-1', validUntil: '2025-02-02' })
    expect(at(input({ approvedBy: ['ot', 'it'] }), '2024-03-01').verdict).toBe('unknown')
    expect(at(input({ touchesSafety: true }), '2024-03-01').verdict).toBe('unknown')
    expect(at(input({ touchesSafety: true, safetyReviewed: true }), '2024-03-01').verdict).toBe('met')
  })

  test('a feed that is alive is assumed to go on, or not, as asked', () => {
    const series = seriesFor({
      'a.date': { p: [step('2024-06-01', '2024-06-01', { feed: true, strength: 'measured' })] },
    })
    const today = '2024-06-20'
    expect(at(inputOf(dateAxis, { series, today, assume: 'feeds' }), '2025-06-01')).toMatchObject({
      verdict: 'met',
      validUntil: null,
    })
    expect(at(inputOf(dateAxis, { series, today, assume: 'none' }), '2025-06-01').verdict).toBe('notMet')
    const dead = inputOf(dateAxis, { series, today: '2024-12-01', assume: 'feeds' })
    expect(at(dead, '2025-06-01').verdict).toBe('notMet')
  })

  test('a share that a live feed tells holds from today on, until the feed is dead', () => {
    const axis = axisOf([criterion('2.1', 2, { indicator: 'a.share', within: 'P3M', atLeast: 0.9 })], {
      'a.share': 'share',
    })
    const told = [step('2024-01-01', 1, { feed: true }), step('2024-07-02', null)]
    const series = seriesFor({ 'a.share|P3M': { p: told }, 'a.share|P3M9D': { p: told } })
    const today = '2024-06-20'
    const on = (input: AssessmentInput) => at(input, '2025-06-01')
    expect(on(inputOf(axis, { series, today, assume: 'feeds' }))).toMatchObject({ verdict: 'met', validUntil: null })
    expect(on(inputOf(axis, { series, today, assume: 'none' })).verdict).toBe('unknown')
    expect(on(inputOf(axis, { series, today: '2024-08-01', assume: 'feeds' })).verdict).toBe('unknown')
    expect(at(inputOf(axis, { series, today, assume: 'feeds' }), '2024-05-01').verdict).toBe('met')
  })

  test('a share that held until lately is met in grace', () => {
    const axis = axisOf([criterion('2.1', 2, { indicator: 'a.share', within: 'P3M', atLeast: 0.9 })], {
      'a.share': 'share',
    })
    const series = seriesFor({
      'a.share|P3M': { p: [step('2024-01-01', 1), step('2024-04-02', 0.2)] },
      'a.share|P3M9D': { p: [step('2024-01-01', 1), step('2024-04-11', 0.2)] },
    })
    const input = inputOf(axis, { series })
    expect(at(input, '2024-04-01')).toMatchObject({ verdict: 'met', inGrace: false, validUntil: '2024-04-11' })
    expect(at(input, '2024-04-05')).toMatchObject({ verdict: 'met', inGrace: true })
    expect(at(input, '2024-04-11')).toMatchObject({ verdict: 'partly' })
    expect(at(input, '2024-04-11').share).toBeCloseTo(0.2 / 0.9)
  })

  test('a share of which nothing newer is recorded holds in grace, and is unknown after it', () => {
    const axis = axisOf([criterion('2.3', 2, { indicator: 'a.share', within: 'P1Y', atLeast: 0.9 })], {
      'a.share': 'share',
    })
    const series = seriesFor({
      'a.share|P1Y': { p: [step('2024-01-01', 1), step('2025-01-02', null)] },
      'a.share|P1Y31D': { p: [step('2024-01-01', 1), step('2025-02-02', null)] },
    })
    const input = inputOf(axis, { series })
    expect(at(input, '2025-01-01')).toMatchObject({ verdict: 'met', inGrace: false, validUntil: '2025-02-02' })
    expect(at(input, '2025-01-20')).toMatchObject({ verdict: 'met', inGrace: true, validUntil: '2025-02-02' })
    expect(at(input, '2025-02-02').verdict).toBe('unknown')
  })
})

describe('the enterprise', () => {
  const over = (quantifier: 'each' | 'some' | 'several' | 'major', more = {}) =>
    axisOf([criterion('2.1', 2, { indicator: 'a.flag', is: true }, { over: quantifier, ...more })], {
      'a.flag': 'flag',
    })
  const flags = (values: Record<string, boolean | null>) =>
    seriesFor({ 'a.flag': Object.fromEntries(Object.entries(values).map(([p, v]) => [p, [step('2024-01-01', v)]])) })
  const three = [plant('p', { criticality: 'major' }), plant('q'), plant('r')]
  const enterprise = (input: AssessmentInput, day = '2024-06-01') => climb(input).at(day).enterprise

  test.each([
    ['each', { p: true, q: true, r: true }, 'met', 1],
    ['each', { p: true, q: true, r: false }, 'partly', 2 / 3],
    ['each', { p: true, q: null, r: false }, 'partly', 1 / 3],
    ['each', { p: false, q: null, r: false }, 'unknown', 0],
    ['each', { p: false, q: false, r: false }, 'notMet', 0],
    ['some', { p: false, q: null, r: true }, 'met', 1 / 3],
    ['some', { p: false, q: null, r: false }, 'unknown', 0],
    ['some', { p: false, q: false, r: false }, 'notMet', 0],
    ['several', { p: true, q: true, r: false }, 'met', 2 / 3],
    ['several', { p: true, q: false, r: false }, 'partly', 1 / 2],
    ['major', { p: true, q: false, r: false }, 'met', 1],
    ['major', { p: null, q: true, r: true }, 'unknown', 0],
  ] as const)('%s over %j is %s', (quantifier, values, verdict, share) => {
    const input = inputOf(over(quantifier), { plants: three, series: flags(values) })
    const [one] = enterprise(input).verdicts
    expect(one!.verdict).toBe(verdict)
    expect(one!.share).toBeCloseTo(share)
  })

  test('what is asked of major plants only does not gate the others', () => {
    const assessment = climb(
      inputOf(over('major'), { plants: three, series: flags({ p: true, q: false, r: false }) }),
    ).at('2024-06-01')
    expect(assessment.plants.map((p) => [p.plant, p.verdicts[0]!.asked])).toEqual([
      ['p', true],
      ['q', false],
      ['r', false],
    ])
  })

  test('"several" asks nothing of a company of one plant', () => {
    const one = enterprise(inputOf(over('several'), { plants: [plant('p')], series: flags({ p: true }) })).verdicts[0]!
    expect(one.asked).toBe(false)
  })

  test('no major plant at all is unknown, never met', () => {
    const one = enterprise(inputOf(over('major'), { plants: [plant('q')], series: flags({ q: true }) })).verdicts[0]!
    expect(one.verdict).toBe('unknown')
  })

  test('the critical plants pass for all while every other has a plan date ahead, within a year', () => {
    const plans = ['q', 'r'].map((key) => ({
      criterion: '*',
      plant: key,
      plannedFor: '2024-09-30',
      effectiveFrom: '2024-02-01',
    }))
    const input = inputOf(over('each'), { plants: three, series: flags({ p: true, q: false, r: false }), plans })
    expect(enterprise(input, '2024-01-15').verdicts[0]!.verdict).toBe('partly')
    expect(enterprise(input).verdicts[0]).toMatchObject({ verdict: 'met', prioritised: true, validUntil: '2024-10-01' })
    expect(enterprise(input, '2024-10-01').verdicts[0]!.verdict).toBe('partly')
  })

  test('a new plant is shown and does not gate for its first year', () => {
    const plants = [plant('p'), plant('q', { onboardedOn: '2024-03-01' })]
    const input = inputOf(over('each'), { plants, series: flags({ p: true, q: false }) })
    expect(enterprise(input).verdicts[0]).toMatchObject({ verdict: 'met', validUntil: '2025-03-01' })
    expect(enterprise(input, '2025-03-01').verdicts[0]).toMatchObject({ verdict: 'partly', blockedBy: ['q'] })
  })

  test('the enterprise may stand higher than any single plant, and says so', () => {
    const axis = axisOf(
      ['2.1', '2.2'].map((id, i) =>
        criterion(id, 2, { indicator: i === 0 ? 'a.flag' : 'a.other', is: true }, { over: 'some' }),
      ),
      { 'a.flag': 'flag', 'a.other': 'flag' },
    )
    const series = seriesFor({
      'a.flag': { p: [step('2024-01-01', true)], q: [step('2024-01-01', false)] },
      'a.other': { p: [step('2024-01-01', false)], q: [step('2024-01-01', true)] },
    })
    const now = enterprise(inputOf(axis, { plants: [plant('p'), plant('q')], series }))
    expect(now).toMatchObject({ level: 2, noPlantAtLevel: true })
  })

  test('a change between two days is named with the reason that is new', () => {
    const input = inputOf(over('each'), {
      plants: [plant('p')],
      series: seriesFor({ 'a.flag': { p: [step('2024-01-01', false), step('2024-03-01', true)] } }),
    })
    const ladder = climb(input)
    const changes = changesBetween(ladder.at('2024-02-01'), ladder.at('2024-03-01'))
    expect(changes.levels).toContainEqual({ scope: 'p', aspect: null, before: 1, after: 2 })
    expect(changes.verdicts[0]).toMatchObject({ criterion: '2.1', before: 'notMet', after: 'met' })
    expect(changes.verdicts[0]!.because[0]!.records).toEqual(['record:2024-03-01'])
  })

  test('the next step that alone opens the enterprise level comes first', () => {
    const axis = axisOf(
      [
        criterion('2.1', 2, { indicator: 'a.flag', is: true }),
        criterion('2.2', 2, { indicator: 'a.other', is: true }, { over: 'some' }),
      ],
      { 'a.flag': 'flag', 'a.other': 'flag' },
    )
    const series = seriesFor({
      'a.flag': { p: [step('2024-01-01', true)], q: [step('2024-01-01', false)] },
      'a.other': { p: [step('2024-01-01', true)], q: [step('2024-01-01', false)] },
    })
    const steps = nextSteps(
      axis,
      climb(inputOf(axis, { plants: [plant('p'), plant('q')], series })).at('2024-06-01'),
      'q',
    )
    expect(steps.map((one) => [one.criterion, one.opens])).toEqual([
      ['2.1', ['*']],
      ['2.2', []],
    ])
  })
})
