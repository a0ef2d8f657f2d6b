import { isPeriod } from '../calendar/period.ts'
import type { IndicatorFacts, IndicatorValue, Leaf, Rule } from './axis.ts'
import type { Reader } from './axis-reader.ts'
import { monthsOf } from './cadence.ts'

const DEEPEST = 8
const NO_RULE: Rule = { all: [] }

/** Reads a rule; a fault leaves an empty `all` in its place, which never passes. */
export function readRule(
  reader: Reader,
  document: unknown,
  path: string,
  indicators: Readonly<Record<string, IndicatorFacts>>,
  depth = 0,
): Rule {
  const raw = reader.object(document, path)
  if (!raw) return NO_RULE
  // Aliases can make a document that contains itself.
  if (depth > DEEPEST) {
    reader.fault(path, `rules nest at most ${DEEPEST} deep`)
    return NO_RULE
  }
  const joins = (['all', 'any'] as const).filter((join) => join in raw)
  const join = joins[0]
  if (join === undefined) return readLeaf(reader, raw, path, indicators)
  if (Object.keys(raw).length > 1) {
    reader.fault(path, `beside ${join} nothing else may stand`)
    return NO_RULE
  }
  const parts = reader
    .list(raw[join], `${path}.${join}`, 1)
    .map((part, i) => readRule(reader, part, `${path}.${join}[${i}]`, indicators, depth + 1))
  return join === 'all' ? { all: parts } : { any: parts }
}

const predicates = ['atLeast', 'atMost', 'is', 'olderThan', 'every'] as const
type Predicate = (typeof predicates)[number]

/** Which predicates an indicator's value can answer. */
const answers: Readonly<Record<IndicatorValue, readonly Predicate[]>> = {
  share: ['atLeast', 'atMost'],
  number: ['atLeast', 'atMost'],
  flag: ['is'],
  date: ['atMost', 'olderThan'],
  events: ['every'],
}

function readLeaf(
  reader: Reader,
  raw: Readonly<Record<string, unknown>>,
  path: string,
  indicators: Readonly<Record<string, IndicatorFacts>>,
): Rule {
  const optional = [...predicates, 'within', 'periods', 'misses', 'grace', 'refutes']
  reader.object(raw, path, ['indicator'], optional)
  const indicator = reader.text(raw.indicator, `${path}.indicator`)
  const value = Object.hasOwn(indicators, indicator) ? indicators[indicator]?.value : undefined
  if (value === undefined) {
    if (indicator !== '') reader.fault(`${path}.indicator`, `${indicator} is not in the catalogue of indicators`)
    return NO_RULE
  }
  const given = predicates.filter((one) => raw[one] !== undefined)
  const predicate = given[0]
  if (predicate === undefined || given.length > 1) {
    reader.fault(
      path,
      `exactly one of ${predicates.join(', ')} is wanted${given.length ? `, not ${given.join(' and ')}` : ''}`,
    )
    return NO_RULE
  }
  if (!answers[value].includes(predicate)) {
    reader.fault(`${path}.${predicate}`, `${indicator} is a ${value}: ${answers[value].join(' or ')} is wanted`)
    return NO_RULE
  }
  return {
    indicator,
    ...readPredicate(reader, raw, path, value, predicate),
    ...readWindow(reader, raw, path, value, predicate),
    ...(raw.refutes === undefined ? {} : readRefutes(reader, raw, path)),
  }
}

/** A leaf that only ever speaks against is `refutes: true`; anything else is a slip of the pen. */
function readRefutes(reader: Reader, raw: Readonly<Record<string, unknown>>, path: string): Partial<Leaf> {
  if (raw.refutes !== true) reader.fault(`${path}.refutes`, 'true is wanted, or nothing')
  return { refutes: true }
}

function readPredicate(
  reader: Reader,
  raw: Readonly<Record<string, unknown>>,
  path: string,
  value: IndicatorValue,
  predicate: Predicate,
): Partial<Leaf> {
  const at = `${path}.${predicate}`
  if (predicate === 'is') return { is: reader.flag(raw.is, at) }
  if (value === 'share') return { [predicate]: reader.number(raw[predicate], at, 0, 1) }
  if (value === 'number') return { [predicate]: reader.number(raw[predicate], at, -1e15, 1e15) }
  return { [predicate]: reader.period(raw[predicate], at) }
}

/** How far back the indicator looks, and what is tolerated at the edge. */
function readWindow(
  reader: Reader,
  raw: Readonly<Record<string, unknown>>,
  path: string,
  value: IndicatorValue,
  predicate: Predicate,
): Partial<Leaf> {
  const window: { -readonly [K in 'within' | 'periods' | 'misses' | 'grace']?: Leaf[K] } = {}
  if (raw.within !== undefined) {
    // A date's age and a cadence carry their window in the predicate itself; a second one would contradict it.
    if (value === 'date' || value === 'events') reader.fault(`${path}.within`, `a ${value} takes no within`)
    else window.within = reader.period(raw.within, `${path}.within`)
  }
  if (predicate === 'every') {
    if (raw.periods !== undefined) window.periods = reader.integer(raw.periods, `${path}.periods`, 1)
    if (raw.misses !== undefined) window.misses = reader.integer(raw.misses, `${path}.misses`, 0)
    if (window.periods !== undefined && (window.misses ?? 0) >= window.periods) {
      reader.fault(`${path}.misses`, 'fewer misses than periods are wanted')
    }
    // Calendar periods are months of a year.
    if (isPeriod(raw.every) && monthsOf(raw.every) === null) {
      reader.fault(`${path}.every`, 'a number of months that divides the year is wanted, like P1M or P3M')
    }
  } else {
    for (const key of ['periods', 'misses'] as const) {
      if (raw[key] !== undefined) reader.fault(`${path}.${key}`, 'only beside every')
    }
  }
  if (raw.grace !== undefined) {
    const hasWindow = window.within !== undefined || value === 'date' || value === 'events'
    if (!hasWindow || predicate === 'olderThan') reader.fault(`${path}.grace`, 'there is no window to extend')
    else window.grace = reader.period(raw.grace, `${path}.grace`)
  }
  return window
}
