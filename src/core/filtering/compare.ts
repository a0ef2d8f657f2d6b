import type { Comparison, ConduitState, Difference, Remark } from './comparison.ts'
import { type Boundary, type Crossing, type Crossings, cross } from './crossing.ts'
import { createTalkDecider } from './decide-talk.ts'
import { type DiagramLimits, leaf, TooLarge } from './diagram.ts'
import { decisionOf, type Evaluation, evaluate, tidied } from './evaluate.ts'
import type { Places } from './interfaces.ts'
import { judgeTraffic, type Sight } from './judge-traffic.ts'
import type { ObservedTalk } from './observed.ts'
import { nothing } from './outcomes.ts'
import type { Address, Packet } from './packet.ts'
import { askedBy, type PolicyView } from './policy-view.ts'
import type { Ruleset } from './ruleset.ts'
import { findShadows } from './shadows.ts'
import { touches } from './translations.ts'
import { findUnused } from './unused.ts'
import { everyday, witnesses } from './witness.ts'

export interface CompareInput {
  readonly ruleset: Ruleset
  /** Networks by interface, where the ruleset itself does not tell them. */
  readonly places?: Places
  readonly policy: PolicyView
  readonly traffic: {
    readonly talks: readonly ObservedTalk[]
    /** Pairs of areas that a source sees; null: only those between which something was seen. */
    readonly sees: ((from: number, to: number) => boolean) | null
  }
  /** Pairs of areas whose traffic passes this filter; null: those that its interfaces part. */
  readonly boundary?: Boundary
  readonly limits?: DiagramLimits
}

/** Longer lists are cut, and said to be. */
export const mostListed = 5000

/** Rules, policy and traffic held against each other. */
export function compare(input: CompareInput): Comparison {
  const { ruleset, places = new Map(), policy, traffic, boundary = null, limits } = input
  const remarks: Remark[] = []
  const { evaluation, shadows, crossings } = crossed(ruleset, places, policy, boundary, limits)
  if (evaluation.compiled === null) remarks.push({ kind: 'tooLarge' })
  const judged = judgeTraffic(evaluation, crossings, policy, traffic.talks, oneByOne(evaluation, input))
  const found = [...witnesses(evaluation.space, crossings.diagram)].filter(([value]) => value !== 0)
  const differences = differencesIn(evaluation, crossings, policy, found, judged.seenAt)
  if (shadows === null && evaluation.compiled !== null) remarks.push({ kind: 'tooLarge' })
  const unused = findUnused(
    evaluation,
    found.map(([value]) => crossings.at(value)),
    judged,
    traffic.sees,
  )
  const { coarse, unplaced } = policy
  if (coarse.length > 0) remarks.push({ kind: 'coarse', conduits: coarse })
  if (unplaced.length > 0) remarks.push({ kind: 'unplaced', conduits: unplaced })
  if (ruleset.translations.length > 0) remarks.push({ kind: 'translations', count: ruleset.translations.length })
  if (ruleset.faults.length > 0) remarks.push({ kind: 'faults', count: ruleset.faults.length })
  if (judged.unseen > 0) remarks.push({ kind: 'unseenTalks', count: judged.unseen })
  const cut = <T>(what: Extract<Remark, { kind: 'cut' }>['what'], list: readonly T[]): readonly T[] => {
    if (list.length > mostListed) remarks.push({ kind: 'cut', what, count: list.length })
    return list.slice(0, mostListed)
  }
  if (judged.found > judged.sightings.length) remarks.push({ kind: 'cut', what: 'sightings', count: judged.found })
  return {
    differences: cut('differences', differences),
    sightings: judged.sightings,
    shadows: cut('shadows', shadows ?? []),
    unused: cut('unused', unused),
    conduits: conduitStates(crossings, policy, found),
    talks: { judged: judged.judged, covered: judged.covered, aside: judged.aside },
    remarks,
  }
}

function crossed(ruleset: Ruleset, places: Places, policy: PolicyView, boundary: Boundary, limits?: DiagramLimits) {
  // What is too much together is told as undecided, area by area; a policy that is too much by itself as nothing at all.
  for (const own of [limits, nothingAtAll]) {
    try {
      const first = evaluate(ruleset, places, { limits: own, also: askedBy(policy) })
      const shadows = findShadows(first)
      const evaluation = tidied(first)
      return { evaluation, shadows, crossings: cross(evaluation, policy, boundary) }
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
    }
  }
  const crossings: Crossings = { diagram: leaf(0), at: () => nowhere, of: () => [] }
  return {
    evaluation: evaluate(ruleset, places, { limits: nothingAtAll, also: askedBy(policy) }),
    shadows: null,
    crossings,
  }
}

const nowhere: Crossing = { kind: 'closed', policy: { from: -1, to: -1, conduits: [] }, outcome: nothing }
const nothingAtAll: DiagramLimits = { nodes: 0, visits: 0 }

/** Rules of which the whole is too much can still be walked through for each conversation, up to a bound. */
function oneByOne({ compiled }: Evaluation, { ruleset, places = new Map(), traffic }: CompareInput) {
  const steps = ruleset.chains.reduce((sum, chain) => sum + chain.steps.length, 0)
  return compiled === null && traffic.talks.length * steps <= mostWalked ? createTalkDecider(ruleset, places) : null
}

const mostWalked = 50_000_000

type Found = readonly (readonly [number, Packet])[]

interface Draft {
  readonly kind: Difference['kind']
  readonly crossing: Crossing
  readonly values: number[]
  readonly witness: Packet
}

/** Those of one kind between the same areas by the same rules are one difference. */
function differencesIn(
  evaluation: Evaluation,
  crossings: Crossings,
  { areas, conduits }: PolicyView,
  found: Found,
  seenAt: ReadonlyMap<number, readonly Sight[]>,
): Difference[] {
  const drafts = new Map<string, Draft>()
  for (const [value, witness] of found) {
    const crossing = crossings.at(value)
    if (crossing.kind === 'covered' || crossing.kind === 'closed') continue
    const { policy, outcome, kind } = crossing
    const key = `${kind} ${policy.from} ${policy.to} ${outcome.accept ?? '-'} ${outcome.drop ?? '-'} ${outcome.doubts}`
    const draft = drafts.get(key)
    if (draft === undefined) drafts.set(key, { kind, crossing, values: [value], witness })
    else draft.values.push(value)
  }
  const sorted = [...drafts.values()].map((draft) => {
    const sights = draft.values.flatMap((value) => seenAt.get(value) ?? [])
    return { draft, sights }
  })
  // Seen before unseen, sure before unsure, then by the first rule.
  const lineOf = ({ outcome: { accept, drop } }: Crossing) => accept?.[0] ?? drop?.[0] ?? 0
  sorted.sort(
    (a, b) =>
      Math.sign(b.sights.length) - Math.sign(a.sights.length) ||
      kinds.indexOf(a.draft.kind) - kinds.indexOf(b.draft.kind) ||
      lineOf(a.draft.crossing) - lineOf(b.draft.crossing),
  )
  const touching = touches(evaluation)
  const hosts = hostsIn(seenAt, crossings)
  return sorted.map(({ draft: { kind, crossing, values, witness }, sights }, index) => {
    const { policy, outcome } = crossing
    const { by, doubts } = decisionOf(outcome, evaluation.causes)
    const named = new Set(values.flatMap((value) => crossings.at(value).policy.conduits))
    const known = { sources: hosts.get(policy.from) ?? [], targets: hosts.get(policy.to) ?? [] }
    const shown =
      sights[0]?.packet ??
      (index < mostListed ? everyday(evaluation.space, crossings.diagram, witness, known) : witness)
    return {
      kind,
      from: areas[policy.from]!,
      to: areas[policy.to]!,
      by,
      doubts: kind === 'mayBeExcess' || kind === 'mayBeMissing' ? doubts : [],
      conduits: [...named].sort((a, b) => a - b).map((number) => conduits[number]!),
      witness: shown,
      seen: sights.length,
      talks: sights.slice(0, 5).map(({ talk }) => talk.id),
      translations: touching(shown),
    }
  })
}

const kinds: readonly Difference['kind'][] = ['excess', 'missing', 'mayBeExcess', 'mayBeMissing']

const mostHosts = 6

/** A few hosts of each area that were seen: a witness between them is one that people know. */
function hostsIn(seenAt: ReadonlyMap<number, readonly Sight[]>, crossings: Crossings): Map<number, Address[]> {
  const hosts = new Map<number, Address[]>()
  const add = (area: number, address: Address) => {
    const list = hosts.get(area) ?? []
    if (list.length < mostHosts && !list.some((one) => keyOf(one) === keyOf(address))) list.push(address)
    hosts.set(area, list)
  }
  for (const [value, sights] of seenAt) {
    const crossing = crossings.at(value)
    for (const { packet } of sights.slice(0, mostHosts)) {
      add(crossing.policy.from, packet.source)
      add(crossing.policy.to, packet.target)
    }
  }
  return hosts
}

const keyOf = (address: Address): number | bigint => ('v4' in address ? address.v4 : address.v6)

function conduitStates(crossings: Crossings, { conduits }: PolicyView, found: Found): ConduitState[] {
  const states = conduits.map((conduit) => ({ conduit, passes: false, refused: false, undecided: false }))
  for (const [value] of found) {
    const crossing = crossings.at(value)
    for (const number of crossing.policy.conduits) {
      const state = states[number]!
      if (crossing.kind === 'covered') state.passes = true
      else if (crossing.kind === 'missing') state.refused = true
      else state.undecided = true
    }
  }
  return states
}
