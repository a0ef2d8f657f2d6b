import type { Conversation, WireOperation } from './inspection.ts'

/** Between whom: the ends as the source names them, told apart by {@link Ends} into client and server. */
export interface Ends {
  readonly client: string
  readonly server: string
  readonly transport: Conversation['transport']
  readonly serverPort: number | null
  /** Both ends use one port, so that only who asks tells the client. */
  readonly isSymmetric?: boolean
}

/** A flow as a source sums it up. Everything that it does not say is null. Times in µs. */
export interface ToldFlow {
  readonly first: number | null
  readonly last: number | null
  readonly packets: { readonly toServer: number | null; readonly toClient: number | null }
  readonly bytes: { readonly toServer: number | null; readonly toClient: number | null }
  /** The server sent something other than a refusal. */
  readonly answered: boolean | null
  /** Recognised by content. */
  readonly protocol: string | null
  /** The server sent some of it: that the source recognised it rests on both sides. */
  readonly isServerHeard?: boolean
}

/** One message of a protocol as a log tells it. */
export interface ToldMessage {
  /** The name under which its functions are counted, and the protocol within it: `enip`, `cip`. */
  readonly reader: string
  readonly protocol?: string
  readonly function: { readonly code: string; readonly name: string; readonly operation: WireOperation }
  readonly kind: 'request' | 'response'
  readonly exception?: boolean
  readonly unit?: string | undefined
  /** Of a log that tells again, in more detail, what another log counts: only used where that one says nothing. */
  readonly isDetail?: boolean
  /** The client of the ends sent it; default: requests come from there, and responses do not. */
  readonly isFromClient?: boolean
  /** How many of them the line tells of; default: one. */
  readonly times?: number
}
