import type { Day } from '#core/calendar/day.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { type ChangeKind, changeKinds } from '#core/change/change.ts'
import { openStandings, type Standing, standings } from '#core/change/standing.ts'
import { NotFound } from '#platform/errors.ts'
import { loadCaptures } from '../capture-store.ts'
import type { NetworkContext, Reading } from '../context.ts'
import { placeWords } from '../proof-place.ts'
import { plantsOf } from '../read-network.ts'
import { approvalsOf } from './approvals.ts'
import { loadChangeDecisions, loadRulings, type StoredRuling } from './change-decision-store.ts'
import { loadChanges, type StoredChange } from './change-store.ts'
import { type JudgedChange, judgeChanges, namesOf, timeZoneOf } from './judge-changes.ts'
import { loadLearning } from './keep-changes.ts'

export interface AskChanges extends Reading {
  readonly plant?: string | undefined
  readonly kind?: ChangeKind | undefined
  readonly standing?: Standing | 'open' | undefined
  readonly sis?: boolean | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly device?: string | undefined
  readonly q?: string | undefined
}

export const isOpen = (standing: Standing): boolean => openStandings.includes(standing)

/** Changes that are asked for, the newest first; those without a time come before all others: somebody must look at them. */
export async function listChanges(context: NetworkContext, ask: AskChanges): Promise<JudgedChange[]> {
  return (await changesAsked(context, ask)).filter(
    ({ standing }) => ask.standing === undefined || matches(standing, ask.standing),
  )
}

async function changesAsked(context: NetworkContext, ask: AskChanges): Promise<JudgedChange[]> {
  const plants = await upToDate(context, ask.plant)
  const all = await judgeChanges(context, { plants, asOf: ask.asOf, knownAt: ask.knownAt })
  const words = ask.q?.normalize('NFKC').trim().toLowerCase() ?? ''
  const asked = all.filter((change) => {
    if (ask.kind !== undefined && change.kind !== ask.kind) return false
    if (ask.sis !== undefined && isSis(change) !== ask.sis) return false
    if (change.at !== null && ask.from !== undefined && dayOf(change.at) < ask.from) return false
    if (change.at !== null && ask.to !== undefined && dayOf(change.at) > ask.to) return false
    if (ask.device !== undefined && !endNames(change).includes(ask.device)) return false
    return words === '' || textOf(change).includes(words)
  })
  const time = ({ at }: JudgedChange) => at ?? Number.POSITIVE_INFINITY
  return asked.sort((a, b) => (time(a) === time(b) ? (a.id < b.id ? -1 : 1) : time(a) < time(b) ? 1 : -1))
}

/** The plants asked for, their device records and their changes made up to date. */
export async function upToDate(context: NetworkContext, plant: string | undefined): Promise<string[]> {
  const plants = await plantsOf(context, plant)
  await context.changes.keepUp(plants)
  return plants
}

const matches = (standing: Standing, asked: Standing | 'open') =>
  asked === 'open' ? isOpen(standing) : standing === asked

const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** A safety system is changed, or takes part. */
export const isSis = ({ target, other, kind }: JudgedChange): boolean =>
  target.sis || (other?.sis === true && kind !== 'program-change' && kind !== 'mode-change')

const endNames = ({ target, other }: JudgedChange) => [...namesOf(target), ...(other === null ? [] : namesOf(other))]

function textOf(change: JudgedChange): string {
  const { target, other, protocol, functions, before, after, source } = change
  return [
    ...endNames(change),
    ...[target.name, target.assetName, other?.name, other?.assetName, before, after, source],
    ...[protocol, protocol === null ? null : titleOf(protocol)],
    ...functions.map(({ name }) => name),
  ]
    .join(' ')
    .toLowerCase()
}

export interface ChangeSummary {
  readonly standings: Readonly<Record<Standing, number>>
  readonly open: number
  readonly openSis: number
  readonly plants: readonly { readonly plant: string; readonly open: number; readonly openSis: number }[]
  readonly kinds: readonly { readonly kind: ChangeKind; readonly all: number; readonly open: number }[]
  readonly days: readonly { readonly day: Day; readonly settled: number; readonly open: number }[]
  readonly learning: readonly PlantLearning[]
}

const mostDays = 400

export async function summariseChanges(context: NetworkContext, ask: AskChanges): Promise<ChangeSummary> {
  const all = await changesAsked(context, ask)
  const counted = all.filter(({ standing }) => standing !== 'learned')
  const open = counted.filter(({ standing }) => isOpen(standing))
  const sis = (changes: readonly JudgedChange[]) => changes.filter(isSis).length
  const byDay = Map.groupBy(
    counted.filter(({ at }) => at !== null),
    ({ at }) => dayOf(at!),
  )
  const plants = ask.plant === undefined ? (await context.plants.list()).map(({ key }) => key) : [ask.plant]
  const learning: PlantLearning[] = []
  for (const plant of plants) {
    const one = await learningAt(context, plant, ask)
    if (one.sources.length > 0) learning.push(one)
  }
  return {
    standings: Object.fromEntries(
      standings.map((standing) => [standing, all.filter((change) => change.standing === standing).length]),
    ) as Record<Standing, number>,
    open: open.length,
    openSis: sis(open),
    plants: [...Map.groupBy(open, ({ plant }) => plant)]
      .map(([plant, changes]) => ({ plant, open: changes.length, openSis: sis(changes) }))
      .sort((a, b) => b.open - a.open || (a.plant < b.plant ? -1 : 1)),
    kinds: changeKinds.flatMap((kind) => {
      const of = counted.filter((change) => change.kind === kind)
      return of.length === 0
        ? []
        : [{ kind, all: of.length, open: of.filter(({ standing }) => isOpen(standing)).length }]
    }),
    days: [...byDay]
      .map(([day, changes]) => {
        const left = changes.filter(({ standing }) => isOpen(standing)).length
        return { day, settled: changes.length - left, open: left }
      })
      .sort((a, b) => (a.day < b.day ? -1 : 1))
      .slice(-mostDays),
    learning,
  }
}

export interface PlantLearning {
  readonly plant: string
  readonly sources: readonly {
    readonly source: string
    readonly observed: number
    readonly wanted: number | null
    readonly until: Day | null
    readonly learnedUntil: Day | null
    readonly live: boolean
    readonly lastLooked: Day | null
  }[]
  readonly rulings: readonly (StoredRuling & { readonly byName: string | null })[]
}

export async function learningAt(context: NetworkContext, plant: string, at: Reading = {}): Promise<PlantLearning> {
  const today = await context.plants.today()
  const { learning, sources } = await loadLearning(context.db, plant, today, at.knownAt)
  const rulings: (StoredRuling & { byName: string | null })[] = []
  for (const one of await loadRulings(context.db, { plant, knownAt: at.knownAt })) {
    rulings.push({ ...one, byName: await nameOf(context, one.by) })
  }
  return {
    plant,
    sources: sources
      .filter(({ days }) => days.length > 0)
      .map(({ source, days, isLive }) => {
        const { observed, wanted, until, learnedUntil } = learning.get(source)!
        return { source, observed, wanted, until, learnedUntil, live: isLive, lastLooked: days.at(-1) ?? null }
      })
      .sort((a, b) => (a.source < b.source ? -1 : 1)),
    rulings: rulings.toReversed(),
  }
}

export async function nameOf(context: NetworkContext, key: string | null): Promise<string | null> {
  return key === null ? null : ((await context.personName?.(key)) ?? null)
}

/** Names of captures, and the place of a line where a capture is a log. */
export async function witnesses(context: NetworkContext, changes: readonly StoredChange[]) {
  const found = new Map<string, { readonly name: string; place(packet: number): string | null }>()
  for (const id of new Set(changes.map(({ captureId }) => captureId))) {
    const [capture] = await loadCaptures(context.db, { id, limit: 1, skip: 0 })
    if (capture === undefined) continue
    const place = (packet: number) => (capture.kind === 'pcap' ? null : placeWords(capture, packet).en)
    found.set(id, { name: capture.fileName, place })
  }
  return ({ captureId, packet }: StoredChange) => {
    const capture = found.get(captureId)
    const place = packet === null ? null : (capture?.place(packet) ?? null)
    return { capture: captureId, captureName: capture?.name ?? captureId, packet, place }
  }
}

/** One change with everything that its page shows. Throws `NotFound`. */
export async function getChange(context: NetworkContext, id: string, at: Reading = {}) {
  const [kept] = await loadChanges(context.db, {
    plants: (await context.plants.list()).map(({ key }) => key),
    id,
    knownAt: at.knownAt,
  })
  if (kept === undefined) throw new NotFound(`there is no change ${id}`)
  await upToDate(context, kept.plant)
  const [change] = await judgeChanges(context, { plants: [kept.plant], id, knownAt: at.knownAt })
  if (change === undefined) throw new NotFound(`there is no change ${id}`)
  const plant = (await context.plants.list()).find(({ key }) => key === change.plant)
  const timeZone = await timeZoneOf(context, plant)
  const approvals = await approvalsOf(context.evidence, { key: change.plant, timeZone }, at.knownAt)
  const said = await loadChangeDecisions(context.db, { plants: [change.plant], knownAt: at.knownAt })
  const decisions = said.filter(({ subject }) => subject === change.subject).toReversed()
  const named = await Promise.all(
    decisions.map(async (one) => ({
      ...one,
      byName: await nameOf(context, one.by),
      undoneBy: await nameOf(context, one.undone?.by ?? null),
    })),
  )
  const today = await context.plants.today()
  return {
    change,
    witness: (await witnesses(context, [change]))(change),
    decisions: named,
    approvals: nearApprovals(change, approvals),
    plantConstraints: plant?.constraints ?? [],
    shutdowns: (plant?.shutdowns ?? []).filter(({ to }) => to >= today).slice(0, 5),
    timeZone,
  }
}

const near = 30 * 86_400_000
const mostApprovals = 20

/** Approvals that name the target, or whose window lies near: what a person would look through. */
function nearApprovals(change: JudgedChange, approvals: Awaited<ReturnType<typeof approvalsOf>>) {
  const names = [...namesOf(change.target), ...(change.other === null ? [] : namesOf(change.other))].map(fold)
  return approvals
    .map((approval) => ({
      approval,
      coversTarget: approval.covers.some((one) => one === '*' || names.includes(fold(one))),
      coversKind: approval.kinds.length === 0 || approval.kinds.includes(change.kind),
      distance:
        change.at === null || approval.windows === null
          ? 0
          : Math.min(...approval.windows.map(({ from, to }) => Math.max(0, from - change.at!, change.at! - to)), 1e15),
    }))
    .filter(({ distance }) => distance <= near)
    .sort((a, b) => Number(b.coversTarget) - Number(a.coversTarget) || a.distance - b.distance)
    .slice(0, mostApprovals)
}

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase()
