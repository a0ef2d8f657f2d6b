import { setImmediate as breathe } from 'node:timers/promises'
import { type Day, type DayNumber, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Finding } from '#core/vulnerability/judge.ts'
import { missingOf, reasonOf } from '#core/vulnerability/reasons.ts'
import { type Severity, severities } from '#core/vulnerability/severity.ts'
import type { Reading } from '../context.ts'
import type { VulnerabilityContext } from './context.ts'
import { loadDecisionRevision, loadDecisions, type StoredDecision } from './decision-store.ts'
import { type DecisionShelf, decisionOn, shelfOf } from './decisions.ts'
import type { AdvisoryBook, AdvisoryVersion, KevView } from './keep-book.ts'
import type { PlantSubjects, Subject } from './keep-plants.ts'
import { breathAfter, dueOf, type Episode, episodesOf, findingsOf, severityOfFinding, subjectOn } from './matches.ts'
import { comparableSince } from './measure.ts'

export type RowState = 'overdue' | 'open' | 'lapsed' | 'decided'

/** What one advisory means for one asset on a day. */
export interface VulnerabilityRow {
  readonly plant: string
  readonly subject: Subject
  readonly version: AdvisoryVersion
  readonly finding: Finding
  readonly severity: Severity
  readonly score: number | null
  readonly cves: readonly string[]
  readonly exploited: boolean
  readonly since: Day | null
  readonly due: Day | null
  readonly state: RowState | null
  readonly decision: StoredDecision | null
  /** The higher, the less urgent. */
  readonly weight: number
}

/** All of a plant on a day, and what of its assets could be compared at all. */
export interface PlantRows {
  readonly rows: readonly VulnerabilityRow[]
  readonly assets: number
  readonly assessed: number
  readonly shelf: DecisionShelf
  readonly episodes: ReadonlyMap<string, readonly Episode[]>
  readonly subjects: PlantSubjects
}

export interface PlantDay {
  readonly plant: string
  readonly day: DayNumber
  readonly book: AdvisoryBook
  readonly knownAt?: string | undefined
}

/** Days of one plant whose rows are kept; a plant has hundreds of thousands of them. */
const mostDays = 3

/** What holds whatever was decided. */
interface BareRows {
  readonly rows: readonly VulnerabilityRow[]
  /** Where the rows of an asset stand, and whether it can be compared. */
  readonly places: ReadonlyMap<string, { readonly start: number; readonly end: number; readonly comparable: boolean }>
  readonly episodes: ReadonlyMap<string, readonly Episode[]>
  readonly subjects: PlantSubjects
}

/**
 * Rows of plants by day, made once for each state of registry, wire and advisories; a decision changes the rows of its own
 * asset alone.
 */
export function keepRows(context: VulnerabilityContext) {
  const bare = new Map<string, Map<string, Promise<BareRows>>>()
  const decided = new Map<string, { readonly of: BareRows; readonly revision: string; readonly rows: PlantRows }>()
  const histories = new Map<string, { readonly key: string; readonly episodes: Promise<BareRows['episodes']> }>()

  function history(ask: PlantDay, subjects: PlantSubjects, state: string): Promise<BareRows['episodes']> {
    const known = histories.get(ask.plant)
    if (known?.key === state) return known.episodes
    const episodes = episodesOf(ask.book, subjects)
    histories.set(ask.plant, { key: state, episodes })
    episodes.catch(() => histories.delete(ask.plant))
    return episodes
  }

  async function bareRows(ask: PlantDay): Promise<BareRows> {
    const subjects = await context.plantsKept.subjects(ask.plant, ask.knownAt)
    const state = `${ask.knownAt ?? ''} ${ask.book.revision} ${subjects.key}`
    const ofPlant = bare.get(ask.plant) ?? new Map<string, Promise<BareRows>>()
    bare.set(ask.plant, ofPlant)
    const key = `${ask.day} ${state}`
    const before = ofPlant.get(key)
    if (before !== undefined) return before
    // What was true of another state is not asked for again.
    for (const old of [...ofPlant.keys()]) if (!old.endsWith(state)) ofPlant.delete(old)
    if (ofPlant.size >= mostDays) ofPlant.delete(ofPlant.keys().next().value!)
    const made = makeRows(ask, subjects, () => history(ask, subjects, state))
    ofPlant.set(key, made)
    made.catch(() => ofPlant.delete(key))
    return made
  }

  return async (ask: PlantDay): Promise<PlantRows> => {
    const of = await bareRows(ask)
    const revision = `${ask.knownAt ?? ''} ${await loadDecisionRevision(context.db, ask.plant)}`
    const before = decided.get(ask.plant)
    if (before?.of === of && before.revision === revision) return before.rows
    const rows = withDecisions(
      ask,
      of,
      shelfOf(await loadDecisions(context.db, { plants: [ask.plant], knownAt: ask.knownAt })),
    )
    decided.set(ask.plant, { of, revision, rows })
    return rows
  }
}
export type RowKeeper = ReturnType<typeof keepRows>

async function makeRows(
  { plant, day, book }: PlantDay,
  subjects: PlantSubjects,
  history: () => Promise<BareRows['episodes']>,
): Promise<BareRows> {
  const kev = book.kevOn(day)
  const episodes = await history()
  const rows: VulnerabilityRow[] = []
  let looked = 0
  const places = new Map<string, { start: number; end: number; comparable: boolean }>()
  for (const [tag, spans] of subjects.byTag) {
    const subject = subjectOn(spans, day)
    if (++looked % breathAfter === 0) await breathe()
    if (!subject?.present) continue
    const start = rows.length
    for (const [seq, finding] of findingsOf(book, subject)) {
      const version = book.versions.get(seq)!
      if (day < version.from || day >= version.to) continue
      rows.push(rowOf({ plant, day, book }, subject, version, finding, null, kev, episodes.get(tag)))
    }
    places.set(tag, { start, end: rows.length, comparable: comparableSince(book, subject) <= day })
  }
  return { rows, places, episodes, subjects }
}

function withDecisions({ plant, day, book }: PlantDay, bare: BareRows, shelf: DecisionShelf): PlantRows {
  const { places, episodes, subjects } = bare
  const rows = shelf.size === 0 ? bare.rows : [...bare.rows]
  const kev = book.kevOn(day)
  for (const key of shelf.keys()) {
    const [tag = '', advisory = ''] = key.split('\n')
    const place = places.get(tag)
    if (place === undefined) continue
    for (let i = place.start; i < place.end; i++) {
      const { subject, version, finding } = bare.rows[i]!
      if (version.key !== advisory) continue
      const said = decisionOn(shelf.get(key), day)
      ;(rows as VulnerabilityRow[])[i] = rowOf(
        { plant, day, book },
        subject,
        version,
        finding,
        said,
        kev,
        episodes.get(tag),
      )
    }
  }
  let assessed = 0
  for (const { start, end, comparable } of places.values()) {
    let isOpen = !comparable
    for (let i = start; i < end && !isOpen; i++) {
      const { finding, state } = rows[i]!
      isOpen = finding.verdict === 'cannotDecide' && state !== 'decided'
    }
    if (!isOpen) assessed++
  }
  return { rows, assets: places.size, assessed, shelf, episodes, subjects }
}

function rowOf(
  { plant, day, book }: Pick<PlantDay, 'plant' | 'day' | 'book'>,
  subject: Subject,
  version: AdvisoryVersion,
  finding: Finding,
  said: ReturnType<typeof decisionOn>,
  kev: KevView,
  episodes: readonly Episode[] | undefined,
): VulnerabilityRow {
  const { cves, score } = book.meant(version.seq, finding.vulnerabilities)
  const episode =
    finding.verdict === 'affected'
      ? episodes?.find((one) => one.advisory === version.key && one.from <= day && day < one.to)
      : undefined
  const due = episode === undefined ? null : dueOf(episode)
  const row = {
    plant,
    subject,
    version,
    finding,
    severity: severityOfFinding(book, version, finding),
    score: score ?? version.score,
    cves,
    exploited: cves.some((cve) => kev.entries.has(cve)),
    since: episode === undefined ? null : dayOf(episode.from),
    due: said?.holds === true || due === null ? null : dayOf(due),
    state: stateOf(finding, said, due, day),
    decision: said?.decision ?? null,
  }
  return { ...row, weight: weightOf(row) }
}

function stateOf(
  finding: Finding,
  said: ReturnType<typeof decisionOn>,
  due: DayNumber | null,
  day: DayNumber,
): RowState | null {
  if (finding.verdict === 'notAffected') return null
  if (said?.holds === true) return 'decided'
  if (said !== null) return 'lapsed'
  return due !== null && day > due ? 'overdue' : 'open'
}

const byVerdict = { affected: 0, cannotDecide: 1, notAffected: 2 } as const
const byState = { overdue: 0, lapsed: 1, open: 2, decided: 3 } as const

/**
 * What affects for certain before what is open, exploited before the rest, undecided before decided, by severity and score,
 * safety systems first: the higher, the less urgent. One number, for a million rows are put in order by it.
 */
function weightOf(row: Omit<VulnerabilityRow, 'weight'>): number {
  const { severity, state, subject, score } = row
  const parts: readonly (readonly [value: number, of: number])[] = [
    [byVerdict[row.finding.verdict], 3],
    [row.exploited ? 0 : 1, 2],
    [state === 'decided' ? 1 : 0, 2],
    [severities.indexOf(severity === 'unknown' ? 'high' : severity), 6],
    [subject.sis === true ? 0 : 1, 2],
    [state === null ? 4 : byState[state], 5],
    [100 - Math.round((score ?? 0) * 10), 101],
    [subject.criticality === 'high' ? 0 : subject.criticality === 'low' ? 2 : 1, 3],
  ]
  return parts.reduce((sum, [value, of]) => sum * of + value, 0)
}

/** The plants asked for, each with its rows. */
export async function plantRows(
  context: VulnerabilityContext,
  rowsOf: RowKeeper,
  ask: Reading & { readonly plant?: string | undefined },
): Promise<{ readonly book: AdvisoryBook; readonly asOf: Day; readonly plants: ReadonlyMap<string, PlantRows> }> {
  const asOf = ask.asOf ?? (await context.plants.today())
  const book = await context.books.book(ask.knownAt)
  const keys = ask.plant === undefined ? (await context.plants.list({ asOf })).map(({ key }) => key) : [ask.plant]
  const plants = new Map<string, PlantRows>()
  for (const plant of keys) plants.set(plant, await rowsOf({ plant, day: dayNumber(asOf), book, knownAt: ask.knownAt }))
  return { book, asOf, plants }
}

/** A row as the contract tells it. */
export function rowShown({ plant, subject, version, finding, decision, ...row }: VulnerabilityRow) {
  return {
    plant,
    tag: subject.tag,
    assetName: subject.name,
    advisory: version.key,
    trackingId: version.trackingId,
    title: version.title,
    publisher: version.publisher,
    verdict: finding.verdict,
    reason: reasonOf(finding),
    missing: missingOf(finding.ground),
    product: { name: finding.productName, path: finding.path, status: finding.group, range: finding.range },
    matchedBy: finding.matchedBy,
    matched: finding.matched,
    firmware: finding.firmware,
    severity: row.severity,
    score: row.score,
    cves: [...row.cves],
    exploited: row.exploited,
    criticality: subject.criticality,
    sis: subject.sis,
    constraints: [...subject.constraints],
    since: row.since,
    due: row.due,
    state: row.state,
    decision: decision === null ? null : decisionShown(decision),
  }
}

export function decisionShown({ seq: _seq, shutdownId: _shutdown, ...decision }: StoredDecision) {
  return decision
}
