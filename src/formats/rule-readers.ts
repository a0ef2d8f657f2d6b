import type { RuleReader } from './rule-reader.ts'

/** Every language of packet filters that is read. */
export const ruleReaders: readonly RuleReader[] = []
