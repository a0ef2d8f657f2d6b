import { z } from 'zod'
import * as contract from '#contract/boundary.ts'
import { decodeCursor, encodeCursor } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { NetworkContext } from '../context.ts'
import { firstPlace } from '../first-place.ts'
import { exportPolicy } from './export-policy.ts'
import { getJudged, type JudgedConversation, listJudged } from './list-judged.ts'
import { proposePolicy } from './propose-policy.ts'
import { type BoundaryReading, type Observed, readBoundary } from './read-boundary.ts'
import { rulesOnTalk } from './rules-on-talk.ts'
import { rulesetsOn } from './rulesets.ts'
import type { Witness } from './verdict-list-store.ts'

const place = z.object({
  rank: z.number().int(),
  tried: z.boolean(),
  captureId: z.string(),
  n: z.number().int(),
})
/** In a query: outside of all zones. */
const OUTSIDE = '-'

export function boundaryRoutes(context: NetworkContext): Implemented[] {
  const dayOf = async (asOf: string | undefined) => asOf ?? (await context.plants.today())
  return [
    implement(contract.getBoundary, async ({ params, query }) => {
      await context.plants.get(params.plant)
      const on = await dayOf(query.asOf)
      const rulesets = (await rulesetsOn(context, params.plant, on)).length
      return { ...boundaryShown(await readBoundary(context, params.plant, on)), rulesets }
    }),
    implement(contract.listJudged, async ({ params, query }) => {
      await context.plants.get(params.plant)
      const { cursor, limit = 50, a, b, zone, open, knownAt: _, ...rest } = query
      const named = (name: string) => (name === OUTSIDE ? null : name)
      const { rows, total, next } = await listJudged(context, {
        ...rest,
        plant: params.plant,
        open: open === 'true',
        ...(a === undefined || b === undefined ? {} : { pair: [named(a), named(b)] }),
        ...(zone === undefined ? {} : { zone: named(zone) }),
        limit,
        after: cursor ? decodeCursor(cursor, place) : null,
      })
      return { items: rows.map(judgedShown), next: next === null ? null : encodeCursor(next), total }
    }),
    implement(contract.getJudged, async ({ params }) => {
      await context.plants.get(params.plant)
      const { plant, capture: captureId, n } = params
      const { judged, conversation } = await getJudged(context, { plant, captureId, n })
      const today = await context.plants.today()
      const rules = await rulesOnTalk(context, plant, judged.recorded.policy, conversation, today)
      return {
        ...judgedShown(conversation),
        rules: rules.map(({ ruleset, ...rule }) => ({ ...rule, ruleset: ruleset.id, filter: ruleset.name })),
      }
    }),
    implement(contract.getProposals, async ({ params, query }) => {
      await context.plants.get(params.plant)
      return proposalsShown(await proposePolicy(context, params.plant, await dayOf(query.asOf)))
    }),
    implement(contract.exportPolicy, async ({ params, query }) => {
      await context.plants.get(params.plant)
      const file = await exportPolicy(context, params.plant, query.format, await dayOf(query.asOf))
      return { content: new TextEncoder().encode(file.text), type: file.mediaType, fileName: file.name }
    }),
    implement(contract.listUnsaid, async ({ params, query }) => {
      await context.plants.get(params.plant)
      const { unsaid } = await exportPolicy(context, params.plant, query.format, await dayOf(query.asOf))
      return { unsaid: unsaid.map(({ name, record, what }) => ({ name, record, what })) }
    }),
  ]
}

function proposalsShown({ zones, conduits }: Awaited<ReturnType<typeof proposePolicy>>) {
  return {
    zones: zones.map(({ name, level, safety, members, devices, because }) => ({
      name,
      purpose: null,
      level,
      safety,
      addresses: members.networks.map(({ text }) => text),
      vlans: [...members.vlans],
      macs: [...members.macs],
      devices: devices.length,
      because: [...because],
    })),
    conduits: conduits.map(({ name, from, to, services, operations, initiator, dataFlow, doubt, why, ...one }) => ({
      ...{ name, from, to, services, initiator, dataFlow, doubt, why },
      operations: operations === null ? null : [...operations],
      conversations: one.count,
      examples: [...one.conversations],
      because: [...one.because],
      firstSeen: one.firstSeen,
      lastSeen: one.lastSeen,
    })),
  }
}

function boundaryShown({ zones, conduits, pairs, ...rest }: BoundaryReading) {
  return {
    ...rest,
    problems: [...rest.problems],
    zones: zones.map(({ zone, ...one }) => ({
      name: zone.name,
      records: [zone.record],
      purpose: zone.purpose,
      level: zone.level,
      targetLevel: zone.targetLevel,
      safety: zone.safety,
      owner: zone.owner,
      addresses: zone.members.networks.map(({ text }) => text),
      vlans: [...zone.members.vlans],
      macs: [...zone.members.macs],
      assets: [...zone.members.tags],
      validFrom: zone.validFrom,
      validTo: zone.validTo,
      ...one,
    })),
    conduits: conduits.map(({ conduit, fit, observed, ...one }) => ({
      name: conduit.name,
      record: conduit.record,
      from: conduit.from,
      to: conduit.to,
      operations: conduit.operations === null ? null : [...conduit.operations],
      initiator: conduit.initiator,
      dataFlow: conduit.dataFlow,
      owner: conduit.owner,
      validFrom: conduit.validFrom,
      validTo: conduit.validTo,
      exception: conduit.isException,
      reason: conduit.reason,
      ...one,
      observed: observedShown(observed),
      // Of what nobody can see, nobody knows whether it is used.
      unusedServices: fit === null || observed.state === 'notObservable' ? null : [...fit.unusedServices],
      unusedOperations: fit === null || observed.state === 'notObservable' ? null : [...fit.unusedOperations],
    })),
    pairs: pairs.map(({ worst: _, witness, observed, ...pair }) => ({
      ...pair,
      observed: observedShown(observed),
      witness: witness === null ? null : witnessShown(witness),
    })),
  }
}

const observedShown = ({ sources, ...observed }: Observed) => ({ ...observed, sources: [...sources] })

export function witnessShown(
  witness: Pick<Witness, 'captureId' | 'n' | 'packetsSeen' | 'fileName' | 'kind' | 'parts'>,
) {
  const { captureId, n, packetsSeen, fileName } = witness
  return {
    conversation: `${captureId}/${n}`,
    capture: captureId,
    captureName: fileName,
    packet: packetsSeen[0] ?? null,
    place: firstPlace(witness),
  }
}

export function judgedShown(one: JudgedConversation) {
  const { missing } = one
  return {
    id: `${one.captureId}/${one.n}`,
    plant: one.plant,
    client: one.client,
    server: one.server,
    clientAsset: one.clientTag,
    serverAsset: one.serverTag,
    clientZone: one.clientZone,
    serverZone: one.serverZone,
    transport: one.transport,
    serverPort: one.port,
    protocol: one.protocol,
    answered: one.answered,
    verdict: one.verdict,
    because: one.because,
    conduits: [...one.allowedBy],
    operations: [...one.lacking],
    days: [...one.verdictDays],
    missing:
      missing === null
        ? null
        : { ...missing, operations: missing.operations === null ? null : [...missing.operations] },
    safety: one.safety,
    crosses: one.crosses,
    witness: witnessShown(one),
  }
}
