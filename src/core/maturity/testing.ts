// Small axes and inputs for the engine's tests: everything a property needs, nothing of the real definition.
import fc from 'fast-check'
import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import type { Axis, Criterion, IndicatorValue, Rule } from './axis.ts'
import type { ScopeKey, Series, Step, Strength } from './indicator.ts'
import { type AssessmentInput, type Attestation, measurementKey, measurementsOf, type PlantFacts } from './input.ts'

export const day0 = dayNumber('2024-01-01')

export function criterion(id: string, level: number, when: Rule, more: Partial<Criterion> = {}): Criterion {
  return {
    id,
    level,
    list: 'checklist',
    kind: 'criterion',
    aspect: null,
    over: 'each',
    atPlant: 'own',
    when,
    mayNotApply: false,
    compensable: true,
    effortWeeks: 2,
    ...more,
  }
}

export function axisOf(criteria: readonly Criterion[], indicators: Readonly<Record<string, IndicatorValue>>): Axis {
  return {
    id: 'tiny',
    version: 1,
    languages: ['en'],
    levels: [1, 2, 3].map((level) => ({ level, states: 0, issues: [] })),
    aspects: ['A'],
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
    indicators: Object.fromEntries(
      Object.entries(indicators).map(([id, value]) => [id, { area: id.split('.')[0] ?? '', value }]),
    ),
    criteria,
    transitions: [],
    considerations: [],
  }
}

/** One of every predicate and quantifier. */
export const variedAxis = axisOf(
  [
    criterion('1.1', 1, { indicator: 'a.date', olderThan: 'P6M' }, { kind: 'symptom', over: 'some' }),
    criterion(
      '2.1',
      2,
      {
        all: [
          { indicator: 'a.flag', is: true },
          { indicator: 'a.share', within: 'P3M', atLeast: 0.9 },
        ],
      },
      { window: 'P3M' },
    ),
    criterion('2.2', 2, { indicator: 'a.date', atMost: 'P3M' }, { over: 'some' }),
    criterion('2.3', 2, { indicator: 'a.events', every: 'P1M' }, { over: 'enterprise' }),
    criterion(
      '3.1',
      3,
      {
        any: [
          { indicator: 'a.number', within: 'P90D', atMost: 0 },
          { indicator: 'a.other', is: true },
        ],
      },
      { over: 'major', mayNotApply: true },
    ),
    criterion('3.2', 3, { indicator: 'a.other', is: true }, { over: 'several', atPlant: 'enterprise' }),
  ],
  {
    'a.flag': 'flag',
    'a.share': 'share',
    'a.date': 'date',
    'a.events': 'events',
    'a.number': 'number',
    'a.other': 'flag',
  },
)

export function plant(key: string, more: Partial<PlantFacts> = {}): PlantFacts {
  return { key, criticality: 'standard', onboardedOn: null, processHazards: null, shutdowns: [], ...more }
}

export function step(from: Day, value: Step['value'], more: Partial<Step> = {}): Step {
  return { from, value, records: [`record:${from}`], strength: 'recorded', ...more }
}

export function inputOf(axis: Axis, more: Partial<AssessmentInput> = {}): AssessmentInput {
  return {
    axis,
    fiscalYearStartMonth: 4,
    plants: [plant('p')],
    series: new Map(),
    attestations: [],
    exemptions: [],
    compensations: [],
    plans: [],
    today: '2024-12-31',
    assume: 'none',
    ...more,
  }
}

/** Series for one measurement: `seriesFor('a.flag', { p: [step(…)] })`. */
export function seriesFor(
  all: Readonly<Record<string, Readonly<Record<ScopeKey, Series>>>>,
): AssessmentInput['series'] {
  return new Map(Object.entries(all).map(([key, scopes]) => [key, new Map(Object.entries(scopes))]))
}

export function attestation(more: Partial<Attestation>): Attestation {
  return {
    id: 'att-1',
    criterion: '2.1',
    reach: 'enterprise',
    answer: 'yes',
    fix: false,
    effectiveFrom: '2024-06-01',
    effectiveTo: null,
    recordedAt: '2024-06-01T00:00:00Z',
    accepted: true,
    ...more,
  }
}

const anyDay = fc.integer({ min: day0, max: day0 + 500 }).map(dayOf)
const anyStrength = fc.constantFrom<Strength>('measured', 'recorded')

function anySeries(kind: IndicatorValue): fc.Arbitrary<Series> {
  const value: fc.Arbitrary<Step['value'] | 'own'> = {
    flag: fc.constantFrom<Step['value']>(true, false, null),
    share: fc.constantFrom<Step['value']>(0, 0.5, 0.9, 1, null),
    number: fc.constantFrom<Step['value']>(0, 1, 7, null),
    date: fc.constantFrom<Step['value'] | 'own'>('own', null),
    events: fc.constant<Step['value']>(true),
  }[kind]
  return fc
    .uniqueArray(fc.record({ from: anyDay, value, strength: anyStrength, feed: fc.boolean() }), {
      maxLength: 8,
      selector: (one) => one.from,
    })
    .map((steps) =>
      steps
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))
        .map(
          ({ from, value: v, strength, feed }): Step => ({
            from,
            value: v === 'own' ? from : v,
            records: [`record:${from}`],
            strength,
            ...(kind === 'date' ? { feed } : {}),
          }),
        ),
    )
}

/** Any enterprise of one to four plants on {@link variedAxis}, with records, answers, plans and shutdowns of all kinds. */
export const anyInput: fc.Arbitrary<AssessmentInput> = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const keys = ['p', 'q', 'r', 's'].slice(0, count)
  const reach = fc.oneof(fc.constant('enterprise' as const), fc.subarray(keys, { minLength: 1 }))
  const ids = variedAxis.criteria.map((one) => one.id)
  const period = fc.record({ effectiveFrom: anyDay, effectiveTo: fc.option(anyDay) })
  const series = measurementsOf(variedAxis).map((wanted) =>
    fc
      .tuple(
        ...['*', ...keys].map((scope) =>
          fc.option(anySeries(variedAxis.indicators[wanted.indicator]!.value)).map((s) => [scope, s] as const),
        ),
      )
      .map(
        (scopes) =>
          [
            measurementKey(wanted.indicator, wanted.within),
            new Map(scopes.flatMap(([scope, s]) => (s ? [[scope, s] as const] : []))),
          ] as const,
      ),
  )
  return fc.record({
    axis: fc.constant(variedAxis),
    fiscalYearStartMonth: fc.constantFrom(1, 4),
    plants: fc.tuple(
      ...keys.map((key) =>
        fc.record({
          key: fc.constant(key),
          criticality: fc.constantFrom<PlantFacts['criticality']>('major', 'standard'),
          onboardedOn: fc.option(anyDay, { freq: 3 }),
          processHazards: fc.constant(null),
          shutdowns: fc.array(
            anyDay.map((from) => ({ from, to: dayOf(dayNumber(from) + 20) })),
            { maxLength: 1 },
          ),
        }),
      ),
    ),
    series: fc.tuple(...series).map((all) => new Map(all)),
    attestations: fc.array(
      fc
        .record({
          id: fc.uuid(),
          criterion: fc.constantFrom(...ids),
          reach,
          answer: fc.constantFrom('yes' as const, 'no' as const),
          fix: fc.boolean(),
          recordedAt: fc.constant('2024-01-01T00:00:00Z'),
          accepted: fc.boolean(),
        })
        .chain((one) => period.map((p) => ({ ...one, ...p }))),
      { maxLength: 6 },
    ),
    exemptions: fc.array(
      fc
        .record({ id: fc.uuid(), criterion: fc.constantFrom(...ids), reach, accepted: fc.boolean() })
        .chain((one) => period.map((p) => ({ ...one, ...p }))),
      { maxLength: 2 },
    ),
    compensations: fc.array(
      fc
        .record({
          id: fc.uuid(),
          criterion: fc.constantFrom(...ids),
          reach,
          approvedBy: fc.subarray(['ot', 'it', 'process-safety'] as const),
          touchesSafety: fc.boolean(),
          safetyReviewed: fc.boolean(),
        })
        .chain((one) => period.map((p) => ({ ...one, ...p }))),
      { maxLength: 2 },
    ),
    plans: fc.array(
      fc.record({
        criterion: fc.constantFrom('*', ...ids),
        plant: fc.constantFrom(...keys),
        plannedFor: anyDay,
        effectiveFrom: anyDay,
      }),
      { maxLength: 4 },
    ),
    today: anyDay,
    assume: fc.constantFrom('feeds' as const, 'none' as const),
  })
})
