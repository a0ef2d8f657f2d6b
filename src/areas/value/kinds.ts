import { count, field, option } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

/** Records of what OT/IT integration brings. */
export const recordKinds: readonly RecordKind[] = [
  {
    key: 'use-case',
    area: 'value',
    label: { en: 'Smart-manufacturing use case', ja: 'スマートマニュファクチャリング事例' },
    purpose: {
      en: 'Which pilots and use cases are in operation, and what do they bring against a baseline?',
      ja: '稼働中のパイロット・事例は何で、基準値に対してどれだけの効果がありますか。',
    },
    dateLabel: { en: 'In operation since', ja: '稼働開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('name', 'text', 'Name', '名称', { required: true, aliases: ['use case', 'pilot', '事例名', 'テーマ'] }),
      field('stage', 'choice', 'Stage', '段階', {
        required: true,
        options: [option('pilot', 'Pilot', 'パイロット'), option('operation', 'Regular operation', '本稼働')],
        aliases: ['status', '状態'],
      }),
      field('measure', 'text', 'What is measured', '測定指標', { aliases: ['metric', 'kpi', '指標', 'KPI'] }),
      field('baseline', 'number', 'Baseline', '基準値', { aliases: ['before', '導入前'] }),
      field('measuredOn', 'date', 'Effect measured on', '効果測定日', { aliases: ['measured', '測定日'] }),
      field('effect', 'number', 'Measured effect', '実測効果', { aliases: ['result', '効果'] }),
      field('effectLow', 'number', 'Effect, lower bound', '効果の下限', {
        hint: ['Of the 95 % interval; the interval must exclude zero.', '95%区間の下限。区間が0を含まないこと。'],
        aliases: ['low', '下限'],
      }),
      field('effectHigh', 'number', 'Effect, upper bound', '効果の上限', { aliases: ['high', '上限'] }),
      field('roi', 'number', 'ROI (1 = 100 %)', 'ROI(1=100%)', { aliases: ['roi', '投資利益率'] }),
      field('paybackMonths', 'number', 'Payback in months', '回収期間(月)', {
        min: 0,
        aliases: ['payback', '回収期間'],
      }),
    ],
  },
  {
    key: 'benefit-statement',
    area: 'value',
    label: { en: 'Benefit statement', ja: '効果総括' },
    purpose: {
      en: 'What do all use cases bring together, each benefit counted once?',
      ja: '全事例の効果は、重複を除いて合計いくらですか。',
    },
    dateLabel: { en: 'Date of the statement', ja: '報告日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('totalBenefit', 'number', 'Total benefit a year', '年間効果額の合計', {
        required: true,
        aliases: ['total', '合計額'],
      }),
      field('currency', 'text', 'Currency', '通貨'),
      count('useCases', 'Use cases in it', '対象事例数', { aliases: ['cases'] }),
      field('countedOnce', 'flag', 'Each benefit counted once', '重複計上なし', { required: true }),
      field('verifiedBy', 'text', 'Verified by', '検証者', { aliases: ['controller', '経理確認'] }),
    ],
  },
  {
    key: 'innovation',
    area: 'value',
    label: { en: 'Innovation case', ja: 'イノベーション事例' },
    purpose: {
      en: 'What new product, service or business came from OT/IT integration?',
      ja: 'OT/IT統合からどのような製品・サービス・事業が生まれましたか。',
    },
    dateLabel: { en: 'Introduced on', ja: '開始日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('title', 'text', 'Title', '件名', { required: true, aliases: ['name', '名称'] }),
      field('type', 'choice', 'Type', '種別', {
        required: true,
        options: [
          option('product', 'Product', '製品'),
          option('service', 'Service', 'サービス'),
          option('business-model', 'Business model', 'ビジネスモデル'),
        ],
      }),
      field('result', 'longText', 'Result', '成果', {
        hint: ['A case counts once it has a result.', '成果の記載がある事例を数えます。'],
        aliases: ['outcome', '結果'],
      }),
    ],
  },
  {
    key: 'dissemination',
    area: 'value',
    label: { en: 'Contribution to the industry', ja: '対外発信' },
    purpose: {
      en: 'What did the company give to standards, conferences and the profession?',
      ja: '標準化活動や学会・講演で何を発信しましたか。',
    },
    dateLabel: { en: 'Date', ja: '実施日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('title', 'text', 'Title', '件名', { required: true, aliases: ['name', '題目'] }),
      field('type', 'choice', 'Type', '種別', {
        required: true,
        options: [
          option('standard', 'Standardisation', '標準化活動'),
          option('talk', 'Talk', '講演'),
          option('publication', 'Publication', '論文・記事'),
        ],
      }),
      field('where', 'text', 'Where', '発表先', { aliases: ['venue', 'conference', '学会'] }),
    ],
  },
]
