import { decodeAsa, decodeIos } from './cisco-acl/decode.ts'
import { isAsaConfiguration, isIosConfiguration } from './cisco-acl/detect.ts'
import { decodeFortigate } from './fortigate/decode.ts'
import { isFortigateConfiguration } from './fortigate/detect.ts'
import { iptablesRules } from './iptables/rules.ts'
import { nftablesRules } from './nftables/rules.ts'
import type { RuleReader } from './rule-reader.ts'

/** Every language of packet filters that is read; what is written in one of them is in no other. */
export const ruleReaders: readonly RuleReader[] = [
  { language: 'fortigate', recognises: sure(isFortigateConfiguration), decode: decodeFortigate },
  { language: 'cisco-asa', recognises: sure(isAsaConfiguration), decode: decodeAsa },
  { language: 'cisco-ios', recognises: sure(isIosConfiguration), decode: decodeIos },
  iptablesRules,
  nftablesRules,
]

function sure(isLanguage: (text: string) => boolean): RuleReader['recognises'] {
  return (beginning) => (isLanguage(beginning) ? 0.95 : 0)
}
