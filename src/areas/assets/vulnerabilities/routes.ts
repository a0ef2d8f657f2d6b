import { z } from 'zod'
import * as contract from '#contract/vulnerabilities.ts'
import { rangeOf } from '#core/vulnerability/compiled.ts'
import { printRange } from '#core/vulnerability/range.ts'
import { highestScore } from '#core/vulnerability/severity.ts'
import { decodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { Vulnerabilities } from './create-vulnerabilities.ts'
import { decisionShown, rowShown } from './rows.ts'

const skipped = z.number().int().min(0)
const flag = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true')
const mostEntries = 500

export function vulnerabilityRoutes(vulnerabilities: Vulnerabilities): Implemented[] {
  return [
    implement(contract.listVulnerabilities, async ({ query }) => {
      const { cursor, limit = 100, exploited, ...rest } = query
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const { rows, counts } = await vulnerabilities.list({ ...rest, exploited: flag(exploited) })
      const { items, next } = pageOf(rows.slice(skip, skip + limit + 1), limit, () => skip + limit)
      return { items: items.map(rowShown), next, total: rows.length, counts }
    }),
    implement(contract.exportVulnerabilities, async ({ query: { exploited, ...query } }) => {
      const file = await vulnerabilities.export({ ...query, exploited: flag(exploited) })
      return { content: file.bytes, type: file.mediaType, fileName: file.name }
    }),
    implement(contract.getVulnerabilityTimes, async ({ query }) => ({ items: await vulnerabilities.times(query) })),
    implement(contract.listAdvisories, async ({ query: { cursor, limit = 100, ...rest } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const all = await vulnerabilities.advisories(rest)
      const { items, next } = pageOf(all.slice(skip, skip + limit + 1), limit, () => skip + limit)
      return { items, next, total: all.length }
    }),
    implement(contract.getAdvisory, async ({ params, query }) =>
      advisoryShown(await vulnerabilities.advisory(params.key, query)),
    ),
    implement(contract.getAssetVulnerabilities, ({ params, query }) =>
      vulnerabilities.ofAsset(params.plant, params.tag, query),
    ),
    implement(contract.decideVulnerability, async ({ body, actor }) =>
      decisionShown(await vulnerabilities.decide({ ...body, by: actor })),
    ),
    implement(contract.undoVulnerabilityDecision, async ({ params, body, actor }) =>
      decisionShown(await vulnerabilities.undoDecision({ ...params, ...body, by: actor })),
    ),
  ]
}

function advisoryShown({ version, document, row, kept, kev }: Awaited<ReturnType<Vulnerabilities['advisory']>>) {
  const statuses = new Map<string, Set<string>>()
  for (const { status } of document.vulnerabilities) {
    for (const [group, ids] of Object.entries(status)) {
      for (const id of ids) statuses.set(id, (statuses.get(id) ?? new Set()).add(group))
    }
  }
  const newestFirst = [...kept].sort((a, b) => b.seq - a.seq)
  return {
    ...row,
    summary: document.summary,
    status: document.status,
    hashState: version.hashState,
    signatureState: version.signatureState,
    sha256: version.sha256,
    import: version.batch,
    fileName: version.fileName,
    part: version.part,
    broughtOn: version.effectiveOn,
    faults: version.faults,
    references: document.references.slice(0, 100).map((one) => ({ ...one })),
    revisions: document.revisions.slice(-100).map((one) => ({ ...one })),
    kept: newestFirst.map((one) => ({
      version: one.version,
      broughtOn: one.effectiveOn,
      fileName: one.fileName,
      counts: one.seq === version.seq,
    })),
    vulnerabilities: document.vulnerabilities.map(({ cve, title, cwe, summary, scores, remediations, threats }) => {
      const entry = cve === null ? undefined : kev.entries.get(cve)
      const score = highestScore([{ scores }])
      return {
        cve,
        title,
        cwe,
        summary,
        score,
        vector: scores.find(({ base }) => base === score)?.vector ?? null,
        exploited: entry === undefined ? null : { on: entry.addedOn, due: entry.dueOn, action: entry.action },
        remediations: remediations.map(({ products, ...one }) => ({
          ...one,
          products: products.slice(0, mostEntries),
        })),
        threats: threats.map(({ category, details }) => ({ category, details })),
      }
    }),
    entries: document.products.slice(0, mostEntries).map((product) => {
      const range = rangeOf(product)
      return {
        id: product.id,
        name: product.name,
        path: product.path,
        range: range.text,
        read: range.kind === 'text' ? null : printRange(range),
        statuses: [...(statuses.get(product.id) ?? [])],
      }
    }),
    entriesMore: Math.max(0, document.products.length - mostEntries),
  }
}
