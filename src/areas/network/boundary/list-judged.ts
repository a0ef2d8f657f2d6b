import type { Bilingual } from '#core/record/record.ts'
import { outside, type PolicyOperation, policyOperations } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import type { MissingLine, Outcome } from '#core/segmentation/verdict.ts'
import { NotFound } from '#platform/errors.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { firstPlace } from '../first-place.ts'
import { type JudgedPlant, judgePlant, judgeTalk } from './judge-traffic.ts'
import { countJudged, type JudgedFilter, loadJudged, type StoredJudged } from './verdict-list-store.ts'

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
  readonly skip: number
}

/** One more than `limit` where there are more. */
export async function listJudged(
  context: NetworkContext,
  { limit, skip, ...filter }: AskJudged,
): Promise<{ readonly rows: readonly JudgedConversation[]; readonly total: number }> {
  const judged = await judgePlant(context, filter.plant)
  const captures = await capturesOf(context, filter.plant)
  const found = await loadJudged(context.db, filter, { limit: limit + 1, skip })
  const total = await countJudged(context.db, filter)
  return { rows: found.map((row) => withReason(judged, captures, filter.plant, row)), total }
}

/** Throws `NotFound`. */
export async function getJudged(
  context: NetworkContext,
  { plant, captureId, n }: { readonly plant: string; readonly captureId: string; readonly n: number },
): Promise<{ readonly judged: JudgedPlant; readonly conversation: JudgedConversation }> {
  const judged = await judgePlant(context, plant)
  const captures = await capturesOf(context, plant)
  const [found] = await loadJudged(context.db, { plant, place: { captureId, n } }, { limit: 1, skip: 0 })
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
