import { describe, expect, it } from 'vitest'
import type { Conduit, Policy, Zone, ZoneLevel } from '../segmentation/policy.ts'
import { type AddressSet, addressesOf, anyAddress } from './addresses.ts'
import { compare } from './compare.ts'
import { decide } from './decide.ts'
import { decideTalk } from './decide-talk.ts'
import { dmzCheck } from './dmz-check.ts'
import type { ObservedTalk } from './observed.ts'
import { packetOf } from './packet.ts'
import { viewOfPolicy } from './policy-view.ts'
import type { Match, Ruleset, Service, Step } from './ruleset.ts'
import { differenceWords, pathWords, remarkWords, shadowWords, sightingWords, unusedWords } from './words.ts'

const net = (text: string): AddressSet => addressesOf(text)!
const tcp = (port: number): Service => ({
  protocols: [6, 6],
  sourcePorts: null,
  targetPorts: [port, port],
  icmpTypes: null,
})
const rule = (line: number, what: Step['action']['do'], match: Partial<Match>, hits: number | null = null): Step => ({
  line,
  lastLine: line,
  text: `rule ${line}`,
  label: null,
  match: {
    in: null,
    out: null,
    source: anyAddress,
    target: anyAddress,
    services: null,
    states: null,
    unknown: [],
    ...match,
  },
  action: { do: what } as Step['action'],
  isDisabled: false,
  hits,
})
const filter = (steps: readonly Step[], more: Partial<Ruleset> = {}): Ruleset => ({
  language: 'iptables',
  device: 'plant-fw',
  chains: [{ name: 'FORWARD', steps, otherwise: 'drop', otherwiseLine: 2 }],
  answers: 'filtered',
  hooks: [{ chain: 'FORWARD', in: null, out: null }],
  interfaces: [],
  translations: [],
  lines: [],
  faults: [],
  ...more,
})
const answers = rule(3, 'accept', { states: ['established', 'related'] })

const validity = { validFrom: '2026-01-01', validTo: null, record: 'r' }
const zone = (name: string, level: ZoneLevel | null, text: string): Zone => ({
  ...validity,
  name,
  purpose: null,
  targetLevel: null,
  level,
  safety: false,
  owner: null,
  members: { networks: [{ text, addresses: net(text) }], vlans: [], macs: [], tags: [] },
})
const conduit = (name: string, from: string, to: string, port: number): Conduit => ({
  ...validity,
  name,
  from,
  to,
  services: [{ protocol: null, transport: 'tcp', ports: [port, port] }],
  operations: ['read'],
  dataFlow: 'both',
  initiator: 'from',
  owner: null,
  isException: false,
  reason: null,
})
const policy: Policy = {
  zones: [
    zone('Enterprise', '4', '10.4.0.0/16'),
    zone('DMZ', '3.5', '10.35.0.0/24'),
    zone('Control', '2', '10.2.0.0/16'),
    zone('Office robots', null, '10.9.0.0/24'),
  ],
  conduits: [conduit('history', 'DMZ', 'Control', 4840), conduit('reports', 'Enterprise', 'DMZ', 443)],
}
const view = viewOfPolicy(policy, '2026-06-01')
const talk = (client: string, server: string, port: number, answered = true): ObservedTalk => ({
  id: `${client} ${server} ${port}`,
  client,
  server,
  transport: 'tcp',
  port,
  protocol: null,
  answered,
})
const ruleset = filter([
  answers,
  rule(4, 'accept', { source: net('10.35.0.0/24'), target: net('10.2.0.0/16'), services: [tcp(4840)] }, 12),
  rule(5, 'accept', { source: net('10.4.0.0/16'), target: net('10.2.0.5'), services: [tcp(502)] }, 0),
  rule(6, 'drop', { source: net('10.4.7.0/24') }),
  rule(7, 'accept', { source: net('10.4.7.9'), target: net('10.35.0.8'), services: [tcp(443)] }),
])

describe('a boundary', () => {
  const result = compare({
    ruleset,
    policy: view,
    traffic: {
      talks: [
        talk('10.4.1.1', '10.2.0.5', 502),
        talk('10.35.0.8', '10.2.0.7', 4840),
        talk('10.4.1.1', '10.2.0.9', 102),
        talk('10.4.1.1', '10.35.0.8', 443),
        talk('10.4.1.2', '10.2.0.9', 23, false),
      ],
      sees: null,
    },
  })

  it('names what passes beyond the policy, with the conversation that was seen', () => {
    const excess = result.differences.filter(({ kind }) => kind === 'excess')
    expect(excess.map((one) => [one.from.name, one.to.name, one.seen, one.talks, differenceWords(one)])).toEqual([
      [
        'Enterprise',
        'Control',
        1,
        ['10.4.1.1 10.2.0.5 502'],
        {
          en: 'From zone Enterprise to zone Control more passes than any conduit allows, by line 5: 10.4.1.1 → 10.2.0.5, TCP 502',
          ja: 'ゾーン「Enterprise」からゾーン「Control」へ、コンジットで許可されていない通信が通過する（5行目）：10.4.1.1 → 10.2.0.5, TCP 502',
        },
      ],
    ])
  })

  it('names what the policy needs and the rules refuse', () => {
    const missing = result.differences.filter(({ kind }) => kind === 'missing')
    expect(missing.map((one) => [differenceWords(one).en, one.seen])).toEqual([
      [
        'reports allows what is refused from zone Enterprise to zone DMZ, by the default of FORWARD in line 2: 10.4.1.1 → 10.35.0.8, TCP 443',
        1,
      ],
      ['reports allows what is refused from zone Enterprise to zone DMZ, by line 6: 10.4.7.10 → 10.35.0.8, TCP 443', 0],
    ])
    expect(result.conduits.map(({ conduit: { name }, passes, refused }) => [name, passes, refused])).toEqual([
      ['history', true, false],
      ['reports', false, true],
    ])
  })

  it('names what was seen in spite of both, of the rules and of the policy', () => {
    expect(result.sightings.map(({ kind, talk: id }) => [kind, id])).toEqual([
      ['despiteBoth', '10.4.1.1 10.2.0.9 102'],
      ['despiteRules', '10.4.1.1 10.35.0.8 443'],
      ['despitePolicy', '10.4.1.1 10.2.0.5 502'],
      ['refused', '10.4.1.2 10.2.0.9 23'],
    ])
    expect(result.talks).toEqual({ judged: 5, covered: 1, aside: 0 })
    expect(sightingWords(result.sightings[0]!).ja).toBe(
      'ルールで遮断され、コンジットでも許可されていないのに、応答のある通信が観測された（2行目のFORWARDの既定動作）：ゾーン「Enterprise」からゾーン「Control」へ、10.4.1.1 → 10.2.0.9, TCP 102',
    )
  })

  it('names the rule from which another one takes everything, and the one from which it takes a part', () => {
    expect(result.shadows.map((one) => [one.kind, one.step.line, one.isContrary, shadowWords(one).en])).toEqual([
      ['partly', 6, true, 'line 6: Partly undone before by line 5'],
      ['never', 7, true, 'line 7: Never reached: taken before by line 6'],
    ])
  })

  it('says once that a packet filter sees no operations', () => {
    expect(result.remarks.map((one) => [one.kind, remarkWords(one).en])).toEqual([
      [
        'coarse',
        'A packet filter sees neither operations nor the direction of data: that part of history, reports is not compared',
      ],
    ])
  })

  it('calls a rule unused only where something would have been seen', () => {
    const quiet = compare({ ruleset, policy: view, traffic: { talks: [], sees: () => true } })
    expect(quiet.unused.map((one) => [one.kind, one.step.line])).toEqual([['hits', 5]])
    const uncounted = filter(ruleset.chains[0]!.steps.map((step) => ({ ...step, hits: null })))
    const kinds = (sees: boolean) =>
      compare({ ruleset: uncounted, policy: view, traffic: { talks: [], sees: () => sees } }).unused.map((one) => [
        one.step.line,
        unusedWords(one).en,
      ])
    expect(kinds(true)).toEqual([
      [4, 'line 4: nothing seen that it lets pass'],
      [5, 'line 5: nothing seen that it lets pass'],
    ])
    expect(kinds(false)).toEqual([
      [4, 'line 4: not observable, no source sees its boundaries'],
      [5, 'line 5: not observable, no source sees its boundaries'],
    ])
  })
})

describe('the way past the DMZ', () => {
  it('is shown with the rule and a packet', () => {
    const { verdict, paths } = dmzCheck({ filters: [{ name: 'plant-fw', ruleset }], policy: view })
    expect(verdict).toBe('open')
    expect(paths.map(pathWords)).toEqual([
      {
        en: 'Past the DMZ: zone Enterprise to zone Control (plant-fw, line 5): 10.4.0.10 → 10.2.0.5, TCP 502',
        ja: 'DMZを経由しない経路：ゾーン「Enterprise」→ゾーン「Control」（plant-fw 5行目）：10.4.0.10 → 10.2.0.5, TCP 502',
      },
    ])
  })

  it('may lead through a zone whose level nobody has said', () => {
    const hop = filter([
      rule(4, 'accept', { source: net('10.4.0.0/16'), target: net('10.9.0.0/24'), services: [tcp(3389)] }),
      rule(5, 'accept', { source: net('10.9.0.7'), target: net('10.2.0.0/16') }),
    ])
    const { paths } = dmzCheck({ filters: [{ name: 'fw', ruleset: hop }], policy: view })
    expect(paths.map(({ hops, isSure }) => [isSure, ...hops.map(({ to }) => to.name)])).toEqual([
      [true, 'Office robots', 'Control'],
    ])
  })

  it('is closed where a second filter in the row refuses it, and undecided where a rule is not understood', () => {
    const strict = filter([rule(9, 'accept', { source: net('10.35.0.0/24') })])
    const filters = [ruleset, strict].map((one, i) => ({ name: String(i), ruleset: one }))
    expect(dmzCheck({ filters, policy: view }).verdict).toBe('closed')
    expect(dmzCheck({ filters, policy: view, arrangement: 'side' }).verdict).toBe('open')
    const vague = filter([rule(9, 'accept', { unknown: ['a schedule'] })])
    const undecided = dmzCheck({ filters: [{ name: 'fw', ruleset: vague }], policy: view })
    expect(undecided.verdict).toBe('undecided')
    expect(pathWords(undecided.paths[0]!).en).toContain('line 9: a schedule')
    expect(dmzCheck({ filters: [], policy: view }).verdict).toBe('undecided')
  })

  it('is also found in the policy itself', () => {
    const open = viewOfPolicy(
      { ...policy, conduits: [conduit('shortcut', 'Enterprise', 'Control', 102)] },
      '2026-06-01',
    )
    const { verdict, paths } = dmzCheck({ filters: [{ name: 'fw', ruleset: filter([]) }], policy: open })
    expect(verdict).toBe('closed')
    expect(paths.map((path) => [path.in, path.direction, path.hops[0]!.conduits[0]!.name])).toEqual([
      ['policy', 'down', 'shortcut'],
    ])
  })
})

describe('a filter', () => {
  const packet = packetOf('10.4.1.1', '10.2.0.5', 6, { sourcePort: 50_000, targetPort: 502 })!

  it('needs a rule for answers where it filters every packet', () => {
    const oneWay = filter([rule(5, 'accept', { source: net('10.4.0.0/16') })])
    expect(decide(oneWay, packet).verdict).toBe('refused')
    expect(decide({ ...oneWay, answers: 'pass' }, packet).verdict).toBe('accepted')
  })

  it('does not guess the port of a client', () => {
    const seen = talk('10.4.1.1', '10.2.0.5', 502)
    const from = (sourcePorts: readonly [number, number]) =>
      decideTalk(filter([answers, rule(5, 'accept', { services: [{ ...tcp(502), sourcePorts }] })]), seen)
    expect(from([1024, 65_535])).toMatchObject({ verdict: 'accepted' })
    expect(from([40_000, 65_535])).toMatchObject({ verdict: 'undecided', doubts: [{ kind: 'sourcePort' }] })
    expect(from([0, 1023])).toMatchObject({ verdict: 'refused' })
    expect(decideTalk(ruleset, { ...seen, transport: 'eth' })).toBeNull()
  })

  it('does not guess behind which interface an address is', () => {
    const byName = filter([rule(5, 'accept', { in: { names: ['eth1'], not: false } })], { answers: 'pass' })
    expect(decide(byName, packet)).toMatchObject({ verdict: 'undecided', doubts: [{ kind: 'interface' }] })
    const places = new Map([['eth1', net('10.4.0.0/16')]])
    expect(decide(byName, packet, places).verdict).toBe('accepted')
  })

  it('is undecided where a translation of targets touches the packet, and not by one of sources', () => {
    const match = rule(0, 'accept', { services: [tcp(502)] }).match
    const translated = (kind: 'source' | 'target') =>
      filter([answers, rule(5, 'accept', {})], {
        translations: [{ kind, line: 9, text: 'nat', match, to: null }],
      })
    expect(decide(translated('target'), packet)).toMatchObject({
      verdict: 'undecided',
      doubts: [{ kind: 'translation', translation: { line: 9 } }],
    })
    expect(decide(translated('source'), packet).verdict).toBe('accepted')
  })

  it('keeps IPv6 apart from IPv4', () => {
    const six = filter([rule(5, 'accept', { source: net('fd00:4::/32'), target: net('fd00:2::/32') })], {
      answers: 'pass',
    })
    const wide = viewOfPolicy(
      { zones: [zone('A', '4', 'fd00:4::/32'), zone('B', '2', 'fd00:2::/32')], conduits: [] },
      '2026-06-01',
    )
    const { differences } = compare({ ruleset: six, policy: wide, traffic: { talks: [], sees: null } })
    expect(differences.map(({ kind, from, to, by }) => [kind, from.name, to.name, by.length])).toEqual([
      ['excess', 'A', 'B', 1],
    ])
    expect(decide(six, differences[0]!.witness).verdict).toBe('accepted')
    expect(decide(six, packet).verdict).toBe('refused')
  })

  it('that is more work than allowed stays undecided and says so, except for what was seen', () => {
    const result = compare({
      ruleset,
      policy: view,
      traffic: { talks: [talk('10.4.1.1', '10.2.0.5', 502)], sees: null },
      limits: { nodes: 50, visits: 1000 },
    })
    expect(result.remarks[0]).toEqual({ kind: 'tooLarge' })
    expect(result.sightings.map(({ kind }) => kind)).toEqual(['despitePolicy'])
    expect(result.differences.every(({ kind }) => kind === 'mayBeExcess' || kind === 'mayBeMissing')).toBe(true)
  })
})
