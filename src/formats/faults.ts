/** What a reader could not read: counted and named, never thrown. `at` is where: a byte offset, a line, a row. */
export interface Fault {
  readonly reason: string
  readonly at?: number
  readonly packet?: number
  readonly sheet?: string
  readonly row?: number
  readonly column?: string
}
