import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Day } from '#core/calendar/day.ts'
import { createJudge, type Judge } from '#core/segmentation/judge.ts'
import type { Placement } from '#core/segmentation/place-endpoint.ts'
import type { Judgement } from '#core/segmentation/verdict.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import { clockOf, countedDays } from '../clock.ts'
import type { NetworkContext } from '../context.ts'
import { type EndpointsOf, loadEndpoints } from './endpoints.ts'
import { policyOf, type RecordedPolicy } from './policy-of-records.ts'
import {
  dropVerdicts,
  type JudgedTalk,
  loadCaptureRevisions,
  loadVerdictKeys,
  replaceVerdicts,
  type TalkToJudge,
  talkPages,
} from './verdict-store.ts'

/** A plant's policy with its judge, and what its ends are known by. */
export interface JudgedPlant {
  readonly recorded: RecordedPolicy
  readonly judge: Judge
  readonly endpoints: EndpointsOf
  /** Differs whenever a verdict may. */
  readonly key: string
}

/** Goes up whenever verdicts mean something else: all are judged again then. */
const MEANING = 3

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
  const policyKey = digest(`${MEANING}/${recorded.key}/${byDevice ? picture : ''}`)
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
  if (known?.key === key) return known
  const judged: JudgedPlant = { recorded, judge: createJudge(policy), endpoints: await loadEndpoints(db, plant), key }
  const kept = await loadVerdictKeys(db, plant)
  for (const id of kept.keys()) if (!keys.has(id)) await dropVerdicts(db, plant, id)
  for (const capture of captures) {
    const wanted = keys.get(capture.id)!
    if (kept.get(capture.id) === wanted) continue
    await replaceVerdicts(
      db,
      { plant, captureId: capture.id, key: wanted },
      judgedPages(context, capture, judged.judge, judged.endpoints),
    )
  }
  plants.set(plant, judged)
  return judged
}

async function* judgedPages(
  { db }: Pick<NetworkContext, 'db'>,
  capture: StoredCapture,
  judge: Judge,
  endpoints: EndpointsOf,
): AsyncGenerator<readonly JudgedTalk[]> {
  for await (const page of talkPages(db, capture.plant, capture.id)) {
    yield page.map((talk) => judgedTalk(talk, judgeTalk(judge, endpoints, capture, talk)))
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

function judgedTalk({ n, answered }: TalkToJudge, { verdict, parts }: Judgement): JudgedTalk {
  const gravest = parts.filter(({ outcome }) => outcome.verdict === verdict)
  const [first] = gravest
  return {
    n,
    verdict: verdict ?? 'undated',
    clientZone: zoneName(first?.client, first?.server),
    serverZone: zoneName(first?.server, first?.client),
    conduits: [...new Set(gravest.flatMap(({ outcome }) => outcome.conduits.map(({ record }) => record)))],
    operations: [...new Set(gravest.flatMap(({ outcome }) => outcome.operations))],
    answered,
    days: [...new Set<Day>(gravest.flatMap(({ days }) => days))].sort(),
  }
}

/** What is sent to a group stays, for the judge, in the zone of whoever sends it. */
function zoneName(placement: Placement | undefined, other: Placement | undefined): string | null {
  const at = placement?.kind === 'group' ? other : placement
  return at?.kind === 'zone' ? at.zone.name : null
}
