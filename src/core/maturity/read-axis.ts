import type {
  Axis,
  AxisDefaults,
  Criterion,
  IndicatorFacts,
  IndicatorValue,
  LevelText,
  Rule,
  Transition,
} from './axis.ts'
import { leavesOf, quantifiers } from './axis.ts'
import { type AxisFault, Reader } from './axis-reader.ts'
import { readRule } from './read-rule.ts'

export type { AxisFault } from './axis-reader.ts'

const indicatorValues: readonly IndicatorValue[] = ['share', 'number', 'flag', 'date', 'events']

/**
 * Reads a maturity definition from a parsed document (YAML or JSON). Strict: a misspelt key, a rule on an unknown
 * indicator or a predicate that its value cannot answer is a fault with its path. With any fault there is no axis:
 * a ladder that silently lost a rule would judge wrongly.
 */
export function readAxis(document: unknown): { readonly value: Axis | null; readonly faults: readonly AxisFault[] } {
  const reader = new Reader()
  const axis = readDocument(reader, document)
  if (axis) checkReferences(reader, axis)
  return { value: reader.faults.length === 0 ? axis : null, faults: reader.faults }
}

function readDocument(reader: Reader, document: unknown): Axis | null {
  const keys = ['id', 'version', 'languages', 'levels', 'aspects', 'defaults', 'indicators']
  const raw = reader.object(document, '', [...keys, 'criteria', 'transitions', 'considerations'])
  if (!raw) return null
  const indicators = readIndicators(reader, raw.indicators)
  return {
    id: reader.text(raw.id, 'id'),
    version: reader.integer(raw.version, 'version', 1),
    languages: reader.texts(raw.languages, 'languages', 1),
    levels: reader.list(raw.levels, 'levels', 2).map((one, i) => readLevel(reader, one, `levels[${i}]`)),
    aspects: reader.texts(raw.aspects, 'aspects', 0),
    defaults: readDefaults(reader, raw.defaults),
    indicators,
    criteria: reader
      .list(raw.criteria, 'criteria', 1)
      .map((one, i) => readCriterion(reader, one, `criteria[${i}]`, indicators)),
    transitions: reader
      .list(raw.transitions, 'transitions', 0)
      .map((one, i) => readTransition(reader, one, `transitions[${i}]`)),
    considerations: reader.texts(raw.considerations, 'considerations', 0),
  }
}

function readLevel(reader: Reader, document: unknown, path: string): LevelText {
  const raw = reader.object(document, path, ['level', 'states', 'issues']) ?? {}
  return {
    level: reader.integer(raw.level, `${path}.level`, 1),
    states: reader.integer(raw.states, `${path}.states`, 0),
    issues: reader.list(raw.issues, `${path}.issues`, 0).map((one, i) => {
      const at = `${path}.issues[${i}]`
      const issue = reader.object(one, at, ['id', 'points']) ?? {}
      return { id: reader.text(issue.id, `${at}.id`), points: reader.texts(issue.points, `${at}.points`, 1) }
    }),
  }
}

function readDefaults(reader: Reader, document: unknown): AxisDefaults {
  const periods = ['attestation', 'exemption', 'compensation', 'prioritisation', 'onboarding', 'lateEntry'] as const
  const raw = reader.object(document, 'defaults', ['coverage', 'grace', ...periods]) ?? {}
  const grace = reader.object(raw.grace, 'defaults.grace', ['share', 'min', 'max']) ?? {}
  const period = (key: (typeof periods)[number]) => reader.period(raw[key], `defaults.${key}`)
  return {
    coverage: reader.number(raw.coverage, 'defaults.coverage', 0, 1),
    grace: {
      share: reader.number(grace.share, 'defaults.grace.share', 0, 1),
      min: reader.period(grace.min, 'defaults.grace.min'),
      max: reader.period(grace.max, 'defaults.grace.max'),
    },
    attestation: period('attestation'),
    exemption: period('exemption'),
    compensation: period('compensation'),
    prioritisation: period('prioritisation'),
    onboarding: period('onboarding'),
    lateEntry: period('lateEntry'),
  }
}

function readIndicators(reader: Reader, document: unknown): Readonly<Record<string, IndicatorFacts>> {
  const indicators: Record<string, IndicatorFacts> = {}
  for (const [id, one] of Object.entries(reader.object(document, 'indicators') ?? {})) {
    const path = `indicators.${id}`
    const raw = reader.object(one, path, ['area', 'value']) ?? {}
    const area = reader.text(raw.area, `${path}.area`)
    if (!/^[a-z]+\.[a-zA-Z0-9]+$/.test(id)) reader.fault(path, 'an indicator is named area.name')
    else if (area && !id.startsWith(`${area}.`)) reader.fault(path, `the name does not begin with its area, ${area}`)
    indicators[id] = { area, value: reader.choice(raw.value, `${path}.value`, indicatorValues) }
  }
  return indicators
}

function readCriterion(
  reader: Reader,
  document: unknown,
  path: string,
  indicators: Readonly<Record<string, IndicatorFacts>>,
): Criterion {
  const required = ['id', 'level', 'list', 'kind', 'aspect', 'over', 'atPlant', 'when', 'mayNotApply', 'compensable']
  const optional = ['window', 'onlyWith', 'needsStop']
  const raw = reader.object(document, path, [...required, 'effortWeeks'], optional) ?? {}
  const id = reader.text(raw.id, `${path}.id`)
  const named = id ? `${path} (${id})` : path
  const list = reader.choice(raw.list, `${named}.list`, ['checklist', 'characteristic'] as const)
  const aspect = raw.aspect === null ? null : reader.text(raw.aspect, `${named}.aspect`)
  if (list === 'checklist' && aspect !== null) reader.fault(`${named}.aspect`, 'a checklist item has no aspect: null')
  if (list === 'characteristic' && aspect === null) reader.fault(`${named}.aspect`, 'a characteristic has an aspect')
  return {
    id,
    level: reader.integer(raw.level, `${named}.level`, 1),
    list,
    kind: reader.choice(raw.kind, `${named}.kind`, ['criterion', 'symptom'] as const),
    aspect,
    over: reader.choice(raw.over, `${named}.over`, quantifiers),
    atPlant: reader.choice(raw.atPlant, `${named}.atPlant`, ['own', 'enterprise'] as const),
    when: readRule(reader, raw.when, `${named}.when`, indicators),
    ...(raw.window === undefined ? {} : { window: reader.period(raw.window, `${named}.window`) }),
    ...(raw.onlyWith === undefined
      ? {}
      : { onlyWith: reader.choice(raw.onlyWith, `${named}.onlyWith`, ['processHazards'] as const) }),
    ...(raw.needsStop === undefined ? {} : { needsStop: reader.flag(raw.needsStop, `${named}.needsStop`) }),
    mayNotApply: reader.flag(raw.mayNotApply, `${named}.mayNotApply`),
    compensable: reader.flag(raw.compensable, `${named}.compensable`),
    effortWeeks: reader.number(raw.effortWeeks, `${named}.effortWeeks`, 0, 10_000),
  }
}

function readTransition(reader: Reader, document: unknown, path: string): Transition {
  const raw = reader.object(document, path, ['from', 'to', 'actions']) ?? {}
  return {
    from: reader.integer(raw.from, `${path}.from`, 1),
    to: reader.integer(raw.to, `${path}.to`, 1),
    actions: reader.list(raw.actions, `${path}.actions`, 1).map((one, i) => {
      const at = `${path}.actions[${i}]`
      const action = reader.object(one, at, ['id', 'criteria']) ?? {}
      return { id: reader.text(action.id, `${at}.id`), criteria: reader.texts(action.criteria, `${at}.criteria`, 1) }
    }),
  }
}

/** What only the whole document can tell: duplicates, and names that lead nowhere. */
function checkReferences(reader: Reader, axis: Axis): void {
  const levels = axis.levels.map((one) => one.level)
  if (levels.some((level, i) => level !== i + 1)) reader.fault('levels', 'levels count up from 1 without a gap')
  reader.unique(axis.languages, 'languages')
  reader.unique(axis.aspects, 'aspects')
  reader.unique(axis.considerations, 'considerations')
  reader.unique(
    axis.criteria.map((one) => one.id),
    'criteria',
  )
  reader.unique(
    axis.levels.flatMap((one) => one.issues.map((issue) => issue.id)),
    'levels.issues',
  )
  reader.unique(
    axis.transitions.flatMap((one) => one.actions.map((action) => action.id)),
    'transitions.actions',
  )
  const criteria = new Set(axis.criteria.map((one) => one.id))
  const known = (ids: readonly string[], path: string) => {
    for (const id of ids) if (!criteria.has(id)) reader.fault(path, `there is no criterion ${id}`)
  }
  for (const one of axis.levels) for (const issue of one.issues) known(issue.points, `levels.issues (${issue.id})`)
  for (const one of axis.transitions) {
    if (one.to !== one.from + 1 || !levels.includes(one.to)) {
      reader.fault('transitions', `there is no step from level ${one.from} to ${one.to}`)
    }
    for (const action of one.actions) known(action.criteria, `transitions.actions (${action.id})`)
  }
  for (const one of axis.criteria) {
    const path = `criteria (${one.id})`
    if (!levels.includes(one.level)) reader.fault(`${path}.level`, `there is no level ${one.level}`)
    if (one.aspect !== null && !axis.aspects.includes(one.aspect)) {
      reader.fault(`${path}.aspect`, `there is no aspect ${one.aspect}`)
    }
    // Everyone stands at level 1 at least, so that what gates nothing belongs there and nowhere else.
    if ((one.kind === 'symptom') !== (one.level === 1)) reader.fault(`${path}.kind`, 'symptoms are of level 1')
    checkSymptomPredicates(reader, one, path)
  }
}

/** `olderThan` and `is: false` state an absence: only a symptom may, or better evidence could lower a verdict. */
function checkSymptomPredicates(reader: Reader, criterion: Criterion, path: string): void {
  if (criterion.kind === 'symptom') return
  for (const leaf of leavesOf(criterion.when satisfies Rule)) {
    if (leaf.olderThan !== undefined) reader.fault(`${path}.when`, `olderThan on ${leaf.indicator}: only for symptoms`)
    if (leaf.is === false) reader.fault(`${path}.when`, `is: false on ${leaf.indicator}: only for symptoms`)
  }
}
