import { dayNumber, dayOf } from '#core/calendar/day.ts'
import { compareTexts } from '#core/record/text-order.ts'
import { daysToDecide, severities } from '#core/vulnerability/severity.ts'
import { NotFound } from '#platform/errors.ts'
import type { Reading } from '../context.ts'
import { loadDocuments } from './advisory-store.ts'
import type { VulnerabilityContext } from './context.ts'
import type { AdvisoryBook, AdvisoryVersion } from './keep-book.ts'
import { questionsOf } from './measure.ts'
import { type PlantRows, plantRows, type RowKeeper, type VulnerabilityRow } from './rows.ts'

export interface VulnerabilityFilter {
  readonly plant?: string | undefined
  readonly tag?: string | undefined
  readonly advisory?: string | undefined
  readonly verdict?: string | undefined
  readonly severity?: string | undefined
  readonly exploited?: boolean | undefined
  readonly state?: string | undefined
  readonly q?: string | undefined
}

export interface ListVulnerabilities extends Reading, VulnerabilityFilter {
  readonly sort?: 'priority' | 'due' | 'severity' | 'tag' | 'advisory' | undefined
}

const far = '9999-12-31'
const bySeverity = (row: VulnerabilityRow) => severities.indexOf(row.severity) * 1000 - (row.score ?? 0)
/** What rows are put in order by; within the same they stay by plant and tag. */
const keys: Readonly<Record<NonNullable<ListVulnerabilities['sort']>, (row: VulnerabilityRow) => number | string>> = {
  priority: ({ weight }) => weight,
  due: ({ due }) => due ?? far,
  severity: bySeverity,
  tag: ({ subject }) => subject.tag,
  advisory: ({ version }) => version.trackingId,
}

/** In order by a key of which there are few: sorting a million rows one against the other takes seconds. */
function inOrder(
  rows: readonly VulnerabilityRow[],
  keyOf: (row: VulnerabilityRow) => number | string,
): VulnerabilityRow[] {
  const groups = Map.groupBy(rows, keyOf)
  const order = [...groups.keys()].sort((a, b) => (a < b ? -1 : 1))
  return order.flatMap((key) => groups.get(key)!)
}

/** The rows that a filter lets through, in their order, with what is the case beside it. */
export async function listVulnerabilities(context: VulnerabilityContext, rowsOf: RowKeeper, ask: ListVulnerabilities) {
  const { book, asOf, plants } = await plantRows(context, rowsOf, ask)
  const rows = [...plants.values()].flatMap(({ rows: ofPlant }) => ofPlant.filter((row) => passes(row, ask)))
  return { rows: inOrder(rows, keys[ask.sort ?? 'priority']), counts: countsOf(book, plants, asOf) }
}

function passes(row: VulnerabilityRow, ask: VulnerabilityFilter): boolean {
  const { subject, version, finding } = row
  if (ask.tag !== undefined && subject.tag !== ask.tag) return false
  if (ask.advisory !== undefined && version.key !== ask.advisory) return false
  if (ask.verdict !== undefined && finding.verdict !== ask.verdict) return false
  if (ask.severity !== undefined && row.severity !== ask.severity) return false
  if (ask.exploited !== undefined && row.exploited !== ask.exploited) return false
  if (ask.state !== undefined && row.state !== ask.state) return false
  const q = ask.q?.trim().toLowerCase() ?? ''
  if (q === '') return true
  return [subject.tag, subject.name, version.trackingId, version.title, subject.product.model, ...row.cves].some(
    (text) => text?.toLowerCase().includes(q),
  )
}

function countsOf(book: AdvisoryBook, plants: ReadonlyMap<string, PlantRows>, asOf: string) {
  const day = dayNumber(asOf)
  const counts = {
    assets: 0,
    assessed: 0,
    affectedAssets: 0,
    affected: 0,
    cannotDecide: 0,
    notAffected: 0,
    undecided: 0,
    overdue: 0,
    exploited: 0,
  }
  const bands = new Map(severities.map((severity) => [severity, { overdue: 0, open: 0, decided: 0, cannotDecide: 0 }]))
  for (const { rows, assets, assessed } of plants.values()) {
    counts.assets += assets
    counts.assessed += assessed
    const affected = new Set<string>()
    for (const row of rows) {
      counts[row.finding.verdict]++
      const band = bands.get(row.severity)!
      if (row.finding.verdict === 'cannotDecide' && row.state !== 'decided') band.cannotDecide++
      else if (row.finding.verdict === 'affected') band[bandOf[row.state ?? 'open']]++
      if (row.finding.verdict !== 'affected') continue
      affected.add(row.subject.tag)
      if (row.state !== 'decided') counts.undecided++
      if (row.state === 'overdue') counts.overdue++
      if (row.exploited) counts.exploited++
    }
    counts.affectedAssets += affected.size
  }
  const inForce = versionsOn(book, day)
  const { batch } = book.kevOn(day)
  const run = book.runs.findLast((one) => one.day <= day)
  return {
    ...counts,
    advisories: inForce.length,
    makers: new Set(inForce.flatMap(({ vendors }) => vendors)).size,
    broughtOn: run === undefined ? null : dayOf(run.day),
    severities: [...bands].flatMap(([severity, band]) =>
      Object.values(band).some((count) => count > 0) ? [{ severity, ...band }] : [],
    ),
    kev: batch === null ? null : { version: batch.version, on: batch.effectiveOn },
  }
}

/** What has run out is as bad as what is late. */
const bandOf = { overdue: 'overdue', lapsed: 'overdue', open: 'open', decided: 'decided' } as const

export function versionsOn(book: AdvisoryBook, day: number): AdvisoryVersion[] {
  return [...book.versions.values()].filter(({ from, to }) => from <= day && day < to)
}

/** The advisories in force, those that affect most first. */
export async function listAdvisories(
  context: VulnerabilityContext,
  rowsOf: RowKeeper,
  ask: Reading & { readonly plant?: string | undefined; readonly q?: string | undefined },
) {
  const { book, asOf, plants } = await plantRows(context, rowsOf, ask)
  const q = ask.q?.trim().toLowerCase() ?? ''
  const listed = versionsOn(book, dayNumber(asOf)).filter(({ trackingId, title, publisher, cves, vendors }) =>
    q === ''
      ? true
      : [trackingId, title, publisher, ...cves, ...vendors].some((text) => text.toLowerCase().includes(q)),
  )
  const shown = advisoryRows(book, asOf, plants, listed)
  return shown.sort(
    (a, b) =>
      b.affected - a.affected ||
      b.cannotDecide - a.cannotDecide ||
      (b.score ?? 0) - (a.score ?? 0) ||
      compareTexts(a.key, b.key),
  )
}

function advisoryRows(
  book: AdvisoryBook,
  asOf: string,
  plants: ReadonlyMap<string, PlantRows>,
  versions: readonly AdvisoryVersion[],
) {
  const tally = new Map<number, { affected: number; cannotDecide: number; notAffected: number }>()
  for (const { rows } of plants.values()) {
    for (const { version, finding } of rows) {
      const counts = tally.get(version.seq) ?? { affected: 0, cannotDecide: 0, notAffected: 0 }
      counts[finding.verdict]++
      tally.set(version.seq, counts)
    }
  }
  const kev = book.kevOn(dayNumber(asOf))
  return versions.map(
    ({ key, seq, trackingId, title, publisher, version, releasedAt, severity, score, cves, vendors, products }) => ({
      key,
      trackingId,
      title,
      publisher,
      version,
      releasedAt,
      severity,
      score,
      cves: [...cves],
      vendors: [...vendors],
      products,
      exploited: cves.some((cve) => kev.entries.has(cve)),
      ...(tally.get(seq) ?? { affected: 0, cannotDecide: 0, notAffected: 0 }),
    }),
  )
}

/** One advisory as it counts on a day, with its row of the list. Throws `NotFound`. */
export async function findAdvisory(context: VulnerabilityContext, rowsOf: RowKeeper, key: string, ask: Reading) {
  const { book, asOf, plants } = await plantRows(context, rowsOf, ask)
  const day = dayNumber(asOf)
  const kept = (book.byKey.get(key) ?? []).filter(({ effectiveOn }) => effectiveOn <= asOf)
  const version = kept.find(({ from, to }) => from <= day && day < to)
  if (version === undefined) throw new NotFound(`there is no advisory ${key}`)
  const document = (await loadDocuments(context.db, [version.seq])).get(version.seq)!
  const [row] = advisoryRows(book, asOf, plants, [version])
  return { version, document, row: row!, kept, kev: book.kevOn(day), book }
}

/** Days it took to decide, to patch and to compensate, of all that had to be decided up to a day. */
export async function vulnerabilityTimes(
  context: VulnerabilityContext,
  rowsOf: RowKeeper,
  ask: Reading & { readonly plant?: string | undefined },
) {
  const { asOf, plants } = await plantRows(context, rowsOf, ask)
  const day = dayNumber(asOf)
  const bands = new Map(
    severities.map((severity) => [
      severity,
      { decide: [] as number[], patch: [] as number[], compensate: [] as number[], open: 0, overdue: 0 },
    ]),
  )
  for (const { episodes, shelf } of plants.values()) {
    for (const episode of [...episodes.values()].flat()) {
      if (episode.from > day) continue
      const band = bands.get(episode.severity)!
      if (episode.end === 'patched' && episode.to <= day) band.patch.push(episode.to - episode.from)
      for (const { from, due, done, by } of questionsOf(episode, shelf)) {
        if (from > day) continue
        if (done > day) {
          band.open++
          if (day > due) band.overdue++
        } else if (by === 'decision') {
          band.decide.push(done - from)
          const decisions = shelf.get(`${episode.tag}\n${episode.advisory}`) ?? []
          const decision = decisions.findLast(({ decidedOn }) => dayNumber(decidedOn) <= done)
          if (decision?.kind === 'compensate') band.compensate.push(done - from)
        }
      }
    }
  }
  return [...bands].flatMap(([severity, { decide, patch, compensate, open, overdue }]) => {
    if (decide.length + patch.length + open === 0) return []
    const limit = daysToDecide(severity, false)
    return [
      { severity, limit, decide: spread(decide), patch: spread(patch), compensate: spread(compensate), open, overdue },
    ]
  })
}

/** Median and ninth decile: the smallest value that so many of them do not exceed. */
function spread(days: readonly number[]) {
  const sorted = [...days].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
  return { n: sorted.length, median: at(0.5), p90: at(0.9) }
}
