import type { LedgerRecord } from '#areas/evidence/index.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Indicator, Measurement, PlantKey, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { declaresNone, NEVER, WE_HAVE_NONE } from '#core/record/none.ts'
import type { DatedRecord } from '#core/record/record.ts'
import { type AssetsContext, concerns, recordsOf } from './context.ts'
import { spanFlags } from './flags.ts'
import { assetProofs, batchProofs, reviewProofs } from './proofs.ts'
import { type Piece, shareSteps } from './share-steps.ts'
import { type BatchEntry, loadBatches } from './span-store.ts'
import { type Confirmation, confirmedPieces, has, lapseOf, present, reviewDates, type Span } from './spans.ts'

/** A record entered later than this after its date is marked; the axis' default. */
const LATE_DAYS = 30
/** What a plant without a registry declares to have none of. */
const REGISTRY = 'asset-registry'
/** Where a rule gives no window: a quarter, as the definition asks for registries. */
const QUARTER = 'P3M'

/** What the registry and its reviews say, for the ladder. */
export function assetIndicators(context: AssetsContext): Indicator[] {
  const share = (
    id: string,
    pieces: (spans: readonly Span[], ask: Measurement, reviews: Confirmation['reviews']) => readonly Piece[],
    speak: Parameters<typeof assetProofs>[1],
  ): Indicator => ({
    id,
    async measure(ask) {
      const [spans, reviews] = await Promise.all([spansOf(context, ask), reviewsOf(context, ask)])
      return new Map(
        [...spans].map(([plant, ofPlant]) => [plant, shareSteps(pieces(ofPlant, ask, reviews.get(plant) ?? []))]),
      )
    },
    proof: (ask) => assetProofs(context, speak, ask),
  })
  return [
    {
      id: 'assets.registryExists',
      measure: async (ask) =>
        withNone(
          mapSeries(await spansOf(context, ask), registryExists),
          await declaredNone(context, ask, [REGISTRY]),
          false,
        ),
      proof: (ask) => batchProofs(context, ask),
    },
    {
      id: 'assets.registryUpdated',
      measure: async (ask) =>
        withNone(
          batchDates(await batchesOf(context, ask), brought),
          await declaredNone(context, ask, [REGISTRY]),
          NEVER,
        ),
      proof: (ask) => batchProofs(context, ask),
    },
    {
      id: 'assets.changeRecorded',
      measure: async (ask) => batchDates(await batchesOf(context, ask), recordsChange),
      proof: (ask) => batchProofs(context, ask),
    },
    {
      id: 'assets.lastReviewed',
      async measure(ask) {
        const [spans, records, none] = await Promise.all([
          spansOf(context, ask),
          recordsOf(context.evidence, 'registry-review', ask.knownAt),
          declaredNone(context, ask, ['registry-review', REGISTRY]),
        ])
        return withNone(
          ask.plants.flatMap((plant): [ScopeKey, Series][] => {
            const reviews = records.filter((record) => concerns(record, plant))
            const steps = lastReviewed(spans.get(plant) ?? [], reviews)
            return steps.length === 0 ? [] : [[plant, steps]]
          }),
          none,
          NEVER,
        )
      },
      proof: (ask) => reviewProofs(context, ask),
    },
    share(
      'assets.confirmedShare',
      (spans, ask, reviews) => confirmed(spans.filter(present), { ask, reviews, bySight: true }),
      { good: 'confirmed' },
    ),
    share(
      'assets.criticalReviewedShare',
      (spans, ask, reviews) =>
        confirmed(
          spans.filter((span) => present(span) && has(span, spanFlags.critical)),
          { ask, reviews, bySight: false },
        ),
      { good: 'reviewed', only: 'critical' },
    ),
    share('assets.lifecycleShare', (spans) => spans.map((span) => stated(span, has(span, spanFlags.lifecycle))), {
      good: 'lifecycle',
    }),
    share(
      'assets.protectedShare',
      (spans) => {
        // Before anybody said anything about protection at the plant, its absence proves nothing.
        const since = spans.reduce(
          (first, span) => (has(span, spanFlags.protectionSaid) ? Math.min(first, span.from) : first),
          Number.POSITIVE_INFINITY,
        )
        return spans
          .filter((span) => present(span) && has(span, spanFlags.protectable) && span.to > since)
          .map((span) => ({
            ...stated(span, has(span, spanFlags.protected)),
            from: Math.max(span.from, since),
          }))
      },
      { good: 'protected', only: 'protectable' },
    ),
    {
      id: 'assets.lagShare',
      measure: async (ask) => (await context.observer()?.lag(ask)) ?? new Map(),
      proof: async (ask) => (await context.observer()?.lagProof(ask)) ?? [],
    },
  ]
}

/**
 * Of the assets that a capture could show, the share seen within the window; unknown before the plant was looked at. An
 * asset without any address counts once it was seen: it proved to have one.
 */
export async function seenShare(
  context: AssetsContext,
  ask: Measurement,
  lookedAtSince: ReadonlyMap<PlantKey, Day>,
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const lapse = lapseOf(ask.within ?? QUARTER)
  const spans = await spansOf(context, ask)
  return new Map(
    [...spans].flatMap(([plant, ofPlant]): [ScopeKey, Series][] => {
      const since = lookedAtSince.get(plant)
      if (since === undefined) return []
      const first = dayNumber(since)
      const how: Confirmation = { bySight: true, byReview: false, reviews: [], within: ask.within ?? QUARTER }
      const pieces = ofPlant
        .filter((span) => present(span) && span.to > first && (has(span, spanFlags.networked) || span.seen !== null))
        .flatMap((span) => confirmedPieces({ ...span, from: Math.max(span.from, first) }, how, lapse))
      // What was looked for and not found is measured as well as what was found.
      return [[plant, shareSteps(pieces).map((step) => ({ ...step, strength: 'measured' as const }))]]
    }),
  )
}

function confirmed(
  spans: readonly Span[],
  how: { readonly ask: Measurement; readonly reviews: Confirmation['reviews']; readonly bySight: boolean },
): Piece[] {
  const within = how.ask.within ?? QUARTER
  const lapse = lapseOf(within)
  const confirmation = { bySight: how.bySight, byReview: true, reviews: how.reviews, within }
  return spans.flatMap((span) => confirmedPieces(span, confirmation, lapse))
}

function stated(span: Span, good: boolean): Piece {
  return { from: span.from, to: span.to, count: span.assets, good, byMachine: false, ref: span.ref }
}

function spansOf({ keeper }: AssetsContext, ask: Measurement) {
  return ask.knownAt === undefined ? keeper.spans(ask.plants) : keeper.spansKnownAt(ask.plants, ask.knownAt)
}

function mapSeries(
  spans: ReadonlyMap<PlantKey, readonly Span[]>,
  steps: (spans: readonly Span[]) => Series,
): ReadonlyMap<ScopeKey, Series> {
  return new Map([...spans].map(([plant, ofPlant]) => [plant, steps(ofPlant)]))
}

function registryExists(spans: readonly Span[]): Series {
  let first: Span | undefined
  for (const span of spans) if (!first || span.from < first.from) first = span
  return first ? [{ from: dayOf(first.from), value: true, records: [first.ref], strength: 'recorded' }] : []
}

// ---- reviews of the whole registry, kept as dated records ----------------------------------------------------------

async function reviewsOf(
  context: AssetsContext,
  ask: Measurement,
): Promise<ReadonlyMap<PlantKey, Confirmation['reviews']>> {
  const records = await recordsOf(context.evidence, 'registry-review', ask.knownAt)
  return new Map(ask.plants.map((plant) => [plant, records.filter((record) => concerns(record, plant)).map(coverage)]))
}

/** What a review of the registry says of each asset: the critical ones alone where it says so, otherwise all of them. */
function coverage(record: DatedRecord): Confirmation['reviews'][number] {
  const onlyCritical = record.data.coverage === 'critical'
  return {
    day: dayNumber(record.effectiveFrom),
    covers: (span) => !onlyCritical || has(span, spanFlags.critical),
  }
}

function lastReviewed(spans: readonly Span[], records: readonly DatedRecord[]): Step[] {
  const byAssets = reviewDates(spans)
  const byRecord = records
    .map((record) => ({ day: dayNumber(record.effectiveFrom), record }))
    .sort((a, b) => a.day - b.day)
  const days = [...new Set([...byAssets.map((step) => step.from), ...byRecord.map((review) => review.day)])]
  const steps: Step[] = []
  for (const day of days.sort((a, b) => a - b)) {
    const review = byRecord.findLast((one) => one.day <= day)
    const assets = byAssets.findLast((step) => step.from <= day)
    const byWord = review !== undefined && review.day >= (assets?.value ?? Number.NEGATIVE_INFINITY)
    const value = byWord ? review.day : (assets?.value ?? null)
    if (steps[steps.length - 1]?.value === (value === null ? null : dayOf(value))) continue
    steps.push({
      from: dayOf(day),
      value: value === null ? null : dayOf(value),
      records: byWord ? [`record:${review.record.id}`] : assets?.ref ? [assets.ref] : [],
      strength: 'recorded',
      ...(byWord && isLate(review.record.effectiveFrom, review.record.recordedAt) ? { late: true } : {}),
    })
  }
  return steps
}

// ---- "we have none" ------------------------------------------------------------------------------------------------

async function declaredNone(
  { evidence }: AssetsContext,
  ask: Measurement,
  kinds: readonly string[],
): Promise<ReadonlyMap<PlantKey, LedgerRecord>> {
  const all = (await recordsOf(evidence, WE_HAVE_NONE, ask.knownAt)).filter((record) => declaresNone(record, kinds))
  const found = ask.plants.flatMap((plant): [PlantKey, LedgerRecord][] => {
    const last = all.findLast((record) => concerns(record, plant))
    return last ? [[plant, last]] : []
  })
  return new Map(found)
}

/** Puts the honest "none" before the first step that says otherwise; later it says nothing. */
function withNone(
  series: Iterable<readonly [ScopeKey, Series]>,
  none: ReadonlyMap<PlantKey, LedgerRecord>,
  value: Step['value'],
): ReadonlyMap<ScopeKey, Series> {
  const result = new Map<ScopeKey, Series>(series)
  for (const [plant, record] of none) {
    const steps = result.get(plant) ?? []
    if (steps[0] && steps[0].from <= record.effectiveFrom) continue
    const from = record.effectiveFrom
    result.set(plant, [{ from, value, records: [`record:${record.id}`], strength: 'recorded' }, ...steps])
  }
  return result
}

// ---- what was brought in -------------------------------------------------------------------------------------------

async function batchesOf({ db }: AssetsContext, ask: Measurement): Promise<ReadonlyMap<PlantKey, BatchEntry[]>> {
  const wanted = new Set(ask.plants)
  const batches = await loadBatches(db, ask.knownAt)
  return Map.groupBy(
    batches.filter((batch) => wanted.has(batch.plant)),
    (batch) => batch.plant,
  )
}

/** Handing in a file that changes nothing is no update. */
function brought(batch: BatchEntry): boolean {
  return batch.added + batch.changed + batch.reviewed > 0
}

/** The first registry records no change: it records what was there. */
function recordsChange(batch: BatchEntry, index: number): boolean {
  return index > 0 && batch.added + batch.changed > 0
}

function batchDates(
  batches: ReadonlyMap<PlantKey, readonly BatchEntry[]>,
  counts: (batch: BatchEntry, index: number) => boolean,
): ReadonlyMap<ScopeKey, Series> {
  return new Map(
    [...batches].map(([plant, ofPlant]) => {
      const steps: Step[] = []
      for (const batch of ofPlant.filter(counts)) {
        const step: Step = {
          from: batch.effectiveOn,
          value: batch.effectiveOn,
          records: [`import:${batch.batch}`],
          strength: 'recorded',
          ...(isLate(batch.effectiveOn, batch.committedAt) ? { late: true } : {}),
        }
        if (steps[steps.length - 1]?.from === step.from) steps.pop()
        steps.push(step)
      }
      return [plant, steps]
    }),
  )
}

export function isLate(effectiveOn: Day, recordedAt: string): boolean {
  return dayNumber(recordedAt.slice(0, 10)) - dayNumber(effectiveOn) > LATE_DAYS
}
