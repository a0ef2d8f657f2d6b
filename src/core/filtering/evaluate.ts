import { type Cause, type Causes, causesOf, interfaceCause, tooLargeCause } from './causes.ts'
import { type Bench, type Compiled, compile } from './compile.ts'
import { type AlsoAsked, type Cuts, cutsOf } from './cuts.ts'
import { createDiagrams, type Diagram, type DiagramLimits, type Diagrams, leaf, TooLarge } from './diagram.ts'
import { type Interfaces, interfacesOf, type Places } from './interfaces.ts'
import {
  createOutcomes,
  eitherOf,
  eitherWith,
  type FilterVerdict,
  inRow,
  nothing,
  type Outcome,
  type OutcomeTable,
  passes,
  verdictOf,
} from './outcomes.ts'
import type { Packet } from './packet.ts'
import { createPacketSpace, follow, type PacketSpace } from './packet-space.ts'
import { place } from './placing.ts'
import type { Ruleset } from './ruleset.ts'

export interface Decision {
  readonly verdict: FilterVerdict
  /** What lets it pass or refuses it; where undecided, what may. The first few, in the order of the rules. */
  readonly by: readonly Cause[]
  /** Why it is undecided; may also name what was in doubt on the way to a sure verdict. */
  readonly doubts: readonly Cause[]
}

/** What a ruleset makes of every packet there can be. */
export interface Evaluation {
  readonly ruleset: Ruleset
  readonly causes: Causes
  readonly interfaces: Interfaces
  readonly space: PacketSpace
  readonly outcomes: OutcomeTable
  /** The first packets of conversations (state `new`). */
  readonly first: Diagram
  /** First packet and answers: a conversation needs both. */
  readonly whole: Diagram
  /** By the chain as written, whatever the interfaces; null where the work would have been too much. */
  readonly compiled: Compiled | null
  readonly bench: Bench
}

export interface EvaluateOptions {
  readonly limits?: DiagramLimits
  /** What it will be crossed with. */
  readonly also?: AlsoAsked
  /** A store for several filters, cut for all of them. */
  readonly shared?: { readonly diagrams: Diagrams; readonly cuts: Cuts }
}

/**
 * Which conversations a ruleset surely lets pass, surely refuses, and where it cannot be decided. Assumes that addresses
 * arrive from where `places` and the ruleset's own networks put them, and that connections are tracked from their first packet.
 */
export function evaluate(ruleset: Ruleset, places: Places = new Map(), options: EvaluateOptions = {}): Evaluation {
  const causes = causesOf(ruleset)
  const interfaces = interfacesOf(ruleset, places)
  if (interfaces === null) return undecided(ruleset, causes, options)
  try {
    const bench = benchFor(ruleset, causes, interfaces, options)
    const { space, outcomes } = bench
    const forth = compile(bench, 'new', 'forth')
    const touched = translated(bench)
    const { apply } = space.diagrams
    const either = outcomes.joining(eitherOf, nothing)
    const row = outcomes.joining(inRow, passes, ({ accept }) => accept === null)
    const placed = (outcome: Diagram) =>
      place(space, outcomes, interfaces.places, (a, b) => eitherWith(interfaceCause, a, b), outcome)
    const there = apply(either, touched, forth.outcome)
    const first = placed(there)
    const whole = ruleset.answers === 'pass' ? first : placed(apply(row, there, answers(bench)))
    const evaluation = { ruleset, causes, interfaces, space, outcomes, first, whole, compiled: forth, bench }
    return options.shared === undefined ? tidied(evaluation) : evaluation
  } catch (error) {
    if (error instanceof TooLarge) return undecided(ruleset, causes, options)
    throw error
  }
}

/** The same, without all that was needed only on the way. No diagram that was made of it before may be used any more. */
export function tidied(evaluation: Evaluation): Evaluation {
  const { first, whole, compiled, space } = evaluation
  if (compiled === null) return evaluation
  const chains = [...compiled.chains]
  const roots = chains.flatMap(([, { outcome, steps }]) => [
    outcome,
    ...steps.flatMap((step) => [step.match, step.outcome]),
  ])
  const [newFirst, newWhole, hooks, ...others] = space.keep([first, whole, compiled.outcome, ...roots])
  let next = 0
  const renewed = chains.map(([name, chain]) => {
    const outcome = others[next++]!
    const steps = chain.steps.map((step) => ({ ...step, match: others[next++]!, outcome: others[next++]! }))
    return [name, { ...chain, outcome, steps }] as const
  })
  return { ...evaluation, first: newFirst!, whole: newWhole!, compiled: { chains: new Map(renewed), outcome: hooks! } }
}

function benchFor(ruleset: Ruleset, causes: Causes, interfaces: Interfaces, options: EvaluateOptions): Bench {
  const { limits, also = { addresses: [], services: [] }, shared } = options
  const diagrams = shared?.diagrams ?? createDiagrams(limits)
  const cuts = shared?.cuts ?? cutsOf([{ ruleset, places: interfaces.places }], also)
  const space = createPacketSpace(diagrams, interfaces, cuts)
  return { ruleset, causes, space, outcomes: createOutcomes(diagrams) }
}

/** What a translation of targets touches cannot be decided by the addresses that the rules name. */
function translated({ ruleset, causes, space, outcomes }: Bench): Diagram {
  const { apply } = space.diagrams
  const [either, where] = [outcomes.joining(eitherOf, nothing), outcomes.where(nothing)]
  let touched = outcomes.leafOf(nothing)
  for (const translation of ruleset.translations) {
    if (translation.kind === 'source') continue
    const doubt: Outcome = { ...nothing, accept: [], drop: [], doubts: [causes.translationOf.get(translation)!] }
    const match = space.match(translation.match, 'new', 'forth')
    touched = apply(either, touched, apply(where, match, outcomes.leafOf(doubt)))
  }
  return touched
}

function answers(bench: Bench): Diagram {
  const { space, outcomes } = bench
  const back = compile(bench, 'established', 'back').outcome
  const { apply } = space.diagrams
  const [answered, silent] = [apply(space.without, leaf(1), space.unanswered()), space.unanswered()]
  const nowhere = outcomes.where(nothing)
  const parts = [apply(nowhere, answered, back), apply(nowhere, silent, outcomes.leafOf(passes))]
  return apply(outcomes.joining(eitherOf, nothing), parts[0]!, parts[1]!)
}

function undecided(ruleset: Ruleset, causes: Causes, { also, shared }: EvaluateOptions): Evaluation {
  const interfaces: Interfaces = { places: [], numbersOf: () => [] }
  const bench = benchFor({ ...ruleset, chains: [], translations: [] }, causes, interfaces, { also, shared })
  const first = bench.outcomes.leafOf({ ...nothing, accept: [], drop: [], doubts: [tooLargeCause] })
  const { space, outcomes } = bench
  return { ruleset, causes, interfaces, space, outcomes, first, whole: first, compiled: null, bench }
}

/** What becomes of a conversation (or of its first packet alone) whose every field is known. */
export function decisionAt(evaluation: Evaluation, packet: Packet, part: 'first' | 'whole' = 'whole'): Decision {
  const { space, outcomes, causes } = evaluation
  return decisionOf(outcomes.of(follow(space, evaluation[part], packet)), causes)
}

export function decisionOf(outcome: Outcome, { list }: Causes): Decision {
  const verdict = verdictOf(outcome)
  const by =
    verdict === 'accepted'
      ? outcome.accept!
      : verdict === 'refused'
        ? outcome.drop!
        : eitherOf(outcome, { ...nothing, accept: outcome.drop }).accept!
  return { verdict, by: by.map((number) => list[number]!), doubts: outcome.doubts.map((number) => list[number]!) }
}
