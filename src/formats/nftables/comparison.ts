import type { Operator } from './syntax.ts'

/** What one key is compared with: words, and for flags the words of each value. */
export interface Comparison {
  readonly operator: Operator
  /** Any of these; each of one word, or of several flags. */
  readonly values: readonly (readonly string[])[]
  readonly mask: readonly string[] | null
  /** The values are those of a set, of which one must be equal. */
  readonly isSet: boolean
}
