import type { Standing, Verdict } from '#contract/maturity.ts'
import { type Picture, svgOf } from '#core/picture/shape.ts'

/** What a plant's page shows. Words of the definition come ready in the page's language. */
export interface PlantPage {
  readonly language: 'en' | 'ja'
  readonly company: string
  readonly plant: string
  readonly asOf: string
  readonly madeAt: string
  readonly axis: string
  readonly standing: Standing
  /** Key and name, in the order of the definition. */
  readonly aspects: readonly (readonly [string, string])[]
  readonly textOf: (criterion: string) => string
  readonly history: Picture
  readonly nextSteps: readonly {
    readonly criterion: string
    readonly effortWeeks: number
    readonly needsShutdown: boolean
  }[]
}

const words = {
  en: {
    level: 'Level',
    standsAt: (plant: string, level: number) => `${plant} stands at level ${level}.`,
    next: (met: number, of: number, level: number, unknown: number) =>
      `${met} of the ${of} criteria of level ${level} are met, ${unknown} are unknown.`,
    top: 'Every level is reached.',
    lapses: (criterion: string, on: string) => `${criterion} lapses first, on ${on}.`,
    nextTitle: 'What next',
    checklist: 'The checklist',
    characteristics: 'The characteristics',
    symptoms: 'Symptoms present',
    history: 'The level over time',
    criterion: 'Criterion',
    verdict: 'Verdict',
    strength: 'Rests on',
    until: 'Until',
    because: 'Because',
    effort: 'Effort',
    weeks: (n: number) => `${n} person-weeks`,
    stop: 'needs a shutdown',
    asOf: 'As of',
    made: 'made',
    contradicted: 'an attestation is contradicted by data',
    compensated: 'compensating control',
    elsewhere: 'elsewhere in the enterprise',
    grace: 'in grace',
    notAsked: 'not asked here',
    verdicts: { met: 'met', partly: 'partly', notMet: 'not met', unknown: 'unknown', notApplicable: 'not applicable' },
    strengths: { measured: 'measurement', recorded: 'records', attested: 'attestation' },
    legend: 'Unknown means that nothing was ever recorded; it never counts as met.',
  },
  ja: {
    level: 'レベル',
    standsAt: (plant: string, level: number) => `${plant}はレベル${level}にある。`,
    next: (met: number, of: number, level: number, unknown: number) =>
      `レベル${level}の${of}項目のうち${met}項目を達成、${unknown}項目は不明。`,
    top: 'すべてのレベルに到達している。',
    lapses: (criterion: string, on: string) => `最初に失効するのは${criterion}（${on}）。`,
    nextTitle: '次にすること',
    checklist: 'チェックリスト',
    characteristics: '特性',
    symptoms: '現れている症状',
    history: 'レベルの推移',
    criterion: '基準',
    verdict: '判定',
    strength: '根拠',
    until: '有効期限',
    because: '理由',
    effort: '工数',
    weeks: (n: number) => `${n}人週`,
    stop: '停止が必要',
    asOf: '基準日',
    made: '作成',
    contradicted: '表明がデータと矛盾している',
    compensated: '代替管理策',
    elsewhere: '全社の判定による',
    grace: '猶予期間中',
    notAsked: 'この工場には問われない',
    verdicts: { met: '達成', partly: '一部達成', notMet: '未達成', unknown: '不明', notApplicable: '適用外' },
    strengths: { measured: '測定', recorded: '記録', attested: '表明' },
    legend: '「不明」は何も記録されていないことを示し、達成とは数えない。',
  },
} as const

/** The page as one HTML file: no script, no link out, nothing fetched. Every text is escaped. */
export function plantPageHtml(page: PlantPage): string {
  const w = words[page.language]
  const { standing } = page
  const gating = standing.verdicts.filter((one) => one.kind === 'criterion')
  const headline = [
    w.standsAt(page.plant, standing.level),
    standing.next.level === null
      ? w.top
      : w.next(standing.next.met, standing.next.of, standing.next.level, standing.next.unknown),
    ...(standing.lapsesNext ? [w.lapses(standing.lapsesNext.criterion, standing.lapsesNext.on)] : []),
  ]
  const symptoms = standing.verdicts.filter((one) => one.kind === 'symptom' && one.verdict === 'met')
  return `<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(`${page.plant} – ${page.company}`)}</title><style>${STYLE}</style></head><body>
<header><p>${html(page.company)}</p><h1>${html(page.plant)}</h1><p>${w.asOf} ${page.asOf} · ${html(page.axis)} · ${w.made} ${html(page.madeAt)}</p></header>
<p class="headline">${headline.map(html).join(' ')}</p>
<table class="levels"><thead><tr><th scope="col">${w.level}</th>${page.aspects.map(([, name]) => `<th scope="col">${html(name)}</th>`).join('')}</tr></thead>
<tbody><tr><td class="l${standing.level}">${standing.level}</td>${page.aspects.map(([key]) => `<td class="l${standing.aspects[key] ?? 1}">${standing.aspects[key] ?? '–'}</td>`).join('')}</tr></tbody></table>
<h2>${w.history}</h2>${svgOf(page.history, w.history)}
${
  page.nextSteps.length > 0
    ? section(
        w.nextTitle,
        [w.criterion, w.effort],
        page.nextSteps.map((step) => [
          named(page, step.criterion),
          html(`${w.weeks(Math.round(step.effortWeeks * 10) / 10)}${step.needsShutdown ? `; ${w.stop}` : ''}`),
        ]),
      )
    : ''
}
${verdictTable(
  page,
  w.checklist,
  gating.filter((one) => one.aspect === null),
)}
${verdictTable(
  page,
  w.characteristics,
  gating.filter((one) => one.aspect !== null),
)}
${symptoms.length > 0 ? verdictTable(page, w.symptoms, symptoms) : ''}
<footer><p>${w.legend}</p></footer></body></html>
`
}

type Words = (typeof words)['en' | 'ja']

function verdictTable(page: PlantPage, title: string, verdicts: readonly Verdict[]): string {
  const w = words[page.language]
  const sorted = verdicts.toSorted((a, b) => (a.level ?? 0) - (b.level ?? 0) || (a.criterion < b.criterion ? -1 : 1))
  return section(
    title,
    [w.criterion, w.verdict, w.strength, w.until, w.because],
    sorted.map((one) => [
      named(page, one.criterion),
      `<span class="v v-${one.verdict}">${html(w.verdicts[one.verdict])}</span>${remarks(one, w)}`,
      one.strength ? html(w.strengths[one.strength]) : '–',
      one.validUntil ?? '–',
      one.because
        .slice(0, 6)
        .map((reason) => html(page.language === 'ja' ? (reason.textJa ?? reason.text) : reason.text))
        .join('<br>'),
    ]),
  )
}

function remarks(one: Verdict, w: Words): string {
  const all = [
    one.asked ? null : w.notAsked,
    one.inGrace ? w.grace : null,
    one.elsewhere ? w.elsewhere : null,
    one.contradicted ? w.contradicted : null,
    one.compensated ? w.compensated : null,
  ].filter((remark) => remark !== null)
  return all.length > 0 ? `<br><small>${all.map(html).join('; ')}</small>` : ''
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join('')
  return `<h2>${html(title)}</h2><table><thead><tr>${head.map((cell) => `<th scope="col">${html(cell)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>`
}

function named(page: PlantPage, criterion: string): string {
  return `<b>${html(criterion)}</b> ${html(page.textOf(criterion))}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}

// The levels' colours are the screen's; what is printed keeps the digit and the word beside every colour.
const STYLE = `body{font:13px/1.5 system-ui,"Noto Sans JP","Hiragino Sans","Yu Gothic",sans-serif;color:#1d2329;margin:24px auto;max-width:1000px;padding:0 16px}
h1{font-size:22px;margin:0}h2{font-size:15px;margin:24px 0 8px}header p{margin:0;color:#55606b}.headline{font-size:15px}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9d0d6;padding:4px 8px;text-align:left;vertical-align:top}th{background:#eef1f3;font-weight:600}
.levels{width:auto}.levels td{text-align:center;font-size:18px;font-weight:600}.l1{background:#F3E3B3}.l2{background:#C9D7E3}.l3{background:#8FB4D4}.l4{background:#4A86B8;color:#fff}.l5{background:#123F6B;color:#fff}
.v{white-space:nowrap;font-weight:600}.v-notMet,.v-partly{color:#9c2f1d}.v-unknown{color:#55606b;font-style:italic}small{color:#55606b}
svg{max-width:100%;height:auto}svg text{font-size:12px;fill:#3b454e}.p-grid{stroke:#d7dce0}.p-line{fill:none;stroke:#123F6B;stroke-width:2}.p-line-2{fill:none;stroke:#7b8791;stroke-dasharray:4 3}.p-axis{stroke:#7b8791}
footer{color:#55606b;margin-top:24px}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}h2{break-after:avoid}}`
