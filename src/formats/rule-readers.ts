import { decodeAsa, decodeIos } from './cisco-acl/decode.ts'
import { isAsaConfiguration, isIosConfiguration } from './cisco-acl/detect.ts'
import { decodeFortigate } from './fortigate/decode.ts'
import { isFortigateConfiguration } from './fortigate/detect.ts'
import { decodeIptables } from './iptables/decode.ts'
import { decodeNftables } from './nftables/decode.ts'
import type { RuleReader } from './rule-reader.ts'

const isIptables = (text: string) =>
  /^\*(filter|nat|mangle|raw|security)\s*$/m.test(text) || /^(ip6?tables )?-[AP] [A-Z]/m.test(text)
const isNftables = (text: string) =>
  /^\s*table\s+((ip6?|inet|arp|bridge|netdev)\s+)?\S+\s*\{/m.test(text) || /^\s*\{\s*"nftables"\s*:/.test(text)

/** Every language of packet filters that is read; what is written in one of them is in no other. */
export const ruleReaders: readonly RuleReader[] = [
  { language: 'fortigate', recognises: sure(isFortigateConfiguration), decode: decodeFortigate },
  { language: 'cisco-asa', recognises: sure(isAsaConfiguration), decode: decodeAsa },
  { language: 'cisco-ios', recognises: sure(isIosConfiguration), decode: decodeIos },
  { language: 'iptables', recognises: sure(isIptables), decode: (text) => decodeIptables(text) },
  { language: 'nftables', recognises: sure(isNftables), decode: decodeNftables },
]

function sure(isLanguage: (text: string) => boolean): RuleReader['recognises'] {
  return (beginning) => (isLanguage(beginning) ? 0.95 : 0)
}
