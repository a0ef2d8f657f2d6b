import { count, field, option } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

/** Records about the registry as a whole; single assets have a store of their own. */
export const recordKinds: readonly RecordKind[] = [
  {
    key: 'registry-review',
    area: 'assets',
    label: { en: 'Review of the asset registry', ja: '資産台帳の棚卸' },
    purpose: {
      en: 'Which assets of the registry were checked against the plant?',
      ja: '台帳のどの資産を現物と照合しましたか。',
    },
    dateLabel: { en: 'Date of the review', ja: '棚卸日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('coverage', 'choice', 'What was checked', '確認範囲', {
        required: true,
        options: [
          option('all', 'All assets of the plant', '工場の全資産'),
          option('critical', 'The critical assets only', '重要資産のみ'),
        ],
        hint: [
          'Single assets: the column "reviewed on" of the registry itself.',
          '個々の資産の確認日は、台帳の「確認日」列に記入します。',
        ],
        aliases: ['scope', '範囲'],
      }),
      count('corrections', 'Corrections', '修正件数', { aliases: ['changes', '変更数'] }),
      field('reviewer', 'text', 'Reviewed by', '確認者', { aliases: ['reviewed by', '実施者', '棚卸者'] }),
    ],
  },
  {
    key: 'lifecycle-standard',
    area: 'assets',
    label: { en: 'Lifecycle standard', ja: 'ライフサイクル標準' },
    purpose: {
      en: 'Is the life of an OT asset governed from procurement to disposal?',
      ja: 'OT資産の調達から廃棄までの標準がありますか。',
    },
    dateLabel: { en: 'In force since', ja: '施行日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('title', 'text', 'Title', '標準名', { required: true, aliases: ['document', '文書名'] }),
      field('phases', 'choices', 'Phases it governs', '対象段階', {
        required: true,
        options: [
          option('procurement', 'Procurement', '調達'),
          option('deployment', 'Deployment', '導入'),
          option('renewal', 'Renewal', '更新'),
          option('disposal', 'Disposal', '廃棄'),
        ],
      }),
      field('revision', 'text', 'Revision', '改訂番号', { aliases: ['version', '版'] }),
    ],
  },
  {
    key: 'cmdb-sync',
    area: 'assets',
    label: { en: 'CMDB synchronisation', ja: 'CMDB同期' },
    purpose: {
      en: 'Do the OT assets stand in the CMDB, without conflicts?',
      ja: 'OT資産はCMDBに不一致なく登録されていますか。',
    },
    dateLabel: { en: 'Date of the synchronisation', ja: '同期日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('assets', 'OT assets in all', 'OT資産総数', { required: true }),
      count('synchronised', 'Of these, in the CMDB', 'うちCMDB登録済み', { required: true }),
      count('conflicts', 'Of these, with an open conflict', 'うち不一致が未解決', {}),
      field('system', 'text', 'CMDB', 'CMDB名', { aliases: ['cmdb', 'システム'] }),
    ],
  },
  {
    key: 'vulnerability-assessment',
    area: 'assets',
    label: { en: 'Vulnerability assessment', ja: '脆弱性評価' },
    purpose: {
      en: 'Which assets were assessed for vulnerabilities, and what was decided on those found?',
      ja: 'どの資産の脆弱性を評価し、見つかったものをどう判断しましたか。',
    },
    dateLabel: { en: 'Date of the assessment', ja: '評価日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('method', 'choice', 'Method', '方法', {
        required: true,
        options: [
          option('advisories', 'Matched against advisories', '脆弱性情報との突合'),
          option('scan', 'Scan', 'スキャン'),
          option('passive', 'Passive observation', '受動的観測'),
          option('manual', 'Manual check', '手作業'),
        ],
      }),
      count('assets', 'Assets in all', '資産総数', { required: true }),
      count('assetsCovered', 'Of these, assessed', 'うち評価済み', { required: true, aliases: ['assessed', '評価数'] }),
      count('found', 'Vulnerabilities found', '検出した脆弱性', { aliases: ['vulnerabilities', '脆弱性数'] }),
      count('decidedInTime', 'Of these, decided in time', 'うち期限内に判断', {
        hint: [
          'Patch, compensate or accept, within the limit of their severity.',
          '深刻度ごとの期限内に、パッチ・代替管理策・受容を判断。',
        ],
      }),
      count('patched', 'Of these, patched', 'うちパッチ適用'),
      count('compensated', 'Of these, compensated', 'うち代替管理策'),
      field('assessor', 'text', 'Assessed by', '評価者', { aliases: ['assessed by', '実施者'] }),
    ],
  },
  {
    key: 'predictive-maintenance',
    area: 'assets',
    label: { en: 'Prediction used in a plan', ja: '予測の計画利用' },
    purpose: {
      en: 'Are failures and renewal dates predicted, with a known error, and planned by?',
      ja: '故障・更新時期を誤差付きで予測し、計画に使っていますか。',
    },
    dateLabel: { en: 'Date of the prediction', ja: '予測日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('model', 'text', 'Model', 'モデル', { required: true, aliases: ['method', '手法'] }),
      field('assetClass', 'text', 'Assets', '対象資産', { aliases: ['assets', '資産区分'] }),
      field('error', 'share', 'Error', '予測誤差', {
        hint: ['Mean absolute error as a share of the true value.', '真値に対する平均絶対誤差の割合。'],
        max: 10,
        aliases: ['mape', '誤差率'],
      }),
      field('usedInPlan', 'flag', 'Used in a plan', '計画に利用', { required: true }),
      field('plan', 'text', 'Plan', '計画名', { aliases: ['maintenance plan', '保全計画'] }),
    ],
  },
]
