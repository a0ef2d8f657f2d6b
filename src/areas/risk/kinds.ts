import { count, field, option } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

/** Records of how cyber risk is assessed, kept and paid for. */
export const recordKinds: readonly RecordKind[] = [
  {
    key: 'risk-assessment',
    area: 'risk',
    label: { en: 'Risk assessment', ja: 'リスクアセスメント' },
    purpose: {
      en: 'Is the cyber risk of OT assessed, in every zone and together with process safety?',
      ja: 'OTのサイバーリスクは全ゾーンで、プロセス安全と一体で評価されていますか。',
    },
    dateLabel: { en: 'Date of the assessment', ja: '実施日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('title', 'text', 'Title', '件名', { required: true, aliases: ['name', 'report', '報告書名'] }),
      field('method', 'choice', 'Method', '手法', {
        required: true,
        options: [
          option('iec62443', 'IEC 62443 (zones and conduits)', 'IEC 62443(ゾーン・コンジット)'),
          option('other', 'Other', 'その他'),
        ],
        aliases: ['standard', '規格'],
      }),
      count('zones', 'Zones in all', 'ゾーン総数', { aliases: ['total zones', 'ゾーン数'] }),
      count('zonesCovered', 'Zones covered', '評価したゾーン数', { aliases: ['assessed zones', '対象ゾーン数'] }),
      field('allRequirements', 'flag', 'SL-T and SL-A for all seven requirements', '7つの基礎要件すべてのSL-T/SL-A', {
        hint: ['FR 1 to FR 7 of IEC 62443-3-3.', 'IEC 62443-3-3のFR 1~FR 7。'],
      }),
      field('safetyLink', 'choice', 'Linked to HAZOP/LOPA', 'HAZOP/LOPAとの連携', {
        options: [
          option('linked', 'Linked to the study named below', '下記の検討と連携'),
          option('not-linked', 'Not linked', '連携なし'),
          option('no-hazards', 'The plant has no process hazards', 'プロセス危険なし'),
        ],
        aliases: ['safety link', '安全連携'],
      }),
      field('study', 'text', 'Study', '連携する検討', { aliases: ['hazop', 'lopa', 'HAZOP番号'] }),
      count('scenarios', 'Scenarios', 'シナリオ数', { aliases: ['total scenarios'] }),
      count(
        'scenariosBothLegs',
        'Of these, cyber-adjusted and held against the target',
        'うちサイバーを加味し許容頻度と比較',
        {
          hint: [
            'Frequency with the cyber contribution, against the tolerable frequency.',
            'サイバー要因を加えた頻度と許容頻度の比較。',
          ],
        },
      ),
      field('assessor', 'text', 'Assessed by', '実施者', { aliases: ['assessed by', '評価者'] }),
    ],
  },
  {
    key: 'risk-register-review',
    area: 'risk',
    label: { en: 'Review of the risk register', ja: 'リスク登録簿のレビュー' },
    purpose: {
      en: 'Does the enterprise risk register hold the OT risks, each with an owner?',
      ja: '全社リスク登録簿にOTリスクが載り、責任者が定められていますか。',
    },
    dateLabel: { en: 'Date of the review', ja: 'レビュー日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('otRisks', 'OT risks in the register', '登録されたOTリスク数', { required: true, aliases: ['ot risks'] }),
      count('otRisksOwned', 'Of these, with an owner', 'うち責任者あり', {
        required: true,
        aliases: ['owned', 'リスクオーナーあり'],
      }),
      count('aboveTolerance', 'Of these, above tolerance', 'うち許容を超えるもの', { aliases: ['above appetite'] }),
      field('reviewer', 'text', 'Reviewed by', 'レビュー者', { aliases: ['reviewed by', '確認者'] }),
    ],
  },
  {
    key: 'quantified-risk',
    area: 'risk',
    label: { en: 'Quantified risk', ja: 'リスクの定量評価' },
    purpose: {
      en: 'Is risk expressed in probability and money, and does it decide investments?',
      ja: 'リスクを確率と金額で示し、投資判断に使っていますか。',
    },
    dateLabel: { en: 'Date of the evaluation', ja: '評価日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      count('scenarios', 'Scenarios in all', 'シナリオ総数', { required: true }),
      count('scenariosQuantified', 'Of these, with a loss distribution', 'うち損失分布あり', { required: true }),
      field('method', 'text', 'Method', '手法', { aliases: ['model', 'モデル'] }),
      field('decision', 'text', 'Investment decided by it', 'これに基づく投資判断', {
        hint: ['Leave empty where nothing was decided by it.', '投資判断に用いていない場合は空欄。'],
        aliases: ['investment', '投資'],
      }),
      field('simulation', 'flag', 'Measures chosen by simulation', 'シミュレーションで対策を選定'),
      count('scenariosCompared', 'Scenarios compared for the decision', '判断のために比較したシナリオ数'),
      field('expectedLoss', 'number', 'Expected annual loss', '年間期待損失額', { min: 0 }),
    ],
  },
  {
    key: 'insurance',
    area: 'risk',
    label: { en: 'Cyber insurance', ja: 'サイバー保険' },
    purpose: {
      en: 'Does the cyber insurance cover OT, and is its limit enough?',
      ja: 'サイバー保険はOTを補償し、限度額は十分ですか。',
    },
    dateLabel: { en: 'Policy from', ja: '契約開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('coversOt', 'flag', 'Covers OT', 'OTを補償', { required: true, aliases: ['ot cover', 'OT補償'] }),
      field('policy', 'text', 'Policy', '証券番号', { aliases: ['number', '契約番号'] }),
      field('limit', 'number', 'Limit', '支払限度額', { min: 0 }),
      field('currency', 'text', 'Currency', '通貨'),
      field('comparedWithLoss', 'flag', 'Limit compared with the loss curve', '限度額を損失曲線と比較済み'),
    ],
  },
]
