import type { RuleLanguage, Ruleset } from '#core/filtering/ruleset.ts'

/** Reads the rules of packet filters written in one language. */
export interface RuleReader {
  readonly language: RuleLanguage
  /** How sure it is that a text is in its language, 0…1, by its beginning. */
  recognises(beginning: string): number
  /** Never throws: what it does not understand is a fault with its line, and undecided in the rules. */
  decode(text: string): Ruleset
}
