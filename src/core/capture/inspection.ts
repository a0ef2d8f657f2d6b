/**
 * What is read out of one packet capture: exactly the JSON of `rung capture inspect --json`.
 * Instants are ISO 8601 in UTC with microseconds (`2026-11-02T08:15:00.000123Z`); days are `2026-11-02`.
 * Endpoints are IP addresses, or MAC addresses where there is no IP; a device behind a gateway is `ip#unit`.
 */
export interface Inspection {
  readonly capture: CaptureFacts
  readonly devices: readonly Device[]
  readonly conversations: readonly Conversation[]
  readonly identities: readonly Identity[]
}

/** An inspection whose lists are made while they are walked. */
export interface InspectionInPieces {
  readonly capture: CaptureFacts
  readonly devices: Iterable<Device>
  readonly conversations: Iterable<Conversation>
  readonly identities: Iterable<Identity>
}

export interface CaptureFacts {
  /** The file's name as given, without its folder. */
  readonly file: string
  /** Packets that the file held up to its end or its first unreadable place. */
  readonly packets: number
  /** Bytes of the capture read, after unpacking. */
  readonly bytes: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly linkTypes: readonly string[]
  /** Packets by what became of them: `read + ignored + faulty = packets`. */
  readonly accounting: Accounting
  readonly faults: readonly CaptureFault[]
}

export interface Accounting {
  /** Counted in a conversation. */
  readonly read: number
  /** Well-formed, but without endpoints that could be counted, or of a link type that is not read. */
  readonly ignored: number
  /** Cut or contradictory before the endpoints could be read, or beyond the limits of what is tracked. */
  readonly faulty: number
}

/** Faults of one reason are told once, at their first place, with how often they occurred. */
export interface CaptureFault {
  /** English; `faultReasonJa` has it in Japanese. */
  readonly reason: string
  /** Number of the packet, from 1. */
  readonly packet?: number
  /** Byte offset in the (unpacked) capture. */
  readonly offset?: number
  readonly count?: number
}

export interface Device {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly names: readonly string[]
  readonly vlans: readonly number[]
  /** Said by the device itself, else by its MAC where that is not a router's. */
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly roles: readonly DeviceRole[]
  /** A safety controller, or a device that carries a safety protocol; why. */
  readonly safety?: readonly string[]
  readonly safetyJa?: readonly string[]
  /** How sure vendor, model, order number, firmware, serial and name are, and who says so. */
  readonly fields?: readonly DeviceField[]
  /** Why what was heard under several addresses is taken for one device. */
  readonly joinedBy?: readonly string[]
  readonly joinedByJa?: readonly string[]
  /** The id of the device behind which it answers. */
  readonly behind?: string
  /** Addresses that it claims itself (ARP, DHCP, its own word); of the others its card was seen to send from them. */
  readonly claimed?: readonly string[]
  /** Protocols that it answered or sent in, by content. */
  readonly protocols?: readonly string[]
  /** Null where nothing that was seen says so. */
  readonly purdueLevel: PurdueLevel | null
  readonly firstSeen: string
  readonly lastSeen: string
  /** First few packets in which it sent something: the proof that it was there. */
  readonly packetsSeen: readonly number[]
}

/** One field: its value, how sure that is (0…1), the packets that say so, and what else is said. */
export interface DeviceField {
  readonly field: string
  readonly value: string
  readonly confidence: number
  readonly sources: readonly FieldSource[]
  readonly contradictions: readonly { readonly value: string; readonly sources: readonly FieldSource[] }[]
  /** Earlier values, the newest first. */
  readonly history: readonly { readonly value: string; readonly sources: readonly FieldSource[] }[]
}

/** A protocol and the packet in which it was first said; `oui` and `order-number` are derived. */
export interface FieldSource {
  readonly protocol: string
  readonly packet: number | null
}

/**
 * What a device is by what it does. `field-device`: I/O, drive, transmitter; `ied`: protection relay, merging unit, PMU;
 * `server`: hands out data of others (OPC UA, MQTT, Niagara); `it-service`: names, addresses, time.
 */
export const deviceRoles = [
  'controller',
  'safety-controller',
  'field-device',
  'ied',
  'engineering-station',
  'supervisory',
  'server',
  'gateway',
  'router',
  'switch',
  'it-service',
  'workstation',
] as const
export type RoleName = (typeof deviceRoles)[number]

export interface DeviceRole {
  readonly role: RoleName
  readonly because: string
  readonly becauseJa?: string
}

export interface PurdueLevel {
  readonly level: '0' | '1' | '2' | '3' | '3.5' | '4' | '5'
  /** 0…1: lowered by every contradicting observation. */
  readonly confidence: number
  readonly because: readonly string[]
  readonly becauseJa?: readonly string[]
  /** What speaks against it; it is in `because` as well. */
  readonly against?: readonly string[]
  readonly againstJa?: readonly string[]
}

export type WireOperation = 'read' | 'write' | 'program' | 'identify' | 'other'

export interface Conversation {
  readonly client: string
  readonly server: string
  /** `tcp`, `udp`, `sctp`; `ip` for other protocols on IP (then `protocol` names it); `eth` without IP. */
  readonly transport: 'tcp' | 'udp' | 'sctp' | 'ip' | 'eth'
  readonly serverPort: number | null
  /** Recognised by content (or by ethertype or IP protocol number), never by the port alone; else null. */
  readonly protocol: string | null
  readonly packets: Directions
  /** Lengths on the wire. */
  readonly bytes: Directions
  /** The server sent something other than a refusal (a TCP reset or an ICMP error is none). */
  readonly answered: boolean
  /** Messages by what they do to the server: requests where the protocol has them. */
  readonly operations: Readonly<Record<WireOperation, number>>
  readonly functions: readonly FunctionCount[]
  /** Responses that refused their request. */
  readonly exceptions: number
  readonly firstSeen: string
  readonly lastSeen: string
  /** First few packet numbers, both directions: the proof that it took place. */
  readonly packetsSeen: readonly number[]
  /** UTC days on which it was seen, ascending, at most 400. */
  readonly days: readonly string[]
}

export interface Directions {
  readonly toServer: number
  readonly toClient: number
}

export interface FunctionCount {
  readonly code: string
  readonly name: string
  readonly operation: WireOperation
  readonly requests: number
  readonly responses: number
  /** The packet (of a log, the line) in which it was first seen: the proof that it was called. */
  readonly firstPacket: number
  /** When it was first and last seen, of functions that program: what a maintenance window is held against. */
  readonly firstAt?: string
  readonly lastAt?: string
}

/** What a device said about itself, and the packet in which it first did. */
export interface Identity {
  readonly device: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly packet: number
  /** The address it is about, where that is not the device's id. */
  readonly address?: string
}
