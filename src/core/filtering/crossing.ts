import { commonAddresses, isNoAddress, joinAddresses, noAddress, withoutAddresses } from './addresses.ts'
import { type Diagram, type Diagrams, isLeaf, leaf, leafValue } from './diagram.ts'
import type { Evaluation } from './evaluate.ts'
import { leavesOf } from './observed.ts'
import { type FilterVerdict, type Outcome, verdictOf } from './outcomes.ts'
import type { Packet } from './packet.ts'
import { follow, no, yes } from './packet-space.ts'
import { type PolicyLeaf, policyDiagram } from './policy-diagram.ts'
import type { PolicyView } from './policy-view.ts'

/**
 * Rules and policy on one packet. `excess`: its first packet passes, and no conduit allows it. `missing`: a conduit allows it,
 * and the rules refuse the first packet or the answers. `covered`: both let it pass. `closed`: neither does.
 */
export type CrossingKind = 'excess' | 'missing' | 'covered' | 'closed' | 'mayBeExcess' | 'mayBeMissing'

export interface Crossing {
  readonly kind: CrossingKind
  readonly policy: PolicyLeaf
  /** Of the first packet where the policy does not allow it; else of first packet and answers. */
  readonly outcome: Outcome
}

/** Every packet that crosses the filter between two areas of a policy. */
export interface Crossings {
  /** Leads to those crossings that are not closed, and to 0 elsewhere. */
  readonly diagram: Diagram
  readonly at: (value: number) => Crossing
  /** Of packets as {@link leavesOf} follows them: several where a field is not known; none where the policy has no say. */
  readonly of: (packet: Packet) => Crossing[]
}

/** Pairs of areas whose traffic passes the filter, by their numbers in the view; null: told by its interfaces. */
export type Boundary = ((from: number, to: number) => boolean) | null

export function cross(evaluation: Evaluation, view: PolicyView, boundary: Boundary): Crossings {
  const { space, outcomes, first, whole } = evaluation
  const { diagrams } = space
  const { apply, operation } = diagrams
  const policy = policyDiagram(space, view, (from, to) => isJudged(view, boundary, from, to))
  const judged = boundary === null ? apply(aside(diagrams), stays(evaluation), policy.diagram) : policy.diagram
  const list: Crossing[] = []
  const numbers = new Map<number, number>()
  const crossing = (outcomeNumber: number, leafNumber: number): number => {
    const key = outcomeNumber * 2 ** 22 + leafNumber
    const known = numbers.get(key)
    if (known !== undefined) return known
    const outcome = outcomes.of(outcomeNumber)
    const one = policy.leaves[leafNumber]!
    const kind = kindOf(verdictOf(outcome), one.conduits.length > 0)
    const found = kind === 'closed' ? 0 : list.push({ kind, policy: one, outcome })
    numbers.set(key, found)
    return found
  }
  const isAllowed = (value: number) => policy.leaves[value]!.conduits.length > 0
  const pairing = (keep: (leafNumber: number) => boolean) =>
    operation(
      (a, b) => (b === 0 || !keep(b) ? 0 : crossing(a, b)),
      (_, b) => (isLeaf(b) && (leafValue(b) === 0 || !keep(leafValue(b))) ? leaf(0) : undefined),
    )
  const either = operation(
    (a, b) => (a === 0 ? b : a),
    (a, b) => (a === leaf(0) ? b : b === leaf(0) ? a : undefined),
  )
  const beyond = apply(
    pairing((value) => !isAllowed(value)),
    first,
    judged,
  )
  // Nobody needs conversations that a client opens from a server's port.
  const usual = apply(aside(diagrams), space.fromServerPorts(), judged)
  const diagram = apply(either, beyond, apply(pairing(isAllowed), whole, usual))
  return {
    diagram,
    at: (value) => list[value - 1]!,
    of: (packet) => {
      const value = follow(space, judged, packet)
      if (value === 0) return []
      const one = policy.leaves[value]!
      return leavesOf(space, isAllowed(value) ? whole : first, packet).map((number) => {
        const outcome = outcomes.of(number)
        return { kind: kindOf(verdictOf(outcome), isAllowed(value)), policy: one, outcome }
      })
    },
  }
}

/** A policy says something of what runs between two areas of which at least one is a zone's, if it comes to this filter. */
function isJudged({ areas }: PolicyView, boundary: Boundary, from: number, to: number): boolean {
  const [one, other] = [areas[from]!.kind, areas[to]!.kind]
  if (from === to || one === 'special' || other === 'special') return false
  const isStrange = (kind: string) => kind === 'internet' || kind === 'unclaimed'
  return !(isStrange(one) && isStrange(other)) && (boundary === null || boundary(from, to))
}

/** Leads to 0 where the first says 1. */
const aside = ({ operation }: Diagrams) =>
  operation(
    (a, b) => (a === 1 ? 0 : b),
    (a, b) => (a === no || b === leaf(0) ? b : a === yes ? leaf(0) : undefined),
  )

function kindOf(verdict: FilterVerdict, isAllowed: boolean): CrossingKind {
  if (verdict === 'undecided') return isAllowed ? 'mayBeMissing' : 'mayBeExcess'
  if (verdict === 'accepted') return isAllowed ? 'covered' : 'excess'
  return isAllowed ? 'missing' : 'closed'
}

/** What arrives and would leave on one interface: switched before it reaches the filter. */
export function stays({ space, interfaces }: Evaluation): Diagram {
  const elsewhere = interfaces.places[0]?.addresses
  let found = no
  if (elsewhere === undefined) return found
  const own = interfaces.places.slice(1).map(({ addresses }) => withoutAddresses(addresses, elsewhere))
  let [all, shared] = [noAddress, noAddress]
  for (const addresses of own) {
    shared = joinAddresses(shared, commonAddresses(all, addresses))
    all = joinAddresses(all, addresses)
  }
  for (const addresses of own) {
    const alone = withoutAddresses(addresses, shared)
    if (!isNoAddress(alone)) found = space.diagrams.apply(space.or, found, space.between(alone, alone))
  }
  return found
}
