import type { Kysely, Transaction } from 'kysely'
import type { Field } from '#core/record/record.ts'

/** What one kind of file becomes. Each area offers its importers; `evidence` runs them under one contract. */
export interface Importer {
  /** As in `rung import --as`: `registry`, `records`, `capture`. */
  readonly kind: string
  readonly area: string
  /** What a column may be mapped to, for sheets with these columns: offered where a person corrects the mapping. */
  fieldsFor?(columns: readonly ColumnUse[]): readonly Pick<Field, 'key' | 'label'>[]
  /** How sure the importer is that it can read this file, 0…1, judged by the bytes (a name only breaks ties). */
  recognises(file: ImportFile): Promise<number>
  /**
   * Reads the file and stages what a commit would do, under `importId`, invisible to every reader. Calls `report` for each
   * row that is not plainly accepted, and `progress` often enough for a bar. Throws only `BadInput` (the file as a whole
   * cannot be read: encrypted, broken, a bomb) and the abort reason of `signal`.
   */
  stage(job: ImportJob): Promise<RowCounts>
  /** Makes the staged rows visible, inside the caller's one short transaction. `except` holds row numbers left out by choice. */
  commit(trx: Transaction<unknown>, importId: string, except: readonly StagedRow[]): Promise<void>
  /** Makes them invisible again. */
  undo(trx: Transaction<unknown>, importId: string): Promise<void>
  /** Removes what was staged and never committed: after a cancel, a failure or a crash. */
  discard(db: Kysely<unknown>, importId: string): Promise<void>
}

export interface ImportFile {
  /** On disk, content-addressed; read it as a stream. */
  readonly path: string
  /** As the person named it. */
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  /** The first 64 KiB. */
  readonly head: Uint8Array
}

export interface ImportJob {
  readonly importId: string
  readonly file: ImportFile
  /** The plant the rows belong to where the file does not say; null when it must say so itself. */
  readonly plant: string | null
  /** Column title → field key, as confirmed by a person or remembered for this source; missing titles are guessed. */
  readonly mapping: Readonly<Record<string, string | null>>
  /** Effective date for rows that carry none of their own; default: today. */
  readonly effectiveOn: string
  readonly today: string
  readonly actor: string | null
  readonly signal: AbortSignal
  progress(done: number, total: number): void
  report(problem: RowProblem): void
  /** Tells what was understood of the columns: shown in the dry run and remembered after the commit. */
  understood(columns: readonly ColumnUse[]): void
}

export interface StagedRow {
  readonly sheet: string | null
  readonly row: number
}

export interface RowCounts {
  readonly accepted: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly ignored: number
  /** The day that the file itself speaks of (a capture's last), where it says so better than whoever brought it. */
  readonly effectiveOn?: string
  /** One sentence for a person, per language, about what the file brings ("12 devices, 3 of them not in the registry"). */
  readonly summary?: { readonly en: string; readonly ja: string }
  /** What a person must say first, asked once instead of refusing each row for it. */
  readonly asks?: 'plant'
}

export interface RowProblem {
  readonly severity: 'refused' | 'ignored' | 'note'
  readonly sheet: string | null
  /** 1-based as the spreadsheet shows it; for captures the packet number; null for the file as a whole. */
  readonly row: number | null
  readonly column: string | null
  readonly reason: { readonly en: string; readonly ja: string }
}

export interface ColumnUse {
  readonly sheet: string | null
  readonly column: string
  /** Field key, or null for a column that is kept but not understood. */
  readonly field: string | null
  readonly sample: string
}
