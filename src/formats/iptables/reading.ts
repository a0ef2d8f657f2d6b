import type { Ranges } from '#core/filtering/ranges.ts'
import { type Condition, perhaps } from '../netfilter/match.ts'
import type { IpSet } from './ipset.ts'
import type { Word } from './words.ts'

export interface RuleContext {
  readonly family: 'v4' | 'v6'
  readonly sets: ReadonlyMap<string, IpSet>
  /** Whether targets may be translated before they are filtered. */
  readonly isTranslated: boolean
}

/** While the words of one rule are read. */
export interface Reading {
  readonly context: RuleContext
  readonly words: readonly Word[]
  at: number
  readonly conditions: Condition[]
  readonly exceptions: Condition[]
  protocol: Ranges | null
  needsProtocol: boolean
  /** A match was loaded whose options are not told apart. */
  isLoose: boolean
  target: string | null
  isGoto: boolean
  readonly targetOptions: string[]
  comment: string | null
  hits: number | null
  readonly faults: Set<string>
}

export function odd(reading: Reading, reason: string): void {
  reading.faults.add(reason)
  reading.conditions.push(perhaps(reason))
}

/** The value of an option; the form `--dport ! 22` of old versions as well. */
export function value(reading: Reading, isNegated: boolean): { readonly text: string; readonly not: boolean } | null {
  let not = isNegated
  if (reading.words[reading.at]?.text === '!' && reading.words[reading.at]?.isQuoted === false) {
    not = !not
    reading.at++
  }
  const text = reading.words[reading.at]?.text
  if (text === undefined) {
    odd(reading, 'an option without its value')
    return null
  }
  reading.at++
  return { text, not }
}

/** What stands before the next option. */
export function looseValues(reading: Reading): string[] {
  const values: string[] = []
  for (; reading.at < reading.words.length; reading.at++) {
    const word = reading.words[reading.at]!
    if (!word.isQuoted && (word.text === '!' || /^-[-a-zA-Z]/.test(word.text))) break
    values.push(word.text)
  }
  return values
}
