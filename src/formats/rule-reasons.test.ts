import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleReasonJa } from '#core/filtering/rule-reasons.ts'
import type { RuleLanguage, Ruleset } from '#core/filtering/ruleset.ts'
import { iptablesVectors } from './iptables/vectors.ts'
import { damaged } from './netfilter/damage.testing.ts'
import { nftablesVectors } from './nftables/vectors.ts'
import { ruleReaders } from './rule-readers.ts'

const here = (path: string) => new URL(path, import.meta.url)
const textOf = (path: string) => readFileSync(here(path), 'utf8')

/** Words of rules, paths of configurations and names of chains, by the first of their words or as a whole. */
const isWritten =
  /^(ip6?|ipv6|ct|cts|meta|th|tcp|dccp|sctp|icmp|icmpv6|ether|fib|nat64|firewall|router|system|set|acl|class|policy-map|line|vlan|zone|zone-pair|access-group|security-level|same-security-traffic|port list)\b|^--x/
const isName: ReadonlySet<string> = new Set([
  'between virtual domains',
  'between zones without a pair',
  'delete rule',
  'deny ip any any',
  'deny ipv6 any any',
  'permit icmp any any nd-na, nd-ns',
  'the end of the file',
  'unbound lists',
  'within a zone',
])
/** No reasons are in them. */
const others = new Set(['default-services.ts', 'encode.ts', 'vectors.ts'])

/** Texts of two words and more in the sources of a decoder that are none of a configuration's own words. */
function reasonsIn(folder: string): string[] {
  const files = readdirSync(here(folder)).filter(
    (name) => name.endsWith('.ts') && !/\.test(ing)?\.ts$/.test(name) && !others.has(name),
  )
  return files.flatMap((name) =>
    textOf(`${folder}/${name}`)
      .split('\n')
      .filter((row) => !/^\s*(\/?\*|\/\/|import )| from '/.test(row))
      .flatMap((row) => [...row.matchAll(/'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)])
      .map(([, plain, template]) => plain ?? template!.replace(/\$\{[^}]*\}/g, '--x'))
      .filter((text) => /^["a-zA-Z-].* ./.test(text) && !isWritten.test(text) && !isName.has(text)),
  )
}

/** Everything that rules of a file say is not understood, or not known. */
function reasonsOf({ faults, chains, translations }: Ruleset): string[] {
  const steps = chains.flatMap((chain) => chain.steps)
  return [
    ...faults.map(({ reason }) => reason),
    ...[...steps, ...translations].flatMap(({ match }) => match.unknown),
    ...steps.flatMap(({ action }) => (action.do === 'unknown' ? [action.why] : [])),
  ]
}

const isJapanese = (text: string) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text)
const withoutJapanese = (reasons: readonly string[]) =>
  [...new Set(reasons)].filter((reason) => !isJapanese(ruleReasonJa(reason)))

const examples: Readonly<Record<RuleLanguage, readonly string[]>> = {
  iptables: [textOf('iptables/every-construct.rules'), ...iptablesVectors.map(({ text }) => text)],
  nftables: [
    textOf('nftables/every-construct.nft'),
    textOf('nftables/every-construct.nft-json.txt'),
    ...nftablesVectors.map(({ text }) => text),
  ],
  'cisco-asa': [textOf('cisco-acl/example.asa.txt')],
  'cisco-ios': [textOf('cisco-acl/example.ios.txt')],
  fortigate: [textOf('fortigate/example.fortigate.txt')],
}

describe('every reason has its Japanese', () => {
  it.each(['netfilter', 'iptables', 'nftables', 'cisco-acl', 'fortigate', '.'])('that stands in %s', (folder) => {
    const found = folder === '.' ? [textOf('rule-text.ts').match(/reason: '([^']+)'/)![1]!] : reasonsIn(folder)
    expect(found.length).toBeGreaterThan(0)
    expect(withoutJapanese(found)).toEqual([])
  })

  describe.each(ruleReaders)('that $language gives', ({ language, decode }) => {
    it('of whole examples', () => {
      expect(withoutJapanese(examples[language].flatMap((text) => reasonsOf(decode(text))))).toEqual([])
    })

    it('of damaged ones', () => {
      const text = fc.constantFrom(...examples[language]).chain(damaged)
      fc.assert(
        fc.property(text, (one) => {
          expect(withoutJapanese(reasonsOf(decode(one)))).toEqual([])
        }),
        { numRuns: 60 },
      )
    })
  })

  it('with what it names', () => {
    expect(ruleReasonJa('a value of --dport that is not understood')).toBe('解釈できない値（--dport）')
    expect(ruleReasonJa('the file has no filter table of IPv6')).toBe('IPv6のfilterテーブルがファイルにない')
    expect(ruleReasonJa('something that nobody foresaw')).toBe('something that nobody foresaw')
  })
})
