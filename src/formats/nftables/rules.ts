import type { RuleReader } from '../rule-reader.ts'
import { decodeNftables } from './decode.ts'

const signs: readonly (readonly [RegExp, number])[] = [
  [/^\s*\{\s*"nftables"\s*:/, 1],
  [/^#!\S*\bnft\b/, 1],
  [/^\s*table (ip6?|inet|arp|bridge|netdev) \S+\s*\{?/m, 0.95],
  [/^\s*type (filter|nat|route) hook (ingress|prerouting|input|forward|output|postrouting|egress)\b/m, 0.95],
  [/^\s*flush ruleset\b/m, 0.9],
  [/^\s*(nft )?add (table|chain|rule) (ip6?|inet|arp|bridge|netdev) \S/m, 0.9],
  [/^\s*table \S+\s*\{/m, 0.7],
]

/** nftables: text and JSON. */
export const nftablesRules: RuleReader = {
  language: 'nftables',
  recognises: (beginning) =>
    signs.reduce((most, [sign, sure]) => (sure > most && sign.test(beginning) ? sure : most), 0),
  decode: decodeNftables,
}
