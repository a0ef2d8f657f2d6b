import { callOrder } from './call-order.ts'
import type { Cause } from './causes.ts'
import type { Shadow, ShadowKind } from './comparison.ts'
import { type Compiled, type CompiledChain, type CompiledStep, compile } from './compile.ts'
import { type Diagram, TooLarge } from './diagram.ts'
import type { Evaluation } from './evaluate.ts'
import { liesWithin, mayMeet, opens } from './match-sets.ts'
import { mostNamed, nothing, type Outcome } from './outcomes.ts'
import { levels, no, yes } from './packet-space.ts'
import { type ConnectionState, connectionStates, type Ruleset, type Step } from './ruleset.ts'
import { createStepTree, type StepTree } from './step-tree.ts'

/** Behind more rules than this that overlap with it a rule counts as needed. */
const mostAsked = 50

/** What is known of a step in one state of connections. */
interface Finding {
  readonly kind: ShadowKind | 'effective'
  readonly by: readonly number[]
  readonly isContrary: boolean
}

/** Rules that do nothing, or nothing of their own, whatever the state of the connection; null where it would be too much. */
export function findShadows(evaluation: Evaluation): Shadow[] | null {
  const { compiled, bench, causes, ruleset } = evaluation
  if (compiled === null) return null
  try {
    const findings = new Map<Step, Finding[]>()
    for (const states of likeStates(ruleset)) {
      const own = states.includes('new') ? compiled : compile(bench, states[0]!, 'forth')
      for (const [step, finding] of findingsIn(evaluation, own)) {
        const list = findings.get(step)
        if (list === undefined) findings.set(step, [finding])
        else list.push(finding)
      }
    }
    const shadows: Shadow[] = []
    const { tangled } = callOrder(causes.chains)
    for (const [name, { steps }] of causes.chains) {
      for (const step of steps) {
        if (step.isDisabled || step.action.do === 'continue') continue
        // A jump that closes a ring of chains matters even where nothing comes to it.
        if ('chain' in step.action && tangled.has(name) && tangled.has(step.action.chain)) continue
        const found = joined(findings.get(step) ?? [])
        if (found.kind === 'effective') continue
        const by: Cause[] = found.by.map((number) => causes.list[number]!)
        shadows.push({ kind: found.kind, chain: name, step, by, isContrary: found.isContrary })
      }
    }
    return shadows
  } catch (error) {
    if (error instanceof TooLarge) return null
    throw error
  }
}

/** Over all states: it does something where it does something in one. */
function joined(findings: readonly Finding[]): Finding {
  const effective = findings.filter(({ kind }) => ['effective', 'redundant', 'partly'].includes(kind))
  if (effective.length > 0) {
    const isRedundant = effective.every(({ kind }) => kind === 'redundant')
    return (
      effective.find(({ kind }) => (isRedundant ? true : kind === 'partly')) ?? { ...effective[0]!, kind: 'effective' }
    )
  }
  const idle: Finding = { kind: 'nothing', by: [], isContrary: false }
  return findings.find(({ kind }) => kind === 'never') ?? findings.find(({ kind }) => kind === 'unreached') ?? idle
}

/** States that no rule tells apart. */
function likeStates({ chains }: Ruleset): ConnectionState[][] {
  const asked = chains.flatMap(({ steps }) =>
    steps.flatMap(({ match: { states } }) => (states === null ? [] : [states])),
  )
  const groups = Map.groupBy(connectionStates, (state) =>
    asked.map((states) => (states.includes(state) ? '1' : '0')).join(''),
  )
  return [...groups.values()]
}

function findingsIn({ space, outcomes, causes, ruleset }: Evaluation, compiled: Compiled): Map<Step, Finding> {
  const { apply } = space.diagrams
  const { order, tangled } = callOrder(causes.chains)
  const found = new Map<Step, Finding>()
  const entries = new Map<string, Diagram>()
  const enter = (chain: string, packets: Diagram) =>
    entries.set(chain, apply(space.or, entries.get(chain) ?? no, packets))
  for (const hook of ruleset.hooks) enter(hook.chain, space.hook(hook, 'forth'))
  const only = outcomes.where(nothing)

  for (const chain of order.toReversed()) {
    const own = compiled.chains.get(chain.name)!
    const tree = createStepTree(space, outcomes, own)
    const first = causes.firstOf.get(chain)!
    // Chains that call each other in a ring are entered from everywhere, as far as anyone can tell.
    const entry = tangled.has(chain.name) ? yes : (entries.get(chain.name) ?? no)
    const reached = tree.reached(entry)
    const alone = entry === yes ? reached : tree.reached(yes)
    for (const [i, compiledStep] of own.steps.entries()) {
      const step = chain.steps[compiledStep.index]!
      const part = reached[i]!
      const { action } = step
      if (part !== no && (action.do === 'jump' || action.do === 'goto')) enter(action.chain, part)
      if (part === no) {
        const isShadowed = alone[i] === no
        const by = isShadowed ? causesIn(apply(only, compiledStep.match, own.outcome)) : new Set<number>()
        found.set(step, finding(isShadowed ? 'never' : 'unreached', by, step))
        continue
      }
      found.set(step, redundancy(tree, own, i, part, step) ?? crossed(own, compiledStep.index, step))
    }
    if (own.last !== null) {
      for (const [index, step] of chain.steps.entries()) {
        if (index > own.last) found.set(step, finding('never', new Set([first + own.last]), step))
      }
    }
  }
  return found

  /** Whether the steps behind it would do the same with all that it does. */
  function redundancy(tree: StepTree, { chain }: CompiledChain, i: number, part: Diagram, step: Step): Finding | null {
    const what = step.action.do
    if ((what !== 'accept' && what !== 'drop') || step.match.unknown.length > 0) return null
    const first = causes.firstOf.get(chain)!
    const by = new Set<number>()
    let isSame = true
    let asked = 0
    const ask = (other: CompiledStep) => {
      isSame = other.isWhole && chain.steps[other.index]!.action.do === what && ++asked <= mostAsked
      by.add(first + other.index)
      return !isSame
    }
    // One packet tells most that are not, and is cheap to follow.
    const next = tree.nextFor(i, oneOf(part))
    if (next === null ? chain.otherwise !== what : chain.steps[next.index]!.action.do !== what) return null
    const left = tree.behind(i, part, ask)
    if (!isSame) return null
    if (left !== no) {
      if (chain.otherwise !== what) return null
      by.add(causes.endOf.get(chain)!)
    }
    return finding('redundant', by, step)
  }

  /** Whether earlier steps do the contrary with a part of it, and are more than exceptions to it. */
  function crossed({ chain }: CompiledChain, index: number, step: Step): Finding {
    const by = new Set<number>()
    const contrary = contraryOf(step)
    for (let i = 0; contrary !== null && i < index && by.size < mostNamed; i++) {
      const { action, match, isDisabled } = chain.steps[i]!
      if (isDisabled || action.do !== contrary || !opens(match) || !mayMeet(match, step.match)) continue
      if (!liesWithin(match, step.match)) by.add(causes.firstOf.get(chain)! + i)
    }
    return by.size > 0 ? finding('partly', by, step) : { kind: 'effective', by: [], isContrary: false }
  }

  function finding(kind: Finding['kind'], by: ReadonlySet<number>, step: Step): Finding {
    const sorted = [...by].sort((a, b) => a - b)
    const contrary = contraryOf(step)
    const isContrary = sorted.some((number) => {
      const cause = causes.list[number]!
      return cause.kind === 'step' && cause.step.action.do === contrary
    })
    return { kind, by: sorted.slice(0, mostNamed), isContrary }
  }

  /** The bits of one packet of them. */
  function oneOf(packets: Diagram): Uint8Array {
    const bits = new Uint8Array(levels.end)
    for (let at = packets; at >= 0; ) {
      const isHigh = space.diagrams.lowOf(at) === no
      bits[space.diagrams.levelOf(at)] = isHigh ? 1 : 0
      at = isHigh ? space.diagrams.highOf(at) : space.diagrams.lowOf(at)
    }
    return bits
  }

  function causesIn(diagram: Diagram): Set<number> {
    const [by, seen, open] = [new Set<number>(), new Set<Diagram>(), [diagram]]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at < 0) for (const number of namedIn(outcomes.of(~at))) by.add(number)
      else if (!seen.has(at)) {
        seen.add(at)
        open.push(space.diagrams.lowOf(at), space.diagrams.highOf(at))
      }
    }
    return by
  }
}

const contraryOf = ({ action }: Step) => (action.do === 'accept' ? 'drop' : action.do === 'drop' ? 'accept' : null)
const namedIn = ({ accept, drop, back }: Outcome): number[] => [...(accept ?? []), ...(drop ?? []), ...(back ?? [])]
