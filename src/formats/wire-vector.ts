/** Messages as they were seen, or as a document prints them, and what a reader must say about the last of them. */
export interface WireVector {
  readonly title: string
  readonly source: string
  /** In order: `>` sent by the client, `<` by the server, in hexadecimal; `>>` and `<<` in letters. */
  readonly exchange: readonly string[]
  /** Kind, code and operation of each message of the last reading, `!` where it refuses. */
  readonly says: string
  /** What the first message of the last reading is called. */
  readonly function?: string
  /** The device behind the endpoint that it is about. */
  readonly unit?: string
  /** Where a reading is told under another protocol's name. */
  readonly protocol?: string
  /** All facts of the last reading; `about` where they are of somebody else. */
  readonly identity?: readonly (readonly [field: string, value: string, about?: string])[]
  /** Nothing that follows can be read. */
  readonly isDone?: boolean
  /** Only the first message is recognised by itself; the others are believed as they follow it. */
  readonly isOneFlow?: boolean
}
