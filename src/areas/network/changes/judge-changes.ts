import type { Asset } from '#areas/assets/index.ts'
import type { Plant } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import { type Approval, type Authorisation, authorise } from '#core/change/approval.ts'
import { decisionOn, type Standing, standingOf } from '#core/change/standing.ts'
import type { NetworkContext } from '../context.ts'
import { approvalsOf } from './approvals.ts'
import { loadChangeDecisions, type StoredChangeDecision } from './change-decision-store.ts'
import {
  type ChangeFilter,
  type ChangeEnd as EndRecord,
  loadChanges,
  loadClockErrors,
  loadEnds,
  type StoredChange,
} from './change-store.ts'

/** One end of a change, and what is known of it. */
export interface ChangeEnd {
  readonly address: string
  readonly device: string | null
  readonly name: string | null
  readonly tag: string | null
  readonly assetName: string | null
  readonly ips: readonly string[]
  readonly level: string | null
  readonly zone: string | null
  readonly sis: boolean
  readonly constraints: Asset['constraints']
}

export interface JudgedChange extends StoredChange {
  readonly target: ChangeEnd
  readonly other: ChangeEnd | null
  readonly authorisation: Authorisation
  readonly approval: Approval | null
  readonly standing: Standing
  readonly decision: StoredChangeDecision | null
  readonly clockErrorMs: number
}

export interface Judging {
  readonly plants: readonly string[]
  readonly id?: string | undefined
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
}

/** Smaller errors of a sensor's clock are those of any clock. */
const usualClockError = 2_000

/** Changes of plants as kept, each with its ends, held against approvals and people's decisions. */
export async function judgeChanges(context: NetworkContext, ask: Judging): Promise<JudgedChange[]> {
  const { db } = context
  const today = ask.asOf ?? (await context.plants.today())
  const filter: ChangeFilter = { plants: ask.plants, id: ask.id, knownAt: ask.knownAt }
  const all = await loadChanges(db, filter)
  const decisions = Map.groupBy(
    (await loadChangeDecisions(db, { plants: ask.plants, knownAt: ask.knownAt })).filter(
      ({ undone }) => undone === null,
    ),
    ({ plant, subject }) => `${plant}\t${subject}`,
  )
  const plants = await context.plants.list()
  const judged: JudgedChange[] = []
  for (const [plant, changes] of Map.groupBy(all, (change) => change.plant)) {
    const known = plants.find(({ key }) => key === plant)
    const timeZone = await timeZoneOf(context, known)
    const approvals = await approvalsOf(context.evidence, { key: plant, timeZone }, ask.knownAt)
    const ends = await endsOf(context, plant, changes)
    const clocks = await loadClockErrors(db, plant)
    for (const change of changes) {
      // What came after the day asked for had not happened on it.
      if (ask.asOf !== undefined && change.at !== null && dayOf(change.at) > ask.asOf) continue
      const target = ends(change.device)
      const other = change.peer === null ? null : ends(change.peer)
      const error = clocks.get(change.captureId) ?? 0
      const clockErrorMs = error > usualClockError ? error : 0
      const names = [...namesOf(target), ...(isTalk(change) && other !== null ? namesOf(other) : [])]
      const authorisation = authorise({ ...change, target: names, clockErrorMs }, approvals)
      const decision = decisionOn(change, decisions.get(`${plant}\t${change.subject}`) ?? [], today)
      judged.push({
        ...change,
        target,
        other,
        authorisation,
        approval: approvals.find(({ id }) => id === authorisation.approval) ?? null,
        standing: standingOf(change, authorisation, decision),
        decision: decision as StoredChangeDecision | null,
        clockErrorMs,
      })
    }
  }
  return judged
}

/** By which clock people at the plant write a window: their own, else the company's. */
export async function timeZoneOf({ plants }: NetworkContext, plant: Pick<Plant, 'timeZone'> | undefined) {
  return plant?.timeZone ?? (await plants.company()).timeZone
}

const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** Two ends take part in a conversation, and either may be what the approval names. */
const isTalk = ({ kind }: StoredChange) => kind === 'new-conversation' || kind === 'new-operation-class'

export function namesOf(end: ChangeEnd): string[] {
  return [end.address, end.device, end.tag, end.zone, ...end.ips].filter((one) => one !== null)
}

async function endsOf(
  { db, assets }: NetworkContext,
  plant: string,
  changes: readonly StoredChange[],
): Promise<(address: string) => ChangeEnd> {
  const addresses = [...new Set(changes.flatMap(({ device, peer }) => (peer === null ? [device] : [device, peer])))]
  const records = new Map((await loadEnds(db, plant, addresses)).map((one) => [one.address, one]))
  const tags = [...new Set([...records.values()].flatMap(({ tag }) => (tag === null ? [] : [tag])))]
  const known = new Map((await assets.find(plant, tags)).map((asset) => [asset.tag, asset]))
  const all = new Map(addresses.map((address) => [address, endOf(address, records.get(address), known)]))
  return (address) => all.get(address)!
}

function endOf(address: string, record: EndRecord | undefined, assets: ReadonlyMap<string, Asset>): ChangeEnd {
  const asset = record?.tag ? assets.get(record.tag) : undefined
  const zone = address.startsWith('zone:') ? address.slice('zone:'.length) : (record?.zone ?? asset?.zone ?? null)
  return {
    address,
    device: record?.device ?? null,
    name: record?.name ?? null,
    tag: record?.tag ?? null,
    assetName: asset?.name ?? null,
    ips: record?.ips ?? [],
    level: record?.level ?? null,
    zone,
    sis: asset?.sis === true || record?.safety === true,
    constraints: asset?.constraints ?? [],
  }
}
