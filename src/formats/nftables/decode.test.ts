import { describe, expect, it } from 'vitest'
import { saidOf } from '../netfilter/said.testing.ts'
import { decodeNftables } from './decode.ts'
import { nftablesRules } from './rules.ts'
import { priorityOf } from './syntax.ts'
import { nftablesVectors } from './vectors.ts'

const said = (title: string) =>
  saidOf(decodeNftables(nftablesVectors.find((one) => one.title.startsWith(title))!.text)).join('\n')

describe('rules of nftables', () => {
  it.each(nftablesVectors)('$title ($source)', ({ text, says }) => {
    expect(saidOf(decodeNftables(text))).toEqual(expect.arrayContaining([...says]))
  })

  it('that are gone say nothing any more', () => {
    expect(said('a table that is deleted')).not.toContain('10.0.0.1')
    expect(said('rules are added')).not.toContain('to 22')
    expect(decodeNftables(nftablesVectors.find(({ title }) => title.startsWith('a dormant'))!.text).hooks).toEqual([])
  })

  it.each([
    ['filter', 'inet', 0],
    ['filter + 10', 'ip', 10],
    ['srcnat-5', 'ip', 95],
    ['dstnat', 'ip', -100],
    ['dstnat', 'bridge', -300],
    ['filter', 'bridge', -200],
    ['-150', 'ip', -150],
    ['+ 7', 'ip', 7],
    ['soon', 'ip', null],
    ['', 'ip', null],
  ])('are in the order of priorities: %j of %s is %s', (text, family, priority) => {
    expect(priorityOf(text, family)).toBe(priority)
  })

  it.each([
    ['{ "nftables": [', 1],
    ['#!/usr/sbin/nft -f\n', 1],
    ['table inet filter {', 0.95],
    ['flush ruleset\n', 0.9],
    ['nft add rule inet filter forward accept', 0.9],
    ['table filter {', 0.7],
    ['*filter\n:INPUT ACCEPT [0:0]', 0],
    ['{"nodes": []}', 0],
    ['a table of zones\n', 0],
  ])('are recognised by how a text begins: %j', (text, sure) => {
    expect(nftablesRules.recognises(text)).toBe(sure)
  })

  it('are bounded: variables that hold one another again and again are told as too many', () => {
    const variables = Array.from({ length: 60 }, (_, i) => `define v${i + 1} = { $v${i}, $v${i} }`)
    const text = `define v0 = { }\n${variables.join('\n')}\ntable ip t {\nchain f { type filter hook forward priority 0; tcp dport $v60 accept\n}\n}\n`
    expect(decodeNftables(text).faults.map(({ reason }) => reason)).toEqual(['more members of sets than are read'])
  })
})
