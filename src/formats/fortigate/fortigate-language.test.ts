import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  addressText,
  agrees,
  all,
  between,
  firstOf,
  isIn,
  network,
  not,
  type Question,
  sideOf,
  sides,
  some,
  someone,
  type Truth,
  truth,
  type Verdict,
} from '../tiny-world.testing.ts'
import { decodeFortigate } from './decode.ts'

type Single =
  | { readonly is: 'net'; readonly from: number; readonly size: number }
  | { readonly is: 'range'; readonly of: readonly [number, number] }
  | { readonly is: 'wildcard'; readonly at: number; readonly bits: number }
  | { readonly is: 'fqdn' }
/** By name: addresses a0-a3, groups g0-g1, "all". */
type Ref = string

interface Ports {
  readonly target: readonly [number, number]
  readonly source: readonly [number, number] | null
}
type Service =
  | { readonly is: 'ports'; readonly tcp: readonly Ports[]; readonly udp: readonly Ports[] }
  | { readonly is: 'icmp'; readonly icmp: readonly number[] }
  | { readonly is: 'ip'; readonly protocol: number }

interface Policy {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly source: readonly Ref[]
  readonly target: readonly Ref[]
  readonly notSource: boolean
  readonly notTarget: boolean
  readonly services: readonly Ref[]
  readonly notService: boolean
  readonly action: 'accept' | 'deny' | null
  readonly isOff: boolean
  readonly schedule: 'always' | 'night'
  readonly users: boolean
}
interface Configuration {
  readonly singles: readonly Single[]
  readonly groups: readonly { readonly members: readonly Ref[]; readonly left: readonly Ref[] | null }[]
  readonly services: readonly Service[]
  readonly serviceGroup: readonly Ref[]
  /** The second and third interface are in a zone; within it everything passes. */
  readonly zone: 'none' | 'closed' | 'open'
  readonly policies: readonly Policy[]
}

const single: fc.Arbitrary<Single> = fc.oneof(
  { arbitrary: network.map((of) => ({ is: 'net' as const, ...of })), weight: 4 },
  { arbitrary: between.map((of) => ({ is: 'range' as const, of })), weight: 2 },
  { arbitrary: fc.record({ is: fc.constant('wildcard' as const), at: someone, bits: someone }), weight: 2 },
  { arbitrary: fc.constant({ is: 'fqdn' as const }), weight: 1 },
)
const several = <T>(of: fc.Arbitrary<T>, most = 2) => fc.array(of, { minLength: 1, maxLength: most })
const singleRef = fc.constantFrom('a0', 'a1', 'a2', 'a3')
const group = (refs: readonly Ref[]) =>
  fc.record({
    members: several(fc.constantFrom(...refs), 3),
    left: fc.option(several(singleRef), { freq: 2 }),
  })
const port = fc.constantFrom(79, 80, 443, 1000, 1500, 2000)
const range = fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
const ports: fc.Arbitrary<Ports> = fc.record({ target: range, source: fc.option(range, { freq: 3 }) })
const service: fc.Arbitrary<Service> = fc.oneof(
  {
    arbitrary: fc
      .record({
        is: fc.constant('ports' as const),
        tcp: fc.array(ports, { maxLength: 2 }),
        udp: fc.array(ports, { maxLength: 1 }),
      })
      .filter(({ tcp, udp }) => tcp.length + udp.length > 0),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      is: fc.constant('icmp' as const),
      icmp: fc.constantFrom<(readonly number[])[]>([], [8], [3], [3, 4], [3, 1]),
    }),
    weight: 1,
  },
  { arbitrary: fc.record({ is: fc.constant('ip' as const), protocol: fc.constantFrom(0, 6, 47) }), weight: 1 },
)
const address = fc.constantFrom('all', 'a0', 'a1', 'a2', 'a3', 'g0', 'g1')
const interfaces = (names: readonly string[]) =>
  fc.oneof(fc.constant(['any']), fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }))
const seldom = fc.nat(5).map((n) => n === 0)
const policy = (names: readonly string[]): fc.Arbitrary<Policy> =>
  fc.record({
    from: interfaces(names),
    to: interfaces(names),
    source: several(address),
    target: several(address),
    notSource: seldom,
    notTarget: seldom,
    services: several(fc.constantFrom('ALL', 's0', 's1', 's2', 'sg', 'HTTP', 'PING')),
    notService: seldom,
    action: fc.constantFrom<Policy['action'][]>('accept', 'accept', 'deny', null),
    isOff: seldom,
    schedule: fc.constantFrom('always' as const, 'always' as const, 'always' as const, 'night' as const),
    users: seldom,
  })
const configuration: fc.Arbitrary<Configuration> = fc
  .constantFrom<Configuration['zone'][]>('none', 'closed', 'open')
  .chain((zone) =>
    fc.record({
      singles: fc.tuple(single, single, single, single),
      groups: fc.tuple(group(['a0', 'a1', 'a2']), group(['a3', 'g0', 'all'])),
      services: fc.tuple(service, service, service),
      serviceGroup: several(fc.constantFrom('s0', 's1', 'SSH')),
      zone: fc.constant(zone),
      policies: fc.array(policy(zone === 'none' ? ['outside', 'inside', 'dmz'] : ['outside', 'Z']), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
  )

// The language, written.

const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(' ')
const table = (path: string, entries: readonly (readonly string[])[]) => [
  `config ${path}`,
  ...entries.flatMap(([key, ...sets]) => [`    edit ${key}`, ...sets.map((set) => `        set ${set}`), '    next']),
  'end',
]

function singleSets(of: Single): string[] {
  if (of.is === 'net') return [`subnet ${addressText(of.from)} 255.255.255.${256 - of.size}`]
  if (of.is === 'range') return ['type iprange', `start-ip ${addressText(of.of[0])}`, `end-ip ${addressText(of.of[1])}`]
  // The bits that are set count.
  if (of.is === 'wildcard') return ['type wildcard', `wildcard ${addressText(of.at)} 255.255.255.${248 + of.bits}`]
  return ['type fqdn', 'fqdn "example.com"']
}

const portsText = ({ target, source }: Ports) => `${target.join('-')}${source === null ? '' : `:${source.join('-')}`}`

function serviceSets(of: Service): string[] {
  if (of.is === 'ip') return ['protocol IP', `protocol-number ${of.protocol}`]
  if (of.is === 'icmp') {
    const [type, code] = of.icmp
    return [
      'protocol ICMP',
      ...(type === undefined ? [] : [`icmptype ${type}`]),
      ...(code === undefined ? [] : [`icmpcode ${code}`]),
    ]
  }
  return [
    ...(of.tcp.length === 0 ? [] : [`tcp-portrange ${of.tcp.map(portsText).join(' ')}`]),
    ...(of.udp.length === 0 ? [] : [`udp-portrange ${of.udp.map(portsText).join(' ')}`]),
  ]
}

const policySets = (of: Policy): string[] => [
  'name "a \\"policy\\" of\ntwo lines"',
  `srcintf ${quoted(of.from)}`,
  `dstintf ${quoted(of.to)}`,
  `srcaddr ${quoted(of.source)}`,
  `dstaddr ${quoted(of.target)}`,
  ...(of.notSource ? ['srcaddr-negate enable'] : []),
  ...(of.notTarget ? ['dstaddr-negate enable'] : []),
  `service ${quoted(of.services)}`,
  ...(of.notService ? ['service-negate enable'] : []),
  ...(of.action === null ? [] : [`action ${of.action}`]),
  ...(of.isOff ? ['status disable'] : []),
  ...(of.users ? ['users "anna"'] : []),
  `schedule "${of.schedule}"`,
  'logtraffic all',
]

function written(of: Configuration): string {
  return [
    '#config-version=FGT60F-7.2.5-FW-build1517-230606:opmode=0:vdom=0:user=admin',
    ...table(
      'system interface',
      sides.map(({ name, from, length }) => [
        `"${name}"`,
        `ip ${addressText(from + 1)} 255.255.255.${256 - 2 ** (32 - length)}`,
      ]),
    ),
    ...(of.zone === 'none'
      ? []
      : table('system zone', [
          ['"Z"', ...(of.zone === 'open' ? ['intrazone allow'] : []), 'interface "inside" "dmz"'],
        ])),
    ...table(
      'firewall address',
      of.singles.map((one, i) => [`"a${i}"`, ...singleSets(one)]),
    ),
    ...table(
      'firewall addrgrp',
      of.groups.map(({ members, left }, i) => [
        `"g${i}"`,
        `member ${quoted(members)}`,
        ...(left === null ? [] : ['exclude enable', `exclude-member ${quoted(left)}`]),
      ]),
    ),
    ...table('firewall service custom', [
      ['"ALL"', 'protocol IP'],
      ...of.services.map((one, i) => [`"s${i}"`, ...serviceSets(one)]),
    ]),
    ...table('firewall service group', [['"sg"', `member ${quoted(of.serviceGroup)}`]]),
    ...table('firewall schedule recurring', [['"night"', 'start 00:00', 'end 04:00', 'day sunday']]),
    ...table(
      'firewall policy',
      of.policies.map((one, i) => [String(i + 1), ...policySets(one)]),
    ),
    '',
  ].join('\n')
}

// The language, interpreted.

function holdsAddress(ref: Ref, at: number, whole: Configuration): Truth {
  if (ref === 'all') return 1
  const number = Number(ref[1])
  if (ref[0] === 'g') {
    const { members, left } = whole.groups[number]!
    const isMember = some(...members.map((one) => holdsAddress(one, at, whole)))
    return left === null ? isMember : all(isMember, not(some(...left.map((one) => holdsAddress(one, at, whole)))))
  }
  const of = whole.singles[number]!
  if (of.is === 'net') return truth(isIn(of, at))
  if (of.is === 'range') return truth(at >= of.of[0] && at <= of.of[1])
  return of.is === 'fqdn' ? 0.5 : truth((of.at & of.bits) === (at & of.bits))
}

const holdsPorts = ({ target, source }: Ports, { sourcePort, targetPort }: Question): boolean =>
  targetPort >= target[0] &&
  targetPort <= target[1] &&
  (source === null || (sourcePort >= source[0] && sourcePort <= source[1]))

function holdsService(ref: Ref, question: Question, whole: Configuration): boolean {
  const { protocol, targetPort, icmp } = question
  if (ref === 'ALL') return true
  if (ref === 'HTTP') return protocol === 6 && targetPort === 80
  if (ref === 'SSH') return protocol === 6 && targetPort === 22
  if (ref === 'PING') return protocol === 1 && icmp[0] === 8
  if (ref === 'sg') return whole.serviceGroup.some((one) => holdsService(one, question, whole))
  const of = whole.services[Number(ref[1])]!
  if (of.is === 'ip') return of.protocol === 0 || of.protocol === protocol
  if (of.is === 'icmp') return protocol === 1 && of.icmp.every((value, i) => icmp[i] === value)
  if (protocol === 6) return of.tcp.some((one) => holdsPorts(one, question))
  return protocol === 17 && of.udp.some((one) => holdsPorts(one, question))
}

function hasSourcePorts(ref: Ref, whole: Configuration): boolean {
  if (ref === 'sg') return whole.serviceGroup.some((one) => hasSourcePorts(one, whole))
  if (ref[0] !== 's') return false
  const of = whole.services[Number(ref[1])]!
  return of.is === 'ports' && [...of.tcp, ...of.udp].some(({ source }) => source !== null)
}

function holdsInterface(names: readonly string[], at: number, { zone }: Configuration): boolean {
  const { name } = sides[at]!
  return names.includes('any') || names.includes(zone !== 'none' && name !== 'outside' ? 'Z' : name)
}

function holdsPolicy(of: Policy, question: Question, whole: Configuration): Truth {
  if (of.isOff) return 0
  const source = some(...of.source.map((ref) => holdsAddress(ref, question.source, whole)))
  const target = some(...of.target.map((ref) => holdsAddress(ref, question.target, whole)))
  const service = of.services.some((ref) => holdsService(ref, question, whole))
  // What is left out by source ports is not laid out, and told so.
  const isLost = of.notService && of.services.some((ref) => hasSourcePorts(ref, whole))
  return all(
    truth(holdsInterface(of.from, sideOf(question.source), whole)),
    truth(holdsInterface(of.to, sideOf(question.target), whole)),
    of.notSource ? not(source) : source,
    of.notTarget ? not(target) : target,
    isLost ? 0.5 : truth(service !== of.notService),
    of.schedule === 'night' || of.users ? 0.5 : 1,
  )
}

function interpreted(of: Configuration, question: Question): Verdict {
  const isWithin = of.zone === 'open' && sideOf(question.source) > 0 && sideOf(question.target) > 0
  return firstOf(
    of.policies,
    (one) => holdsPolicy(one, question, of),
    ({ action }) => action === 'accept',
    isWithin,
  )
}

describe('a FortiGate', () => {
  it('does with every packet what its language says', () => {
    fc.assert(
      fc.property(configuration, (of) => {
        const text = written(of)
        agrees(text, decodeFortigate(text), (question) => interpreted(of, question))
      }),
      { numRuns: 60 },
    )
  })
})
