import type { Action, ConnectionState, Match, Names, Step } from '#core/filtering/ruleset.ts'
import { isNothingSure, type PartlyAddresses, type PartlyServices, stepServices } from './partly-known.ts'

/** One rule of a configuration, before it becomes steps. */
export interface RuleDraft {
  readonly line: number
  readonly lastLine: number
  readonly text: string
  readonly label: string | null
  readonly in: Names | null
  readonly out: Names | null
  readonly source: PartlyAddresses
  readonly target: PartlyAddresses
  readonly services: PartlyServices
  readonly states: readonly ConnectionState[] | null
  /** What else must hold, and cannot be told (a schedule, a user). */
  readonly conditions: readonly string[]
  readonly action: Action
  readonly isDisabled: boolean
  readonly hits: number | null
}

/**
 * The steps of one rule. Where a part of its addresses or services is known and a part is not (a group of a network and a
 * host name), the part that surely matches comes first, so that the unknown rest makes nothing else undecided.
 */
export function stepsOf(rule: RuleDraft): Step[] {
  const { source, target, services, conditions } = rule
  const unknown = [...new Set([...conditions, ...source.unknown, ...target.unknown, ...services.unknown])]
  const base = { line: rule.line, lastLine: rule.lastLine, text: rule.text, label: rule.label }
  const rest = { action: rule.action, isDisabled: rule.isDisabled, hits: rule.hits }
  const common = { in: rule.in, out: rule.out, states: rule.states }
  const most: Match = {
    ...common,
    source: source.most,
    target: target.most,
    services: stepServices(services.most),
    unknown,
  }
  if (unknown.length === 0 || conditions.length > 0 || isNothingSure(source, target, services)) {
    return [{ ...base, match: most, ...rest }]
  }
  const sure: Match = {
    ...common,
    source: source.sure,
    target: target.sure,
    services: stepServices(services.sure),
    unknown: [],
  }
  return [
    { ...base, match: sure, ...rest },
    { ...base, match: most, ...rest },
  ]
}
