import type { Bilingual } from '#core/record/record.ts'
import { Broken } from '#platform/errors.ts'
import type { EvidenceContext } from './context.ts'
import { keeping } from './import-records.ts'
import type { Importer, ImportFile, ImportJob, RowProblem } from './importer.ts'
import { noPlant, readRecordRow } from './read-record-row.ts'
import { rowsWithoutPlant } from './rows-without-plant.ts'
import { stageRecords } from './stage-records.ts'

/** A record as a file of another format tells it. */
export interface ToldRecord {
  /** Key of its kind. */
  readonly kind: string
  /** Where it stands: a list or sheet within the file, and its place there, from 1. */
  readonly sheet: string | null
  readonly row: number
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
  /** By field key, of the types that the fields have. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface ToldRecords {
  readonly records: readonly ToldRecord[]
  /** What was not taken over, and why; `refused` for whole entries. */
  readonly problems: readonly RowProblem[]
}

/** Files that are no sheets and hold dated records all the same: a policy as JSON, the tables of another tool. */
export interface RecordReader {
  readonly kind: string
  readonly area: string
  recognises(file: ImportFile): Promise<number>
  /** Throws only `BadInput`. */
  read(job: ImportJob): Promise<ToldRecords>
}

export function createToldRecordsImporter(context: EvidenceContext, reader: RecordReader): Importer {
  return {
    kind: reader.kind,
    area: reader.area,
    recognises: (file) => reader.recognises(file),
    ...keeping,
    async stage(job) {
      const { records, problems } = await reader.read(job)
      const staged = await stageRecords(context, job)
      const world = { people: await context.people.list(), criteria: context.criteria }
      const withoutPlant = rowsWithoutPlant()
      const refuse = (at: Pick<ToldRecord, 'sheet' | 'row'>, reason: Bilingual) =>
        job.report({ severity: 'refused', sheet: at.sheet, row: at.row, column: null, reason })
      for (const problem of problems) {
        job.report(problem)
        if (problem.severity === 'refused') staged.refuse()
        if (problem.severity === 'ignored') staged.ignore()
      }
      for (const { kind: key, sheet, row, effectiveFrom, effectiveTo, data } of records) {
        job.signal.throwIfAborted()
        const kind = context.kinds.get(key)
        if (kind === undefined) throw new Broken(`there is no kind of record ${key}`)
        const values = { ...data, effectiveFrom, ...(effectiveTo === null ? {} : { effectiveTo }) }
        const table = { sheet, row, values, extra: {}, problems: [], refused: false }
        const read = readRecordRow(kind, table, world, { plant: job.plant, actor: job.actor })
        if ('refused' in read) {
          for (const reason of read.refused) {
            if (reason === noPlant) withoutPlant.add()
            else refuse({ sheet, row }, reason)
          }
          staged.refuse()
          continue
        }
        const reason = await staged.take(sheet, row, read.record)
        if (reason) job.report({ ...reason, sheet, row, column: null })
      }
      const asks = withoutPlant.tell(job.report)
      return { ...(await staged.end()), ...asks }
    },
  }
}
