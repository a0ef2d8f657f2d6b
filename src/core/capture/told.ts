import type { CaptureFacts, Conversation, Device, Identity } from './inspection.ts'

/**
 * Whence an observation comes: a capture, or a tool that read the wire itself and tells of it in a log (Zeek, Suricata's EVE),
 * or one that asked (nmap).
 */
export const toldKinds = ['zeek', 'eve', 'nmap'] as const
export type ToldKind = (typeof toldKinds)[number]
export type SourceKind = 'pcap' | ToldKind

/**
 * What a source tells of a network: an `Inspection`, except that what the source cannot know is null. Every inspection of a
 * capture is one. Where a capture numbers packets, a log numbers its lines, over all its files.
 */
export interface Told {
  readonly capture: CaptureFacts
  readonly devices: readonly ToldDevice[]
  readonly conversations: readonly ToldConversation[]
  readonly identities: readonly Identity[]
}

export interface ToldDevice extends Omit<Device, 'firstSeen' | 'lastSeen'> {
  /** Null where the source does not say when. */
  readonly firstSeen: string | null
  readonly lastSeen: string | null
}

export interface ToldConversation
  extends Omit<Conversation, 'packets' | 'bytes' | 'answered' | 'operations' | 'firstSeen' | 'lastSeen'> {
  readonly packets: ToldDirections
  /** Lengths on the wire. */
  readonly bytes: ToldDirections
  readonly answered: boolean | null
  /** Null where the source does not tell what was asked for: a record of a flow alone. */
  readonly operations: Conversation['operations'] | null
  readonly firstSeen: string | null
  readonly lastSeen: string | null
}

export interface ToldDirections {
  readonly toServer: number | null
  readonly toClient: number | null
}

/** One file of a source that has several; its lines are numbered behind those of the files before it. */
export interface SourcePart {
  readonly name: string
  /** How many lines stand before its first. */
  readonly from: number
}

/** Where a proof is to be found: `packet 12`, or `conn.log, line 12`. */
export interface ProofPlace {
  readonly part: string | null
  readonly line: number
}

export function placeOfLine(parts: readonly SourcePart[], number: number): ProofPlace {
  const part = parts.findLast(({ from }) => from < number)
  return part === undefined ? { part: null, line: number } : { part: part.name, line: number - part.from }
}

/** Why lines were left out, or read in part, with how many and the first of them. */
export type LineReasons = ReadonlyMap<string, { readonly count: number; readonly firstLine: number }>

/** A source as its reader hands it over. */
export interface ToldImport {
  readonly told: Told
  readonly parts: readonly SourcePart[]
  readonly ignored: LineReasons
  readonly notes: LineReasons
}
