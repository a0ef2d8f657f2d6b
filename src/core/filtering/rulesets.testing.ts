import fc from 'fast-check'
import type { Conduit, ZoneLevel } from '../segmentation/policy.ts'
import { type AddressSet, addressesOf, anyAddress, lastV4, noAddress, unionOf, withoutAddresses } from './addresses.ts'
import type { Places } from './interfaces.ts'
import type { Address, Packet } from './packet.ts'
import type { PolicyView, ZoneArea } from './policy-view.ts'
import { includes, type Ranges, rangesOf } from './ranges.ts'
import type { Action, Chain, Hook, Match, Names, Ruleset, Service, Step, Translation } from './ruleset.ts'

/** Rules over a world that is small enough to try every packet: eight addresses, four services, three interfaces. */
const base = 0x0a000000
export const tinyAddresses = Array.from({ length: 8 }, (_, i) => base + i)
/** One beyond each end of what rules distinguish. */
const ports = [79, 80, 443]
const clientPorts = [1024, 50000]

export const allPackets: readonly Packet[] = tinyAddresses.flatMap((source) =>
  tinyAddresses.flatMap((target) =>
    [
      ...ports.flatMap((targetPort) =>
        clientPorts.map((sourcePort) => ({ protocol: 6, sourcePort, targetPort, icmp: 0 })),
      ),
      { protocol: 17, sourcePort: 1024, targetPort: 80, icmp: 0 },
      { protocol: 1, sourcePort: 0, targetPort: 0, icmp: 0x0800 },
      { protocol: 1, sourcePort: 0, targetPort: 0, icmp: 0x0301 },
      { protocol: 47, sourcePort: 0, targetPort: 0, icmp: 0 },
    ].map((rest) => ({ ...rest, source: { v4: source }, target: { v4: target } })),
  ),
)

const numberSet = (values: readonly number[]): Ranges => rangesOf(values.map((value) => [value, value]))
const addresses: fc.Arbitrary<AddressSet> = fc.oneof(
  { arbitrary: fc.constant(anyAddress), weight: 2 },
  { arbitrary: fc.subarray(tinyAddresses).map((some) => ({ v4: numberSet(some), v6: [] })), weight: 5 },
  { arbitrary: fc.constant({ v4: [base + 4, lastV4], v6: [] } as AddressSet), weight: 1 },
)
const names: fc.Arbitrary<Names | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  {
    arbitrary: fc.record({ names: fc.subarray(['eth0', 'eth1', 'wan', 'eth*'], { minLength: 1 }), not: fc.boolean() }),
    weight: 1,
  },
)
const anyPort = fc.constant(null)
const service: fc.Arbitrary<Service> = fc.oneof(
  fc.record({
    protocols: fc.constantFrom<Ranges>([6, 6], [17, 17], [6, 6, 17, 17]),
    sourcePorts: fc.oneof(anyPort, anyPort, anyPort, fc.constant<Ranges>([1024, 40000])),
    targetPorts: fc.oneof(anyPort, fc.constantFrom<Ranges>([80, 80], [443, 443], [80, 443], [0, 79])),
    icmpTypes: fc.constant(null),
  }),
  fc.record({
    protocols: fc.constant<Ranges>([1, 1]),
    sourcePorts: fc.constant(null),
    targetPorts: fc.constant(null),
    icmpTypes: fc.oneof(anyPort, fc.constantFrom<Ranges>([0x0800, 0x08ff], [0, 0xff], [0x0300, 0x03ff])),
  }),
)
const match: fc.Arbitrary<Match> = fc.record({
  in: names,
  out: names,
  source: addresses,
  target: addresses,
  services: fc.oneof(fc.constant(null), fc.array(service, { minLength: 1, maxLength: 2 })),
  states: fc.oneof(
    { arbitrary: fc.constant(null), weight: 4 },
    { arbitrary: fc.constantFrom<Match['states']>(['new'], ['established', 'related']), weight: 1 },
  ),
  unknown: fc.oneof({ arbitrary: fc.constant([]), weight: 8 }, { arbitrary: fc.constant(['a schedule']), weight: 1 }),
})
const simple: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  { do: 'accept' },
  { do: 'accept' },
  { do: 'drop' },
  { do: 'drop' },
  { do: 'return' },
  { do: 'continue' },
  { do: 'unknown', why: 'a queue' },
)
const jump: fc.Arbitrary<Action> = fc.record({
  do: fc.constantFrom('jump' as const, 'goto' as const),
  chain: fc.constantFrom('forward', 'a', 'b', 'c', 'missing'),
})
const action = fc.oneof({ arbitrary: simple, weight: 3 }, { arbitrary: jump, weight: 1 })
const step: fc.Arbitrary<Step> = fc.record({
  line: fc.constant(0),
  lastLine: fc.constant(0),
  text: fc.constant(''),
  label: fc.constant(null),
  match,
  action,
  isDisabled: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.constant(true), weight: 1 }),
  hits: fc.constant(null),
})
const chain = (name: string): fc.Arbitrary<Chain> =>
  fc.record({
    name: fc.constant(name),
    steps: fc.array(step, { maxLength: 5 }),
    otherwise: fc.constantFrom<Chain['otherwise']>('accept', 'drop', 'return', 'return'),
    otherwiseLine: fc.constant(null),
  })
const hook: fc.Arbitrary<Hook> = fc.record({
  chain: fc.constantFrom('forward', 'forward', 'a', 'missing'),
  in: fc.oneof(fc.constant(null), fc.constant(['eth0'])),
  out: fc.oneof(fc.constant(null), fc.constant(['wan'])),
})
const translation: fc.Arbitrary<Translation> = fc.record({
  kind: fc.constantFrom<Translation['kind']>('source', 'target', 'both'),
  line: fc.constant(0),
  text: fc.constant(''),
  match,
  to: fc.constant(null),
})
const networks = fc.constantFrom<AddressSet>(
  { v4: [], v6: [] },
  { v4: [base, base + 3], v6: [] },
  { v4: [base + 2, base + 5], v6: [] },
  unionOf([addressesOf('10.0.0.6/31')!]),
)

/** Lines are numbered as if every step stood on its own. */
function numbered(ruleset: Ruleset): Ruleset {
  let line = 0
  const chains = ruleset.chains.map((one) => ({
    ...one,
    steps: one.steps.map((each) => {
      line++
      return { ...each, line, lastLine: line, text: `rule ${line}` }
    }),
  }))
  return { ...ruleset, chains }
}

export const rulesets: fc.Arbitrary<Ruleset> = fc
  .record({
    language: fc.constant('iptables' as const),
    device: fc.constant(null),
    chains: fc.tuple(chain('forward'), chain('a'), chain('b'), chain('c')),
    answers: fc.constantFrom<Ruleset['answers']>('pass', 'filtered'),
    hooks: fc.array(hook, { minLength: 1, maxLength: 2 }),
    interfaces: fc.array(
      fc.record({ name: fc.constantFrom('eth0', 'eth1', 'wan'), alias: fc.constantFrom(null, 'wan'), networks }),
      { maxLength: 2 },
    ),
    translations: fc.oneof(
      { arbitrary: fc.constant([]), weight: 4 },
      { arbitrary: fc.array(translation, { maxLength: 1 }), weight: 1 },
    ),
    lines: fc.constant([]),
    faults: fc.constant([]),
  })
  .map(numbered)

export const placings: fc.Arbitrary<Places> = fc.oneof(
  fc.constant(new Map()),
  fc.record({ eth0: networks, wan: networks }).map((all) => new Map(Object.entries(all))),
)

/** Four zones of two addresses each; the rest of the world belongs to nobody. */
const zoneAddresses = [0, 2, 4, 6].map((from): AddressSet => ({ v4: [base + from, base + from + 1], v6: [] }))
const policyOf = (levels: readonly (ZoneLevel | null)[]): ZoneArea[] => [
  {
    kind: 'internet',
    name: null,
    names: [],
    level: null,
    addresses: withoutAddresses(anyAddress, unionOf(zoneAddresses)),
  },
  { kind: 'unclaimed', name: null, names: [], level: null, addresses: noAddress },
  { kind: 'special', name: null, names: [], level: null, addresses: noAddress },
  ...zoneAddresses.map(
    (addresses, i): ZoneArea => ({ kind: 'zone', name: `Z${i}`, names: [`Z${i}`], level: levels[i]!, addresses }),
  ),
]

export const policies: fc.Arbitrary<PolicyView> = fc
  .record({
    levels: fc.tuple(
      fc.constant<ZoneLevel>('4'),
      fc.constantFrom<ZoneLevel | null>('3.5', null, '5'),
      fc.constantFrom<ZoneLevel | null>('2', null),
      fc.constant<ZoneLevel>('1'),
    ),
    allowances: fc.array(
      fc.record({
        from: fc.integer({ min: 3, max: 6 }),
        to: fc.integer({ min: 3, max: 6 }),
        services: fc.oneof(fc.constant(null), fc.array(service, { maxLength: 2 })),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ levels, allowances }) => ({
    areas: policyOf(levels),
    conduits: allowances.map((_, i) => conduit(`conduit ${i}`)),
    allowances: allowances.map((one, i) => ({ ...one, conduit: i })),
    unplaced: [],
    coarse: [],
  }))

const conduit = (name: string): Conduit => ({
  name,
  from: 'Z0',
  to: 'Z1',
  services: null,
  operations: null,
  dataFlow: 'both',
  initiator: 'from',
  owner: null,
  validFrom: '2026-01-01',
  validTo: null,
  isException: false,
  reason: null,
  record: name,
})

const v4Of = (address: Address): number => ('v4' in address ? address.v4 : -1)
export const areaOf = ({ areas }: PolicyView, address: Address): number =>
  areas.findIndex(({ addresses: { v4 } }) => includes(v4, v4Of(address)))

export function isAllowed(policy: PolicyView, packet: Packet): boolean {
  const [from, to] = [areaOf(policy, packet.source), areaOf(policy, packet.target)]
  return policy.allowances.some(
    (one) =>
      one.from === from && one.to === to && (one.services === null || one.services.some((each) => isOf(each, packet))),
  )
}

function isOf({ protocols, sourcePorts, targetPorts, icmpTypes }: Service, packet: Packet): boolean {
  if (!includes(protocols, packet.protocol)) return false
  const isTalk = packet.protocol === 6 || packet.protocol === 17
  if (icmpTypes !== null) return packet.protocol === 1 && includes(icmpTypes, packet.icmp)
  if ((sourcePorts ?? targetPorts) !== null && !isTalk) return false
  const isFrom = sourcePorts === null || includes(sourcePorts, packet.sourcePort)
  return isFrom && (targetPorts === null || includes(targetPorts, packet.targetPort))
}
