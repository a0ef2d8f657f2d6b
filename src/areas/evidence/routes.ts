import { z } from 'zod'
import * as contract from '#contract/evidence.ts'
import type { SheetPlan } from '#core/import/sheet-plan.ts'
import { NotFound } from '#platform/errors.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import { decodeCursor, encodeCursor } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { People } from '../people/index.ts'
import type { Plants } from '../plants/index.ts'
import type { Evidence } from './create-evidence.ts'
import { originOf } from './describe-record.ts'
import type { EvidenceDocument } from './documents.ts'
import { importsRoutes } from './imports-routes.ts'
import type { LedgerRecord } from './ledger.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What a list continues after: the id (or hash) of its last item. */
export const place = z.string()

export function evidenceRoutes(evidence: Evidence, people: People, plants: Plants): Implemented[] {
  const shownOne = async (record: LedgerRecord | Promise<LedgerRecord>) => {
    const shown = await recordsShown(evidence, people)
    return shown(await record)
  }
  const workbook = async (sheets: SheetPlan[], fileName: string) => {
    if (sheets.length === 0) throw new NotFound('there is nothing to write into a workbook')
    return { content: await writeWorkbook(sheets), type: XLSX, fileName }
  }
  return [
    implement(contract.listRecordKinds, () => ({
      items: evidence.kinds().map((kind) => ({ ...mutable(kind), criteria: [...evidence.criteriaOf(kind.key)] })),
    })),
    implement(contract.listRecords, async ({ query: { cursor, limit = 50, ...filter } }) => {
      const after = cursor ? decodeCursor(cursor, place) : undefined
      const { records, total, more } = await evidence.list({ ...filter, after, limit })
      const shown = await recordsShown(evidence, people)
      return { items: records.map(shown), total, next: more ? encodeCursor(records.at(-1)?.id) : null }
    }),
    implement(contract.getRecord, ({ params, query }) => shownOne(evidence.get(params.id, query.knownAt))),
    implement(contract.addRecord, ({ body, actor }) => shownOne(evidence.add({ ...body, by: actor }))),
    implement(contract.acceptRecord, ({ params, actor }) => shownOne(evidence.accept({ id: params.id, by: actor }))),
    implement(contract.withdrawRecord, ({ params, body, actor }) =>
      shownOne(evidence.withdraw({ id: params.id, reason: body.reason, by: actor })),
    ),
    implement(contract.downloadTemplate, async ({ params, query }) =>
      workbook(
        await evidence.template(params.language, query.kind),
        params.language === 'ja' ? `Rung-記録テンプレート.xlsx` : `Rung-record-template.xlsx`,
      ),
    ),
    implement(contract.exportRecords, async ({ params, query }) =>
      workbook(
        await evidence.export(params.language, query),
        params.language === 'ja' ? `Rung-記録.xlsx` : `Rung-records.xlsx`,
      ),
    ),
    implement(contract.listSources, async ({ query }) => {
      const asOf = query.asOf ?? (await plants.today())
      return mutable(await evidence.sources({ ...query, asOf, weeks: query.weeks ?? 26 }))
    }),
    implement(contract.listDocuments, async ({ query: { cursor, limit = 50 } }) => {
      const after = cursor ? decodeCursor(cursor, place) : undefined
      const found = await evidence.listDocuments({ after, limit: limit + 1 })
      const items = found.slice(0, limit).map(documentShown)
      return { items, total: null, next: found.length > limit ? encodeCursor(items.at(-1)?.sha256) : null }
    }),
    implement(contract.addDocument, async ({ query, upload, actor }) =>
      documentShown(await evidence.keepDocument({ name: query.name, content: upload, by: actor })),
    ),
    implement(contract.downloadDocument, async ({ params }) => {
      const { document, bytes } = await evidence.readDocument(params.sha256)
      return { content: bytes, type: document.mediaType, fileName: document.name, length: document.bytes }
    }),
    ...importsRoutes(evidence),
  ]
}

/** What is read is not written to: the contract's types only lack the word. */
function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>
}
type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T

async function recordsShown(evidence: Evidence, people: People) {
  const everybody = new Map((await people.list()).map((person) => [person.key, person]))
  return (record: LedgerRecord) => {
    const giver = record.recordedBy === null ? undefined : everybody.get(record.recordedBy)
    const origin = originOf(record)
    const { acceptances, withdrawal, scope, data } = record
    return {
      id: record.id,
      kind: record.kind,
      scope: scope === 'enterprise' ? ('enterprise' as const) : [...scope],
      effectiveFrom: record.effectiveFrom,
      effectiveTo: record.effectiveTo,
      recordedAt: record.recordedAt,
      recordedBy: giver ? { key: giver.key, name: giver.name, department: giver.department } : null,
      acceptances: acceptances.map(({ by, department, on }) => ({
        by,
        department,
        on,
        name: everybody.get(by)?.name ?? null,
      })),
      data: { ...data },
      source: record.source,
      sourceProof: origin
        ? {
            ref: record.source ?? `record:${record.id}`,
            text: origin.en,
            textJa: origin.ja,
            href: sourceHref(record),
            speaks: 'for' as const,
          }
        : null,
      state: record.state,
      replaces: record.replaces,
      replacedBy: record.replacedBy,
      withdrawal,
      late: evidence.isLate(record),
    }
  }
}

function sourceHref({ origin, source }: LedgerRecord): string | null {
  if (origin) {
    const sheet = origin.sheet === null ? '' : `&sheet=${encodeURIComponent(origin.sheet)}`
    return `/evidence/imports/${origin.importId}?row=${origin.row}${sheet}`
  }
  return source?.startsWith('document:') ? `/evidence/documents/${source.slice('document:'.length)}` : null
}

function documentShown(document: EvidenceDocument) {
  return {
    sha256: document.sha256,
    name: document.name,
    type: document.mediaType,
    bytes: document.bytes,
    addedAt: document.recordedAt,
    addedBy: document.recordedBy,
  }
}
