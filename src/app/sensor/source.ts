/** Where a sensor's packets come from: the ring of an interface, or a folder that others fill. */
export interface Source {
  /** `interface eth1`, `folder /captures`. */
  readonly watching: string
  readonly tool: string | null
  /** The oldest files that are complete and not taken; null where there are none now. */
  complete(): Promise<CompleteFiles | null>
  /** They are counted, durably: never give them again. */
  taken(source: string): Promise<void>
  /** They could not be read: others come first. */
  unreadable(source: string): void
  state(): Promise<SourceState>
  /** Ends what writes files; `complete` then gives the last ones. */
  close(): Promise<void>
}

export interface CompleteFiles {
  /** Names them for ever: letters, digits and hyphens. */
  readonly source: string
  /** In this order they are one capture. */
  readonly paths: readonly string[]
  readonly bytes: number
  /** More are complete already. */
  readonly isMore: boolean
}

export interface SourceState {
  readonly listening: boolean
  readonly problem: string
  readonly droppedByTool: number | null
  readonly droppedByCard: number | null
  /** Overwritten or gone before they were read. */
  readonly lostFiles: number
}
