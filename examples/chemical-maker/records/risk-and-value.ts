import type { StoryDays } from '../days.ts'
import type { StoryRecord } from './story-record.ts'

/** Risk assessments and the register, what the pilots bring, and what the board heard. */
export function riskAndValueRecords(days: StoryDays): StoryRecord[] {
  return [...risks(days), ...values(days), ...boardReports(days)]
}

function risks(days: StoryDays): StoryRecord[] {
  return [
    {
      kind: 'risk-assessment',
      scope: ['leuna'],
      on: days.ago(210),
      by: 'l-brandt',
      data: {
        title: 'Risikobeurteilung Leuna nach IEC 62443-3-2',
        method: 'iec62443',
        zones: 6,
        zonesCovered: 6,
        allRequirements: true,
        safetyLink: 'linked',
        study: 'LEU-HZ-12',
        scenarios: 11,
        scenariosBothLegs: 8,
        assessor: 'Jens Brandt',
      },
    },
    {
      kind: 'risk-assessment',
      scope: ['rayong'],
      on: days.ago(300),
      by: 'r-nattaya',
      data: {
        title: 'Cyber risk assessment Rayong',
        method: 'iec62443',
        zones: 6,
        zonesCovered: 4,
        allRequirements: false,
        safetyLink: 'not-linked',
        assessor: 'Somchai Rattanakul',
      },
    },
    {
      kind: 'risk-assessment',
      scope: ['yokkaichi'],
      on: days.ago(410),
      by: 'y-fujii',
      data: {
        title: '四日市工場 情報セキュリティ点検',
        method: 'other',
        safetyLink: 'not-linked',
        assessor: '林 大輔',
      },
    },
    {
      kind: 'risk-register-review',
      scope: 'enterprise',
      on: days.ago(80),
      by: 'h-sakamoto',
      data: { otRisks: 11, otRisksOwned: 10, aboveTolerance: 3, reviewer: '坂本 裕子' },
    },
    {
      kind: 'insurance',
      scope: 'enterprise',
      on: days.ago(236),
      until: days.ahead(128),
      by: 'h-sakamoto',
      data: { coversOt: false, policy: 'CY-2208-31', limit: 1_000_000_000, currency: 'JPY', comparedWithLoss: false },
    },
  ]
}

function values(days: StoryDays): StoryRecord[] {
  return [
    {
      kind: 'use-case',
      scope: ['kashima'],
      on: days.ago(260),
      by: 'k-kondo',
      data: {
        name: '撹拌機軸受の予兆保全',
        stage: 'pilot',
        measure: '突発停止時間(h/月)',
        baseline: 14.2,
      },
      afterwards: {
        enteredOn: days.ago(84),
        data: {
          measuredOn: days.ago(85),
          effect: -5.1,
          effectLow: -7.9,
          effectHigh: -2.4,
          roi: 1.4,
          paybackMonths: 11,
        },
      },
    },
    {
      kind: 'use-case',
      scope: ['leuna'],
      on: days.ago(120),
      by: 'l-vogel',
      data: { name: 'Linienvisualisierung Abfüllung', stage: 'pilot', measure: 'OEE (%)', baseline: 61 },
    },
  ]
}

/** One in every quarter; the one before the last was given and not minuted. */
function boardReports(days: StoryDays): StoryRecord[] {
  return [14, 11, 8, 5, 2].map((back, n) => ({
    kind: 'board-report',
    scope: 'enterprise',
    on: days.monthBack(back, 20),
    by: 'h-sakamoto',
    data: {
      title: `OTサイバーリスク報告（第${n + 1}回）`,
      delivered: true,
      minuted: n !== 3,
      ...(n === 3 ? {} : { minutes: `取締役会議事録 ${days.monthBack(back, 20).slice(0, 7)}` }),
    },
  }))
}
