import { callOrder } from './call-order.ts'
import type { Causes } from './causes.ts'
import { type Diagram, inPairs, leaf } from './diagram.ts'
import { eitherOf, goesOn, inRow, nothing, type Outcome, type OutcomeTable, passes, thenOf } from './outcomes.ts'
import { type Direction, no, type PacketSpace, yes } from './packet-space.ts'
import type { Chain, ConnectionState, Ruleset, Step } from './ruleset.ts'

/** A step that can concern packets of the state: what it matches, and what becomes of any packet there. */
export interface CompiledStep {
  readonly index: number
  readonly match: Diagram
  readonly outcome: Diagram
  /** Whatever it matches goes no further. */
  readonly isWhole: boolean
}

export interface CompiledChain {
  readonly chain: Chain
  readonly steps: readonly CompiledStep[]
  /** Steps behind this one are never asked: it takes all; null where there is none. */
  readonly last: number | null
  /** To its end. */
  readonly outcome: Diagram
}

export interface Compiled {
  readonly chains: ReadonlyMap<string, CompiledChain>
  /** What all hooks make of a packet of which the interfaces are known. */
  readonly outcome: Diagram
}

export interface Bench {
  readonly ruleset: Ruleset
  readonly causes: Causes
  readonly space: PacketSpace
  readonly outcomes: OutcomeTable
}

/** What the rules make of packets of one state. */
export function compile(bench: Bench, state: ConnectionState, direction: Direction): Compiled {
  const { ruleset, causes, space, outcomes } = bench
  const { apply } = space.diagrams
  const chains = compileChains(bench, state, direction)
  const [where, row] = [outcomes.where(passes), outcomes.joining(inRow, passes, ({ accept }) => accept === null)]
  let outcome = outcomes.leafOf(passes)
  for (const hook of ruleset.hooks) {
    const filter = space.hook(hook, direction)
    const compiled = chains.get(hook.chain)
    const number = causes.hookOf.get(hook)!
    const own =
      compiled === undefined
        ? outcomes.leafOf({ ...nothing, accept: [], drop: [], doubts: [number] })
        : apply(outcomes.changing(endsWith(compiled.chain, causes)), compiled.outcome, leaf(0))
    outcome = apply(row, outcome, apply(where, filter, own))
  }
  return { chains, outcome }
}

/** Back from the hook's own chain: what the chain does at its end. */
export function endsWith({ name, otherwise }: Chain, causes: Causes): (outcome: Outcome) => Outcome {
  const number = causes.endOf.get(causes.chains.get(name)!)!
  const end: Outcome =
    otherwise === 'return'
      ? passes
      : otherwise === 'accept'
        ? { ...nothing, accept: [number] }
        : { ...nothing, drop: [number] }
  return (outcome) => (outcome.back === null ? outcome : eitherOf({ ...outcome, back: null }, end))
}

function compileChains(bench: Bench, state: ConnectionState, direction: Direction): Map<string, CompiledChain> {
  const { causes, space, outcomes } = bench
  const { apply } = space.diagrams
  const { order, tangled } = callOrder(causes.chains)
  const [where, onward] = [outcomes.where(goesOn), outcomes.joining(thenOf, goesOn, ({ next }) => !next)]
  const returned = outcomes.changing((one) => (one.back === null ? one : { ...one, back: null, next: true }))
  const done = new Map<string, CompiledChain>()

  function become(chain: Chain, { action }: Step, number: number): Diagram {
    switch (action.do) {
      case 'accept':
        return outcomes.leafOf({ ...nothing, accept: [number] })
      case 'drop':
        return outcomes.leafOf({ ...nothing, drop: [number] })
      case 'return':
        return outcomes.leafOf({ ...nothing, back: [number] })
      case 'continue':
        return outcomes.leafOf(goesOn)
      case 'unknown':
        return outcomes.leafOf({ ...nothing, accept: [number], drop: [number], doubts: [number] })
      default: {
        const target = done.get(action.chain)
        const isRound = tangled.has(chain.name) && tangled.has(action.chain)
        if (target === undefined || isRound) {
          const lost: Outcome = { accept: [number], drop: [number], back: null, next: true, doubts: [number] }
          return outcomes.leafOf(action.do === 'jump' ? lost : { ...lost, back: [number], next: false })
        }
        return action.do === 'goto' ? target.outcome : apply(returned, target.outcome, leaf(0))
      }
    }
  }

  for (const chain of order) {
    const first = causes.firstOf.get(chain)!
    const steps: CompiledStep[] = []
    let last: number | null = null
    for (const [index, step] of chain.steps.entries()) {
      const match = step.isDisabled ? no : space.match(step.match, state, direction)
      if (match === no) continue
      const number = first + index
      const sure = become(chain, step, number)
      const isUnsure = step.match.unknown.length > 0 && step.action.do !== 'continue'
      const outcome = isUnsure ? apply(outcomes.changing(doubted(number)), sure, leaf(0)) : sure
      const isWhole = !isUnsure && ['accept', 'drop', 'return', 'goto', 'unknown'].includes(step.action.do)
      steps.push({ index, match, outcome: apply(where, match, outcome), isWhole })
      if (match === yes && isWhole) {
        last = index
        break
      }
    }
    const joined = inPairs(
      steps.map(({ outcome }) => outcome),
      outcomes.leafOf(goesOn),
      (a, b) => apply(onward, a, b),
    )
    const end = causes.endOf.get(chain)!
    const otherwise: Outcome = {
      ...nothing,
      ...(chain.otherwise === 'accept'
        ? { accept: [end] }
        : chain.otherwise === 'drop'
          ? { drop: [end] }
          : { back: [end] }),
    }
    const outcome = apply(onward, joined, outcomes.leafOf(otherwise))
    done.set(chain.name, { chain, steps, last, outcome })
  }
  return done
}

const doubted =
  (number: number) =>
  (outcome: Outcome): Outcome =>
    eitherOf(outcome, { ...nothing, next: true, doubts: [number] })
