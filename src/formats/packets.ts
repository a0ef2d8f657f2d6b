import type { Fault } from './faults.ts'

/**
 * Takes one packet. `bytes` is valid only during the call (it may be a buffer that is filled again): the captured bytes are
 * [start, end), `wireLength` is what the packet measured on the wire, `micros` are µs since 1970 in UTC, `linkType` is the
 * number of the LINKTYPE registry, `packet` counts from 1. Seven plain arguments, so that nothing is allocated per packet.
 */
export type PacketSink = (
  bytes: Uint8Array,
  start: number,
  end: number,
  wireLength: number,
  micros: number,
  linkType: number,
  packet: number,
) => void

/** Asked first, where several readers share a capture: false leaves the packet to another one. It is counted all the same. */
export type PacketChoice = (bytes: Uint8Array, start: number, end: number, linkType: number) => boolean

/** Reads a capture that arrives in pieces of any size. After the first unreadable place it takes no more. */
export interface PacketReader {
  /** The buffer may be filled again as soon as this returns. */
  push(chunk: Uint8Array): void
  /** Says that no more will come: what is still held back was cut short. */
  finish(): void
  /** Byte offset in the capture of the record that is being delivered. */
  offset(): number
  /** Packets met so far, those included that could not be delivered. */
  packets(): number
  readonly faults: readonly Fault[]
}

/** Larger claims are lies or damage: no network carries such packets (the limit of Wireshark for most link types). */
export const largestPacket = 262_144
/** Faults that are told one by one; a file may hold millions. */
export const mostFaults = 1000
