import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { saidOf } from '../netfilter/said.testing.ts'
import { decodeIptables } from './decode.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const text = read('every-construct.rules')

describe('a configuration with every construct of iptables that is claimed', () => {
  const rules = decodeIptables(text)

  it('says of each line what the table says', () => {
    expect(saidOf(rules)).toEqual(read('every-construct.said.txt').trimEnd().split('\n'))
  })

  it('passes the tables in the order of netfilter, those that drop nothing left out', () => {
    expect(rules.hooks.map(({ chain }) => chain)).toEqual([
      'raw PREROUTING',
      'filter FORWARD',
      'ip6 filter FORWARD',
      'security FORWARD',
      'mangle POSTROUTING',
    ])
  })

  it('accounts for each line', () => {
    const rows = text.trimEnd().split('\n')
    expect(rules.lines).toHaveLength(rows.length)
    const kindOf = (part: string) => rules.lines[rows.findIndex((row) => row.includes(part))]!.as
    expect(kindOf('# Written for')).toBe('comment')
    expect(kindOf('add plc 10.31.0.0/24')).toBe('object')
    expect(kindOf('*filter')).toBe('context')
    expect(kindOf(':FORWARD DROP [17')).toBe('rule')
    expect(kindOf(':admins')).toBe('context')
    expect(kindOf('-A INPUT -i lo')).toBe('context')
    expect(kindOf('-A inputs')).toBe('context')
    expect(kindOf('-A unused')).toBe('rule')
    expect(kindOf('TCPMSS')).toBe('context')
    expect(kindOf('MASQUERADE')).toBe('translation')
    expect(kindOf('-A OUTPUT -d 10.0.0.99')).toBe('context')
    expect(kindOf('-D FORWARD')).toBe('context')
    expect(kindOf('-A FORWARD -d 10.77.0.1')).toBe('rule')
    expect(kindOf('  -p tcp --dport 102')).toBe('rule')
    expect(kindOf('WIZARDRY')).toBe('notUnderstood')
    const unread = rows.filter((_, i) => rules.lines[i]!.as === 'notUnderstood')
    expect(unread.map((row) => rows.indexOf(row) + 1)).toEqual(rules.faults.map(({ line }) => line))
  })
})
