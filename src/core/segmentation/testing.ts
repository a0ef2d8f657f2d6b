import fc from 'fast-check'
import { addressesOf } from '../filtering/addresses.ts'
import {
  type Conduit,
  dataFlows,
  initiators,
  outside,
  type Policy,
  type PolicyConversation,
  type PolicyService,
  policyOperations,
  type Zone,
  type ZoneMembers,
} from './policy.ts'

/** A zone for tests; everything that is not said is in order. */
export function zone(
  name: string,
  networks: string | readonly string[] = [],
  more: Partial<Omit<Zone, 'members'>> & Partial<Omit<ZoneMembers, 'networks'>> = {},
): Zone {
  const { vlans = [], macs = [], tags = [], ...rest } = more
  return {
    name,
    purpose: null,
    targetLevel: 2,
    level: null,
    safety: false,
    owner: 'OT',
    members: {
      networks: [networks].flat().map((text) => ({ text, addresses: addressesOf(text)! })),
      vlans,
      macs,
      tags,
    },
    validFrom: '2026-01-01',
    validTo: null,
    record: `zone ${name}`,
    ...rest,
  }
}

/** A conduit for tests: Modbus reading, opened by `from`; everything that is not said is in order. */
export function conduit(from: string, to: string, more: Partial<Conduit> = {}): Conduit {
  return {
    name: `${from} - ${to}`,
    from,
    to,
    services: [{ protocol: 'modbus', transport: null, ports: null }],
    operations: ['read'],
    dataFlow: 'both',
    initiator: 'from',
    owner: 'OT',
    validFrom: '2026-01-01',
    validTo: null,
    isException: false,
    reason: null,
    record: `conduit ${from} - ${to}`,
    ...more,
  }
}

/** A Modbus conversation that reads, for tests. */
export function talk(client: string, server: string, more: Partial<PolicyConversation> = {}): PolicyConversation {
  return {
    client: { address: client },
    server: { address: server },
    transport: 'tcp',
    port: 502,
    protocol: 'modbus',
    operations: { read: 3 },
    answered: true,
    days: ['2026-06-01'],
    ...more,
  }
}

const days = ['2026-01-01', '2026-03-01', '2026-05-31', '2026-06-01', '2026-06-02', '2026-09-01']
const networks = [
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.1.0/28',
  '10.0.1.5',
  '10.0.2.0/24',
  '10.0.2.9-10.0.2.30',
  'fd00::/64',
]
const macs = ['00:0e:8c:00:00:01', '00:0e:8c:00:00:02']
const tags = ['PLC-1', 'PLC-2']
const names = ['A', 'B', 'C', 'D']

const validity = fc.record({
  validFrom: fc.constantFrom(...days),
  validTo: fc.option(fc.constantFrom(...days), { nil: null }),
})

const service: fc.Arbitrary<PolicyService> = fc.constantFrom(
  { protocol: 'modbus', transport: null, ports: null },
  { protocol: null, transport: 'tcp', ports: [443, 502] },
  { protocol: 's7comm', transport: 'tcp', ports: [102, 102] },
  { protocol: null, transport: 'udp', ports: null },
)

export const somePolicy: fc.Arbitrary<Policy> = fc
  .record({
    zones: fc.array(
      fc.record({
        name: fc.constantFrom(...names),
        networks: fc.subarray(networks, { maxLength: 3 }),
        macs: fc.subarray(macs),
        tags: fc.subarray(tags),
        vlans: fc.subarray([10, 20]),
        level: fc.constantFrom('1', '2', '3', '3.5', '4', null),
        safety: fc.boolean(),
        validity,
      }),
      { maxLength: 6 },
    ),
    conduits: fc.array(
      fc.record({
        from: fc.constantFrom(...names, outside),
        to: fc.constantFrom(...names, outside),
        services: fc.option(fc.array(service, { maxLength: 2 }), { nil: null }),
        operations: fc.option(fc.subarray([...policyOperations]), { nil: null }),
        dataFlow: fc.constantFrom(...dataFlows),
        initiator: fc.constantFrom(...initiators),
        isException: fc.boolean(),
        validity,
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ zones, conduits }) => ({
    zones: zones.map(({ name, networks: members, validity: valid, ...rest }, i) =>
      zone(name, members, { ...(rest as Partial<Zone>), ...valid, record: `z${i}` }),
    ),
    conduits: conduits.map(({ from, to, validity: valid, ...rest }, i) =>
      conduit(from, to, { ...rest, ...valid, name: `c${i}`, record: `c${i}` }),
    ),
  }))

const addresses = [
  '10.0.1.5',
  '10.0.1.9',
  '10.0.2.9',
  '10.0.7.7',
  '192.168.9.9',
  '8.8.8.8',
  '239.1.1.1',
  '169.254.3.4',
  'fd00::7',
  'fe80::1',
  '00:0e:8c:00:00:01',
]

const endpoint = fc.record({
  address: fc.constantFrom(...addresses),
  tag: fc.constantFrom('PLC-1', 'plc-2', null),
  macs: fc.subarray(macs),
  vlans: fc.subarray([10, 20]),
  also: fc.subarray(['10.0.1.5', '10.0.2.9']),
})

export const someConversation: fc.Arbitrary<PolicyConversation> = fc
  .record({
    client: endpoint,
    server: endpoint,
    spoken: fc.constantFrom(
      { transport: 'tcp' as const, port: 502, protocol: 'modbus' },
      { transport: 'tcp' as const, port: 502, protocol: null },
      { transport: 'tcp' as const, port: 102, protocol: 's7comm' },
      { transport: 'udp' as const, port: 53, protocol: 'dns' },
    ),
    operations: fc.option(
      fc.record({ read: fc.nat(1), write: fc.nat(1), program: fc.nat(1), identify: fc.nat(1), other: fc.nat(1) }),
      { nil: null },
    ),
    answered: fc.constantFrom(true, false, null),
    days: fc.subarray(days, { minLength: 1 }),
  })
  .map(({ spoken, ...rest }) => ({ ...rest, ...spoken }))

/** The same in another order. */
export const shuffled = <T>(all: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length })
