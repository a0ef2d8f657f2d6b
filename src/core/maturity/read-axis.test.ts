import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAxis } from './read-axis.ts'

/** A whole axis in miniature; each test spoils one thing of it. */
function tiny() {
  return {
    id: 'tiny',
    version: 1,
    languages: ['en'],
    levels: [
      { level: 1, states: 1, issues: [] as unknown[] },
      { level: 2, states: 0, issues: [{ id: 'slow', points: ['2.1'] }] },
    ],
    aspects: ['Q'],
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
      'lab.done': { area: 'lab', value: 'flag' },
      'lab.share': { area: 'lab', value: 'share' },
      'lab.count': { area: 'lab', value: 'number' },
      'lab.last': { area: 'lab', value: 'date' },
      'lab.visits': { area: 'lab', value: 'events' },
    } as Record<string, unknown>,
    criteria: [
      facts({ id: '1.1', level: 1, kind: 'symptom', over: 'some', when: { indicator: 'lab.last', olderThan: 'P1Y' } }),
      facts({ id: '2.1', when: { any: [{ indicator: 'lab.done', is: true }] } }),
    ],
    transitions: [{ from: 1, to: 2, actions: [{ id: 'begin', criteria: ['2.1'] }] }],
    considerations: ['c1'],
  }
}

function facts(more: Record<string, unknown>): Record<string, unknown> {
  return {
    id: '2.1',
    level: 2,
    list: 'checklist',
    kind: 'criterion',
    aspect: null,
    over: 'each',
    atPlant: 'own',
    when: { indicator: 'lab.done', is: true },
    mayNotApply: false,
    compensable: false,
    effortWeeks: 1,
    ...more,
  }
}

const withRule = (when: unknown) => ({ ...tiny(), criteria: [tiny().criteria[0], facts({ when })] })
const withCriterion = (more: Record<string, unknown>) => ({ ...tiny(), criteria: [tiny().criteria[0], facts(more)] })

const at = (document: unknown) => readAxis(document).faults.map((fault) => `${fault.path}: ${fault.reason}`)

describe('a sound axis', () => {
  test('is read whole and unchanged', () => {
    expect(readAxis(tiny())).toEqual({ value: tiny(), faults: [] })
  })

  test.each([
    [{ indicator: 'lab.share', atLeast: 0.9 }],
    [{ indicator: 'lab.share', within: 'P3M', atLeast: 0.9, grace: 'P5D' }],
    [{ indicator: 'lab.count', within: 'P90D', atMost: 0 }],
    [{ indicator: 'lab.last', atMost: 'P7D' }],
    [{ indicator: 'lab.last', atMost: 'P1Y', grace: 'P14D' }],
    [{ indicator: 'lab.visits', every: 'P1M' }],
    [{ indicator: 'lab.share', atMost: 0.05, refutes: true }],
    [{ indicator: 'lab.visits', every: 'P3M', periods: 4, misses: 1 }],
    [{ all: [{ any: [{ indicator: 'lab.done', is: true }] }, { indicator: 'lab.share', atLeast: 1 }] }],
  ])('takes the rule %j', (when) => {
    const { value, faults } = readAxis(withRule(when))
    expect(faults).toEqual([])
    expect(value?.criteria[1]?.when).toEqual(when)
  })
})

describe('a fault names its path', () => {
  test.each<[string, unknown, string]>([
    ['no document', null, '(document): a mapping of keys to values is wanted'],
    ['an unknown key', { ...tiny(), colour: 'red' }, 'colour: is no key known here'],
    ['a missing key', { ...tiny(), aspects: undefined }, 'aspects: is missing'],
    ['a missing rule', withCriterion({ when: undefined }), 'criteria[1] (2.1).when: is missing'],
    ['a misspelt criterion key', withCriterion({ mayNotAply: true }), 'criteria[1].mayNotAply: is no key known here'],
    ['an unknown quantifier', withCriterion({ over: 'all' }), 'criteria[1] (2.1).over: one of each, some'],
    ['a bad period', withCriterion({ window: '3 months' }), 'criteria[1] (2.1).window: an ISO 8601 period like P3M'],
    ['a yes that is a text', withCriterion({ compensable: 'yes' }), 'criteria[1] (2.1).compensable: true or false'],
    ['an aspect of a checklist item', withCriterion({ aspect: 'Q' }), 'a checklist item has no aspect'],
    ['no aspect of a characteristic', withCriterion({ list: 'characteristic' }), 'a characteristic has an aspect'],
    ['an unknown aspect', withCriterion({ list: 'characteristic', aspect: 'Z' }), 'criteria (2.1).aspect: there is no'],
    ['an unknown level', withCriterion({ level: 3 }), 'criteria (2.1).level: there is no level 3'],
    ['a symptom above level 1', withCriterion({ kind: 'symptom' }), 'criteria (2.1).kind: symptoms are of level 1'],
    ['two of one id', withCriterion({ id: '1.1' }), 'criteria: 1.1 is there twice'],
    [
      'levels with a gap',
      { ...tiny(), levels: [tiny().levels[1], tiny().levels[0]] },
      'levels: levels count up from 1',
    ],
    ['an issue that points nowhere', pointing('9.9'), 'levels.issues (slow): there is no criterion 9.9'],
    ['an indicator outside its area', named('shop.done'), 'indicators.shop.done: the name does not begin with'],
    ['an indicator without area', named('done'), 'indicators.done: an indicator is named area.name'],
  ])('%s', (_, document, expected) => {
    const { value } = readAxis(document)
    expect(value).toBeNull()
    expect(at(document).join('\n')).toContain(expected)
  })

  function pointing(criterion: string) {
    const axis = tiny()
    axis.levels[1]!.issues = [{ id: 'slow', points: [criterion] }]
    return axis
  }

  function named(id: string) {
    const axis = tiny()
    axis.indicators[id] = { area: 'lab', value: 'flag' }
    return axis
  }

  test('all faults are named at once', () => {
    expect(at({ ...withCriterion({ over: 'all', window: 'x', effortWeeks: -1 }), version: 0 })).toHaveLength(4)
  })
})

describe('a rule is refused when', () => {
  test.each<[string, unknown, string]>([
    ['its indicator is unknown', { indicator: 'lab.gone', is: true }, 'lab.gone is not in the catalogue'],
    ['its indicator is a name of every object', { indicator: 'constructor', is: true }, 'not in the catalogue'],
    ['it has no predicate', { indicator: 'lab.done' }, 'exactly one of'],
    ['it has two predicates', { indicator: 'lab.share', atLeast: 0.1, atMost: 0.9 }, 'not atLeast and atMost'],
    ['a flag is compared', { indicator: 'lab.done', atLeast: 1 }, 'lab.done is a flag: is is wanted'],
    ['a date is compared with a number', { indicator: 'lab.last', atMost: 7 }, 'an ISO 8601 period'],
    ['a share is compared with a period', { indicator: 'lab.share', atMost: 'P1Y' }, 'a number from 0 to 1'],
    ['a share is above one', { indicator: 'lab.share', atLeast: 90 }, 'a number from 0 to 1'],
    ['a number is asked for its cadence', { indicator: 'lab.count', every: 'P1M' }, 'atLeast or atMost is wanted'],
    ['a date takes a second window', { indicator: 'lab.last', atMost: 'P1Y', within: 'P1Y' }, 'a date takes no within'],
    ['a cadence is no calendar period', { indicator: 'lab.visits', every: 'P10D' }, 'divides the year'],
    [
      'misses are not fewer than periods',
      { indicator: 'lab.visits', every: 'P1M', periods: 2, misses: 2 },
      'fewer misses',
    ],
    ['periods stand beside no cadence', { indicator: 'lab.done', is: true, periods: 2 }, 'only beside every'],
    ['grace extends no window', { indicator: 'lab.done', is: true, grace: 'P3D' }, 'there is no window to extend'],
    ['it refutes and does not', { indicator: 'lab.done', is: true, refutes: false }, 'true is wanted, or nothing'],
    ['it joins nothing', { all: [] }, 'at least 1 entries'],
    ['it joins in two ways', { all: [{ indicator: 'lab.done', is: true }], any: [] }, 'nothing else may stand'],
    ['it is misspelt', { indicator: 'lab.done', is: true, withn: 'P1Y' }, 'withn: is no key known here'],
    ['it negates', { not: { indicator: 'lab.done', is: true } }, 'not: is no key known here'],
    ['a criterion states an absence by age', { indicator: 'lab.last', olderThan: 'P1Y' }, 'only for symptoms'],
    ['a criterion states an absence by a flag', { indicator: 'lab.done', is: false }, 'only for symptoms'],
  ])('%s', (_, when, expected) => {
    expect(readAxis(withRule(when)).value).toBeNull()
    expect(at(withRule(when)).join('\n')).toContain(expected)
  })

  test('it contains itself', () => {
    const rule: { all: unknown[] } = { all: [] }
    rule.all.push(rule)
    expect(at(withRule(rule)).join('\n')).toContain('rules nest at most')
  })
})

test('any document is read without an exception', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (a, b) => {
      readAxis(a)
      readAxis({ ...tiny(), criteria: [a], indicators: b })
      readAxis(withRule(a))
      readAxis(withCriterion({ id: a, window: b }))
    }),
  )
})
