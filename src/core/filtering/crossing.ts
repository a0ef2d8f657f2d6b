import { commonAddresses, isNoAddress, joinAddresses, noAddress, withoutAddresses } from './addresses.ts'
import { type Diagram, leaf, leafValue } from './diagram.ts'
import type { Evaluation } from './evaluate.ts'
import { type FilterVerdict, type Outcome, verdictOf } from './outcomes.ts'
import { no } from './packet-space.ts'
import { type PolicyLeaf, policyDiagram } from './policy-diagram.ts'
import type { PolicyView } from './policy-view.ts'

/**
 * Rules and policy on one packet. `excess`: passes, and no conduit allows it. `missing`: a conduit allows it, and the rules
 * refuse the first packet or the answers. `covered`: both let it pass. `closed`: neither does.
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
  readonly diagram: Diagram
  /** Null: within one area, between areas without a say, or not through this filter. */
  readonly at: (value: number) => Crossing | null
}

/** Pairs of areas whose traffic passes the filter, by their numbers in the view; null: told by its interfaces. */
export type Boundary = ((from: number, to: number) => boolean) | null

export function cross(evaluation: Evaluation, view: PolicyView, boundary: Boundary): Crossings {
  const { space, outcomes } = evaluation
  const { diagrams } = space
  const policy = policyDiagram(space, view)
  const list: (Crossing | null)[] = [null]
  const numbers = new Map<number, number>()
  const aside = leaf(0)
  const isAside = ({ from, to }: PolicyLeaf): boolean => {
    const [one, other] = [view.areas[from], view.areas[to]]
    if (one === undefined || other === undefined || from === to) return true
    if (one.kind === 'special' || other.kind === 'special') return true
    const isStrange = (kind: string) => kind === 'internet' || kind === 'unclaimed'
    return (isStrange(one.kind) && isStrange(other.kind)) || (boundary !== null && !boundary(from, to))
  }
  const skipped = policy.leaves.map(isAside)
  const pairing = (keep: (one: PolicyLeaf) => boolean) =>
    diagrams.operation(
      (a, b) => {
        const one = policy.leaves[b]!
        if (skipped[b] || !keep(one)) return 0
        const key = a * 2 ** 24 + b
        let found = numbers.get(key)
        if (found === undefined) {
          const outcome = outcomes.of(a)
          found = list.push({ kind: kindOf(verdictOf(outcome), one.conduits.length > 0), policy: one, outcome }) - 1
          numbers.set(key, found)
        }
        return found
      },
      (_, b) => (b < 0 && (skipped[leafValue(b)] || !keep(policy.leaves[leafValue(b)]!)) ? aside : undefined),
    )
  const beyond = diagrams.apply(
    pairing(({ conduits }) => conduits.length === 0),
    evaluation.first,
    policy.diagram,
  )
  const needed = diagrams.apply(
    pairing(({ conduits }) => conduits.length > 0),
    evaluation.whole,
    policy.diagram,
  )
  const either = diagrams.operation(
    (a, b) => (a === 0 ? b : a),
    (a, b) => (a === aside ? b : b === aside ? a : undefined),
  )
  const both = diagrams.apply(either, beyond, needed)
  if (boundary !== null) return { diagram: both, at: (value) => list[value]! }
  const outside = diagrams.operation(
    (a, b) => (a === 1 ? 0 : b),
    (a, b) => (a === no ? b : b === aside ? aside : undefined),
  )
  return { diagram: diagrams.apply(outside, stays(evaluation), both), at: (value) => list[value]! }
}

function kindOf(verdict: FilterVerdict, isAllowed: boolean): CrossingKind {
  if (verdict === 'undecided') return isAllowed ? 'mayBeMissing' : 'mayBeExcess'
  if (verdict === 'accepted') return isAllowed ? 'covered' : 'excess'
  return isAllowed ? 'missing' : 'closed'
}

/** What arrives and would leave on one interface: switched before it reaches the filter. */
function stays({ space, interfaces }: Evaluation): Diagram {
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
