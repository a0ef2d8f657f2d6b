import { anyAddress } from '#core/filtering/addresses.ts'
import { type Ranges, union } from '#core/filtering/ranges.ts'
import {
  anyService,
  createGathering,
  type Gathering,
  type PartlyAddresses,
  type PartlyServices,
  perhaps,
  perhapsServices,
} from '../partly-known.ts'

/** Ports, protocols or ICMP messages of which a part may not be told. */
export interface PartlyRanges {
  readonly sure: Ranges
  readonly most: Ranges
  readonly unknown: readonly string[]
}

export const surelyRanges = (ranges: Ranges): PartlyRanges => ({ sure: ranges, most: ranges, unknown: [] })
export const anyPort: Ranges = [0, 65535]

export const objectKinds = [
  'network',
  'service',
  'ports',
  'protocol',
  'icmp-type',
  'user',
  'security',
  'other',
] as const
export type ObjectKind = (typeof objectKinds)[number]

export type Member =
  | { readonly of: 'reference'; readonly name: string }
  | { readonly of: 'addresses'; readonly value: PartlyAddresses }
  | { readonly of: 'services'; readonly value: PartlyServices }
  | { readonly of: 'ranges'; readonly value: PartlyRanges }
  | { readonly of: 'unknown'; readonly why: string }

export interface Definition {
  readonly kind: ObjectKind
  readonly members: Member[]
}

/** Named objects and groups, which share one space of names; asked for when all of the file has been read. */
export interface Objects {
  /** `name 10.1.1.1 plc` of ASA. */
  readonly names: Map<string, string>
  readonly gathering: Gathering
  /** The object or group of this name, made where there is none. */
  define(name: string, kind: ObjectKind): Definition
  kindOf(name: string): ObjectKind | null
  network(name: string): PartlyAddresses
  services(name: string): PartlyServices
  ranges(name: string, all: Ranges): PartlyRanges
  setOwnAddress(name: string, address: PartlyAddresses): void
  /** The filter's own address at an interface. */
  ownAddress(name: string): PartlyAddresses
}

/** Groups within groups: deeper than anybody nests, and a bound for what nests itself. */
const deepest = 32
export const notDefined = 'an object that the file does not define'
const nested = 'groups that hold each other, or are nested too deep'

export function createObjects(): Objects {
  const definitions = new Map<string, Definition>()
  const gathering = createGathering()
  const own = new Map<string, PartlyAddresses>()
  const networks = new Map<string, PartlyAddresses | null>()
  const services = new Map<string, PartlyServices | null>()
  const ranges = new Map<string, PartlyRanges | null>()

  /** Each name is put together once; null while that goes on, so that a group within itself is noticed. */
  function resolve<T>(
    cache: Map<string, T | null>,
    name: string,
    depth: number,
    unknown: (why: string) => T,
    join: (parts: readonly T[]) => T,
    own: (member: Member) => T,
  ): T {
    const known = cache.get(name)
    if (known !== undefined && known !== null) return known
    const definition = definitions.get(name)
    if (definition === undefined) return unknown(notDefined)
    if (known === null || depth > deepest) return unknown(nested)
    cache.set(name, null)
    const parts = definition.members.map((member) =>
      member.of === 'reference' ? resolve(cache, member.name, depth + 1, unknown, join, own) : own(member),
    )
    const whole = parts.length === 0 ? unknown('a group without members') : join(parts)
    cache.set(name, whole)
    return whole
  }

  return {
    names: new Map(),
    gathering,
    define(name, kind) {
      const known = definitions.get(name)
      if (known?.kind === kind) return known
      const made: Definition = { kind, members: [] }
      // One name for two things is refused by the device; here it tells neither.
      if (known !== undefined) made.members.push({ of: 'unknown', why: 'a name that two objects share' })
      definitions.set(name, made)
      return made
    },
    kindOf: (name) => definitions.get(name)?.kind ?? null,
    network: (name) =>
      resolve(networks, name, 0, perhaps, gathering.addresses, (member) => {
        if (member.of === 'addresses') return member.value
        return perhaps(member.of === 'unknown' ? member.why : 'an object that is no network')
      }),
    services: (name) =>
      resolve(services, name, 0, perhapsServices, gathering.services, (member) => {
        if (member.of === 'services') return member.value
        return perhapsServices(member.of === 'unknown' ? member.why : 'an object that is no service')
      }),
    ranges: (name, all) =>
      resolve(
        ranges,
        name,
        0,
        (why) => ({ sure: [], most: all, unknown: [why] }),
        (parts) => joinRanges(parts, all, gathering),
        (member) => {
          if (member.of === 'ranges') return member.value
          const why = member.of === 'unknown' ? member.why : 'an object of another kind'
          return { sure: [], most: all, unknown: [why] }
        },
      ),
    setOwnAddress(name, address) {
      own.set(name, address)
    },
    ownAddress: (name) =>
      own.get(name) ?? perhaps('the address of an interface that the file does not tell', anyAddress),
  }
}

function joinRanges(parts: readonly PartlyRanges[], all: Ranges, { afford }: Gathering): PartlyRanges {
  const unknown = [...new Set(parts.flatMap((part) => part.unknown))].slice(0, 8)
  if (!afford(parts.length * 2)) return { sure: [], most: all, unknown: ['groups hold more than is put together'] }
  const join = (ranges: readonly Ranges[]) => ranges.reduce((sum, next) => union(sum, next), [] as Ranges)
  return { sure: join(parts.map(({ sure }) => sure)), most: join(parts.map(({ most }) => most)), unknown }
}

/** Any service of one protocol, or of several. */
export const ofProtocols = (protocols: Ranges): PartlyServices => {
  const service = { ...anyService, protocols }
  return { sure: [service], most: [service], unknown: [] }
}
