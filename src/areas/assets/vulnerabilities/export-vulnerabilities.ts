import { planTable } from '#core/import/sheet-plan.ts'
import { field, option } from '#core/record/field.ts'
import type { Field } from '#core/record/record.ts'
import { missingOf, reasonOf } from '#core/vulnerability/reasons.ts'
import { encodeCsv } from '#formats/csv/encode.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import type { ExportedFile } from '../export-registry.ts'
import type { VulnerabilityContext } from './context.ts'
import { type ListVulnerabilities, listVulnerabilities } from './list-vulnerabilities.ts'
import type { RowKeeper } from './rows.ts'

const columns: readonly Field[] = [
  field('plant', 'text', 'Plant', '工場'),
  field('tag', 'text', 'Tag', '機器番号'),
  field('name', 'text', 'Name', '設備名'),
  field('verdict', 'choice', 'Verdict', '判定', {
    options: [
      option('affected', 'affected', '影響あり'),
      option('cannotDecide', 'cannot decide', '判断できない'),
      option('notAffected', 'not affected', '影響なし'),
    ],
  }),
  field('trackingId', 'text', 'Advisory', 'アドバイザリ'),
  field('title', 'text', 'Title', '件名'),
  field('severity', 'text', 'Severity', '深刻度'),
  field('score', 'text', 'CVSS', 'CVSS'),
  field('exploited', 'flag', 'Known to be exploited', '悪用の確認'),
  field('cves', 'text', 'CVEs', 'CVE'),
  field('reason', 'longText', 'Why', '理由'),
  field('missing', 'text', 'What is missing', '不足している情報'),
  field('since', 'date', 'Since', '判明日'),
  field('due', 'date', 'Due', '判断期限'),
  field('state', 'choice', 'State', '状態', {
    options: [
      option('overdue', 'overdue', '期限超過'),
      option('open', 'open', '未判断'),
      option('lapsed', 'run out', '期限切れ'),
      option('decided', 'decided', '判断済み'),
    ],
  }),
  field('decision', 'text', 'Decision', '判断'),
  field('until', 'date', 'Until', '有効期限'),
]

const decisions = {
  patch: { en: 'patch', ja: 'パッチ適用' },
  compensate: { en: 'compensate', ja: '代替管理策' },
  accept: { en: 'accept', ja: '受容' },
  notApplicable: { en: 'not applicable', ja: '対象外' },
} as const

/** The list as a file, in the order of urgency. */
export async function exportVulnerabilities(
  context: VulnerabilityContext,
  rowsOf: RowKeeper,
  ask: ListVulnerabilities & {
    readonly format?: 'xlsx' | 'csv' | undefined
    readonly language?: 'en' | 'ja' | undefined
  },
): Promise<ExportedFile> {
  const { rows } = await listVulnerabilities(context, rowsOf, ask)
  const language = ask.language ?? 'en'
  const plan = planTable(
    language === 'ja' ? '脆弱性' : 'Vulnerabilities',
    columns,
    rows.map(({ plant, subject, version, finding, decision, ...row }) => ({
      plant,
      tag: subject.tag,
      name: subject.name,
      verdict: finding.verdict,
      trackingId: version.trackingId,
      title: version.title,
      severity: row.severity,
      score: row.score === null ? null : String(row.score),
      exploited: row.exploited,
      cves: row.cves.join(' '),
      reason: reasonOf(finding)[language],
      missing: missingOf(finding.ground)?.[language] ?? null,
      since: row.since,
      due: row.due,
      state: row.state,
      decision:
        decision === null
          ? null
          : [decisions[decision.kind][language], decision.control, decision.reason].filter(Boolean).join(': '),
      until: decision?.untilOn ?? null,
    })),
    language,
  )
  const asOf = ask.asOf ?? (await context.plants.today())
  const name = `vulnerabilities${ask.plant === undefined ? '' : `-${ask.plant}`}-${asOf}`
  return ask.format === 'csv'
    ? { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: Buffer.from(encodeCsv(plan)) }
    : {
        name: `${name}.xlsx`,
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        bytes: await writeWorkbook([plan]),
      }
}
