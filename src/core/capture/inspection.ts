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
  /** Null where nothing that was seen says so. */
  readonly purdueLevel: PurdueLevel | null
  readonly firstSeen: string
  readonly lastSeen: string
  /** First few packets in which it sent something: the proof that it was there. */
  readonly packetsSeen: readonly number[]
}

export const deviceRoles = ['controller', 'engineering-station', 'supervisory', 'gateway', 'router'] as const
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
}

/** What a device said about itself, and the packet in which it first did. */
export interface Identity {
  readonly device: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly packet: number
}
