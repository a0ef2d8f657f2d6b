import type { StoryDays } from '../days.ts'
import type { PlantKey } from '../plants/all.ts'
import type { StoryRecord } from './story-record.ts'

/** What people sign for: claims, the honest "none", exemptions, a control in a measure's place, and dates planned. */
export function answerRecords(days: StoryDays): StoryRecord[] {
  return [...claims(days), ...toyamaHasNone(days), ...exemptions(days), compensation(days), ...plans(days)]
}

function claims(days: StoryDays): StoryRecord[] {
  const claim = (
    plant: PlantKey,
    ago: number,
    criterion: string,
    answer: 'yes' | 'no',
    statement: string,
    by: string,
    more: Partial<StoryRecord> = {},
  ): StoryRecord => ({
    kind: 'attestation',
    scope: [plant],
    on: days.ago(ago),
    by,
    data: { criterion, answer, statement },
    ...more,
  })
  return [
    claim('kashima', 465, '2.2', 'yes', 'FW-01/02の設定票と試験成績書（計装課保管）', 'k-kondo', {
      acceptedBy: ['h-hayashi'],
    }),
    claim('leuna', 424, '2.2', 'yes', 'Firewall-Regelwerk v5, Abnahmeprotokoll', 'l-vogel', {
      acceptedBy: ['h-hayashi'],
    }),
    // The one that a capture refutes.
    claim(
      'rayong',
      150,
      '2.2',
      'yes',
      'Firewall FW-01 with DMZ in operation; all project rules were closed after commissioning',
      'r-somchai',
      { acceptedBy: ['h-mori'] },
    ),
    claim('leuna', 100, 'N3.3', 'yes', 'Rollenkonzept OT 2, Freigabe Werkleitung', 'l-vogel', {
      acceptedBy: ['h-mori'],
    }),
    // Entered two months after its date.
    claim('yokkaichi', 130, 'A2.2', 'yes', '保守端末による一覧採取（四半期ごと）', 'y-fujii', {
      acceptedBy: ['h-mori'],
      enteredAfter: 61,
    }),
    // Given, and not yet accepted by anybody.
    claim('chonburi', 20, '2.2', 'yes', 'The former owner says that there is a firewall', 'c-anan'),
    claim('toyama', 4, '2.5', 'no', 'ネットワーク監視の仕組みはない', 't-nakagawa', { acceptedBy: ['h-mori'] }),
  ]
}

/** Toyama says what it does not have, in five minutes. */
function toyamaHasNone(days: StoryDays): StoryRecord[] {
  const none = [
    'boundary',
    'zone-model-review',
    'access-log',
    'access-review',
    'risk-assessment',
    'vulnerability-assessment',
    'alert-source',
    'cmdb-sync',
    'use-case',
  ]
  return none.map((about) => ({
    kind: 'we-have-none',
    scope: ['toyama'],
    on: days.ago(140),
    by: 't-nakagawa',
    data: { about, ...(about === 'boundary' ? { statement: '事務所と工場は同じLAN。ルータのみ。' } : {}) },
  }))
}

function exemptions(days: StoryDays): StoryRecord[] {
  return ['3.5', 'O3.2', 'R3.3'].map((criterion) => ({
    kind: 'not-applicable',
    scope: ['toyama'],
    on: days.ago(138),
    by: 't-nakagawa',
    acceptedBy: ['h-ogawa'],
    data: { criterion, reason: '調合・充填のみで、危険物の反応・高圧工程がない（プロセス安全部門確認済み）' },
  }))
}

/** The laboratory reads the gateway directly until the turnaround; OT, IT and process safety approved what protects it. */
function compensation(days: StoryDays): StoryRecord {
  return {
    kind: 'compensating-control',
    scope: ['yokkaichi'],
    on: days.ago(70),
    until: days.ahead(130),
    by: 'y-fujii',
    acceptedBy: ['h-mori', 'h-hayashi', 'h-ogawa'],
    data: {
      criterion: '2.2',
      control:
        'LIMSからDCSゲートウェイへの読取りは、送信元・宛先・ポートを固定し、ファイアウォールのログを毎日確認する。定期修理でDMZ経由へ切り替えるまでの措置。',
      constraint: 'cannot-stop',
      touchesSafety: false,
      safetyReviewed: true,
      safetyReview: 'MOC-YKC-0417',
    },
  }
}

function plans(days: StoryDays): StoryRecord[] {
  const plan = (plant: PlantKey, criterion: string, ahead: number, action: string, owner: string): StoryRecord => ({
    kind: 'plan-date',
    scope: [plant],
    on: days.ago(60),
    by: 'h-mori',
    data: { criterion, plannedFor: days.ahead(ahead), action, owner },
  })
  return [
    plan('toyama', '2.1', 150, '台帳の再整備と四半期棚卸の開始', '中川 志保'),
    plan('toyama', '2.2', 240, '工場LANの分離', '中川 志保'),
    plan('yokkaichi', '3.1', 200, 'IEC 62443によるリスクアセスメント', '藤井 誠'),
    plan('yokkaichi', '3.5', 210, '乾燥・用役設備のHAZOP見直し', '藤井 誠'),
    plan('toyama', '3.1', 330, 'リスクアセスメント（簡易版）', '中川 志保'),
  ]
}
