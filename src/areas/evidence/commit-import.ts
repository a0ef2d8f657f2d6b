import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import * as store from './import-store.ts'
import type { Importer, StagedRow } from './importer.ts'
import { bumpRevision } from './record-store.ts'
import { fingerprintsOf } from './run-imports.ts'
import type { ImportContext } from './start-import.ts'

/** What is done to an import that exists: by whom. */
export interface OnImport {
  readonly id: string
  readonly by: string | null
}

export async function getImport(context: Pick<ImportContext, 'db' | 'runner'>, id: string): Promise<store.Import> {
  const one = await store.loadImport(context.db, id)
  if (!one) throw new NotFound(`there is no import ${id}`)
  return { ...one, ...context.runner.progress(id) }
}

function importerOf(context: ImportContext, one: store.Import): Importer {
  const importer = context.importers.find((candidate) => candidate.kind === one.kind)
  if (!importer) throw new Refused(`nothing imports "${one.kind}" any more`)
  return importer
}

/** Makes the staged rows visible in one short transaction, but for those left out by choice. */
export async function commitImport(
  context: ImportContext,
  input: OnImport & { readonly except?: readonly StagedRow[] | undefined },
): Promise<store.Import> {
  const at = context.clock.now().toISOString()
  await context.db.transaction().execute(async (trx) => {
    // One import writes at a time, and what is committed sees all that was committed before.
    await sql`select pg_advisory_xact_lock(hashtext('rung evidence commit'))`.execute(trx)
    const one = await store.loadImport(trx, input.id, true)
    if (!one) throw new NotFound(`there is no import ${input.id}`)
    if (one.state !== 'staged') throw new Refused(`an import that is ${one.state} cannot be committed`)
    await importerOf(context, one).commit(trx as unknown as Transaction<unknown>, one.id, input.except ?? [])
    await store.moveImport(trx, one.id, ['staged'], { state: 'committed', committed_at: at, committed_by: input.by })
    if (Object.keys(one.mapping).length > 0 && one.kind) {
      for (const fingerprint of fingerprintsOf(one.columns).keys()) {
        await store.insertMapping(trx, {
          kind: one.kind,
          plant: one.plant,
          fingerprint,
          mapping: one.mapping,
          at,
          by: input.by,
        })
      }
    }
    await bumpRevision(trx)
  })
  return getImport(context, input.id)
}

/** Takes a committed import back: its rows are invisible again. */
export async function undoImport(context: ImportContext, input: OnImport): Promise<store.Import> {
  const at = context.clock.now().toISOString()
  await context.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('rung evidence commit'))`.execute(trx)
    const one = await store.loadImport(trx, input.id, true)
    if (!one) throw new NotFound(`there is no import ${input.id}`)
    if (one.state !== 'committed') throw new Refused(`an import that is ${one.state} cannot be undone`)
    await importerOf(context, one).undo(trx as unknown as Transaction<unknown>, one.id)
    await store.moveImport(trx, one.id, ['committed'], { state: 'undone', undone_at: at, undone_by: input.by })
    await bumpRevision(trx)
  })
  return getImport(context, input.id)
}

/** Stops an import that is under way or waits for its commit; nothing of it stays. */
export async function cancelImport(context: ImportContext, input: OnImport): Promise<store.Import> {
  const one = await getImport(context, input.id)
  const was = await store.moveImport(context.db, one.id, ['waiting', 'staging', 'staged'], { state: 'cancelled' })
  if (!was) throw new Refused(`an import that is ${one.state} cannot be cancelled`)
  context.runner.cancel(one.id)
  // What is being staged at this moment is discarded by the runner, which then knows that nothing more is coming.
  if (one.state === 'staged') await importerOf(context, one).discard(context.db as Kysely<unknown>, one.id)
  return getImport(context, input.id)
}

export interface ChangeImport extends OnImport {
  readonly as?: string | undefined
  readonly plant?: string | null | undefined
  readonly effectiveOn?: string | undefined
  readonly mapping?: Readonly<Record<string, string | null>> | undefined
}

/** Corrects kind, plant, date or mapping of an import that is not committed, and runs its dry run again. */
export async function changeImport(context: ImportContext, input: ChangeImport): Promise<store.Import> {
  const one = await getImport(context, input.id)
  if (one.state === 'committed' || one.state === 'undone') {
    throw new Refused(`an import that is ${one.state} cannot be changed: undo it and import the file again`)
  }
  const kind = input.as ?? one.kind
  if (!context.importers.some((importer) => importer.kind === kind)) {
    const known = context.importers.map((importer) => importer.kind).join(', ')
    throw new BadInput(`nothing imports "${kind}"`, [{ path: 'as', reason: `one of ${known}` }])
  }
  if (input.plant) await context.plants.get(input.plant)
  if (one.state === 'waiting' || one.state === 'staging') {
    await cancelImport(context, input)
    await context.runner.settled(one.id)
  } else if (one.kind) {
    await importerOf(context, one).discard(context.db as Kysely<unknown>, one.id)
  }
  await store.deleteProblems(context.db, one.id)
  const plant = input.plant === undefined ? one.plant : input.plant
  await store.moveImport(context.db, one.id, ['cancelled', 'staged', 'failed', 'interrupted'], {
    state: 'waiting',
    kind,
    plant,
    effective_on: input.effectiveOn ?? one.effectiveOn,
    mapping: { ...one.mapping, ...input.mapping },
    columns: [],
    counts: null,
    problems: { refused: 0, ignored: 0, note: 0 },
    failure: null,
    same_as: await store.findSame(context.db, kind ?? '', plant, one.sha256),
    worker: context.runner.worker,
    heartbeat_at: context.clock.now().toISOString(),
  })
  context.runner.enqueue(one.id)
  return getImport(context, one.id)
}
