import { BadInput, NotFound } from '#platform/errors.ts'
import type { EvidenceContext } from './context.ts'
import type { EvidenceTables } from './tables.ts'

/** A paper behind a record, kept under its SHA-256. */
export interface EvidenceDocument {
  readonly sha256: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly recordedAt: string
  readonly recordedBy: string | null
}

export interface KeepDocument {
  readonly sha256: string
  readonly name: string
  readonly bytes: number
  readonly mediaType?: string | undefined
  readonly by: string | null
}

/** Notes a document that lies in the file store; the same bytes brought again keep their first name. */
export async function keepDocument(context: EvidenceContext, input: KeepDocument): Promise<EvidenceDocument> {
  const name = input.name.trim()
  if (name === '' || name.length > 255) {
    throw new BadInput('a document needs a name', [{ path: 'name', reason: '1 to 255 characters' }])
  }
  if (input.bytes === 0) throw new BadInput('the document is empty', [{ path: 'body', reason: 'no bytes' }])
  await context.db
    .insertInto('evidence.document')
    .values({
      sha256: input.sha256,
      name,
      bytes: input.bytes,
      media_type: input.mediaType ?? mediaTypeOf(name),
      recorded_at: context.clock.now().toISOString(),
      recorded_by: input.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return getDocument(context, input.sha256)
}

export async function getDocument(context: EvidenceContext, sha256: string): Promise<EvidenceDocument> {
  const row = await context.db
    .selectFrom('evidence.document')
    .selectAll()
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (!row) throw new NotFound(`there is no document ${sha256}`)
  return documentOf(row)
}

/** Newest first; `after` is the last of the page before. */
export async function listDocuments(
  context: EvidenceContext,
  ask: { readonly after?: string | undefined; readonly limit: number },
): Promise<EvidenceDocument[]> {
  let query = context.db.selectFrom('evidence.document').selectAll()
  if (ask.after) {
    const last = await getDocument(context, ask.after)
    query = query.where((e) =>
      e.or([
        e('recorded_at', '<', last.recordedAt),
        e.and([e('recorded_at', '=', last.recordedAt), e('sha256', '>', last.sha256)]),
      ]),
    )
  }
  const rows = await query.orderBy('recorded_at', 'desc').orderBy('sha256').limit(ask.limit).execute()
  return rows.map(documentOf)
}

function documentOf(row: EvidenceTables['evidence.document']): EvidenceDocument {
  return {
    sha256: row.sha256,
    name: row.name,
    bytes: row.bytes,
    mediaType: row.media_type,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }
}

const MEDIA: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain',
  csv: 'text/csv',
}

/** By its name only, and only ever sent as an attachment: the bytes are a stranger's. */
function mediaTypeOf(name: string): string {
  return MEDIA[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}
