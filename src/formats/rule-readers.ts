import { iptablesRules } from './iptables/rules.ts'
import { nftablesRules } from './nftables/rules.ts'
import type { RuleReader } from './rule-reader.ts'

/** Every language of packet filters that is read. */
export const ruleReaders: readonly RuleReader[] = [iptablesRules, nftablesRules]
