import type { Fault } from './faults.ts'

/** What a function does to the device it is sent to: the five classes every protocol maps its functions to. */
export const operations = ['read', 'write', 'program', 'identify', 'other'] as const
export type Operation = (typeof operations)[number]

/** One function or service of a protocol: `{ code: '0x03', name: 'Read Holding Registers', operation: 'read' }`. */
export interface WireFunction {
  readonly code: string
  readonly name: string
  readonly operation: Operation
}

/** What one message says about a device, in the field names of `rung capture inspect`. */
export interface IdentityFact {
  /**
   * `vendor`, `model`, `orderNumber`, `firmware`, `serial`, `name`, `product`, `deviceType`, `hardware`, `location`, … and
   * `ip`, `mac`: an address that the device says is its own, which joins the two.
   */
  readonly field: string
  readonly value: string
  /** Whom it is about: without it the sender, `peer` the receiver, else the text of an IP or MAC address. */
  readonly about?: string
}

/** One request, response or event that a protocol read out of a payload. */
export interface Message {
  readonly kind: 'request' | 'response' | 'event'
  readonly function: WireFunction
  /** The response refused the request (Modbus exception, CIP general status ≠ 0, S7 error class ≠ 0). */
  readonly exception?: boolean | undefined
  /** A device behind the endpoint: Modbus unit, rack/slot, DNP3 address. Becomes `ip#unit` when it is not the endpoint itself. */
  readonly unit?: string | undefined
  /** Facts about the sender of this message (and its `unit`), unless they say about whom. */
  readonly identity?: readonly IdentityFact[] | undefined
}

/** What one protocol module offers. One folder each: `decode.ts` exports it, `encode.ts` writes the same messages. */
export interface Protocol {
  /** Short lower-case name as printed: `modbus`, `s7comm`, `enip`, `cip`. */
  readonly name: string
  /** `eth`: directly on the link, without IP; then the message is the link's payload, and `toServer` always true. */
  readonly transports: readonly ('tcp' | 'udp' | 'eth')[]
  /** Usual server ports: tried first, never believed without {@link recognises}. */
  readonly ports: readonly number[]
  /** For `eth`: ethertypes, or LLC SAPs and SNAP codes as `Frame.etherType` has them. Tried only there. */
  readonly etherTypes?: readonly number[]
  /** The content alone is too weak a sign (DNS, NTP, …): asked on its usual ports only. */
  readonly onlyOnPorts?: true
  /** Whether the bytes are this protocol, by their content. Must be strict enough to be asked about any port. */
  recognises(bytes: Uint8Array, start: number, end: number): boolean
  /**
   * The length of the PDU that starts at `start`: positive when the header says so (it may reach beyond `end`: the rest is
   * still to come), 0 when even the header is incomplete, -1 when this is no PDU.
   */
  lengthAt(bytes: Uint8Array, start: number, end: number): number
  /**
   * How much of a PDU that reaches beyond `end` is worth waiting for (over TCP). The rest is passed over without being held,
   * and `read` gets only so much: encrypted data, the contents of files. Without it: all.
   */
  wantedAt?(bytes: Uint8Array, start: number, end: number): number
  /** Opens the state of one conversation (request/response matching, Forward Open, fragments), bounded in size. */
  session(): ProtocolSession
}

export interface ProtocolSession {
  /** Reads one complete PDU. Never throws; what it cannot read is a fault. `toServer`: sent by the client. */
  read(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading
}

/** What was read out of one PDU. Readings may be shared between calls: never change one. */
export interface Reading {
  readonly messages: readonly Message[]
  readonly faults: readonly Fault[]
  /** The protocol that is told, where it is not the one that reads. */
  readonly protocol?: string | undefined
  /** Nothing that follows in this connection can be read (it is encrypted), so that it is left alone. */
  readonly isDone?: boolean | undefined
}
