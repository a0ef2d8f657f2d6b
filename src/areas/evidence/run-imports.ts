import { createHash, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Bilingual } from '#core/record/record.ts'
import { BadInput } from '#platform/errors.ts'
import * as store from './import-store.ts'
import type { ColumnUse, Importer, ImportFile, RowProblem } from './importer.ts'
import type { EvidenceTables } from './tables.ts'

const KEPT_OF_EACH_SEVERITY = 1000
const BEAT_MS = 500
/** A worker that was silent for this long is taken for dead where several processes share the database. */
const SILENT_MS = 30_000

export interface RunnerOptions {
  readonly db: Kysely<EvidenceTables>
  readonly clock: { now(): Date }
  readonly importers: readonly Importer[]
  /** Where a kept file lies on disk. */
  fileOf(one: store.Import): Promise<ImportFile>
  today(): Promise<string>
  /** Told of what goes wrong outside of any request. */
  readonly log?: ((problem: unknown) => void) | undefined
}

/** Stages imports one after the other, in the background. */
export interface Runner {
  readonly worker: string
  enqueue(id: string): void
  /** Resolves when the import has left `waiting` and `staging`. */
  settled(id: string): Promise<void>
  cancel(id: string): void
  /** Progress of what this process stages now, newer than the database's. */
  progress(id: string): { readonly done: number; readonly total: number } | null
  /** Discards what a dead process left; `alone` when no other process can hold the database. */
  recover(alone: boolean): Promise<number>
  /** Stops what runs; it is discarded at the next start. */
  close(): Promise<void>
}

/** The columns of a sheet, whatever their order: the same form sent every month has the same fingerprint. */
export function headerFingerprint(columns: readonly Pick<ColumnUse, 'column'>[]): string {
  const titles = [...new Set(columns.map((column) => column.column.normalize('NFKC').trim().toLowerCase()))].sort()
  return createHash('sha256').update(JSON.stringify(titles)).digest('hex').slice(0, 32)
}

/** By sheet, for each has its own header. */
export function fingerprintsOf(columns: readonly ColumnUse[]): Map<string, readonly ColumnUse[]> {
  const bySheet = Map.groupBy(columns, (column) => column.sheet)
  return new Map([...bySheet.values()].map((sheet) => [headerFingerprint(sheet), sheet]))
}

export function createRunner(options: RunnerOptions): Runner {
  const { db, clock } = options
  const worker = `${process.pid}-${randomUUID().slice(0, 8)}`
  const queue: string[] = []
  const waiters = new Map<string, (() => void)[]>()
  let current: { id: string; done: number; total: number; readonly abort: AbortController } | null = null
  let pumping: Promise<void> | null = null
  let closed = false

  const settle = (id: string) => {
    for (const wake of waiters.get(id) ?? []) wake()
    waiters.delete(id)
  }

  function start(): void {
    pumping ??= pump().finally(() => {
      pumping = null
      if (queue.length > 0 && !closed) start()
    })
  }

  async function pump(): Promise<void> {
    while (queue.length > 0 && !closed) {
      const id = queue[0]!
      try {
        if (!(await claim(id))) continue
        await stageOne(id)
      } catch (error) {
        options.log?.(error)
        await store.moveImport(db, id, ['waiting', 'staging'], failed(error)).catch(options.log ?? (() => {}))
      }
      queue.shift()
      settle(id)
    }
  }

  /** Takes the one place of the import that writes. Waits while another process has it. */
  async function claim(id: string): Promise<boolean> {
    const at = clock.now().toISOString()
    try {
      if (await store.moveImport(db, id, ['waiting'], { state: 'staging', worker, heartbeat_at: at })) return true
      queue.shift()
      settle(id)
      return false
    } catch (error) {
      if (!/import_one_at_a_time/.test(String(error))) throw error
      await recover(false)
      await new Promise((resolve) => setTimeout(resolve, BEAT_MS))
      await store.beat(db, id, worker, clock.now().toISOString(), 0, 0)
      return false
    }
  }

  async function stageOne(id: string): Promise<void> {
    const one = await store.loadImport(db, id)
    const importer = options.importers.find((candidate) => candidate.kind === one?.kind)
    if (!one || !importer) return
    const mappings = await store.loadMappings(db, importer.kind, one.plant)
    const remembered = new Map(mappings.map((mapping) => [mapping.fingerprint, mapping.mapping]))
    let mapping = one.mapping
    for (;;) {
      const outcome = await attempt(one, importer, mapping, remembered)
      if (outcome === 'done') return
      // The header was met before, and a person had said how it is to be read: read it so.
      mapping = { ...outcome, ...one.mapping }
      await importer.discard(db as Kysely<unknown>, id)
      await store.deleteProblems(db, id)
      remembered.clear()
    }
  }

  async function attempt(
    one: store.Import,
    importer: Importer,
    mapping: Readonly<Record<string, string | null>>,
    remembered: ReadonlyMap<string, Readonly<Record<string, string | null>>>,
  ): Promise<'done' | Readonly<Record<string, string | null>>> {
    const { id } = one
    const abort = new AbortController()
    current = { id, done: 0, total: 0, abort }
    const report = problemReport(db, id)
    const columns: ColumnUse[] = []
    const recalled: Record<string, string | null> = {}
    const isRecalled = () => abort.signal.reason instanceof Recalled
    let beating: Promise<unknown> = Promise.resolve()
    const beat = async () => {
      const mine = await store.beat(db, id, worker, clock.now().toISOString(), current?.done ?? 0, current?.total ?? 0)
      if (!mine) abort.abort(new Cancelled())
      await report.flush()
    }
    const timer = setInterval(() => {
      beating = beating.then(beat).catch(options.log ?? (() => {}))
    }, BEAT_MS)
    const quiet = async () => {
      clearInterval(timer)
      await beating
    }
    try {
      const { effectiveOn, ...counts } = await importer.stage({
        importId: id,
        file: await options.fileOf(one),
        plant: one.plant,
        mapping,
        effectiveOn: one.effectiveOn,
        today: await options.today(),
        actor: one.recordedBy,
        signal: abort.signal,
        progress: (done, total) => {
          if (current?.id === id) Object.assign(current, { done, total })
        },
        report: report.add,
        understood: (understood) => {
          columns.push(...understood)
          for (const fingerprint of fingerprintsOf(understood).keys()) {
            const known = remembered.get(fingerprint)
            if (known) Object.assign(recalled, known)
          }
          if (Object.keys(recalled).length > 0) abort.abort(new Recalled())
        },
      })
      await quiet()
      if (isRecalled()) return recalled
      if (abort.signal.aborted) throw abort.signal.reason
      await report.flush()
      const at = clock.now().toISOString()
      const staged = { state: 'staged', counts, columns, mapping, problems: report.counts(), staged_at: at } as const
      const total = current?.total ?? 0
      const dated = effectiveOn === undefined ? {} : { effective_on: effectiveOn }
      if (!(await store.moveImport(db, id, ['staging'], { ...staged, ...dated, done: total, total })))
        throw new Cancelled()
    } catch (error) {
      await quiet()
      if (isRecalled()) return recalled
      await importer.discard(db as Kysely<unknown>, id)
      if (closed) return 'done'
      await report.flush()
      const end = error instanceof Cancelled ? ({ state: 'cancelled' } as const) : failed(error)
      if (!(error instanceof Cancelled || error instanceof BadInput)) options.log?.(error)
      await store.moveImport(db, id, ['staging'], { ...end, columns, problems: report.counts() })
    } finally {
      clearInterval(timer)
      current = null
    }
    return 'done'
  }

  async function recover(alone: boolean): Promise<number> {
    const silentSince = alone ? null : new Date(clock.now().getTime() - SILENT_MS).toISOString()
    const abandoned = await store.listAbandoned(db, worker, silentSince)
    for (const one of abandoned) {
      for (const importer of options.importers) {
        if (importer.kind === one.kind) await importer.discard(db as Kysely<unknown>, one.id)
      }
      await store.moveImport(db, one.id, ['waiting', 'staging'], { state: 'interrupted' })
    }
    return abandoned.length
  }

  return {
    worker,
    enqueue(id) {
      queue.push(id)
      start()
    },
    settled: (id) =>
      queue.includes(id)
        ? new Promise((resolve) => waiters.set(id, [...(waiters.get(id) ?? []), resolve]))
        : Promise.resolve(),
    cancel(id) {
      if (current?.id === id) current.abort.abort(new Cancelled())
    },
    progress: (id) => (current?.id === id ? { done: current.done, total: current.total } : null),
    recover,
    async close() {
      closed = true
      current?.abort.abort(new Cancelled())
      await pumping
    },
  }
}

class Cancelled extends Error {
  override readonly name = 'Cancelled'
}
class Recalled extends Error {
  override readonly name = 'Recalled'
}

/** Keeps the first of each severity, counts all, and writes in batches. */
function problemReport(db: Kysely<EvidenceTables>, importId: string) {
  const counts = { refused: 0, ignored: 0, note: 0 }
  let pending: RowProblem[] = []
  let written = 0
  return {
    add(problem: RowProblem) {
      counts[problem.severity]++
      if (counts[problem.severity] <= KEPT_OF_EACH_SEVERITY) pending.push(problem)
    },
    counts: () => ({ ...counts }),
    async flush() {
      const batch = pending
      pending = []
      const first = written + 1
      written += batch.length
      await store.insertProblems(db, importId, first, batch)
    },
  }
}

/** The words of a file that cannot be read as a whole. */
export function whyUnreadable(error: BadInput): Bilingual {
  return { en: error.message, ja: error.ja ?? error.message }
}

/** What a person reads when a file as a whole cannot be imported. Our own bug says no more than that it is one. */
function failed(error: unknown): { state: 'failed'; failure: NonNullable<store.Import['failure']> } {
  if (error instanceof BadInput) {
    const asks = error.problems.some(({ path }) => path === 'plant') ? ({ asks: 'plant' } as const) : {}
    return { state: 'failed', failure: { ...whyUnreadable(error), ...asks } }
  }
  return {
    state: 'failed',
    failure: {
      en: 'the import failed through a fault of the program; nothing of the file was kept, and the log says more',
      ja: 'プログラムの不具合により取り込みに失敗しました。ファイルの内容は何も残っていません。詳細はログを参照してください',
    },
  }
}
