import type { Action, Chain, Step } from '#core/filtering/ruleset.ts'
import { perhaps } from '../partly-known.ts'
import { type RuleDraft, stepsOf } from '../rule-steps.ts'
import { ruleTextOf } from '../rule-text.ts'
import type { Entry } from './entry.ts'

export const listKinds = ['standard', 'extended', 'ipv6', 'other'] as const
export type ListKind = (typeof listKinds)[number]

/** One access list as it is read. */
export interface ListDraft {
  readonly name: string
  kind: ListKind
  /** The line that begins it. */
  readonly line: number
  lastLine: number
  readonly rules: ListRule[]
}

export interface ListRule {
  /** IOS works through a list by these numbers, wherever its lines stand. */
  readonly sequence: number
  readonly steps: readonly Step[]
}

export interface RuleHead {
  readonly line: number
  readonly text: string
  readonly label: string | null
  readonly hits: number | null
  readonly action: Action
}

const blank = { in: null, out: null, states: null, conditions: [], isDisabled: false, hits: null, label: null } as const

export function entrySteps(entry: Entry, { line, text, label, hits, action }: RuleHead): Step[] {
  const draft: RuleDraft = {
    ...blank,
    line,
    lastLine: line,
    text: ruleTextOf(text),
    label,
    hits,
    action,
    source: entry.source,
    target: entry.target,
    services: entry.services,
    states: entry.states,
    conditions: entry.conditions,
    isDisabled: entry.isDisabled,
  }
  return stepsOf(draft)
}

/** A step that may decide anything, because what stands there was not understood. */
export function unknownStep(line: number, text: string, why: string): Step {
  return {
    line,
    lastLine: line,
    text: ruleTextOf(text),
    label: null,
    match: {
      in: null,
      out: null,
      source: perhaps(why).most,
      target: perhaps(why).most,
      services: null,
      states: null,
      unknown: [],
    },
    action: { do: 'unknown', why },
    isDisabled: false,
    hits: null,
  }
}

/** A list that could not be read or is not there: whatever comes to it is undecided. */
export const undecidedChain = (name: string, line: number, text: string, why: string): Chain => ({
  name,
  steps: [unknownStep(line, text, why)],
  otherwise: 'drop',
  otherwiseLine: null,
})
