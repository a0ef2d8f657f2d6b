import type { Readable } from 'node:stream'
import type { Kysely, Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Period } from '#core/calendar/period.ts'
import type { Language, SheetPlan } from '#core/import/sheet-plan.ts'
import type { Indicator } from '#core/maturity/indicator.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { Field, RecordIndicator, RecordKind } from '#core/record/record.ts'
import { Broken } from '#platform/errors.ts'
import type { FileStore } from '#platform/files/store.ts'
import type { People } from '../people/index.ts'
import type { Plants } from '../plants/index.ts'
import { acceptRecord, withdrawRecord } from './accept-record.ts'
import { type AddRecord, addRecord, addRecords } from './add-record.ts'
import { type PeoplesAnswers, readAnswers } from './answers.ts'
import { bindRecordIndicators } from './bind-indicators.ts'
import {
  type ChangeImport,
  cancelImport,
  changeImport,
  commitImport,
  getImport,
  type OnImport,
  undoImport,
} from './commit-import.ts'
import { createLedger } from './context.ts'
import { describeRecord } from './describe-record.ts'
import { type EvidenceDocument, getDocument, keepDocument, listDocuments } from './documents.ts'
import { createRecordsImporter } from './import-records.ts'
import { type ImportRow, readImportRow } from './import-row.ts'
import { type Import, type ImportFilter, listImports, loadProblems } from './import-store.ts'
import { createToldRecordsImporter, type RecordReader } from './import-told-records.ts'
import type { Importer, ImportFile, RowProblem, StagedRow } from './importer.ts'
import type { LedgerRecord } from './ledger.ts'
import { isLate, listRecords, type RecordFilter } from './list-records.ts'
import { exportOf, templateOf } from './record-sheet.ts'
import { clearEvidence } from './record-store.ts'
import { createRunner } from './run-imports.ts'
import { readSources, type Source } from './sources.ts'
import { type ImportContext, type StartImport, startImport } from './start-import.ts'
import { readStatements, type Statement } from './statements.ts'
import type { EvidenceTables } from './tables.ts'
import { keptFile, takeFile } from './take-file.ts'

/** Dated records, documents and imports: everything that a verdict may rest on, with its history. */
export interface Evidence {
  /** Called by the composition for every area. Throws `Broken` for a key that is taken. */
  registerKinds(kinds: readonly RecordKind[]): void
  registerImporters(importers: readonly Importer[]): void
  /** The importer of files that are no sheets and hold dated records all the same. */
  recordImporter(reader: RecordReader): Importer
  kinds(): readonly RecordKind[]
  importers(): readonly Importer[]
  /** Indicators that are computed from dated records alone, bound to the store. */
  bindRecordIndicators(indicators: readonly RecordIndicator[]): Indicator[]
  /** Which kinds of record move an indicator that was bound here; empty for others. */
  kindsOf(indicator: string): readonly string[]
  /** Attestations, exemptions, compensating controls and plan dates, as the engine takes them. */
  answers(knownAt?: string): Promise<PeoplesAnswers>
  /** The same with their words, for one criterion: who gave, who accepted, which document. */
  statements(criterion: string, knownAt?: string): Promise<Statement[]>
  /** Moves with everything that changes what a reader of records or imports sees. */
  revision(): Promise<string>

  /** Throws `BadInput` naming each field, `Refused` where a person is needed. */
  add(input: AddRecord): Promise<LedgerRecord>
  /** All or none. */
  addMany(inputs: readonly AddRecord[]): Promise<LedgerRecord[]>
  accept(input: { readonly id: string; readonly by: string | null }): Promise<LedgerRecord>
  withdraw(input: { readonly id: string; readonly reason: string; readonly by: string | null }): Promise<LedgerRecord>
  get(id: string, knownAt?: string): Promise<LedgerRecord>
  list(filter: RecordFilter): Promise<{ records: readonly LedgerRecord[]; total: number; more: boolean }>
  describe(record: LedgerRecord): Promise<{ readonly text: string; readonly textJa: string }>
  isLate(record: LedgerRecord): boolean
  /** Which criteria a kind of record can move; told by the composition, which knows the axis. */
  criteriaOf(kind: string): readonly string[]
  setCriteriaOf(criteriaOf: (kind: string) => readonly string[]): void

  /** Sheets to fill in, for `writeWorkbook`; of one kind, or of all. */
  template(language: Language, kind?: string): Promise<SheetPlan[]>
  /** Records that count or wait, as sheets that import again unchanged. */
  export(language: Language, filter: Omit<RecordFilter, 'limit' | 'after'>): Promise<SheetPlan[]>

  /** Puts bytes into the file store: what `startImport` takes. Throws `BadInput` beyond the limit. */
  takeFile(name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<ImportFile>
  /** Returns when the file is recognised; the dry run goes on in the background. */
  startImport(input: StartImport): Promise<Import>
  /** When the dry run has ended, one way or another. */
  settled(id: string): Promise<Import>
  getImport(id: string): Promise<Import>
  listImports(filter: ImportFilter): Promise<Import[]>
  problems(
    id: string,
    ask: { readonly severity?: RowProblem['severity'] | undefined; readonly after: number; readonly limit: number },
  ): Promise<(RowProblem & { readonly n: number })[]>
  /** One row as the file has it. Throws `NotFound`, also where the file has no rows. */
  importRow(at: { readonly id: string; readonly sheet: string | null; readonly row: number }): Promise<ImportRow>
  /** What its columns may be mapped to. */
  fieldsFor(one: Import): readonly Pick<Field, 'key' | 'label'>[]
  changeImport(input: ChangeImport): Promise<Import>
  commitImport(input: OnImport & { readonly except?: readonly StagedRow[] | undefined }): Promise<Import>
  undoImport(input: OnImport): Promise<Import>
  cancelImport(input: OnImport): Promise<Import>
  /** At start-up, after the migrations: marks what a crash left as interrupted and discards it. Returns how many. */
  recover(): Promise<number>

  keepDocument(input: {
    readonly name: string
    readonly content: Uint8Array | AsyncIterable<Uint8Array>
    readonly by: string | null
  }): Promise<EvidenceDocument>
  readDocument(sha256: string): Promise<{ readonly document: EvidenceDocument; readonly bytes: Readable }>
  getDocument(sha256: string): Promise<EvidenceDocument>
  listDocuments(ask: { readonly after?: string | undefined; readonly limit: number }): Promise<EvidenceDocument[]>
  /** What each source brought, week by week. */
  sources(ask: {
    readonly asOf: Day
    readonly knownAt?: string | undefined
    readonly plant?: string | undefined
    readonly weeks: number
  }): Promise<{ readonly from: Day; readonly to: Day; readonly items: readonly Source[] }>

  /** Empties the area, for "start with my own data". */
  clear(trx: Transaction<unknown>): Promise<void>
  close(): Promise<void>
}

export interface EvidenceOptions {
  readonly people: People
  readonly plants: Plants
  readonly clock: { now(): Date }
  readonly files: FileStore
  /** The axis' `lateEntry`; P30D by default. */
  readonly lateEntry?: Period
  /** Ids that an answer may name; without them any is taken. */
  readonly criteria?: readonly string[]
  readonly log?: (problem: unknown) => void
}

export function createEvidence(
  database: { readonly kind: 'embedded' | 'postgres'; as<Tables>(): Kysely<Tables> },
  options: EvidenceOptions,
): Evidence {
  const { people, plants, clock, files, lateEntry = 'P30D' } = options
  const criteria = options.criteria ? new Set(options.criteria) : null
  const db = database.as<EvidenceTables>()
  const kinds = new Map<string, RecordKind>()
  const importers: Importer[] = []
  const kindsByIndicator = new Map<string, readonly string[]>()
  const ledger = createLedger(db, kinds)
  const runner = createRunner({
    db,
    clock,
    importers,
    today: () => plants.today(),
    fileOf: (one) => keptFile(files, one.sha256, one.fileName, one.bytes),
    log: options.log,
  })
  const context: ImportContext = { db, clock, people, plants, kinds, ledger, lateEntry, criteria, importers, runner }
  let criteriaOf: (kind: string) => readonly string[] = () => []
  importers.push(createRecordsImporter(context))
  plants.whenCleared((trx) => clearEvidence(trx as unknown as Transaction<EvidenceTables>))

  return {
    registerKinds(added) {
      for (const kind of added) {
        if (kinds.has(kind.key)) throw new Broken(`two record kinds are called ${kind.key}`)
        kinds.set(kind.key, kind)
      }
    },
    registerImporters: (added) => {
      importers.push(...added)
    },
    recordImporter: (reader) => createToldRecordsImporter(context, reader),
    kinds: () => [...kinds.values()],
    importers: () => importers,
    bindRecordIndicators(indicators) {
      for (const { id, kinds: own } of indicators) kindsByIndicator.set(id, own)
      return bindRecordIndicators(context, indicators)
    },
    kindsOf: (indicator) =>
      (kindsByIndicator.get(indicator) ?? []).filter((kind) => kind !== WE_HAVE_NONE && kinds.has(kind)),
    answers: (knownAt) => readAnswers(context, knownAt),
    statements: (criterion, knownAt) => readStatements(context, criterion, knownAt),
    revision: () => ledger.revision(),

    add: (input) => addRecord(context, input),
    addMany: (inputs) => addRecords(context, inputs),
    accept: (input) => acceptRecord(context, input),
    withdraw: (input) => withdrawRecord(context, input),
    get: (id, knownAt) => ledger.find(id, knownAt),
    list: (filter) => listRecords(context, filter, criteriaOf),
    async describe(record) {
      const names = new Map((await people.list()).map((person) => [person.key, person.name]))
      return describeRecord(record, kinds.get(record.kind), names)
    },
    isLate: (record) => isLate(record, lateEntry),
    criteriaOf: (kind) => criteriaOf(kind),
    setCriteriaOf: (given) => {
      criteriaOf = given
    },

    template: async (language, kind) => templateOf(chosen(kinds, kind), await plants.list(), language),
    async export(language, filter) {
      const { records } = await listRecords(context, { ...filter, limit: Number.POSITIVE_INFINITY }, criteriaOf)
      const current = records.filter((record) => record.state === 'counts' || record.state === 'awaiting')
      return exportOf([...kinds.values()], current.toReversed(), language)
    },

    takeFile: (name, content) => takeFile(files, name, content),
    startImport: (input) => startImport(context, input),
    async settled(id) {
      await runner.settled(id)
      return getImport(context, id)
    },
    getImport: (id) => getImport(context, id),
    listImports: (filter) => listImports(db, filter),
    problems: (id, ask) => loadProblems(db, id, ask),
    async importRow({ id, ...at }) {
      const one = await getImport(context, id)
      const file = await keptFile(files, one.sha256, one.fileName, one.bytes)
      return readImportRow(file, new Set(one.columns.map(({ column }) => column)), at)
    },
    fieldsFor: (one) => importers.find((importer) => importer.kind === one.kind)?.fieldsFor?.(one.columns) ?? [],
    changeImport: (input) => changeImport(context, input),
    commitImport: (input) => commitImport(context, input),
    undoImport: (input) => undoImport(context, input),
    cancelImport: (input) => cancelImport(context, input),
    recover: () => runner.recover(database.kind === 'embedded'),

    keepDocument: async ({ name, content, by }) =>
      keepDocument(context, { ...(await takeFile(files, name, content)), by }),
    readDocument: async (sha256) => ({ document: await getDocument(context, sha256), bytes: await files.read(sha256) }),
    getDocument: (sha256) => getDocument(context, sha256),
    listDocuments: (ask) => listDocuments(context, ask),
    sources: (ask) => readSources(context, ask),
    clear: (trx) => clearEvidence(trx as unknown as Transaction<EvidenceTables>),
    close: () => runner.close(),
  }
}

function chosen(kinds: ReadonlyMap<string, RecordKind>, key: string | undefined): readonly RecordKind[] {
  if (key === undefined) return [...kinds.values()]
  const kind = kinds.get(key)
  return kind ? [kind] : []
}
