import type { Message } from './protocol.ts'

/** Messages as they were seen, or as a document prints them: what a reader must say about the last of them. */
export interface WireVector {
  readonly title: string
  readonly source: string
  /** In order: `>` sent by the client, `<` by the server, in hexadecimal; `>>` and `<<` in letters. */
  readonly exchange: readonly string[]
  /** Of the first message of the last reading. */
  readonly function: string
  readonly operation: string
  readonly kind: Message['kind']
  readonly exception?: boolean
  /** Field and value, with `@` and the address where it is about somebody else. All facts of the last reading. */
  readonly identity?: readonly (readonly [field: string, value: string])[]
  readonly isDone?: boolean
}
