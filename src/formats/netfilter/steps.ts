import { anyAddress, anyV4, anyV6 } from '#core/filtering/addresses.ts'
import type { Action, Match, Step } from '#core/filtering/ruleset.ts'
import type { DraftChain } from './assemble.ts'
import type { LineKinds } from './line-kinds.ts'
import { allOf, anyMatch, type Condition, joined, perhaps } from './match.ts'

/** One rule as its language says it, before it becomes steps. */
export interface DraftRule {
  readonly line: number
  readonly lastLine: number
  readonly text: string
  readonly label: string | null
  readonly hits: number | null
  readonly family: DraftChain['family']
  readonly conditions: readonly Condition[]
  /** None of these may hold (a combination of addresses and ports that is not in a set). */
  readonly exceptions: readonly Condition[]
  readonly action: Action
}

/** A text of a few lines can ask for any number of combinations; rules beyond this become one undecided step each. */
const mostSteps = 200_000
/** Combinations that are looked at, whether anything comes of them or not. */
const mostLooks = 2_000_000

export type MakeSteps = (rule: DraftRule, chain: string) => readonly Step[]

/** Makes steps of rules; what a rule excepts becomes a chain of its own, put into `chains`. */
export function createStepMaker(chains: Map<string, DraftChain>, kinds: LineKinds): MakeSteps {
  let made = 0
  let looked = 0
  const put = (rule: DraftRule, conditions: readonly Condition[], action: Action): readonly Step[] => {
    looked += conditions.reduce((sum, condition) => sum + condition.length, 0)
    const isBounded = made < mostSteps && looked < mostLooks
    const matches = isBounded ? allOf([familyOf(rule.family), ...conditions]) : null
    const { line, lastLine, text, label, hits } = rule
    const step = (match: Match): Step => ({ line, lastLine, text, label, match, action, isDisabled: false, hits })
    if (matches === null) {
      kinds.fault(line, 'asks for more combinations than are told apart')
      return [step({ ...familyOf(rule.family)[0]!, unknown: ['more combinations than are told apart'] })]
    }
    made += matches.length
    return matches.length === 0 ? [step({ ...anyMatch, services: [] })] : joined(matches).map(step)
  }
  return (rule, chain) => {
    const { conditions, exceptions, action } = rule
    if (exceptions.length === 0 || action.do === 'continue') return put(rule, conditions, action)
    // What is not in the set goes on behind it: that needs a chain, from which `return` and `goto` would mean something else.
    if (action.do === 'return' || action.do === 'goto') {
      return put(rule, [...conditions, perhaps('combinations that are excepted')], action)
    }
    const name = nameFor(chains, `${chain} (but for those in line ${rule.line})`)
    const excepted = exceptions.flatMap((exception) => put(rule, [exception], { do: 'return' }))
    const rest = put(rule, [], action)
    chains.set(name, {
      name,
      steps: [...excepted.filter(({ match }) => match.services?.length !== 0), ...rest],
      otherwise: 'return',
      otherwiseLine: null,
      family: rule.family,
    })
    return put(rule, conditions, { do: 'jump', chain: name })
  }
}

function nameFor(chains: ReadonlyMap<string, DraftChain>, wanted: string): string {
  let name = wanted
  for (let i = 2; chains.has(name); i++) name = `${wanted} ${i}`
  return name
}

const familyOf = (family: DraftChain['family']): Condition => {
  if (family === null) return [anyMatch]
  const set = family === 'v4' ? anyV4 : anyV6
  return [{ ...anyMatch, source: set, target: set }]
}

/** The addresses of a family, of both where it is null. */
export const addressesOfFamily = (family: DraftChain['family']) =>
  family === 'v4' ? anyV4 : family === 'v6' ? anyV6 : anyAddress
