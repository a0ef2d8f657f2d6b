import { type AddressSet, withoutAddresses } from '#core/filtering/addresses.ts'
import { type Ranges, subtract } from '#core/filtering/ranges.ts'
import type { ConnectionState, Service } from '#core/filtering/ruleset.ts'
import { addressSetOf } from '../netfilter/addresses.ts'
import {
  addressCondition,
  type Condition,
  never,
  only,
  packetCondition,
  perhaps,
  stateCondition,
} from '../netfilter/match.ts'
import { icmpTypesOf, namedIn, portProtocols, protocolOf } from '../netfilter/names.ts'
import { addressesOfFamily } from '../netfilter/steps.ts'
import { addressArgument, addressArguments } from './addresses.ts'
import { portList, portRange } from './ports.ts'
import type { Reading } from './reading.ts'

const everyProtocol: Ranges = [0, 255]
const everyPort: Ranges = [0, 65535]
const withPorts: Ranges = Object.values(portProtocols)
  .sort((a, b) => a - b)
  .flatMap((number) => [number, number])

type Read = (reading: Reading, text: string, not: boolean) => Condition | null

/** Options with one value, and what packets they mean; null where the value is not understood. */
export const conditionReaders: Readonly<Record<string, Read>> = {
  '-s': (reading, text, not) => address(reading, 'source', text, not),
  '-d': (reading, text, not) => address(reading, 'target', text, not),
  '-i': (_, text, not) => interfaces('in', text, not),
  '-o': (_, text, not) => interfaces('out', text, not),
  '-p': readProtocol,
  '--sport': (reading, text, not) => ports(reading, portRange(text), not, 'source'),
  '--dport': (reading, text, not) => ports(reading, portRange(text), not, 'target'),
  '--sports': (reading, text, not) => ports(reading, portList(text), not, 'source'),
  '--dports': (reading, text, not) => ports(reading, portList(text), not, 'target'),
  '--ports': (reading, text, not) => ports(reading, portList(text), not, 'either'),
  '--icmp-type': (_, text, not) => icmp(text, not, false),
  '--icmpv6-type': (_, text, not) => icmp(text, not, true),
  '--ctstate': readStates,
  '--state': readStates,
  '--ctdir': (_, text, not) =>
    /^(original|reply)$/i.test(text)
      ? packetCondition(/^o/i.test(text) !== not, null, 'the direction of the packet')
      : null,
  '--src-range': (reading, text, not) => range(reading, 'source', text, not),
  '--dst-range': (reading, text, not) => range(reading, 'target', text, not),
}

function address(reading: Reading, side: 'source' | 'target', text: string, not: boolean): Condition | null {
  const set = not ? addressArgument(text) : addressArguments(text)
  return set === null ? null : ofFamily(reading, side, set, not)
}

function range(reading: Reading, side: 'source' | 'target', text: string, not: boolean): Condition | null {
  const set = addressSetOf(text)
  return set === null ? null : ofFamily(reading, side, set, not)
}

function ofFamily({ context }: Reading, side: 'source' | 'target', set: AddressSet, not: boolean): Condition {
  return addressCondition(side, not ? withoutAddresses(addressesOfFamily(context.family), set) : set)
}

/** `eth+` stands for all that begin so, `+` alone for any (iptables(8), -i). */
function interfaces(side: 'in' | 'out', text: string, not: boolean): Condition | null {
  if (text === '') return null
  if (text === '+') return not ? never : only({})
  // An asterisk is a letter to iptables, and would mean any letters here.
  if (text.includes('*')) return null
  return only({ [side]: { names: [text.endsWith('+') ? `${text.slice(0, -1)}*` : text], not } })
}

function readProtocol(reading: Reading, text: string, not: boolean): Condition | null {
  const number = text === 'all' ? 0 : protocolOf(text)
  if (number === null) return null
  // 0 means every protocol, so that IPv6's hop-by-hop options cannot be asked for in that way.
  if (number === 0) return not ? never : only({})
  if (!not) reading.protocol = [number, number]
  return services([{ protocols: not ? subtract(everyProtocol, [number, number]) : [number, number] }])
}

const services = (parts: readonly (Partial<Service> & Pick<Service, 'protocols'>)[]): Condition =>
  only({ services: parts.map((part) => ({ sourcePorts: null, targetPorts: null, icmpTypes: null, ...part })) })

function ports(
  reading: Reading,
  set: Ranges | null,
  not: boolean,
  side: 'source' | 'target' | 'either',
): Condition | null {
  if (set === null) return null
  reading.needsProtocol = true
  const kept = not ? subtract(everyPort, set) : set
  if (kept.length === 0) return never
  if (side === 'source') return services([{ protocols: withPorts, sourcePorts: kept }])
  if (side === 'target') return services([{ protocols: withPorts, targetPorts: kept }])
  if (not) return services([{ protocols: withPorts, sourcePorts: kept, targetPorts: kept }])
  return services([
    { protocols: withPorts, sourcePorts: kept },
    { protocols: withPorts, targetPorts: kept },
  ])
}

function icmp(text: string, not: boolean, isV6: boolean): Condition | null {
  const protocol = isV6 ? 58 : 1
  const types = text === 'any' ? everyPort : icmpTypesOf(text, isV6)
  if (types === null) return null
  const kept = not ? subtract(everyPort, types) : types
  return kept.length === 0 ? never : services([{ protocols: [protocol, protocol], icmpTypes: kept }])
}

const stateNames: Readonly<Record<string, ConnectionState>> = {
  NEW: 'new',
  ESTABLISHED: 'established',
  RELATED: 'related',
  INVALID: 'invalid',
  UNTRACKED: 'untracked',
}

function readStates({ context }: Reading, text: string, not: boolean): Condition | null {
  const names = text.toUpperCase().split(',')
  const real = names.flatMap((name) => namedIn(stateNames, name) ?? [])
  const virtual = names.filter((name) => name === 'SNAT' || name === 'DNAT')
  if (real.length + virtual.length < names.length) return null
  if (virtual.length === 0 || (!context.isTranslated && !virtual.includes('SNAT'))) return stateCondition(real, not)
  const why = perhaps('whether addresses were translated')
  return not
    ? stateCondition(real, true).map((match) => ({ ...match, unknown: why[0]!.unknown }))
    : [...stateCondition(real, false), ...why]
}
