import { dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Indicator, Measurement, Proof, ProofRequest, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { assetPattern } from '#core/vulnerability/match-product.ts'
import { reasonOf } from '#core/vulnerability/reasons.ts'
import { shareSteps } from '../share-steps.ts'
import { lapseOf } from '../spans.ts'
import type { VulnerabilityContext } from './context.ts'
import { loadDecisions } from './decision-store.ts'
import { decisionOn, shelfKey, shelfOf } from './decisions.ts'
import { episodesOf, findingsOf, subjectOn } from './matches.ts'
import { assessedPieces, comparableSince, decidedPieces, questionsOf } from './measure.ts'

const YEAR = 'P1Y'
const QUARTER = 'P3M'

/** How what is measured and what is recorded of one thing become one series. */
type Join = (measured: Step | undefined, recorded: Step | undefined) => Step | undefined

/** Each tells at least how many were looked at: the higher one holds, the measured one where they are equal. */
const better: Join = (measured, recorded) => {
  if (typeof measured?.value !== 'number') return recorded ?? measured
  return typeof recorded?.value === 'number' && recorded.value > measured.value ? recorded : measured
}
/** What findings show takes the place of what is said of them. */
const measuredFirst: Join = (measured, recorded) =>
  typeof measured?.value === 'number' ? measured : (recorded ?? measured)

/**
 * What advisories held against the registry measure for the ladder, beside what records of vulnerability assessments tell
 * (`recorded`, bound to the ledger): one indicator each.
 */
export function vulnerabilityIndicators(context: VulnerabilityContext, recorded: readonly Indicator[]): Indicator[] {
  const recordedOf = (id: string) => recorded.find((one) => one.id === id)
  const one = (
    id: string,
    join: Join,
    measure: (ask: Measurement) => Promise<ReadonlyMap<ScopeKey, Series>>,
    proof: (ask: ProofRequest) => Promise<Proof[]>,
  ): Indicator => ({
    id,
    async measure(ask) {
      const [measured, told] = [await measure(ask), (await recordedOf(id)?.measure(ask)) ?? new Map<ScopeKey, Series>()]
      const series = new Map<ScopeKey, Series>(told)
      for (const [plant, steps] of measured) {
        if (steps.length > 0) series.set(plant, joinSteps(steps, told.get(plant) ?? told.get('*') ?? [], join))
      }
      return series
    },
    async proof(ask) {
      const [measured, told] = [await proof(ask), (await recordedOf(id)?.proof?.(ask)) ?? []]
      return [...measured, ...told].slice(0, ask.limit)
    },
  })
  return [
    one(
      'assets.vulnerabilityAssessedShare',
      better,
      (ask) => assessedShare(context, ask),
      (ask) => assessedProofs(context, ask),
    ),
    {
      id: 'assets.vulnerabilityRun',
      async measure(ask) {
        const told = (await recordedOf('assets.vulnerabilityRun')?.measure(ask)) ?? new Map<ScopeKey, Series>()
        const series = new Map<ScopeKey, Series>(told)
        for (const [plant, steps] of await runs(context, ask)) {
          const events = [...steps, ...(told.get(plant) ?? told.get('*') ?? [])]
          series.set(
            plant,
            events.sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1)),
          )
        }
        return series
      },
      async proof(ask) {
        const told = (await recordedOf('assets.vulnerabilityRun')?.proof?.(ask)) ?? []
        return [...(await runProofs(context, ask)), ...told].slice(0, ask.limit)
      },
    },
    one(
      'assets.vulnerabilityDecidedShare',
      measuredFirst,
      (ask) => decidedShare(context, ask),
      (ask) => decidedProofs(context, ask),
    ),
  ]
}

/** Both series over all days on which either changes. */
export function joinSteps(measured: Series, recorded: Series, join: Join): Step[] {
  const days = [...new Set([...measured, ...recorded].map(({ from }) => from))].sort()
  const steps: Step[] = []
  for (const day of days) {
    const at = (series: Series) => series.findLast(({ from }) => from <= day)
    const step = join(at(measured), at(recorded))
    const last = steps[steps.length - 1]
    if (step === undefined || (last !== undefined && same(last, step))) continue
    steps.push({ ...step, from: day })
  }
  return steps
}

function same(a: Step, b: Step): boolean {
  return a.value === b.value && a.strength === b.strength && a.records.join('\n') === b.records.join('\n')
}

async function assessedShare(context: VulnerabilityContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>> {
  const book = await context.books.book(ask.knownAt)
  const series = new Map<ScopeKey, Series>()
  if (book.versions.size === 0) return series
  const lapse = lapseOf(ask.within ?? YEAR)
  for (const plant of ask.plants) {
    const subjects = await context.plantsKept.subjects(plant, ask.knownAt)
    if (subjects.byTag.size === 0) continue
    const shelf = shelfOf(await loadDecisions(context.db, { plants: [plant], knownAt: ask.knownAt }))
    const pieces = await assessedPieces(plant, book, subjects, shelf, lapse)
    // What was compared and left open is measured as well as what was not.
    series.set(
      plant,
      shareSteps(pieces).map((step) => ({ ...step, strength: 'measured' as const })),
    )
  }
  return series
}

async function decidedShare(context: VulnerabilityContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>> {
  const book = await context.books.book(ask.knownAt)
  const series = new Map<ScopeKey, Series>()
  if (book.versions.size === 0) return series
  const lapse = lapseOf(ask.within ?? QUARTER)
  for (const plant of ask.plants) {
    const subjects = await context.plantsKept.subjects(plant, ask.knownAt)
    const shelf = shelfOf(await loadDecisions(context.db, { plants: [plant], knownAt: ask.knownAt }))
    const pieces = decidedPieces(plant, [...(await episodesOf(book, subjects)).values()].flat(), shelf, lapse)
    series.set(
      plant,
      shareSteps(pieces).map((step) => ({ ...step, strength: 'measured' as const })),
    )
  }
  return series
}

/** A run is a day on which advisories were brought while the plant had a registry to hold them against. */
async function runs(context: VulnerabilityContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Step[]>> {
  const book = await context.books.book(ask.knownAt)
  const series = new Map<ScopeKey, Step[]>()
  if (book.runs.length === 0) return series
  for (const plant of ask.plants) {
    const { byTag } = await context.plantsKept.subjects(plant, ask.knownAt)
    let first = Number.POSITIVE_INFINITY
    for (const spans of byTag.values()) first = Math.min(first, spans[0]?.from ?? first)
    const steps = book.runs
      .filter(({ day }) => day >= first)
      .map(({ id, day }): Step => ({ from: dayOf(day), value: true, records: [`import:${id}`], strength: 'measured' }))
    if (steps.length > 0) series.set(plant, steps)
  }
  return series
}

// ---- proofs --------------------------------------------------------------------------------------------------------

async function runProofs(context: VulnerabilityContext, ask: ProofRequest): Promise<Proof[]> {
  const book = await context.books.book()
  const day = dayNumber(ask.on)
  const count = [...book.versions.values()].filter(({ from, to }) => from <= day && day < to).length
  return book.runs
    .filter((run) => run.day <= day)
    .reverse()
    .slice(0, ask.limit)
    .map((run, i) => ({
      ref: `import:${run.id}`,
      text: `${run.fileName ?? 'advisories'}, brought on ${dayOf(run.day)}${i === 0 ? `: assets are matched against ${count} advisories of ${book.vendorsSince.size} makers` : ''}`,
      textJa: `${run.fileName ?? 'アドバイザリ'}（${dayOf(run.day)} 取込み）${i === 0 ? `：${book.vendorsSince.size}社のアドバイザリ${count}件と資産を照合` : ''}`,
      href: `/evidence/imports/${run.id}`,
      speaks: 'for' as const,
    }))
}

/** The assets that were left open first, then those without anything to compare them with. */
async function assessedProofs(context: VulnerabilityContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const book = await context.books.book()
  const day = dayNumber(ask.on)
  if (!book.runs.some((run) => run.day <= day)) return []
  const plant = ask.scope
  const { byTag } = await context.plantsKept.subjects(plant)
  const shelf = shelfOf(await loadDecisions(context.db, { plants: [plant] }))
  const makers = new Map<string, number>()
  for (const { from, to, vendors } of book.versions.values()) {
    if (from <= day && day < to) for (const vendor of vendors) makers.set(vendor, (makers.get(vendor) ?? 0) + 1)
  }
  const open: Proof[] = []
  const silent: Proof[] = []
  const good: Proof[] = []
  for (const [tag, spans] of byTag) {
    const subject = subjectOn(spans, day)
    if (!subject?.present) continue
    const found = [...findingsOf(book, subject)].flatMap(([seq, finding]) => {
      const version = book.versions.get(seq)!
      return version.from <= day && day < version.to ? [{ version, finding }] : []
    })
    const undecided = found.find(({ version, finding }) => {
      return (
        finding.verdict === 'cannotDecide' && decisionOn(shelf.get(shelfKey(tag, version.key)), day)?.holds !== true
      )
    })
    if (undecided !== undefined && open.length < ask.limit) {
      const { en, ja } = reasonOf(undecided.finding)
      const id = undecided.version.trackingId
      open.push(proofOf(plant, tag, 'against', `${id}: ${en}`, `${id}：${ja}`))
    } else if (undecided === undefined && comparableSince(book, subject) > day) {
      if (silent.length >= ask.limit) continue
      silent.push(
        proofOf(
          plant,
          tag,
          'against',
          'no advisory of its maker is kept, or neither order number nor model is known',
          'メーカのアドバイザリがない、または注文番号・型式が不明',
        ),
      )
    } else if (undecided === undefined && good.length < ask.limit) {
      const affected = found.filter(({ finding }) => finding.verdict === 'affected').length
      const maker = assetPattern(subject.product).vendor ?? ''
      const read = makers.get(maker) ?? 0
      good.push(
        proofOf(
          plant,
          tag,
          'for',
          `matched against ${read} advisories of ${maker}: ${affected} affect it`,
          `${maker} のアドバイザリ${read}件と照合済み、影響あり${affected}件`,
        ),
      )
    }
  }
  const runsFirst = (await runProofs(context, { ...ask, limit: 1 })).slice(0, 1)
  return [...open.slice(0, Math.ceil(ask.limit / 2)), ...silent, ...runsFirst, ...good].slice(0, ask.limit)
}

async function decidedProofs(context: VulnerabilityContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const book = await context.books.book()
  const plant = ask.scope
  const day = dayNumber(ask.on)
  const lapse = lapseOf(ask.within ?? QUARTER)
  const shelf = shelfOf(await loadDecisions(context.db, { plants: [plant] }))
  const episodes = [...(await episodesOf(book, await context.plantsKept.subjects(plant))).values()].flat()
  const judged = episodes.flatMap((episode) =>
    questionsOf(episode, shelf).flatMap(({ due, done }) => {
      const inTime = done <= due
      const from = inTime ? done : due + 1
      if (day < from || (done !== Number.POSITIVE_INFINITY && day >= lapse(done))) return []
      const id = book.versions.get(episode.seq)?.trackingId ?? episode.advisory
      const on = done === Number.POSITIVE_INFINITY ? null : dayOf(done)
      const text = `${id}: due ${dayOf(due)}, ${on === null ? 'not decided' : `decided or resolved on ${on}`}`
      const ja = `${id}：期限 ${dayOf(due)}、${on === null ? '未判断' : `${on} に判断または解消`}`
      return [proofOf(plant, episode.tag, inTime ? 'for' : 'against', text, ja)]
    }),
  )
  return judged.sort((a, b) => (a.speaks === b.speaks ? 0 : a.speaks === 'against' ? -1 : 1)).slice(0, ask.limit)
}

function proofOf(plant: string, tag: string, speaks: Proof['speaks'], en: string, ja: string): Proof {
  return {
    ref: `asset:${plant}/${tag}`,
    text: `${tag}, ${en}`,
    textJa: `${tag}：${ja}`,
    href: `/assets/${encodeURIComponent(plant)}/${encodeURIComponent(tag)}`,
    speaks,
  }
}
