import { BadInput } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import type { EvidenceContext } from './context.ts'
import { findSame, type Import, insertImport } from './import-store.ts'
import type { Importer, ImportFile } from './importer.ts'
import { isPlausibleDay } from './kind-schema.ts'
import { type Runner, whyUnreadable } from './run-imports.ts'

/** The importers of every area and the one runner of this process, beside what every use case has. */
export interface ImportContext extends EvidenceContext {
  readonly importers: readonly Importer[]
  readonly runner: Runner
}

export interface StartImport {
  /** On disk already, content-addressed. */
  readonly file: ImportFile
  /** As in `rung import --as`; recognised from the bytes otherwise. */
  readonly as?: string | null | undefined
  /** The plant the rows belong to where the file does not say. */
  readonly plant?: string | null | undefined
  readonly effectiveOn?: string | undefined
  readonly mapping?: Readonly<Record<string, string | null>> | undefined
  readonly by: string | null
}

/** Below this an importer only guesses. */
const SURE_ENOUGH = 0.3

/** Recognises a file and begins its dry run in the background. */
export async function startImport(context: ImportContext, input: StartImport): Promise<Import> {
  const today = await context.plants.today()
  const effectiveOn = input.effectiveOn ?? today
  if (!isPlausibleDay(effectiveOn)) {
    throw new BadInput('not a date', [{ path: 'effectiveOn', reason: 'a date between 1901 and 2199 as YYYY-MM-DD' }])
  }
  if (input.plant) await context.plants.get(input.plant)
  if (input.as && !context.importers.some((importer) => importer.kind === input.as)) {
    const known = context.importers.map((importer) => importer.kind).join(', ')
    throw new BadInput(`nothing imports "${input.as}"`, [{ path: 'as', reason: `one of ${known}` }])
  }
  const { candidates, unreadable } = await recognise(context.importers, input.file)
  const best = candidates[0]
  const kind = input.as ?? (best && best.sure >= SURE_ENOUGH ? best.kind : null)
  const one: Import = {
    id: newId(),
    kind,
    candidates,
    plant: input.plant ?? null,
    fileName: input.file.name,
    sha256: input.file.sha256,
    bytes: input.file.bytes,
    state: kind === null ? 'failed' : 'waiting',
    effectiveOn,
    mapping: input.mapping ?? {},
    columns: [],
    counts: null,
    problems: { refused: 0, ignored: 0, note: 0 },
    done: 0,
    total: 0,
    failure: kind === null ? (unreadable ?? notRecognised(input.file.name, context.importers)) : null,
    sameAs: kind === null ? null : await findSame(context.db, kind, input.plant ?? null, input.file.sha256),
    recordedAt: context.clock.now().toISOString(),
    recordedBy: input.by,
    committedAt: null,
    undoneAt: null,
  }
  await insertImport(context.db, one, context.runner.worker)
  if (kind !== null) context.runner.enqueue(one.id)
  return one
}

async function recognise(importers: readonly Importer[], file: ImportFile) {
  const why: BadInput[] = []
  const opinions = await Promise.all(
    importers.map(async (importer) => {
      // Whoever cannot even look at the bytes is not sure of them.
      const sure = await importer.recognises(file).catch((error: unknown) => {
        if (error instanceof BadInput) why.push(error)
        return 0
      })
      return { kind: importer.kind, sure }
    }),
  )
  const candidates = opinions.filter((one) => one.sure > 0).sort((a, b) => b.sure - a.sure)
  // Somebody meant a workbook: then it is the password, the missing half or the bomb that is worth telling.
  return { candidates, unreadable: why[0] && meansWorkbook(file.head) ? whyUnreadable(why[0]) : null }
}

/** A zip package (.xlsx), a compound file (.xls, or .xlsx with a password), a PDF or a web page, by its first bytes. */
function meansWorkbook(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 100)).toString('latin1')
  return (
    ['PK', '\u00d0\u00cf', '%PDF'].some((sign) => start.startsWith(sign)) || /^(?:\u00ef\u00bb\u00bf)?\s*</.test(start)
  )
}

function notRecognised(name: string, importers: readonly Importer[]) {
  const kinds = importers.map((importer) => importer.kind)
  return {
    en: `${name}: not recognised from its bytes. It can be read as: ${kinds.join(', ')}`,
    ja: `${name}：内容から種類を判別できません。次のいずれかを指定してください：${kinds.join('、')}`,
  }
}
