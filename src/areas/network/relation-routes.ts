import { z } from 'zod'
import * as contract from '#contract/relations.ts'
import { decodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { NetworkContext } from './context.ts'
import {
  listRelations,
  type Relation,
  type RelationEnd,
  type RelationSummary,
  summariseRelations,
} from './list-relations.ts'
import type { StoredFlow } from './relation-store.ts'

const skipped = z.number().int().min(0)
const flag = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true')

export function relationRoutes(context: NetworkContext): Implemented[] {
  return [
    implement(contract.listRelations, async ({ query }) => {
      const { cursor, limit = 50, sort = 'concern', order, crosses, safety, ...rest } = query
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const descending = order === undefined ? sort !== 'client' && sort !== 'server' : order === 'desc'
      const filter = { ...rest, crosses: flag(crosses), safety: flag(safety) }
      const found = await listRelations(context, { ...filter, sort, descending, limit, skip })
      const { items, next } = pageOf(found, limit, () => skip + limit)
      return { items: items.map(relationShown), next, total: null }
    }),
    implement(contract.getRelationSummary, async ({ query: { crosses, safety, ...rest } }) => {
      const filter = { ...rest, crosses: flag(crosses), safety: flag(safety) }
      return summaryShown(await summariseRelations(context, filter))
    }),
  ]
}

/** A picture needs no more; the rest is added up. */
const mostFlows = 400

function summaryShown({ flows, protocols }: RelationSummary) {
  const sum = (of: keyof PickNumbers<StoredFlow>) => flows.reduce((total, flow) => total + flow[of], 0)
  return {
    counts: {
      all: sum('all'),
      read: sum('read'),
      write: sum('write'),
      program: sum('program'),
      identify: sum('identify'),
      other: sum('other'),
    },
    conversations: sum('conversations'),
    programsSafety: sum('programsSafety'),
    programsFromOutside: sum('programsFromOutside'),
    flows: flows
      .filter(({ pairs }) => pairs > 0)
      .slice(0, mostFlows)
      .map(({ clientLevel, clientRole, serverLevel, serverRole, clients, servers, pairs, messages, concerned }) => ({
        clientLevel,
        clientRole,
        serverLevel,
        serverRole,
        clients,
        servers,
        pairs,
        messages,
        concerned,
      })),
    protocols: [...protocols],
  }
}

type PickNumbers<T> = { [K in keyof T as T[K] extends number ? K : never]: T[K] }

function relationShown(relation: Relation) {
  const { plant, client, server, functions, proof } = relation
  const { read, write, program, identify, other } = relation
  return {
    id: `${plant}/${client.device}/${server.device}`,
    plant,
    client: endShown(client),
    server: endShown(server),
    protocols: [...relation.protocols],
    operations:
      read === null
        ? null
        : { read, write: write ?? 0, program: program ?? 0, identify: identify ?? 0, other: other ?? 0 },
    functions: functions.map(({ protocol, code, name, operation, requests, responses }) => ({
      protocol,
      code,
      name,
      operation,
      requests,
      responses,
    })),
    refused: relation.refused,
    conversations: relation.conversations,
    packets: relation.packets,
    answered: relation.answered,
    concerns: [...relation.concerns],
    firstSeen: relation.firstSeen,
    lastSeen: relation.lastSeen,
    proof: proof === null ? null : { ...proof },
  }
}

function endShown({ tag, roles, ...end }: RelationEnd) {
  return { ...end, asset: tag, roles: [...roles] }
}
