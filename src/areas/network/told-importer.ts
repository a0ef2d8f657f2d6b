import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportFile, ImportJob } from '#areas/evidence/index.ts'
import type { ToldImport, ToldKind } from '#core/capture/told.ts'
import { NotFound } from '#platform/errors.ts'
import { plantOf, stageTold, type ToldContext } from './stage-told.ts'
import { commitCaptures, discardCaptures, type NetworkTables, undoCaptures } from './store.ts'

/** An importer of one kind of source: it reads its file, and the rest is as with a capture. */
export function toldImporter(
  context: ToldContext,
  kind: ToldKind,
  how: {
    recognises(file: ImportFile): Promise<number>
    read(job: ImportJob): Promise<ToldImport>
  },
): Importer {
  const { db, clock } = context
  const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<NetworkTables>
  const now = () => clock.now().toISOString()
  return {
    kind,
    area: 'network',
    recognises: how.recognises,
    async stage(job) {
      plantOf(job)
      await discardCaptures(db, job.importId)
      return stageTold(context, job, kind, await how.read(job))
    },
    async commit(trx, importId) {
      if (!(await commitCaptures(typed(trx), importId, now())))
        throw new NotFound(`nothing is staged under ${importId}`)
    },
    undo: (trx, importId) => undoCaptures(typed(trx), importId, now()),
    discard: (any, importId) => discardCaptures(typed(any), importId),
  }
}
