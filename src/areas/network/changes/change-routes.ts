import { z } from 'zod'
import * as contract from '#contract/changes.ts'
import { decodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import { type DecideContext, decideChange, ruleLearning, undoChangeDecision, undoLearning } from './decide-changes.ts'
import type { ChangeEnd, JudgedChange } from './judge-changes.ts'
import { getChange, listChanges, type PlantLearning, summariseChanges, witnesses } from './list-changes.ts'

const skipped = z.number().int().min(0)
const flag = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true')
const iso = (ms: number) => new Date(ms).toISOString()
const isoOf = (ms: number | null) => (ms === null ? null : iso(ms))

export function changeRoutes(context: DecideContext): Implemented[] {
  return [
    implement(contract.listChanges, async ({ query }) => {
      const { cursor, limit = 100, sis, ...rest } = query
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const all = await listChanges(context, { ...rest, sis: flag(sis) })
      const { items, next } = pageOf(all.slice(skip, skip + limit + 1), limit, () => skip + limit)
      const witnessOf = await witnesses(context, items)
      return { items: items.map((one) => changeShown(one, witnessOf(one))), next, total: all.length }
    }),
    implement(contract.getChangeSummary, async ({ query: { sis, ...rest } }) => {
      const { standings, open, openSis, plants, kinds, days, learning } = await summariseChanges(context, {
        ...rest,
        sis: flag(sis),
      })
      return {
        standings: { ...standings },
        open,
        openSis,
        plants: [...plants],
        kinds: [...kinds],
        days: [...days],
        learning: learning.map(learningShown),
      }
    }),
    implement(contract.getChange, async ({ params, query }) => detailShown(await getChange(context, params.id, query))),
    implement(contract.decideChange, async ({ params, body, actor }) =>
      detailShown(await decideChange(context, { ...body, id: params.id, by: actor })),
    ),
    implement(contract.undoChangeDecision, async ({ params, body, actor }) =>
      detailShown(await undoChangeDecision(context, { ...params, ...body, by: actor })),
    ),
    implement(contract.ruleLearning, async ({ params, body, actor }) =>
      learningShown(await ruleLearning(context, { ...params, ...body, by: actor })),
    ),
    implement(contract.undoLearning, async ({ params, body, actor }) =>
      learningShown(await undoLearning(context, { ...params, ...body, by: actor })),
    ),
  ]
}

type Witness = ReturnType<Awaited<ReturnType<typeof witnesses>>>

function changeShown(change: JudgedChange, witness: Witness): contract.Change {
  const { authorisation, approval, at } = change
  const minutes = at === null ? null : Math.max(0, (Date.parse(change.noticedAt) - at) / 60_000)
  return {
    id: change.id,
    plant: change.plant,
    kind: change.kind,
    standing: change.standing,
    target: endShown(change.target),
    peer: change.other === null ? null : endShown(change.other),
    protocol: change.protocol,
    port: change.port,
    before: change.before,
    after: change.after,
    deeds: [...change.deeds],
    folded: change.folded,
    source: change.source,
    since: isoOf(change.since),
    at: isoOf(at),
    until: isoOf(change.until),
    exact: change.isExact,
    noticedAt: change.noticedAt,
    delayMinutes: minutes,
    live: change.isLive,
    witness,
    authorisation: {
      verdict: authorisation.verdict,
      undecided: authorisation.undecided,
      record: authorisation.approval,
      workOrder: approval?.workOrder ?? null,
      approvedBy: approval?.approvedBy ?? null,
      covering: authorisation.covering,
      window: windowShown(authorisation.window),
    },
  }
}

const windowShown = (window: { readonly from: number; readonly to: number } | null) =>
  window === null ? null : { from: iso(window.from), to: iso(window.to) }

function endShown({ ips: _, tag, constraints, ...end }: ChangeEnd): contract.ChangeEnd {
  return { ...end, asset: tag, constraints: [...constraints] }
}

function detailShown(detail: Awaited<ReturnType<typeof getChange>>): contract.ChangeDetail {
  const { change, witness, decisions, approvals, plantConstraints, shutdowns, timeZone } = detail
  return {
    ...changeShown(change, witness),
    functions: change.functions.map(({ captureId, ...one }) => ({ ...one, capture: captureId })),
    decisions: decisions.map((one) => ({
      id: one.id,
      kind: one.kind,
      reason: one.reason,
      through: one.through,
      record: one.recordId,
      at: one.recordedAt,
      by: one.byName,
      undone: one.undone === null ? null : { reason: one.undone.reason, at: one.undone.at, by: one.undoneBy },
      holds: change.decision?.id === one.id,
    })),
    approvals: approvals.map(({ approval, coversTarget, coversKind }) => ({
      record: approval.id,
      workOrder: approval.workOrder,
      work: approval.title,
      approvedBy: approval.approvedBy,
      covers: [...approval.covers],
      kinds: [...approval.kinds],
      windows: approval.windows?.slice(0, 50).map((window) => windowShown(window)!) ?? null,
      coversTarget,
      coversKind,
    })),
    plantConstraints: plantConstraints.map(({ kind, note }) => ({ kind, note })),
    shutdowns: shutdowns.map(({ from, to, note }) => ({ from, to, note })),
    timeZone,
  }
}

function learningShown({ plant, sources, rulings }: PlantLearning): contract.PlantLearning {
  return {
    plant,
    sources: sources.map((one) => ({ ...one })),
    rulings: rulings.map(({ id, source, until, days, reason, at, byName, undone }) => ({
      ...{ id, source, until, days, reason, at, by: byName },
      undone: undone === null ? null : { ...undone, by: null },
    })),
  }
}
