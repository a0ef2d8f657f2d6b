import { type Kysely, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import { climb, type Ladder } from '#core/maturity/assess.ts'
import type { Axis } from '#core/maturity/axis.ts'
import type { Indicator, ScopeKey, Series } from '#core/maturity/indicator.ts'
import { type AssessmentInput, measurementKey, measurementsOf, type PlantFacts } from '#core/maturity/input.ts'
import { belongsOn, type Plants } from '../plants/index.ts'
import type { Asking, PeoplesAnswers } from './asking.ts'

/** How far a look reaches beyond the days that are asked for: the longest window of a rule (studies, P5Y) and its grace. */
const REACH = 'P6Y'
/** What is asked for most: the years behind, for replay, and the one ahead. */
const USUAL = { back: 'P5Y', ahead: 'P1Y' } as const
const KEPT = 8

/** A ladder with what it was made from, and the day it answers for. */
export interface OnDay {
  readonly asOf: Day
  readonly today: Day
  readonly ladder: Ladder
  readonly input: AssessmentInput
}

/** Ladders, kept until the database moves. */
export interface Ladders {
  on(asking: Asking): Promise<OnDay>
}

export interface LadderSources {
  readonly db: Kysely<unknown>
  readonly axis: Axis
  readonly plants: Plants
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly answers: (knownAt?: string) => Promise<PeoplesAnswers>
  /** Moves with everything that an indicator may read; the database's own snapshot by default. */
  readonly revision?: (() => Promise<string>) | undefined
}

interface Kept {
  readonly from: Day
  readonly to: Day
  readonly made: Promise<{ readonly ladder: Ladder; readonly input: AssessmentInput }>
}

export function createLadders(sources: LadderSources): Ladders {
  const kept = new Map<string, Kept>()
  let revision = ''
  const revisionNow = sources.revision ?? (() => snapshotOf(sources.db))
  return {
    async on({ asOf: asked, knownAt, assume = 'feeds' }) {
      const now = await revisionNow()
      if (now !== revision) {
        kept.clear()
        revision = now
      }
      const today = await sources.plants.today()
      const asOf = asked ?? today
      const plants = await plantsOn(sources.plants, asOf, knownAt)
      const company = await sources.plants.company({ asOf, knownAt })
      const key = JSON.stringify([today, knownAt, assume, company.fiscalYearStart, plants])
      const before = kept.get(key)
      if (before && before.from <= asOf && asOf <= before.to) {
        // The most recently used stays longest.
        kept.delete(key)
        kept.set(key, before)
        return { asOf, today, ...(await before.made) }
      }
      const from = min(asOf, before?.from ?? addPeriod(today, USUAL.back, -1))
      const to = max(asOf, before?.to ?? addPeriod(today, USUAL.ahead))
      const facts = { plants, fiscalYearStartMonth: company.fiscalYearStart, today, assume }
      const made = make(sources, facts, { from, to, knownAt })
      kept.set(key, { from, to, made })
      made.catch(() => kept.delete(key))
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(oldest)
      }
      return { asOf, today, ...(await made) }
    },
  }
}

async function make(
  { axis, indicators, answers }: LadderSources,
  facts: Pick<AssessmentInput, 'plants' | 'fiscalYearStartMonth' | 'today' | 'assume'>,
  span: { readonly from: Day; readonly to: Day; readonly knownAt: string | undefined },
) {
  const series = new Map<string, ReadonlyMap<ScopeKey, Series>>()
  const ask = {
    plants: facts.plants.map((plant) => plant.key),
    from: addPeriod(span.from, REACH, -1),
    to: addPeriod(max(span.to, facts.today), REACH),
    today: facts.today,
    ...(span.knownAt === undefined ? {} : { knownAt: span.knownAt }),
  }
  // One after the other: the embedded database has one connection, and others wait for it too.
  for (const { indicator: id, within } of measurementsOf(axis)) {
    const indicator = indicators.get(id)
    if (!indicator) continue
    series.set(measurementKey(id, within), await indicator.measure(within ? { ...ask, within } : ask))
  }
  const input: AssessmentInput = { axis, ...facts, series, ...(await answers(span.knownAt)) }
  return { ladder: climb(input), input }
}

async function plantsOn(plants: Plants, asOf: Day, knownAt: string | undefined): Promise<PlantFacts[]> {
  const all = await plants.list({ asOf, knownAt })
  return all
    .filter((plant) => belongsOn(plant, asOf))
    .map((plant) => ({
      key: plant.key,
      criticality: plant.criticality,
      onboardedOn: plant.onboardedOn,
      processHazards: plant.hazardousProcesses,
      shutdowns: plant.shutdowns.map(({ from, to }) => ({ from, to })),
    }))
}

/** Which transactions are visible: while it stays the same, every query gives the same rows. */
async function snapshotOf(db: Kysely<unknown>): Promise<string> {
  const found = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(db)
  return found.rows[0]?.snapshot ?? ''
}

const min = (a: Day, b: Day) => (a < b ? a : b)
const max = (a: Day, b: Day) => (a > b ? a : b)
