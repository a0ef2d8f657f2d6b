import { anyV4, anyV6, noAddress } from '#core/filtering/addresses.ts'
import type { Chain, FilterInterface, Hook, RuleLanguage, Ruleset, Step, Translation } from '#core/filtering/ruleset.ts'
import type { RuleText } from '../rule-text.ts'
import type { LineKinds } from './line-kinds.ts'
import { anyMatch } from './match.ts'

/** A chain while its file is read. */
export interface DraftChain {
  readonly name: string
  readonly steps: Step[]
  otherwise: Chain['otherwise']
  otherwiseLine: number | null
  readonly family: 'v4' | 'v6' | null
}

/** A base chain where a packet passes; `order` sorts the hooks, equal ones stay as they are. */
export interface DraftHook extends Hook {
  readonly order: readonly [stage: number, priority: number]
  /** Left out where nothing in it drops: it then says nothing of what passes. */
  readonly isKeptAlways: boolean
}

export interface Draft {
  readonly language: RuleLanguage
  readonly text: RuleText
  readonly kinds: LineKinds
  readonly chains: ReadonlyMap<string, DraftChain>
  readonly hooks: readonly DraftHook[]
  /** Base chains that no forwarded packet passes, and those that only translate. */
  readonly others: readonly string[]
  readonly translations: readonly Translation[]
  /** Rules that take packets out of tracking, whose states nobody knows afterwards. */
  readonly untracked: ReadonlySet<Step>
}

/** Checks the jumps, leaves out what no forwarded packet passes, and closes the account of lines. */
export function assemble(draft: Draft): Ruleset {
  const { chains, text, kinds } = draft
  checkJumps(chains, kinds)
  followUntracked(draft)
  const dropping = chainsThatDrop(chains)
  const hooks = draft.hooks
    .filter((hook) => hook.isKeptAlways || dropping.has(hook.chain))
    .map((hook, at) => ({ hook, at }))
    .sort((a, b) => a.hook.order[0] - b.hook.order[0] || a.hook.order[1] - b.hook.order[1] || a.at - b.at)
    .map(({ hook }) => hook)
  const judged = reachable(
    chains,
    hooks.map(({ chain }) => chain),
  )
  const bases = new Set([...draft.others, ...draft.hooks.map(({ chain }) => chain)])
  const elsewhere = reachable(chains, bases)
  // A chain to which nothing jumps is kept: its rules are there, and never used.
  const kept = [...chains.values()].filter(({ name }) => judged.has(name) || !elsewhere.has(name))
  for (const { steps } of chains.values()) {
    for (const step of steps) if (!isImplied(step)) kinds.mark(step, 'context')
  }
  for (const { name, steps, otherwiseLine } of kept) {
    for (const step of steps) if (!isImplied(step)) kinds.mark(step, 'rule')
    if (otherwiseLine !== null && judged.has(name)) {
      kinds.mark({ line: otherwiseLine, lastLine: otherwiseLine }, 'rule')
    }
  }
  for (const translation of draft.translations) {
    kinds.mark({ line: translation.line, lastLine: translation.line }, 'translation')
  }
  kinds.close()
  return {
    language: draft.language,
    device: null,
    chains: kept.map((chain) => completed(chain, judged.has(chain.name) && bases.has(chain.name))),
    answers: 'filtered',
    hooks: hooks.map(({ chain, in: entry, out }) => ({ chain, in: entry, out })),
    interfaces: interfacesOf(kept, hooks),
    translations: draft.translations,
    lines: text.accounts(),
    faults: text.faults(),
  }
}

/** A table of one family lets packets of the other pass: a step at its head says so where its policy would drop them. */
function completed({ name, steps, otherwise, otherwiseLine, family }: DraftChain, isHook: boolean): Chain {
  if (!isHook || family === null || otherwise !== 'drop') return { name, steps, otherwise, otherwiseLine }
  const others = family === 'v4' ? anyV6 : anyV4
  const line = otherwiseLine ?? steps[0]?.line ?? 1
  const pass: Step = {
    line,
    lastLine: line,
    text: family === 'v4' ? '(a table of IPv4: IPv6 passes it)' : '(a table of IPv6: IPv4 passes it)',
    label: null,
    match: { ...anyMatch, source: others, target: others },
    action: { do: 'accept' },
    isDisabled: false,
    hits: null,
  }
  return { name, steps: [pass, ...steps], otherwise, otherwiseLine }
}

/** Steps that no line of the file says have their reason in brackets for a text, and no lines of their own. */
const isImplied = ({ text }: Step): boolean => text.startsWith('(')

export const undecidedStep = (line: number, why: string, family: DraftChain['family'] = null): Step => {
  const source = family === 'v4' ? anyV4 : family === 'v6' ? anyV6 : anyMatch.source
  return {
    line,
    lastLine: line,
    text: `(${why})`,
    label: null,
    match: { ...anyMatch, source, target: source },
    action: { do: 'unknown', why },
    isDisabled: false,
    hits: null,
  }
}

function checkJumps(chains: ReadonlyMap<string, DraftChain>, kinds: LineKinds): void {
  for (const chain of chains.values()) {
    for (const [i, step] of chain.steps.entries()) {
      if ((step.action.do === 'jump' || step.action.do === 'goto') && !chains.has(step.action.chain)) {
        kinds.fault(step.line, 'goes to a chain that is not in the file')
        chain.steps[i] = { ...step, action: { do: 'unknown', why: 'goes to a chain that is not in the file' } }
      }
    }
  }
  const state = new Map<string, 'open' | 'done'>()
  for (const name of chains.keys()) visit(name, chains, state, kinds)
}

/** Depth first without recursion; a jump back to a chain that is still open would never end (the kernel refuses it). */
function visit(
  root: string,
  chains: ReadonlyMap<string, DraftChain>,
  state: Map<string, 'open' | 'done'>,
  kinds: LineKinds,
): void {
  if (state.has(root)) return
  const stack = [{ name: root, at: 0 }]
  state.set(root, 'open')
  while (stack.length > 0) {
    const top = stack.at(-1)!
    const { steps } = chains.get(top.name)!
    const at = top.at++
    const step = steps[at]
    if (step === undefined) {
      state.set(top.name, 'done')
      stack.pop()
    } else if (step.action.do === 'jump' || step.action.do === 'goto') {
      const next = step.action.chain
      if (state.get(next) === 'open') {
        kinds.fault(step.line, 'jumps back to a chain from which it was reached')
        steps[at] = { ...step, action: { do: 'unknown', why: 'jumps back to a chain from which it was reached' } }
      } else if (!state.has(next)) {
        state.set(next, 'open')
        stack.push({ name: next, at: 0 })
      }
    }
  }
}

export function reachable(chains: ReadonlyMap<string, DraftChain>, roots: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [...roots]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    for (const { action } of chains.get(name)?.steps ?? []) {
      if (action.do === 'jump' || action.do === 'goto') open.push(action.chain)
    }
  }
  return seen
}

/** Chains in which a packet may be dropped, there or in what they jump to. */
function chainsThatDrop(chains: ReadonlyMap<string, DraftChain>): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>()
  const dropping = new Set<string>()
  for (const { name, steps, otherwise } of chains.values()) {
    if (otherwise === 'drop') dropping.add(name)
    for (const { action } of steps) {
      if (action.do === 'drop' || action.do === 'unknown') dropping.add(name)
      else if (action.do === 'jump' || action.do === 'goto') {
        const same = callers.get(action.chain)
        if (same === undefined) callers.set(action.chain, new Set([name]))
        else same.add(name)
      }
    }
  }
  // A set that grows while it is walked hands out what was added.
  for (const name of dropping) for (const caller of callers.get(name) ?? []) dropping.add(caller)
  return dropping
}

/**
 * Packets out of tracking have the state `untracked` in every later rule. Where no rule asks for a state that changes
 * nothing; where one does, what such a step matches is not decided.
 */
function followUntracked({ chains, untracked }: Draft): void {
  if (untracked.size === 0) return
  const all = [...chains.values()]
  if (!all.some(({ steps }) => steps.some((step) => step.match.states !== null))) return
  for (const { steps } of all) {
    for (const [i, step] of steps.entries()) {
      if (untracked.has(step))
        steps[i] = { ...step, action: { do: 'unknown', why: 'takes packets out of connection tracking' } }
    }
  }
}

/** The names by which rules know them; a configuration of netfilter says nothing of their addresses. */
function interfacesOf(chains: readonly DraftChain[], hooks: readonly Hook[]): FilterInterface[] {
  const names = new Set<string>()
  for (const hook of hooks) for (const name of [...(hook.in ?? []), ...(hook.out ?? [])]) names.add(name)
  for (const { steps } of chains) {
    for (const { match } of steps) {
      for (const name of [...(match.in?.names ?? []), ...(match.out?.names ?? [])]) names.add(name)
    }
  }
  return [...names].filter((name) => !name.endsWith('*')).map((name) => ({ name, alias: null, networks: noAddress }))
}
