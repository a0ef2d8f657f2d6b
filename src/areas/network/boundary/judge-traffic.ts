import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Day } from '#core/calendar/day.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import { createJudge, type Judge } from '#core/segmentation/judge.ts'
import type { Placement } from '#core/segmentation/place-endpoint.ts'
import { outside } from '#core/segmentation/policy.ts'
import type { Judgement } from '#core/segmentation/verdict.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import { clockOf, countedDays } from '../clock.ts'
import type { NetworkContext } from '../context.ts'
import { inTurn } from '../in-turn.ts'
import { type EndpointsOf, loadEndpoints } from './endpoints.ts'
import type { JudgedTalk, TalkToJudge } from './judged-talk.ts'
import { policyOf, type RecordedPolicy } from './policy-of-records.ts'
import {
  dropVerdicts,
  type Judged,
  loadCaptureRevisions,
  loadVerdictStates,
  replaceVerdicts,
  reviseVerdicts,
  talkPages,
  type VerdictState,
  verdictPages,
} from './verdict-store.ts'
import type { ZonePair } from './zone-pairs.ts'

/** A plant's policy with its judge, and what its ends are known by. */
export interface JudgedPlant {
  readonly recorded: RecordedPolicy
  readonly judge: Judge
  readonly endpoints: EndpointsOf
  /** Differs whenever a verdict may. */
  readonly key: string
  /** What its verdicts are kept under; and of that, what tells in which zone an end is. */
  readonly policyKey: string
  readonly membershipKey: string
}

/** Goes up whenever verdicts mean something else: all are judged again then. */
const MEANING = 4

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** What was judged last of each plant, by the database it stands in: the same object while nothing changed. */
const remembered = new WeakMap<object, Map<string, JudgedPlant>>()

const turns = new WeakMap<object, Map<string, Promise<unknown>>>()

/** Brings the verdicts of a plant up to date: only captures that are new, or judged by another policy, are judged. */
export function judgePlant(context: NetworkContext, plant: string): Promise<JudgedPlant> {
  const plants = turns.get(context.db) ?? new Map<string, Promise<unknown>>()
  turns.set(context.db, plants)
  // One after the other: many ask at once, and the first one's work serves them all.
  const turn = (plants.get(plant) ?? Promise.resolve()).then(() => judgeInTurn(context, plant))
  plants.set(
    plant,
    turn.catch(() => undefined),
  )
  return turn
}

async function judgeInTurn(context: NetworkContext, plant: string): Promise<JudgedPlant> {
  const { db, evidence, keeper } = context
  await keeper.pictures([plant])
  const picture = (await keeper.revisions()).get(plant) ?? ''
  const recorded = await policyOf(evidence, plant)
  const { policy } = recorded
  // Addresses alone say which zone they are in; tags, cards and VLANs come from the device records.
  const byDevice = policy.zones.some(
    ({ members: { tags, macs, vlans } }) => tags.length + macs.length + vlans.length > 0,
  )
  const seenBy = byDevice ? picture : ''
  const policyKey = digest(`${MEANING}/${recorded.key}/${seenBy}`)
  const membershipKey = digest([seenBy, ...policy.zones.map(({ record }) => record).sort()].join())
  const captures = await loadPlantCaptures(db, plant)
  const revisions = await loadCaptureRevisions(db, plant)
  const keys = new Map(
    captures.map((capture) => {
      const { shift, counts } = clockOf(capture)
      return [capture.id, `${policyKey}/${revisions.get(capture.id) ?? 0}/${shift}/${counts}`] as const
    }),
  )
  const key = digest(`${policyKey}/${picture}/${[...keys].join()}`)
  const plants = remembered.get(db) ?? new Map<string, JudgedPlant>()
  remembered.set(db, plants)
  const known = plants.get(plant)
  const kept = await loadVerdictStates(db, plant)
  // Another process may have judged by what it knew.
  const isKept = kept.size === keys.size && [...keys].every(([id, wanted]) => kept.get(id)?.key === wanted)
  if (known?.key === key && isKept) return known
  const judged: JudgedPlant = {
    ...{ recorded, judge: createJudge(policy), endpoints: await loadEndpoints(db, plant) },
    ...{ key, policyKey, membershipKey },
  }
  for (const id of kept.keys()) if (!keys.has(id)) await dropVerdicts(db, plant, id)
  const touched = touchedPairs(known, judged)
  for (const capture of captures) {
    const wanted = keys.get(capture.id)!
    const from = kept.get(capture.id)
    if (from?.key === wanted) continue
    const among = touched !== null && from?.key === underKey(wanted, known!.policyKey) && !from.mixed ? touched : null
    await judgeCapture(db, { capture, judged, key: wanted }, from, among)
  }
  plants.set(plant, judged)
  return judged
}

/** As it is kept under another policy. */
const underKey = (key: string, policyKey: string): string => policyKey + key.slice(key.indexOf('/'))

/** Beyond these, all conversations are looked at. */
const mostTouched = 50

/** Between which zones verdicts may differ from those judged before: null where only looking at all of them tells. */
function touchedPairs(before: JudgedPlant | undefined, now: JudgedPlant): readonly ZonePair[] | null {
  if (before === undefined || before.membershipKey !== now.membershipKey) return null
  const [old, own] = [before.recorded.policy.conduits, now.recorded.policy.conduits]
  const wasThere = new Set(old.map(({ record }) => record))
  const isThere = new Set(own.map(({ record }) => record))
  const differing = [
    ...old.filter(({ record }) => !isThere.has(record)),
    ...own.filter(({ record }) => !wasThere.has(record)),
  ]
  if (differing.length > mostTouched) return null
  const names = Map.groupBy(now.recorded.policy.zones, ({ name }) => foldName(name))
  const spelled = (end: string): readonly (string | null)[] =>
    end === outside ? [null] : [...new Set((names.get(foldName(end)) ?? []).map(({ name }) => name))]
  return differing.flatMap(({ from, to }) =>
    spelled(from).flatMap((a) =>
      spelled(to).flatMap((b): ZonePair[] => [
        [a, b],
        [b, a],
      ]),
    ),
  )
}

/** Until it is done, what was judged before counts: a crash in between leaves that. */
async function judgeCapture(
  db: NetworkContext['db'],
  { capture, judged, key }: { readonly capture: StoredCapture; readonly judged: JudgedPlant; readonly key: string },
  from: VerdictState | undefined,
  among: readonly ZonePair[] | null,
): Promise<void> {
  const { plant, id: captureId } = capture
  const place = { plant, captureId, key }
  const isSameTraffic = from !== undefined && underKey(key, '') === underKey(from.key, '')
  if (isSameTraffic) {
    const pages = verdictPages(db, { plant, captureId, generation: from.generation }, among)
    if (await reviseVerdicts(db, place, from, judgedPages(capture, judged, pages))) return
  }
  await replaceVerdicts(db, place, judgedPages(capture, judged, talkPages(db, plant, captureId)))
}

async function* judgedPages<Talk extends TalkToJudge>(
  capture: StoredCapture,
  { judge, endpoints }: JudgedPlant,
  pages: AsyncIterable<readonly Talk[]>,
): AsyncGenerator<readonly Judged<Talk>[]> {
  for await (const page of pages) {
    const found: Judged<Talk>[] = []
    await inTurn(page, (talk) => {
      const { judged, isMixed } = judgedTalk(talk, judgeTalk(judge, endpoints, capture, talk))
      found.push({ talk, judged, isMixed })
    })
    yield found
    await breathe()
  }
}

/** How one conversation of a capture stands to the policy, on the days that its clock, or a person's correction, tells. */
export function judgeTalk(
  judge: Judge,
  endpoints: EndpointsOf,
  capture: Pick<StoredCapture, 'id' | 'clockFault' | 'addSeconds' | 'recordedAt'>,
  talk: Omit<TalkToJudge, 'n'>,
): Judgement {
  return judge.judge({
    client: endpoints(capture.id, talk.client),
    server: endpoints(capture.id, talk.server),
    transport: talk.transport,
    port: talk.port,
    protocol: talk.protocol,
    operations: talk.operations,
    answered: talk.answered,
    days: countedDays(capture, talk.days),
  })
}

function judgedTalk(
  { n, answered }: TalkToJudge,
  { verdict, parts }: Judgement,
): { readonly judged: JudgedTalk; readonly isMixed: boolean } {
  const gravest = parts.filter(({ outcome }) => outcome.verdict === verdict)
  const [first] = gravest
  const [clientZone, serverZone] = [zoneName(first?.client, first?.server), zoneName(first?.server, first?.client)]
  const judged = {
    n,
    verdict: verdict ?? ('undated' as const),
    clientZone,
    serverZone,
    conduits: [...new Set(gravest.flatMap(({ outcome }) => outcome.conduits.map(({ record }) => record)))],
    operations: [...new Set(gravest.flatMap(({ outcome }) => outcome.operations))],
    answered,
    days: gravest.length === 1 ? gravest[0]!.days : [...new Set<Day>(gravest.flatMap(({ days }) => days))].sort(),
  }
  const isMixed = parts.some(
    ({ client, server }) => zoneName(client, server) !== clientZone || zoneName(server, client) !== serverZone,
  )
  return { judged, isMixed }
}

/** What is sent to a group stays, for the judge, in the zone of whoever sends it. */
function zoneName(placement: Placement | undefined, other: Placement | undefined): string | null {
  const at = placement?.kind === 'group' ? other : placement
  return at?.kind === 'zone' ? at.zone.name : null
}
