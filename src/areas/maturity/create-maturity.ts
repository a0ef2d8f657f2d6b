import type { Kysely } from 'kysely'
import type { Assessment, Explanation, NextStep } from '#contract/maturity.ts'
import type { Day } from '#core/calendar/day.ts'
import { leavesOf } from '#core/maturity/axis.ts'
import type { Indicator } from '#core/maturity/indicator.ts'
import { measuredFirst } from '#core/maturity/measured-first.ts'
import { Broken } from '#platform/errors.ts'
import type { Plants } from '../plants/index.ts'
import type { Asking, PeoplesAnswers, Statement } from './asking.ts'
import { changes, history } from './changes.ts'
import type { MaturityContext } from './context.ts'
import { type Explain, explain } from './explain.ts'
import { createLadders } from './ladders.ts'
import type { LoadedAxis } from './load-axis.ts'
import { nextSteps } from './next-steps.ts'
import { createSpeaker } from './speak.ts'

/** Judges plants and enterprise by the axis, without knowing the areas whose indicators it reads. */
export interface Maturity {
  readonly axis: LoadedAxis
  /** Called by the composition for every area. Throws `Broken` for an id that is taken. */
  registerIndicators(indicators: readonly Indicator[]): void
  /** Ids of the indicators that someone measures. */
  measured(): ReadonlySet<string>
  /** Criteria whose rule asks this indicator. */
  criteriaOf(indicator: string): readonly string[]
  /** The ladder on a day: all verdicts of every plant, or of one, and of the enterprise; as `rung assess --json`. */
  assess(
    asking?: Asking & { readonly plant?: string | undefined; readonly reasons?: 'all' | 'none' | undefined },
  ): Promise<Assessment>
  /** One verdict in full, as `rung explain --json`. Throws `NotFound`. */
  explain(ask: Explain): Promise<Explanation>
  changes(ask: {
    readonly from: Day
    readonly to: Day
    readonly plant?: string | undefined
  }): ReturnType<typeof changes>
  history(ask: {
    readonly from: Day
    readonly to: Day
    readonly plant?: string | undefined
    readonly assume?: Asking['assume']
  }): ReturnType<typeof history>
  nextSteps(ask: Asking & { readonly plant?: string | undefined }): Promise<{
    plant: string
    asOf: Day
    level: number
    nextLevel: number | null
    items: NextStep[]
  }>
}

export interface MaturityOptions {
  readonly axis: LoadedAxis
  readonly plants: Plants
  /** Attestations, exemptions, compensating controls and plan dates, by the area that keeps them. */
  readonly answers: (knownAt?: string) => Promise<PeoplesAnswers>
  /** The same with their words, for one criterion. */
  readonly statements?: (criterion: string, knownAt?: string) => Promise<readonly Statement[]>
  /** Which kinds of record move an indicator, for "what would answer this". */
  readonly kindsOf?: (indicator: string) => readonly string[]
  /** Moves with everything that an indicator may read; the database's own snapshot by default. */
  readonly revision?: () => Promise<string>
}

export function createMaturity(database: { as<Tables>(): Kysely<Tables> }, options: MaturityOptions): Maturity {
  const { axis, plants, answers } = options
  const db = database.as<unknown>()
  const indicators = new Map<string, Indicator>()
  const ladders = createLadders({ db, axis: axis.axis, plants, indicators, answers, revision: options.revision })
  const context: MaturityContext = {
    db,
    axis,
    plants,
    indicators,
    ladders,
    answers,
    statements: options.statements ?? (async () => []),
    kindsOf: options.kindsOf ?? (() => []),
  }
  const speaker = createSpeaker(axis)
  return {
    axis,
    registerIndicators(added) {
      for (const indicator of added) {
        const recorded = indicators.get(indicator.id)
        if (recorded !== undefined && indicator.alsoRecorded === undefined) {
          throw new Broken(`two indicators are called ${indicator.id}`)
        }
        indicators.set(indicator.id, recorded === undefined ? indicator : measuredFirst(indicator, recorded))
      }
    },
    measured: () => new Set(indicators.keys()),
    criteriaOf: (indicator) =>
      axis.axis.criteria
        .filter((criterion) => leavesOf(criterion.when).some((leaf) => leaf.indicator === indicator))
        .map((criterion) => criterion.id),
    async assess({ plant, reasons = 'all', ...asking } = {}) {
      if (plant !== undefined) await plants.get(plant, asking)
      const { ladder, asOf } = await ladders.on(asking)
      return speaker.assessment(ladder.at(asOf), plant, reasons)
    },
    explain: (ask) => explain(context, speaker, ask),
    changes: (ask) => changes(context, speaker, ask),
    history: (ask) => history(context, ask),
    nextSteps: (ask) => nextSteps(context, ask),
  }
}
