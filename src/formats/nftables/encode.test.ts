import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { decide } from '#core/filtering/decide.ts'
import { packetOf } from '#core/filtering/packet.ts'
import { createJudge } from '#core/segmentation/judge.ts'
import { conduit, somePolicy, talk, zone } from '#core/segmentation/testing.ts'
import { decodeNftables } from './decode.ts'
import { encodeNftables } from './encode.ts'

const on = '2026-06-01'
const zones = [
  zone('Control', '10.2.0.0/24', { record: 'z1' }),
  zone('Cell "1"', ['10.1.0.0/24', 'fd00::/64'], { vlans: [12], tags: ['PLC-1'], record: 'z2' }),
  zone('Cards', [], { macs: ['00:0e:8c:00:00:01'], record: 'z3' }),
]
const policy = {
  zones,
  conduits: [
    conduit('Control', 'Cell "1"', { name: 'Reading', record: 'c1' }),
    conduit('Cell "1"', '*', {
      name: 'Time',
      services: [{ protocol: null, transport: 'udp', ports: [123, 123] }],
      operations: null,
      owner: null,
      record: 'c2',
    }),
    conduit('Control', 'Cards', { name: 'Lost', record: 'c3' }),
  ],
}

describe('a policy as nftables', () => {
  it('is a forward chain that drops what no conduit allows', () => {
    expect(encodeNftables(policy, { on }).text.split('\n')).toEqual([
      '#!/usr/sbin/nft -f',
      '# Zones and conduits in force on 2026-06-01. What no conduit allows is dropped.',
      '# The policy says more than a packet filter can:',
      '# - zone Cards: has no address of its own: nothing is let in or out',
      '# - zone Cards: its members by MACs: 00:0e:8c:00:00:01',
      '# - zone Cell "1": its members by VLANs: 12',
      '# - zone Cell "1": its members by asset tags: PLC-1',
      '# - conduit Lost: an end has no address: left out',
      '# - conduit Reading: modbus: by its usual ports (tcp/502), whatever is spoken there',
      '# - conduit Reading: only these operations: read',
      'table inet rung_policy',
      'delete table inet rung_policy',
      'table inet rung_policy {',
      '\tset zone_1_v4 {',
      '\t\ttype ipv4_addr',
      '\t\tflags interval',
      '\t\tauto-merge',
      '\t\telements = { 10.1.0.0-10.1.0.255 }',
      '\t\tcomment "Cell \'1\'"',
      '\t}',
      '\tset zone_1_v6 {',
      '\t\ttype ipv6_addr',
      '\t\tflags interval',
      '\t\tauto-merge',
      '\t\telements = { fd00::-fd00::ffff:ffff:ffff:ffff }',
      '\t\tcomment "Cell \'1\'"',
      '\t}',
      '\tset zone_2_v4 {',
      '\t\ttype ipv4_addr',
      '\t\tflags interval',
      '\t\tauto-merge',
      '\t\telements = { 10.2.0.0-10.2.0.255 }',
      '\t\tcomment "Control"',
      '\t}',
      '\tset outside_v4 {',
      '\t\ttype ipv4_addr',
      '\t\tflags interval',
      '\t\tauto-merge',
      '\t\telements = { 1.0.0.0-10.0.255.255, 10.1.1.0-10.1.255.255, 10.2.1.0-126.255.255.255, 128.0.0.0-169.253.255.255, 169.255.0.0-223.255.255.255, 240.0.0.0-255.255.255.254 }',
      '\t\tcomment "in no zone"',
      '\t}',
      '\tset outside_v6 {',
      '\t\ttype ipv6_addr',
      '\t\tflags interval',
      '\t\tauto-merge',
      '\t\telements = { ::2-fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, fd00:0:0:1::-fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff, fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff }',
      '\t\tcomment "in no zone"',
      '\t}',
      '\tchain forward {',
      '\t\ttype filter hook forward priority filter; policy drop;',
      '\t\tct state established,related accept comment "answers to what was let in"',
      '\t\tct state invalid drop',
      '\t\tip saddr @zone_1_v4 ip daddr @zone_1_v4 accept comment "within Cell \'1\'"',
      '\t\tip6 saddr @zone_1_v6 ip6 daddr @zone_1_v6 accept comment "within Cell \'1\'"',
      '\t\tip saddr @zone_2_v4 ip daddr @zone_2_v4 accept comment "within Control"',
      '\t\tip saddr @zone_2_v4 ip daddr @zone_1_v4 tcp dport 502 accept comment "Reading | OT"',
      '\t\tip saddr @zone_1_v4 ip daddr @outside_v4 udp dport 123 accept comment "Time | no owner"',
      '\t\tip6 saddr @zone_1_v6 ip6 daddr @outside_v6 udp dport 123 accept comment "Time | no owner"',
      '\t}',
      '}',
      '',
    ])
  })

  it('names everything that it cannot say, with the record in which it stands', () => {
    expect(encodeNftables(policy, { on }).unsaid.map(({ record, effect }) => `${record} ${effect}`)).toEqual([
      'z3 narrower',
      'z3 narrower',
      'z2 narrower',
      'z2 narrower',
      'c3 narrower',
      'c1 wider',
      'c1 wider',
    ])
  })

  it('lets no name become a rule', () => {
    const sly = 'x"\n}\ntable inet y { chain z { } }\u2028#'
    const text = encodeNftables(
      { zones: [zone(sly, '10.0.0.0/8')], conduits: [conduit(sly, '*', { name: sly })] },
      { on },
    ).text
    expect(text.split('\n').filter((line) => line.includes('inet y') && !/^# |comment "/.test(line.trim()))).toEqual([])
    expect(text).not.toMatch(/comment "[^"]*"[^\n]+/)
    expect(decodeNftables(text).chains.length).toBe(
      decodeNftables(encodeNftables({ zones, conduits: [] }, { on }).text).chains.length,
    )
  })

  const addresses = ['10.0.1.5', '10.0.1.9', '10.0.2.9', '10.0.7.7', '192.168.9.9', '8.8.8.8', 'fd00::7', '2001:db9::1']

  it('lets pass what the policy allows and nothing else, where it can say everything', () => {
    fc.assert(
      fc.property(
        somePolicy,
        fc.constantFrom(...addresses),
        fc.constantFrom(...addresses),
        fc.constantFrom(
          ['modbus', 'tcp', 502] as const,
          ['s7comm', 'tcp', 102] as const,
          [null, 'tcp', 443] as const,
          [null, 'udp', 9] as const,
        ),
        ({ zones: all, conduits }, from, to, [protocol, transport, port]) => {
          if (from.includes(':') !== to.includes(':')) return
          const plain = {
            zones: all.map((one) => ({ ...one, members: { ...one.members, tags: [], macs: [], vlans: [] } })),
            conduits: conduits.map((one) => ({ ...one, operations: null, dataFlow: 'both' as const })),
          }
          const { parts } = createJudge(plain).judge(
            talk(from, to, { protocol, transport, port, operations: {}, days: [on] }),
          )
          const { text } = encodeNftables(plain, { on })
          const ruleset = decodeNftables(text)
          expect(ruleset.faults).toEqual([])
          const packet = packetOf(from, to, transport === 'tcp' ? 6 : 17, { sourcePort: 50_000, targetPort: port })!
          const isAllowed = parts[0]!.outcome.verdict === 'allowed'
          expect(decide(ruleset, packet).verdict).toBe(isAllowed ? 'accepted' : 'refused')
        },
      ),
    )
  })
})

const folder = mkdtempSync(join(tmpdir(), 'rung-nft-'))
const check = (text: string) => {
  const file = join(folder, 'policy.nft')
  writeFileSync(file, text)
  return spawnSync('nft', ['-c', '-f', file], { encoding: 'utf8' })
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const probe = check('table inet rung_probe {}\n')
const isThere = probe.error === undefined && probe.status === 0

describe.skipIf(!isThere)(isThere ? 'nft' : 'skipped: no nft', () => {
  it('loads the export of any policy', () => {
    fc.assert(
      fc.property(somePolicy, fc.string({ unit: 'grapheme', maxLength: 200 }), (one, name) => {
        const named = { ...one, conduits: one.conduits.map((each) => ({ ...each, name })) }
        const { stderr, status } = check(encodeNftables(named, { on }).text)
        expect(`${status} ${stderr}`).toBe('0 ')
      }),
      { numRuns: 25 },
    )
  })
})
