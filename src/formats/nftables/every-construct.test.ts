import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Ruleset } from '#core/filtering/ruleset.ts'
import { saidOf } from '../netfilter/said.testing.ts'
import { decodeNftables } from './decode.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const text = read('every-construct.nft')
/** Without what not every kernel has (flowtables, queues), and what nft 1.0 leaves out of its JSON (devices). */
const common = text
  .replace(/\tflowtable fast \{[^}]*\}[^}]*\}\n/, '')
  .replace(/^.*(queue num|flow add).*\n/gm, '')
  .replace(/table netdev early \{[^}]*\}\n\}\n/, '')

/** What a ruleset says, but for lines; steps of one rule, and names of a set, in any order. */
function meaningOf(rules: Ruleset): unknown {
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one)).replace(
        /line \d+( \d+)?/g,
        'a line',
      ),
    )
  const sorted = <T>(list: readonly T[] | undefined) => (list === undefined ? undefined : [...list].sort())
  const chains = rules.chains.map(({ name, steps, otherwise }) => {
    const grouped = new Map<number, string[]>()
    for (const { line, match, action, label, hits } of steps) {
      const [entry, exit] = [sorted(match.in?.names), sorted(match.out?.names)]
      const said = JSON.stringify(plain({ match, entry, exit, action, label, hits })).replace(/"names":\[[^\]]*\]/g, '')
      grouped.set(line, [...(grouped.get(line) ?? []), said])
    }
    return {
      name: name.replace(/line \d+/, 'a line'),
      otherwise,
      rules: [...grouped.values()].map((list) => list.sort()),
    }
  })
  const translations = rules.translations.map(({ kind, match, to }) => plain({ kind, match, to }))
  return {
    chains,
    hooks: plain(rules.hooks),
    translations,
    interfaces: sorted(rules.interfaces.map(({ name }) => name)),
  }
}

describe('a configuration with every construct of nft that is claimed', () => {
  it('says of each line what the table says', () => {
    expect(saidOf(decodeNftables(text))).toEqual(read('every-construct.said.txt').trimEnd().split('\n'))
  })

  it('passes its hooks in the order of stages and priorities', () => {
    expect(
      decodeNftables(text).hooks.map(({ chain, in: entry }) => `${chain}${entry === null ? '' : ` on ${entry}`}`),
    ).toEqual([
      'netdev early in0 on lo',
      'inet filter raw',
      'ip raw pre',
      'inet filter forward',
      'ip6 only6 f',
      'ip written f',
      'inet filter second',
    ])
  })

  it('accounts for each line', () => {
    const { lines } = decodeNftables(text)
    const rows = text.trimEnd().split('\n')
    expect(lines).toHaveLength(rows.length)
    const kindOf = (part: string) => lines[rows.findIndex((row) => row.includes(part))]!.as
    expect(kindOf('# Written for')).toBe('comment')
    expect(kindOf('flush ruleset')).toBe('context')
    expect(kindOf('define OT')).toBe('object')
    expect(kindOf('10.32.0.1-10.32.0.9 comment')).toBe('object')
    expect(kindOf('hook forward priority filter + 5')).toBe('rule')
    expect(kindOf('tcp dport 102 \\')).toBe('rule')
    expect(kindOf('iif "lo" accept')).toBe('context')
    expect(kindOf('masquerade')).toBe('translation')
    expect(kindOf('add element')).toBe('object')
    expect(lines.some(({ as }) => as === 'notUnderstood')).toBe(false)
  })

  it('says as JSON what it says as text', () => {
    const json = decodeNftables(read('every-construct.nft-json.txt'))
    expect(meaningOf(json)).toEqual(meaningOf(decodeNftables(common)))
    expect(json.faults.map(({ reason }) => reason)).toEqual(['what is bridged is not judged beside what is routed'])
  })

  const isThere = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset']).status === 0
  it.skipIf(!isThere)(
    `is taken by nft${isThere ? '' : ' (skipped: no nft)'}, which lists the same as text and as JSON`,
    () => {
      for (const option of ['', '-j ']) {
        const shell = `ip link set lo up; nft -c -f - <<'E' && nft -f - <<'E' && nft ${option}list ruleset\n${common}E\n${common}E\n`
        const done = spawnSync('unshare', ['-n', 'sh', '-c', shell], { encoding: 'utf8' })
        expect(done.stderr).toBe('')
        // One object a line, as steps of one rule are told apart by their lines.
        const listed = option === '' ? done.stdout : done.stdout.replaceAll(', {"rule"', ',\n{"rule"')
        expect(meaningOf(decodeNftables(listed))).toEqual(meaningOf(decodeNftables(common)))
      }
    },
  )
})
