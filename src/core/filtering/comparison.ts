import type { Conduit } from '../segmentation/policy.ts'
import type { Cause } from './causes.ts'
import type { CrossingKind } from './crossing.ts'
import type { FilterVerdict } from './outcomes.ts'
import type { Packet } from './packet.ts'
import type { ZoneArea } from './policy-view.ts'
import type { Step } from './ruleset.ts'

/** A difference between rules and policy from one area to another, by one set of rules. */
export interface Difference {
  readonly kind: Exclude<CrossingKind, 'covered' | 'closed'>
  readonly from: ZoneArea
  readonly to: ZoneArea
  /** What lets it pass, refuses it, or may do either; empty where nothing filters it. */
  readonly by: readonly Cause[]
  /** Why it is undecided. */
  readonly doubts: readonly Cause[]
  /** Those that allow it. */
  readonly conduits: readonly Conduit[]
  /** A packet that shows it: of a conversation that was seen, where one was. */
  readonly witness: Packet
  /** How many conversations were seen in it, and the first few. */
  readonly seen: number
  readonly talks: readonly string[]
  /** Rewrites of addresses that touch the witness. */
  readonly translations: readonly Cause[]
}

/**
 * What was seen although it should not have been. `despiteBoth`: answered, refused by the rules and allowed by no conduit.
 * `despiteRules`: answered and allowed, yet the rules refuse it. `despitePolicy`: the rules let it pass, no conduit allows it.
 * `refused`: tried, allowed by neither, not answered (or nobody can tell). `undecided`: the rules do not tell.
 */
export const sightingKinds = ['despiteBoth', 'despiteRules', 'despitePolicy', 'undecided', 'refused'] as const
export type SightingKind = (typeof sightingKinds)[number]

export interface Sighting {
  readonly kind: SightingKind
  readonly talk: string
  readonly from: ZoneArea
  readonly to: ZoneArea
  readonly verdict: FilterVerdict
  readonly by: readonly Cause[]
  readonly doubts: readonly Cause[]
  readonly conduits: readonly Conduit[]
  readonly witness: Packet
}

/**
 * `never`: earlier rules take all that it matches. `unreached`: packets of its kind never come to its chain. `nothing`: it
 * matches nothing by itself. `redundant`: without it the same would happen. `partly`: earlier rules do the
 * contrary with a part of it, and are more than exceptions to it.
 */
export const shadowKinds = ['never', 'unreached', 'nothing', 'redundant', 'partly'] as const
export type ShadowKind = (typeof shadowKinds)[number]

export interface Shadow {
  readonly kind: ShadowKind
  readonly chain: string
  readonly step: Step
  /** By what, the first few: earlier rules, or (redundant) what would decide in its place. */
  readonly by: readonly Cause[]
  /** It does the contrary of what those do. */
  readonly isContrary: boolean
}

/**
 * A rule that let nothing pass, as far as one can tell. `hits`: the filter itself counted none. `unseen`:
 * sources see all pairs of areas that it concerns, and no conversation came to it. `partly`: they see some of them.
 * `notObservable`: they see none.
 */
export interface UnusedRule {
  readonly kind: 'hits' | 'unseen' | 'partly' | 'notObservable'
  readonly chain: string
  readonly step: Step
  /** How many pairs of areas it concerns, and how many of them a source sees. */
  readonly pairs: number
  readonly seenPairs: number
}

/** What becomes of a conduit at this filter; each is true of some of its conversations. */
export interface ConduitState {
  readonly conduit: Conduit
  readonly passes: boolean
  readonly refused: boolean
  readonly undecided: boolean
}

/** Said once of the whole comparison. */
export type Remark =
  /** A packet filter sees no operations. */
  | { readonly kind: 'coarse'; readonly conduits: readonly Conduit[] }
  | { readonly kind: 'unplaced'; readonly conduits: readonly Conduit[] }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'translations'; readonly count: number }
  | { readonly kind: 'faults'; readonly count: number }
  /** Conversations that no packet filter sees, or whose protocol has no number that we know. */
  | { readonly kind: 'unseenTalks'; readonly count: number }
  | { readonly kind: 'cut'; readonly what: 'differences' | 'sightings' | 'shadows' | 'unused'; readonly count: number }

export interface Comparison {
  /** Those of which something was seen first, then by line. */
  readonly differences: readonly Difference[]
  readonly sightings: readonly Sighting[]
  readonly shadows: readonly Shadow[]
  readonly unused: readonly UnusedRule[]
  readonly conduits: readonly ConduitState[]
  readonly remarks: readonly Remark[]
  readonly talks: { readonly judged: number; readonly covered: number; readonly aside: number }
}
