import type { Day } from '../calendar/day.ts'
import type { Conversation, PurdueLevel, WireOperation } from '../capture/inspection.ts'
import type { AddressSet } from '../filtering/addresses.ts'
import type { Ranges } from '../filtering/ranges.ts'

/**
 * Zones and conduits of one plant (IEC 62443-3-2, ZCR 3 and 6), each in force over its own days. The order of either list
 * means nothing: every answer about a policy is the same whatever it is.
 */
export interface Policy {
  readonly zones: readonly Zone[]
  readonly conduits: readonly Conduit[]
}

export type ZoneLevel = PurdueLevel['level']
export type SecurityLevel = 1 | 2 | 3 | 4

/** Assets with common security requirements. Records of one name that are in force at once describe one zone together. */
export interface Zone {
  /** Conduits call it by this; case, width and blanks do not matter (`foldName`). */
  readonly name: string
  /** What its assets do together; null: nobody has said. */
  readonly purpose: string | null
  /** SL-T (IEC 62443-3-3); null: nobody has said. */
  readonly targetLevel: SecurityLevel | null
  /** Of the Purdue model; null: nobody has said. */
  readonly level: ZoneLevel | null
  /** Holds a safety instrumented system. */
  readonly safety: boolean
  readonly owner: string | null
  readonly members: ZoneMembers
  /** First and last day in force, both included; null: until further notice. */
  readonly validFrom: Day
  readonly validTo: Day | null
  /** The dated record (or the place in a file) that it stands in: every trouble and every verdict names it. */
  readonly record: string
}

export interface ZoneMembers {
  readonly networks: readonly NetworkMember[]
  /** IEEE 802.1Q ids, 1 … 4094. */
  readonly vlans: readonly number[]
  /** As `00:0e:8c:01:02:03`, lower case. */
  readonly macs: readonly string[]
  /** Asset tags as the registry writes them. */
  readonly tags: readonly string[]
}

/** One network, address or range: `10.1.2.0/24`, `10.1.2.3`, `10.1.2.3-10.1.2.9`, `fd00::/8`. */
export interface NetworkMember {
  readonly text: string
  /** Exactly one range, of one version. */
  readonly addresses: AddressSet
}

/** The other end of a conduit that leads to where no zone is: the internet, and addresses that no zone claims. */
export const outside = '*'

/** Channels between two zones, and what may pass through them. Several conduits of a pair allow together what each allows. */
export interface Conduit {
  readonly name: string
  /** Names of zones, or {@link outside}; empty where the record names none. */
  readonly from: string
  readonly to: string
  /** One of these; null: any service. */
  readonly services: readonly PolicyService[] | null
  /** What may be done to the server; null: anything. */
  readonly operations: readonly PolicyOperation[] | null
  readonly dataFlow: DataFlow
  readonly initiator: Initiator
  readonly owner: string | null
  /** First and last day in force, both included; null: until further notice. */
  readonly validFrom: Day
  readonly validTo: Day | null
  /** Stands beside the rule, for a time and for a reason. */
  readonly isException: boolean
  readonly reason: string | null
  /** The dated record (or the place in a file) that it stands in. */
  readonly record: string
}

/** All of what it names holds; it names a protocol, a transport or both. */
export interface PolicyService {
  /** By the wire name of the readers (`modbus`, `s7comm`, `opcua` …); null: whatever is spoken there. */
  readonly protocol: string | null
  readonly transport: PolicyTransport | null
  /** Of the server; null: any, and for a protocol whose words were not recognised its usual ones. */
  readonly ports: Ranges | null
}

export type PolicyTransport = Conversation['transport']

export const policyOperations = ['read', 'write', 'program', 'identify', 'other'] as const satisfies WireOperation[]
export type PolicyOperation = (typeof policyOperations)[number]

/** `forward`: from the zone `from` into the zone `to`. Reading brings data to the client, writing and programming to the server. */
export const dataFlows = ['forward', 'backward', 'both'] as const
export type DataFlow = (typeof dataFlows)[number]

/** Which end opens the conversation. */
export const initiators = ['from', 'to', 'either'] as const
export type Initiator = (typeof initiators)[number]

/** One end of a conversation, and what is known of the device behind it. */
export interface Endpoint {
  /** As in a conversation: an IP address, a MAC address where there is no IP, `ip#unit` behind a gateway. */
  readonly address: string
  /** The registry's tag, where the device is matched without contradiction. */
  readonly tag?: string | null
  /** Its own cards; never a router's, whose MAC stands before everybody behind it. */
  readonly macs?: readonly string[]
  readonly vlans?: readonly number[]
  /** Other addresses of the same device: asked only where `address` belongs to no network (a MAC, link-local, unspecified). */
  readonly also?: readonly string[]
}

/** A conversation as far as a policy has something to say about it; an end is placed once for each object that stands for it: share them. */
export interface PolicyConversation {
  readonly client: Endpoint
  readonly server: Endpoint
  readonly transport: PolicyTransport
  readonly port: number | null
  /** Recognised by content; null: not recognised. */
  readonly protocol: string | null
  /** Null: the source cannot tell (a log of connections). */
  readonly operations: Readonly<Partial<Record<PolicyOperation, number>>> | null
  /** Null: the source cannot tell. */
  readonly answered: boolean | null
  /** Ascending. */
  readonly days: readonly Day[]
}
