import type { Day } from '#core/calendar/day.ts'

/** A file that the example company's people brought in, and when. */
export interface ExampleFile {
  readonly name: string
  /** Key of the plant; null where the file itself says it. */
  readonly plant: string | null
  readonly as: 'registry' | 'records' | 'capture' | 'csaf' | 'kev' | 'firewall' | 'access-sessions'
  readonly effectiveOn: Day
  /** The day on which it was imported. */
  readonly importedOn: Day
  /** Who imported it: key of a person. */
  readonly by: string
  /** How its columns are to be read where their titles are in none of our languages. */
  readonly mapping?: Readonly<Record<string, string | null>>
  readonly bytes: Uint8Array
}
