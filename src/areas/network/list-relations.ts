import type { NetworkContext, Reading } from './context.ts'
import { firstPlace } from './first-place.ts'
import { plantsOf } from './read-network.ts'
import {
  loadFlows,
  loadPairs,
  loadRelations,
  loadTalkProtocols,
  type PairDetails,
  type PairFunction,
  type RelationFilter,
  type RelationSort,
  type StoredEnd,
  type StoredFlow,
  type StoredRelation,
} from './relation-store.ts'

export type RelationConcern = 'safety' | 'office' | 'unregistered' | 'noLevel' | 'crosses' | 'unanswered'

export interface RelationEnd extends Omit<StoredEnd, 'roles' | 'status'> {
  readonly device: string
  readonly assetName: string | null
  readonly roles: readonly string[]
  readonly status: StoredEnd['status'] | null
}

export interface Relation extends Omit<StoredRelation, 'client' | 'server'> {
  readonly client: RelationEnd
  readonly server: RelationEnd
  readonly protocols: readonly string[]
  readonly functions: readonly PairFunction[]
  readonly concerns: readonly RelationConcern[]
  readonly proof: {
    readonly conversation: string
    readonly capture: string
    readonly captureName: string
    readonly packet: number
    readonly place: string | null
  } | null
}

export interface AskRelations extends Omit<RelationFilter, 'plants'>, Reading {
  readonly plant?: string | undefined
}

const mostFunctions = 100

/** Pairs of devices; one more than `limit` where there are more. */
export async function listRelations(
  context: NetworkContext,
  ask: AskRelations & {
    readonly sort: RelationSort
    readonly descending: boolean
    readonly limit: number
    readonly skip: number
  },
): Promise<Relation[]> {
  const { db, assets } = context
  const { sort, descending, limit, skip, plant: only, ...rest } = ask
  const filter = { ...rest, plants: await plantsOf(context, only) }
  const found = await loadRelations(db, filter, { sort, descending, limit: limit + 1, skip })
  const relations: Relation[] = []
  const names = new Map<string, string | null>()
  const functions = new Map<string, PairFunction[]>()
  const details = new Map<string, PairDetails>()
  for (const [plant, rows] of Map.groupBy(found, (row) => row.plant)) {
    const tags = rows.flatMap(({ a, b }) => [tagOf(a), tagOf(b)].filter((tag) => tag !== null))
    for (const asset of await assets.find(plant, [...new Set(tags)])) names.set(`${plant}/${asset.tag}`, asset.name)
    const pairs = await loadPairs(db, filter, plant, rows)
    for (const one of pairs.functions) {
      const key = keyOf({ plant, ...one })
      functions.set(key, [...(functions.get(key) ?? []), one])
    }
    for (const one of pairs.details) details.set(keyOf({ plant, ...one }), one)
  }
  const endOf = (plant: string, device: string, end: StoredEnd | null): RelationEnd => ({
    device,
    name: end?.name ?? null,
    tag: tagOf(end),
    assetName: names.get(`${plant}/${tagOf(end)}`) ?? null,
    roles: end?.roles.map(({ role }) => role) ?? [],
    level: end?.level ?? null,
    status: end?.status ?? null,
    safety: end?.safety ?? false,
  })
  for (const { a, b, ...row } of found) {
    const rank = (one: PairFunction) => (one.operation === ask.operation ? 0 : 1)
    const detail = details.get(keyOf(row))
    relations.push({
      ...row,
      client: endOf(row.plant, row.client, a),
      server: endOf(row.plant, row.server, b),
      protocols: [...new Set(detail?.protocols)].sort(),
      functions: (functions.get(keyOf(row)) ?? [])
        .toSorted((one, other) => rank(one) - rank(other))
        .slice(0, mostFunctions),
      concerns: concernsOf(row, a, b),
      proof: detail === undefined ? null : proofOf(detail),
    })
  }
  return relations
}

const keyOf = ({ plant, client, server }: Pick<StoredRelation, 'plant' | 'client' | 'server'>) =>
  `${plant} ${client} ${server}`

function proofOf(detail: PairDetails): Relation['proof'] {
  const packet = detail.calledIn ?? detail.packetsSeen[0]
  if (packet === undefined) return null
  return {
    conversation: `${detail.captureId}/${detail.n}`,
    capture: detail.captureId,
    captureName: detail.fileName,
    packet,
    place: firstPlace({ ...detail, packetsSeen: [packet] }),
  }
}

/** The registry's entry, where the device was matched without contradiction. */
function tagOf(end: StoredEnd | null): string | null {
  return end?.status === 'matched' ? end.tag : null
}

/** Reading is everybody's; whoever changes something is looked at. */
function concernsOf(row: StoredRelation, client: StoredEnd | null, server: StoredEnd | null): RelationConcern[] {
  const acts = (row.program ?? 0) > 0 || (row.write ?? 0) > 0
  const concerns: RelationConcern[] = []
  if (acts && server?.safety === true) concerns.push('safety')
  if (acts && (client?.level === '4' || client?.level === '5')) concerns.push('office')
  if (acts && (client === null || client.status === 'unmanaged')) concerns.push('unregistered')
  if (acts && (client === null || client.level === null)) concerns.push('noLevel')
  if (row.crosses) concerns.push('crosses')
  if (row.answered === false) concerns.push('unanswered')
  return concerns
}

export interface RelationSummary {
  readonly flows: readonly StoredFlow[]
  readonly protocols: readonly { readonly value: string; readonly conversations: number }[]
}

export async function summariseRelations(context: NetworkContext, ask: AskRelations): Promise<RelationSummary> {
  const { plant, ...rest } = ask
  const filter = { ...rest, plants: await plantsOf(context, plant) }
  return { flows: await loadFlows(context.db, filter), protocols: await loadTalkProtocols(context.db, filter) }
}
