import type { Bilingual } from '../record/record.ts'
import type { TroubleCode } from './check-texts.ts'

export interface PolicyTrouble {
  readonly code: TroubleCode
  /** An error makes verdicts that touch it undecidable or meaningless; a warning leaves them as they are. */
  readonly severity: 'error' | 'warning'
  readonly subject: 'zone' | 'conduit'
  /** Of the zone or conduit. */
  readonly name: string
  /** The record in which it stands. */
  readonly record: string
  /** Records with which it disagrees, at most twenty, sorted. */
  readonly others: readonly string[]
  readonly text: Bilingual
}
