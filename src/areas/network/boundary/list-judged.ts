import type { Bilingual } from '#core/record/record.ts'
import { outside, type PolicyOperation, policyOperations } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import type { MissingLine, Outcome } from '#core/segmentation/verdict.ts'
import { NotFound } from '#platform/errors.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { firstPlace } from '../first-place.ts'
import { type JudgedPlant, judgePlant, judgeTalk } from './judge-traffic.ts'
import { pairCounts } from './read-boundary.ts'
import {
  type JudgedFilter,
  type JudgedKey,
  loadJudged,
  type StoredJudged,
  sortJudged,
  walkJudged,
} from './verdict-list-store.ts'
import { loadCountsOfConduit } from './verdict-sums-store.ts'
import type { ZonePair } from './zone-pairs.ts'

/** A conversation, what is said of it, and why. */
export interface JudgedConversation extends StoredJudged {
  readonly plant: string
  readonly because: Bilingual
  readonly allowedBy: readonly { readonly name: string; readonly record: string }[]
  readonly lacking: readonly PolicyOperation[]
  readonly missing: ShownLine | null
  readonly firstPlace: string | null
}

/** A line of policy as it is entered. */
export interface ShownLine {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly services: string
  readonly operations: readonly PolicyOperation[] | null
  readonly initiator: MissingLine['initiator']
  readonly dataFlow: MissingLine['dataFlow']
}

export interface AskJudged extends Omit<JudgedFilter, 'plant'> {
  readonly plant: string
  readonly limit: number
  /** The last of the page before. */
  readonly after?: JudgedKey | null | undefined
}

export interface JudgedPage {
  readonly rows: readonly JudgedConversation[]
  readonly total: number
  /** The last of them, where more follow. */
  readonly next: JudgedKey | null
}

export async function listJudged(
  context: NetworkContext,
  { limit, after = null, ...filter }: AskJudged,
): Promise<JudgedPage> {
  const judged = await judgePlant(context, filter.plant)
  const captures = await capturesOf(context, filter.plant)
  const { keys, total } = await keysOf(context, judged, filter, after, limit + 1)
  const found = await loadJudged(context.db, filter.plant, keys.slice(0, limit))
  return {
    rows: found.map((row) => withReason(judged, captures, filter.plant, row)),
    total,
    next: keys.length > limit ? keys[limit - 1]! : null,
  }
}

/** So many are sorted at one go; beyond, conversations are walked through in their order. */
const mostSorted = 10_000

async function keysOf(
  context: NetworkContext,
  judged: JudgedPlant,
  filter: JudgedFilter,
  after: JudgedKey | null,
  many: number,
): Promise<{ keys: readonly JudgedKey[]; total: number }> {
  const { db } = context
  const { counts, among } = await countsOf(context, judged, filter)
  const total = counts.reduce((sum, { conversations }) => sum + conversations, 0)
  const isSearch = filter.q !== undefined && filter.q.trim() !== ''
  const isNarrow = (filter.pair ?? filter.zone ?? among) !== undefined && total <= mostSorted
  if (isNarrow && !isSearch) return { keys: await sortJudged(db, { ...filter, among }, after, many), total }
  if (isSearch) {
    const all = isNarrow
      ? await sortJudged(db, { ...filter, among }, null, mostSorted)
      : await search(db, judged, filter)
    const begin = after === null ? 0 : all.findIndex((key) => isBeyond(key, after))
    return { keys: begin < 0 ? [] : all.slice(begin, begin + many), total: all.length }
  }
  const keys: JudgedKey[] = []
  for await (const key of walkJudged(db, filter, after, many)) {
    keys.push(key)
    if (keys.length >= many) break
  }
  return { keys, total }
}

/** What the sums say of a filter but for its words; of a conduit also between which zones it is met. */
async function countsOf(context: NetworkContext, judged: JudgedPlant, filter: JudgedFilter) {
  const { plant, conduit, zone, pair, verdict, open, asOf } = filter
  const all =
    conduit === undefined
      ? await pairCounts(context, plant, judged, asOf)
      : await loadCountsOfConduit(context.db, plant, conduit, asOf)
  const counts = all.filter(
    (one) =>
      (verdict === undefined || one.verdict === verdict) &&
      (open !== true || (one.verdict !== 'allowed' && one.verdict !== 'undated')) &&
      (zone === undefined || one.clientZone === zone || one.serverZone === zone) &&
      (pair === undefined || isPair(one, pair) || isPair(one, [pair[1], pair[0]])),
  )
  const among: ZonePair[] = counts.map(({ clientZone, serverZone }) => [clientZone, serverZone])
  return { counts, among: conduit === undefined ? undefined : among }
}

const isPair = (one: { clientZone: string | null; serverZone: string | null }, [a, b]: ZonePair): boolean =>
  one.clientZone === a && one.serverZone === b

/** What was searched for last: whoever turns the page asks for the same. */
const searched = new WeakMap<JudgedPlant, Map<string, readonly JudgedKey[]>>()
const mostSearched = 4

async function search(
  db: NetworkContext['db'],
  judged: JudgedPlant,
  filter: JudgedFilter,
): Promise<readonly JudgedKey[]> {
  const kept = searched.get(judged) ?? new Map<string, readonly JudgedKey[]>()
  searched.set(judged, kept)
  const name = JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)))
  const known = kept.get(name)
  if (known !== undefined) return known
  const found: JudgedKey[] = []
  for await (const key of walkJudged(db, filter, null)) found.push(key)
  if (kept.size >= mostSearched) kept.delete(kept.keys().next().value!)
  kept.set(name, found)
  return found
}

function isBeyond(key: JudgedKey, after: JudgedKey): boolean {
  if (key.rank !== after.rank) return key.rank > after.rank
  if (key.tried !== after.tried) return key.tried
  return key.captureId > after.captureId || (key.captureId === after.captureId && key.n > after.n)
}

/** Throws `NotFound`. */
export async function getJudged(
  context: NetworkContext,
  { plant, captureId, n }: { readonly plant: string; readonly captureId: string; readonly n: number },
): Promise<{ readonly judged: JudgedPlant; readonly conversation: JudgedConversation }> {
  const judged = await judgePlant(context, plant)
  const captures = await capturesOf(context, plant)
  const [found] = await loadJudged(context.db, plant, [{ captureId, n }])
  if (found === undefined) throw new NotFound(`there is no conversation ${captureId}/${n} at ${plant}`)
  return { judged, conversation: withReason(judged, captures, plant, found) }
}

async function capturesOf(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
): Promise<ReadonlyMap<string, StoredCapture>> {
  return new Map((await loadPlantCaptures(db, plant)).map((capture) => [capture.id, capture]))
}

const undated: Bilingual = {
  en: 'no clock tells on which day it took place, and so which policy was in force',
  ja: '時計が信頼できず、どの日の方針に照らすべきか判断できません',
}

function withReason(
  { judge, endpoints }: Pick<JudgedPlant, 'judge' | 'endpoints'>,
  captures: ReadonlyMap<string, StoredCapture>,
  plant: string,
  row: StoredJudged,
): JudgedConversation {
  const capture = captures.get(row.captureId)
  const judgement = capture === undefined ? null : judgeTalk(judge, endpoints, capture, row)
  const outcome: Outcome | undefined = judgement?.parts.find(
    (part) => part.outcome.verdict === judgement.verdict,
  )?.outcome
  return {
    ...row,
    plant,
    because: outcome?.because ?? undated,
    allowedBy: outcome?.conduits.map(({ name, record }) => ({ name, record })) ?? [],
    lacking: policyOperations.filter((one) => row.wrongOperations.includes(one)),
    // What should not be there at all has no line that is missing: it has to go through the DMZ.
    missing: outcome?.missing ? lineOf(outcome.missing) : null,
    firstPlace: firstPlace(row),
  }
}

/** Named by what passes there, until a person names it. */
export function lineOf({ from, to, services, operations, initiator, dataFlow }: MissingLine): ShownLine {
  const text = servicesText(services)
  const end = (zone: string) => (zone === outside ? '*' : zone)
  return {
    name: `${end(from)} → ${end(to)}: ${text}`.slice(0, 120),
    from,
    to,
    services: text,
    operations,
    initiator,
    dataFlow,
  }
}
