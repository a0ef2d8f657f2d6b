import type { Conduit } from '../segmentation/policy.ts'
import type { Cause } from './causes.ts'
import { type Boundary, stays } from './crossing.ts'
import { cutsOf } from './cuts.ts'
import {
  createDiagrams,
  type Diagram,
  type DiagramLimits,
  type Diagrams,
  isLeaf,
  leaf,
  leafValue,
  TooLarge,
} from './diagram.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { interfacesOf, type Places } from './interfaces.ts'
import { createOutcomes, eitherOf, inRow, nothing, type Outcome, type OutcomeTable, verdictOf } from './outcomes.ts'
import type { Packet } from './packet.ts'
import { no, yes } from './packet-space.ts'
import { policyDiagram } from './policy-diagram.ts'
import { askedBy, type PolicyView, type ZoneArea } from './policy-view.ts'
import type { Ruleset } from './ruleset.ts'
import { everyday, witnesses } from './witness.ts'
import { type Edge, pathsThrough, type Side, sideOf, type ZonePath } from './zone-paths.ts'

export interface DmzFilter {
  readonly name: string
  readonly ruleset: Ruleset
  readonly places?: Places
  /** Pairs of areas whose traffic passes it; null: told by its interfaces. */
  readonly boundary?: Boundary
}

export interface DmzInput {
  readonly filters: readonly DmzFilter[]
  readonly policy: PolicyView
  /** What passes several filters passes them one behind the other (`row`), or may take any of them (`side`). */
  readonly arrangement?: 'row' | 'side'
  readonly limits?: DiagramLimits
}

/** From one area to another: what lets packets pass, and one of them. */
export interface DmzHop {
  readonly from: ZoneArea
  readonly to: ZoneArea
  readonly isSure: boolean
  /** Rules with the filter they stand in; empty for a path of the policy. */
  readonly by: readonly FilterCause[]
  readonly doubts: readonly FilterCause[]
  readonly conduits: readonly Conduit[]
  readonly witness: Packet | null
}

export interface FilterCause {
  /** Null: no filter is known between the two. */
  readonly filter: string | null
  readonly cause: Cause | null
}

/** A way between levels 4/5 (or the internet) and level 3 or below that does not end in the DMZ. */
export interface DmzPath {
  /** What allows it: the rules as they are, or the policy itself. */
  readonly in: 'rules' | 'policy'
  /** Who opens the conversation: `down` from the enterprise, `up` from the plant. */
  readonly direction: 'down' | 'up'
  readonly isSure: boolean
  readonly hops: readonly DmzHop[]
}

export interface DmzCheck {
  /** Of the rules: `open` with at least one sure path down; `closed` where there is none at all, and filters to ask. */
  readonly verdict: 'open' | 'undecided' | 'closed'
  readonly paths: readonly DmzPath[]
  /** How many there are, where the list is cut. */
  readonly count: number
  /** Zones of which nobody said the level: they count as neither end, and may lie on a path. */
  readonly withoutLevel: readonly ZoneArea[]
  readonly withoutDmz: boolean
}

const mostPaths = 2000

export function dmzCheck(input: DmzInput): DmzCheck {
  const { areas } = input.policy
  const sides = areas.map(sideOf)
  const byPolicy = policyEdges(input.policy)
  const byRules = ruleEdges(input, sides)
  const paths: DmzPath[] = []
  for (const [where, edges] of [
    ['rules', byRules],
    ['policy', byPolicy],
  ] as const) {
    for (const direction of ['down', 'up'] as const) {
      for (const path of pathsThrough(sides, edges, direction))
        paths.push({ in: where, direction, ...drawn(path, areas) })
    }
  }
  const down = paths.filter((path) => path.in === 'rules' && path.direction === 'down')
  const isOpen = down.some(({ isSure }) => isSure)
  return {
    verdict: isOpen ? 'open' : down.length > 0 || input.filters.length === 0 ? 'undecided' : 'closed',
    paths: paths.toSorted((a, b) => Number(b.isSure) - Number(a.isSure)).slice(0, mostPaths),
    count: paths.length,
    withoutLevel: areas.filter(({ kind, level }) => kind === 'zone' && level === null),
    withoutDmz: !sides.includes('dmz'),
  }
}

type HopEdge = Edge & Omit<DmzHop, 'from' | 'to'>

function drawn({ isSure, edges }: ZonePath<HopEdge>, areas: readonly ZoneArea[]): Pick<DmzPath, 'isSure' | 'hops'> {
  const hops = edges.map(({ from, to, ...rest }) => ({ ...rest, from: areas[from]!, to: areas[to]! }))
  return { isSure, hops }
}

function policyEdges({ allowances, conduits }: PolicyView): HopEdge[] {
  const pairs = Map.groupBy(allowances, ({ from, to }) => `${from} ${to}`)
  return [...pairs.values()].map((all) => ({
    from: all[0]!.from,
    to: all[0]!.to,
    isSure: true,
    by: [],
    doubts: [],
    conduits: all.map(({ conduit }) => conduits[conduit]!),
    witness: null,
  }))
}

/** What the filters together let pass between areas that could be on a path. */
function ruleEdges(input: DmzInput, sides: readonly Side[]): HopEdge[] {
  const { policy, filters } = input
  const isAsked = (from: number, to: number) =>
    from !== to &&
    sides[from] !== 'aside' &&
    sides[to] !== 'aside' &&
    (sides[from] !== sides[to] || sides[from] === 'relay')
  for (const limits of [input.limits, { nodes: 0, visits: 0 }]) {
    try {
      return filtered(input, isAsked, limits)
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
    }
  }
  // Too much even to tell the areas apart: every pair stays undecided.
  const doubts = filters.map(({ name }): FilterCause => ({ filter: name, cause: { kind: 'tooLarge' } }))
  return policy.areas.flatMap((_, from) =>
    policy.areas.flatMap((__, to) =>
      isAsked(from, to) ? [{ from, to, isSure: false, by: [], doubts, conduits: [], witness: null }] : [],
    ),
  )
}

function filtered(
  { filters, policy, arrangement = 'row' }: DmzInput,
  isAsked: (from: number, to: number) => boolean,
  limits?: DiagramLimits,
): HopEdge[] {
  const diagrams = createDiagrams(limits)
  const placed = filters.map(({ ruleset, places = new Map() }) => ({
    ruleset,
    places: interfacesOf(ruleset, places)?.places ?? [],
  }))
  const cuts = cutsOf(placed, askedBy(policy))
  const evaluations = filters.map(({ ruleset, places }) => evaluate(ruleset, places, { shared: { diagrams, cuts } }))
  // Without a filter there is no space to ask in: one that has no rules stands in.
  const space = (evaluations[0] ?? evaluate(unknownFilter, new Map(), { shared: { diagrams, cuts } })).space
  const table = createOutcomes(diagrams)
  const causes: FilterCause[] = [{ filter: null, cause: null }]
  const joined = table.joining(arrangement === 'row' ? inRowOr : besideOr, nothing)
  let together = table.leafOf(nothing)
  for (const [i, evaluation] of evaluations.entries()) {
    const { name, boundary = null } = filters[i]!
    const own = told(evaluation, table, diagrams, causes.length)
    for (const cause of evaluation.causes.list) causes.push({ filter: name, cause })
    const passing = boundary === null ? stays(evaluation) : outsideOf(evaluation, policy, boundary)
    const where = diagrams.operation(
      (a, b) => (a === 1 ? leafValue(table.leafOf(nothing)) : b),
      (a, b) => (a === no ? b : a === yes ? table.leafOf(nothing) : undefined),
    )
    together = diagrams.apply(joined, together, diagrams.apply(where, passing, own))
  }
  const pairs = policyDiagram(space, { ...policy, allowances: [] }, isAsked)
  const found: { readonly outcome: Outcome; readonly from: number; readonly to: number }[] = []
  const numbers = new Map<string, number>()
  const pairing = diagrams.operation(
    (a, b) => {
      const outcome = table.of(a)
      if (b === 0 || (outcome !== nothing && verdictOf(outcome) === 'refused')) return 0
      const { from, to } = pairs.leaves[b]!
      const key = `${a} ${b}`
      const known = numbers.get(key) ?? found.push({ outcome, from, to })
      numbers.set(key, known)
      return known
    },
    (_, b) => (b === leaf(0) ? b : undefined),
  )
  const crossing = diagrams.apply(pairing, together, pairs.diagram)
  const best = new Map<string, HopEdge>()
  for (const [value, witness] of witnesses(space, crossing)) {
    if (value === 0) continue
    const { outcome, from, to } = found[value - 1]!
    const isSure = outcome !== nothing && verdictOf(outcome) === 'accepted'
    const before = best.get(`${from} ${to}`)
    if (before !== undefined && (before.isSure || !isSure)) continue
    const named = (list: readonly number[]) => list.map((number) => causes[number]!)
    const { accept, drop, doubts } = outcome
    best.set(`${from} ${to}`, {
      from,
      to,
      isSure,
      by: named(isSure ? (accept ?? []) : [...(accept ?? []), ...(drop ?? [])]),
      doubts: isSure ? [] : named(outcome === nothing ? [0] : doubts),
      conduits: [],
      witness: everyday(space, crossing, witness, { sources: [], targets: [] }),
    })
  }
  return [...best.values()]
}

/** Leaves of one filter as leaves of all, its causes numbered from `base`. */
function told({ first, outcomes }: Evaluation, table: OutcomeTable, diagrams: Diagrams, base: number): Diagram {
  const shifted = (list: readonly number[] | null) => list?.map((number) => number + base) ?? null
  const change = (number: number): Diagram => {
    const { accept, drop, doubts } = outcomes.of(number)
    return table.leafOf({ ...nothing, accept: shifted(accept), drop: shifted(drop), doubts: shifted(doubts)! })
  }
  const telling = diagrams.operation(
    (a) => leafValue(change(a)),
    (a) => (isLeaf(a) ? change(leafValue(a)) : undefined),
  )
  return diagrams.apply(telling, first, leaf(0))
}

const inRowOr = (a: Outcome, b: Outcome): Outcome => (a === nothing ? b : b === nothing ? a : inRow(a, b))

/** It passes when one of them lets it pass. */
function besideOr(a: Outcome, b: Outcome): Outcome {
  if (a === nothing || b === nothing) return a === nothing ? b : a
  const joined = eitherOf(a, b)
  return a.drop === null || b.drop === null ? { ...joined, drop: null } : joined
}

function outsideOf({ space }: Evaluation, { areas }: PolicyView, boundary: NonNullable<Boundary>): Diagram {
  let found = no
  for (const [from, area] of areas.entries()) {
    const beyond = areas.filter((_, to) => !boundary(from, to)).map(({ addresses }) => addresses)
    for (const addresses of beyond)
      found = space.diagrams.apply(space.or, found, space.between(area.addresses, addresses))
  }
  return found
}

const unknownFilter: Ruleset = {
  language: 'nftables',
  device: null,
  chains: [],
  answers: 'pass',
  hooks: [],
  interfaces: [],
  translations: [],
  lines: [],
  faults: [],
}
