import { count, field, option, participants } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

const sides = [option('ot', 'OT', 'OT'), option('it', 'IT', 'IT')]

/** Before an incident: procedures, drills, what detects and who watches. */
const prepared: readonly RecordKind[] = [
  {
    key: 'incident-procedure',
    area: 'response',
    label: { en: 'Incident procedure', ja: 'インシデント対応手順' },
    purpose: {
      en: 'Is there an incident procedure for OT, and is it in force?',
      ja: 'OTのインシデント対応手順はあり、施行されていますか。',
    },
    dateLabel: { en: 'This state since', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('title', 'text', 'Title', '手順書名', {
        required: true,
        aliases: ['procedure', 'document', '文書名', '件名'],
      }),
      field('state', 'choice', 'State', '状態', {
        required: true,
        options: [option('draft', 'Draft', '案'), option('in-force', 'In force', '施行中')],
        aliases: ['status', 'ステータス'],
      }),
      field('revision', 'text', 'Revision', '改訂番号', { aliases: ['version', '版', '版数'] }),
      field('owner', 'text', 'Owner', '主管', { aliases: ['responsible', '責任者', '主管部署'] }),
      field('approvedBy', 'text', 'Approved by', '承認者', { aliases: ['approver', '承認'] }),
      count('rolesNamed', 'Roles named in it', '指定された役割の数', { aliases: ['roles', '役割数'] }),
    ],
  },
  {
    key: 'drill',
    area: 'response',
    label: { en: 'Training or drill', ja: '教育・訓練' },
    purpose: {
      en: 'Is the response trained, and did OT and IT drill it together?',
      ja: '対応手順の教育・訓練を行い、OTとITが合同で訓練していますか。',
    },
    dateLabel: { en: 'Date of the drill', ja: '実施日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('reference', 'text', 'Reference', '訓練番号', {
        required: true,
        hint: ['Findings name their drill by it.', '指摘事項はこの番号で訓練に紐づきます。'],
        aliases: ['drill', 'id', 'no', '番号', '訓練名'],
      }),
      field('type', 'choice', 'Type', '種別', {
        required: true,
        options: [
          option('training', 'Training', '教育'),
          option('tabletop', 'Tabletop exercise', '机上演習'),
          option('integrated', 'Integrated drill (OT and IT)', '統合訓練(OT・IT合同)'),
          option('red-team', 'Red-team exercise', 'レッドチーム演習'),
        ],
        aliases: ['kind', '種類', '訓練種別'],
      }),
      field('departments', 'choices', 'Departments taking part', '参加部門', {
        required: true,
        options: participants,
        aliases: ['participants', '参加者', '出席部門'],
      }),
      count('rolesNamed', 'Roles that should take part', '参加すべき役割の数', {
        hint: [
          'With the next number it tells the attendance that 2.3 asks for.',
          '次の項目と合わせて、2.3が求める参加率になります。',
        ],
        aliases: ['roles', '対象者数'],
      }),
      count('rolesPresent', 'Roles that took part', '参加した役割の数', { aliases: ['present', '参加者数'] }),
      count('findings', 'Findings', '指摘事項の数', { aliases: ['issues', '指摘数', '課題数'] }),
      field('reviewedBy', 'text', 'Findings reviewed by', '指摘事項のレビュー者', {
        hint: ['Another person than the one who led the drill.', '訓練の主催者とは別の人。'],
        aliases: ['reviewer', '確認者', 'レビュー者'],
      }),
      field('fallbackDrilled', 'flag', 'Manual fallback drilled', '手動運転への切替を訓練'),
      count('techniquesDetected', 'Techniques detected (red team)', '検知した手口(レッドチーム)'),
      count('techniquesMissed', 'Techniques missed (red team)', '見逃した手口(レッドチーム)'),
    ],
  },
  {
    key: 'drill-finding',
    area: 'response',
    label: { en: 'Drill finding', ja: '訓練の指摘事項' },
    purpose: {
      en: 'Were the findings of the drills closed or put into the procedure?',
      ja: '訓練の指摘事項は是正され、手順に反映されましたか。',
    },
    dateLabel: { en: 'Raised on', ja: '指摘日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('drill', 'text', 'Drill (reference)', '訓練番号', {
        required: true,
        aliases: ['reference', 'drill id', '訓練'],
      }),
      field('finding', 'longText', 'Finding', '指摘内容', { required: true, aliases: ['issue', '内容', '課題'] }),
      field('due', 'date', 'Due on', '期限', {
        hint: [
          'At most 90 days after the drill; later counts as 90 days.',
          '訓練後最長90日。それより後は90日とみなします。',
        ],
        aliases: ['due date', 'deadline', '完了期限', '対応期限'],
      }),
      field('closedOn', 'date', 'Closed on', '是正完了日', { aliases: ['closed', 'done', '完了日'] }),
      field('reflectedOn', 'date', 'In the procedure since', '手順への反映日', {
        aliases: ['reflected', '反映日', '改訂日'],
      }),
      field('revision', 'text', 'In revision', '反映した改訂番号', { aliases: ['version', '版'] }),
      field('owner', 'text', 'Owner', '担当者', { aliases: ['responsible', '担当'] }),
    ],
  },
  {
    key: 'alert-source',
    area: 'response',
    label: { en: 'Alert source', ja: '警報源' },
    purpose: {
      en: 'What raises alerts on OT traffic, in which zones, and is it alive?',
      ja: 'OT通信の警報を出す仕組みはどのゾーンにあり、稼働していますか。',
    },
    dateLabel: { en: 'In operation since', ja: '稼働開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('name', 'text', 'Name', '名称', { required: true, aliases: ['source', 'sensor', 'センサー名', '機器名'] }),
      field('side', 'choice', 'Side', '対象', { required: true, options: sides, aliases: ['ot/it', '区分'] }),
      field('type', 'choice', 'Type', '種別', {
        required: true,
        options: [
          option('ids', 'IDS (network anomaly detection)', 'IDS(ネットワーク異常検知)'),
          option('ips', 'IPS', 'IPS'),
          option('edr', 'Endpoint detection', 'EDR・端末検知'),
          option('siem', 'SIEM or log collection', 'SIEM・ログ収集'),
          option('other', 'Other', 'その他'),
        ],
        aliases: ['kind', '種類'],
      }),
      count('zones', 'Zones in all', 'ゾーン総数', { aliases: ['total zones', 'ゾーン数'] }),
      count('zonesCovered', 'Zones that it sees', '監視対象ゾーン数', { aliases: ['covered', '対象ゾーン数'] }),
      field('aliveOn', 'date', 'Last known alive on', '稼働確認日', {
        aliases: ['last alive', 'last seen', '最終確認日'],
      }),
    ],
  },
  {
    key: 'soc-rota',
    area: 'response',
    label: { en: 'SOC rota', ja: 'SOCの勤務体制' },
    purpose: {
      en: 'How many hours a week does someone with OT and IT competence watch?',
      ja: 'OT・IT双方の専門性を持つ要員が週何時間監視していますか。',
    },
    dateLabel: { en: 'In force since', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('hoursPerWeek', 'number', 'Hours a week', '週間時間', {
        required: true,
        min: 0,
        max: 168,
        hint: ['168 is around the clock.', '24時間365日体制は168時間です。'],
      }),
      field('otCompetence', 'flag', 'OT competence on every shift', '全シフトにOT要員', { required: true }),
      field('itCompetence', 'flag', 'IT competence on every shift', '全シフトにIT要員', { required: true }),
      field('provider', 'text', 'Run by', '運営', { aliases: ['provider', '委託先'] }),
    ],
  },
]

/** In operation: what arrived, what happened, what ran by itself. */
const operating: readonly RecordKind[] = [
  {
    key: 'soc-report',
    area: 'response',
    label: { en: 'SOC report', ja: 'SOC報告' },
    purpose: {
      en: 'Do alerts from OT and IT arrive, and are they acknowledged in time?',
      ja: 'OT・IT双方の警報が届き、時間内に確認されていますか。',
    },
    dateLabel: { en: 'End of the period', ja: '対象期間の末日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('alertsOt', 'Alerts from OT', 'OTの警報数', { required: true, aliases: ['ot alerts'] }),
      count('alertsIt', 'Alerts from IT', 'ITの警報数', { required: true, aliases: ['it alerts'] }),
      count('acknowledgedInTime', 'Acknowledged in time', '時間内に確認した数', {
        required: true,
        aliases: ['acknowledged'],
      }),
      count('targetMinutes', 'Target in minutes', '目標時間(分)', { aliases: ['target', 'SLA'] }),
    ],
  },
  {
    key: 'incident',
    area: 'response',
    label: { en: 'Incident', ja: 'インシデント' },
    purpose: {
      en: 'How long did it take to detect and to recover?',
      ja: '検知と復旧にどれだけ時間がかかりましたか。',
    },
    dateLabel: { en: 'Occurred on', ja: '発生日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('reference', 'text', 'Reference', '管理番号', { required: true, aliases: ['id', 'no', '番号'] }),
      field('side', 'choice', 'Side', '対象', { options: sides, aliases: ['ot/it', '区分'] }),
      field('exercise', 'flag', 'Measured in a drill', '訓練での測定', {
        hint: [
          'Drills fill a quiet quarter, and are marked.',
          'インシデントのない四半期は訓練で補い、その旨を表示します。',
        ],
      }),
      field('hoursToDetect', 'number', 'Hours to detect', '検知までの時間(h)', {
        min: 0,
        max: 1e6,
        aliases: ['time to detect', 'TTD', '検知時間'],
      }),
      field('hoursToRecover', 'number', 'Hours to recover', '復旧までの時間(h)', {
        min: 0,
        max: 1e6,
        aliases: ['time to recover', 'TTR', '復旧時間'],
      }),
      field('summary', 'longText', 'What happened', '概要', { aliases: ['description', '内容'] }),
    ],
  },
  {
    key: 'playbook-run',
    area: 'response',
    label: { en: 'Playbook run', ja: 'プレイブックの実行' },
    purpose: {
      en: 'Does the response run by itself, and never past process safety?',
      ja: '対応は自動で実行され、かつプロセス安全を損なわない仕組みですか。',
    },
    dateLabel: { en: 'Date of the run', ja: '実行日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('playbook', 'text', 'Playbook', 'プレイブック名', { required: true, aliases: ['name', '名称'] }),
      field('trigger', 'choice', 'Triggered by', '起動要因', {
        required: true,
        options: [option('alert', 'Alert', '警報'), option('person', 'Person', '人'), option('test', 'Test', '試験')],
        aliases: ['trigger', '契機'],
      }),
      field('finishedUnattended', 'flag', 'Finished without a hand', '人手を介さず完了', { required: true }),
      field('safetyGate', 'flag', 'Behind the safety gate', '安全ゲート経由', {
        required: true,
        hint: [
          'Nothing that touches a safety function ran unasked.',
          '安全機能に触れる操作は承認なしに実行していない。',
        ],
      }),
      field('result', 'text', 'Result', '結果', { aliases: ['outcome'] }),
    ],
  },
]

export const recordKinds: readonly RecordKind[] = [...prepared, ...operating]
