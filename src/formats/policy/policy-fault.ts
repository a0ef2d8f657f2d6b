import type { Bilingual } from '#core/record/record.ts'

/** Something in the file that was not taken over. */
export interface PolicyFault {
  /** `zones[3].networks[0]`; empty for the file as a whole. */
  readonly path: string
  /** Of the text, from 1, where it is no JSON; null: see the path. */
  readonly line: number | null
  /** The whole entry (of an empty path: the file) was left out; else only the value at the path. */
  readonly isRefused: boolean
  readonly reason: Bilingual
}
