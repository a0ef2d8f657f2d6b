import type { StoryDays } from '../days.ts'
import type { StoryRecord } from './story-record.ts'

/** How many days ahead the yearly exercise of the company runs out, if nobody holds another. */
export const LAPSE_AHEAD = 24

/** Procedures in their revisions, drills with what was found, and what watches the plants. */
export function responseRecords(days: StoryDays): StoryRecord[] {
  return [...procedures(days), ...companyDrills(days), ...kashimaDrill(days), ...watching(days)]
}

function procedures(days: StoryDays): StoryRecord[] {
  const title = '制御系サイバーインシデント対応要領 (OT incident response procedure)'
  const revision = (from: number, to: number | null, state: string, number: string): StoryRecord => ({
    kind: 'incident-procedure',
    scope: 'enterprise',
    on: days.ago(from),
    ...(to === null ? {} : { until: days.ago(to + 1) }),
    by: 'h-mori',
    data: {
      title,
      state,
      revision: number,
      owner: '生産技術部',
      ...(state === 'draft' ? {} : { approvedBy: '坂本 裕子' }),
      rolesNamed: 15,
    },
  })
  return [
    revision(520, 471, 'draft', '0.9'),
    revision(471, 310, 'in-force', '1.0'),
    revision(310, 66, 'in-force', '1.1'),
    revision(66, null, 'in-force', '1.2'),
  ]
}

function companyDrills(days: StoryDays): StoryRecord[] {
  const integrated = days.ago(492)
  const tabletop = days.yearlyUntil(LAPSE_AHEAD)
  const finding = (
    drill: string,
    on: string,
    text: string,
    due: number,
    closed: number,
    revision?: string,
  ): StoryRecord => ({
    kind: 'drill-finding',
    scope: 'enterprise',
    on,
    by: 'h-mori',
    data: { drill, finding: text, due: days.ago(due), owner: '生産技術部' },
    afterwards: closing(days, closed, revision),
  })
  return [
    {
      kind: 'drill',
      scope: 'enterprise',
      on: integrated,
      by: 'h-mori',
      data: {
        reference: 'DR-01',
        type: 'integrated',
        departments: ['ot', 'it', 'process-safety'],
        rolesNamed: 15,
        rolesPresent: 14,
        findings: 2,
        reviewedBy: '小川 直美',
      },
    },
    finding('DR-01', integrated, '夜間の連絡先が古い / out-of-date contacts at night', 430, 402, '1.0'),
    finding('DR-01', integrated, '遮断の判断基準がない / nobody may decide to disconnect', 425, 310, '1.1'),
    {
      kind: 'drill',
      scope: 'enterprise',
      on: tabletop,
      by: 'h-mori',
      data: {
        reference: 'DR-02',
        type: 'tabletop',
        departments: ['ot', 'it', 'process-safety', 'management'],
        rolesNamed: 15,
        rolesPresent: 14,
        findings: 1,
        reviewedBy: '坂本 裕子',
      },
    },
    finding('DR-02', tabletop, '海外工場との時差を考慮した招集手順がない / no way to call across time zones', 290, 250),
  ]
}

/** Kashima held its own: four findings, one of them closed after its day. */
function kashimaDrill(days: StoryDays): StoryRecord[] {
  const on = days.ago(150)
  const finding = (text: string, due: number, closed: number, revision?: string): StoryRecord => ({
    kind: 'drill-finding',
    scope: ['kashima'],
    on,
    by: 'k-kondo',
    data: { drill: 'KSM-DR-01', finding: text, due: days.ago(due), owner: '計装課' },
    enteredAfter: 5,
    afterwards: closing(days, closed, revision),
  })
  return [
    {
      kind: 'drill',
      scope: ['kashima'],
      on,
      by: 'k-kondo',
      data: {
        reference: 'KSM-DR-01',
        type: 'integrated',
        departments: ['ot', 'it', 'process-safety', 'management'],
        rolesNamed: 19,
        rolesPresent: 18,
        findings: 4,
        reviewedBy: '小川 直美',
        fallbackDrilled: true,
      },
    },
    finding('手動運転への切替手順書が現場にない', 105, 118),
    finding('OPCサーバ停止時の監視画面の表示が誤解を招く', 90, 97),
    finding('ITとの連絡票の様式が二種類ある', 75, 66, '1.2'),
    finding('予備のエンジニアリング端末の起動媒体が古い', 80, 84),
  ]
}

function closing(days: StoryDays, closed: number, revision: string | undefined) {
  const closedOn = days.ago(closed)
  return { enteredOn: closedOn, data: { closedOn, ...(revision ? { reflectedOn: closedOn, revision } : {}) } }
}

function watching(days: StoryDays): StoryRecord[] {
  return [
    {
      kind: 'alert-source',
      scope: ['kashima'],
      on: days.ago(240),
      by: 'k-kondo',
      data: { name: '制御LAN IDS', side: 'ot', type: 'ids', zones: 7, zonesCovered: 5, aliveOn: days.ago(239) },
      afterwards: { enteredOn: days.ago(2), data: { aliveOn: days.ago(3) } },
    },
    {
      kind: 'alert-source',
      scope: 'enterprise',
      on: days.ago(500),
      by: 'h-hayashi',
      data: { name: 'SIEM', side: 'it', type: 'siem', aliveOn: days.ago(498) },
      afterwards: { enteredOn: days.ago(2), data: { aliveOn: days.ago(3) } },
    },
    {
      kind: 'soc-rota',
      scope: 'enterprise',
      on: days.ago(210),
      by: 'h-hayashi',
      data: { hoursPerWeek: 50, otCompetence: false, itCompetence: true, provider: '情報システム部' },
    },
    {
      kind: 'soc-report',
      scope: 'enterprise',
      on: days.monthBack(1, 28),
      by: 'h-hayashi',
      data: { alertsOt: 6, alertsIt: 88, acknowledgedInTime: 71, targetMinutes: 60 },
    },
    {
      kind: 'incident',
      scope: ['kashima'],
      on: days.ago(205),
      by: 'k-kondo',
      data: {
        reference: 'INC-07',
        side: 'ot',
        hoursToDetect: 31,
        hoursToRecover: 9,
        summary: '保守用USBメモリからのマルウェア。監視端末1台を隔離・再構築。',
      },
    },
  ]
}
