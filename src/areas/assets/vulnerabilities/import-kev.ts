import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportFile, ImportJob, RowCounts } from '#areas/evidence/importer.ts'
import { decodeKev } from '#formats/kev/decode.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { readParts } from '#platform/files/read-parts.ts'
import { startsOf } from '../inventory-kinds.ts'
import * as store from './advisory-store.ts'
import { faultWords } from './fault-words.ts'
import type { VulnerabilityImportContext } from './import-csaf.ts'

const mostBytes = 128 * 2 ** 20
const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<store.VulnerabilityTables>

/** The catalogue of known exploited vulnerabilities (CISA KEV, JSON). The newest one counts, whole. */
export function kevImporter(context: VulnerabilityImportContext): Importer {
  const now = () => context.clock.now().toISOString()
  return {
    kind: 'kev',
    area: 'assets',
    recognises,
    stage: (job) => stage(context, job),
    async commit(trx, importId, except) {
      await store.removeStaged(typed(trx), importId, except)
      if (!(await store.commitBatch(typed(trx), importId, now())))
        throw new NotFound(`nothing is staged under ${importId}`)
    },
    undo: (trx, importId) => store.undoBatch(typed(trx), importId, now()),
    discard: (any, importId) => store.discardBatch(typed(any), importId),
  }
}

async function recognises(file: ImportFile): Promise<number> {
  const starts = await startsOf(file)
  return starts.some(({ text }) => /"catalogVersion"\s*:/.test(text) && /"cveID"\s*:/.test(text)) ? 0.99 : 0
}

async function stage({ db, clock }: VulnerabilityImportContext, job: ImportJob): Promise<RowCounts> {
  const { file, importId, signal } = job
  await store.discardBatch(db, importId)
  const { catalogue, faults } = decodeKev(await textOf(file, signal))
  let refused = 0
  for (const { path, reason, row, weight } of faults) {
    if (catalogue !== null && weight === 'lost') refused++
    job.report({
      severity: weight === 'lost' ? 'refused' : 'note',
      sheet: null,
      row,
      column: null,
      reason: faultWords({ path, reason }),
    })
  }
  if (catalogue === null) {
    const words = faultWords(faults[0] ?? { path: '$', reason: 'is missing' })
    throw new BadInput(
      `${file.name}: ${words.en}`,
      [{ path: file.name, reason: words.en }],
      `${file.name}：${words.ja}`,
    )
  }
  await store.insertBatch(db, {
    id: importId,
    kind: 'kev',
    file_name: file.name,
    file_sha256: file.sha256,
    effective_on: job.effectiveOn,
    version: catalogue.version,
    staged_at: clock.now().toISOString(),
    recorded_by: job.actor,
  })
  const before = (await store.loadKevBatches(db)).at(-1)
  const known = new Set(before === undefined ? [] : (await store.loadKevEntries(db, before.id)).map(({ cve }) => cve))
  await store.insertKevEntries(db, importId, catalogue.entries)
  const added = catalogue.entries.filter(({ cve }) => !known.has(cve)).length
  const unchanged = catalogue.entries.length - added
  const gone = known.size - unchanged
  return {
    accepted: added,
    changed: 0,
    unchanged,
    refused,
    ignored: 0,
    summary: {
      en: `KEV ${catalogue.version}: ${catalogue.entries.length} exploited vulnerabilities, ${added} of them new${gone > 0 ? `, ${gone} no longer listed` : ''}`,
      ja: `KEV ${catalogue.version}：悪用が確認された脆弱性${catalogue.entries.length}件（うち新規${added}件${gone > 0 ? `、掲載終了${gone}件` : ''}）`,
    },
  }
}

async function textOf(file: ImportFile, signal: AbortSignal): Promise<string> {
  for await (const { name, chunks } of readParts(file.path, file.name, { signal })) {
    const held: Uint8Array[] = []
    let size = 0
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > mostBytes) break
      held.push(chunk)
    }
    const text = new TextDecoder().decode(Buffer.concat(held))
    if (/\.json$/i.test(name) || text.includes('"catalogVersion"')) return text
  }
  return ''
}
