import { field, option } from '#core/record/field.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { RecordKind } from '#core/record/record.ts'

const criterion = field('criterion', 'text', 'Criterion', '基準番号', {
  required: true,
  hint: ['2.1, A2.1 … as in the definition.', '定義書の番号(2.1、A2.1など)。'],
  aliases: ['item', '項目', '基準', '項目番号'],
})

/** What may be declared absent: the kinds of record whose absence a rule understands, in the words of a plant. */
const about = [
  option('asset-registry', 'Registry of OT assets', 'OT資産台帳'),
  option('registry-review', 'Review of the registry', '台帳の棚卸'),
  option('network-source', 'View of the OT network', 'OTネットワークの可視化'),
  option('zone', 'Zones', 'ゾーン'),
  option('incident-procedure', 'Incident procedure for OT', 'OTのインシデント対応手順'),
  option('drill', 'Trainings and drills', '教育・訓練'),
  option('meeting', 'Joint meetings', '合同会議'),
  option('team', 'Cross-functional team', '部門横断チーム'),
  option('boundary', 'OT/IT boundary (DMZ, diode, air gap)', 'OT/IT境界(DMZ・ダイオード・エアギャップ)'),
  option('zone-model-review', 'Reviewed network diagram', '見直されたネットワーク図'),
  option('access-log', 'Access log', 'アクセスログ'),
  option('access-review', 'Access review', 'アクセス権の棚卸'),
  option('risk-assessment', 'Risk assessment of OT', 'OTのリスクアセスメント'),
  option('risk-register-review', 'OT risks in the risk register', 'リスク登録簿のOTリスク'),
  option('process-safety-study', 'HAZOP or LOPA study', 'HAZOP・LOPA等の検討'),
  option('sis-assessment', 'Cyber assessment of the SIS', 'SISのサイバー評価'),
  option('vulnerability-assessment', 'Vulnerability assessment', '脆弱性評価'),
  option('lifecycle-standard', 'Lifecycle standard', 'ライフサイクル標準'),
  option('cmdb-sync', 'OT assets in the CMDB', 'CMDBへのOT資産登録'),
  option('alert-source', 'OT alert source (IDS, IPS)', 'OTの警報源(IDS/IPS)'),
  option('soc-rota', 'SOC that covers OT', 'OTを対象とするSOC'),
  option('playbook-run', 'Automated response', '自動対応'),
  option('use-case', 'Smart-manufacturing pilot', 'スマートマニュファクチャリングのパイロット'),
  option('benefit-statement', 'Benefit statement', '効果総括'),
  option('quantified-risk', 'Quantified risk', 'リスクの定量評価'),
  option('insurance', 'Cyber insurance for OT', 'OTを含むサイバー保険'),
  option('zero-trust-coverage', 'Zero-trust elements', 'ゼロトラストの要素'),
  option('digital-twin-run', 'Digital twin', 'デジタルツイン'),
  option('predictive-maintenance', 'Predictive asset management', '予測に基づく資産管理'),
  option('crypto-inventory', 'Cryptographic inventory', '暗号の棚卸'),
  option('ownership', 'One owner for OT and IT', 'OT・ITの統括責任者'),
  option('innovation', 'Innovation case', 'イノベーション事例'),
  option('dissemination', 'Contribution to the industry', '対外発信'),
]

/** What people sign: answers, exemptions, controls in a criterion's place, and the honest "none". */
export const recordKinds: readonly RecordKind[] = [
  {
    key: WE_HAVE_NONE,
    area: 'evidence',
    label: { en: 'We have none', ja: '該当なしの申告' },
    purpose: {
      en: 'What does the plant or the company not have? An honest no takes the place of an unknown.',
      ja: '工場・会社にないものは何ですか。「不明」に代えて「ない」と申告します。',
    },
    dateLabel: { en: 'As of', ja: '申告日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('about', 'choice', 'What we do not have', 'ないもの', {
        required: true,
        options: about,
        aliases: ['none', '対象'],
      }),
      field('statement', 'longText', 'Remark', '補足', { aliases: ['comment', 'note', '備考'] }),
    ],
  },
  {
    key: 'attestation',
    area: 'evidence',
    label: { en: 'Attestation', ja: '表明' },
    purpose: {
      en: 'What does a person sign for where no data speak?',
      ja: 'データのない項目について、誰が何を表明しますか。',
    },
    dateLabel: { en: 'True from', ja: '有効開始日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'either',
    fields: [
      criterion,
      field('answer', 'choice', 'Is the line true here?', '記載内容は当てはまりますか', {
        required: true,
        options: [option('yes', 'Yes', 'はい'), option('no', 'No', 'いいえ')],
        aliases: ['yes/no', '回答', '判定'],
      }),
      field('statement', 'longText', 'What it rests on', '根拠', {
        required: true,
        hint: [
          'Document, place, person: what an assessor would look at.',
          '文書・場所・担当者など、審査員が確認できる根拠。',
        ],
        aliases: ['comment', 'reason', 'evidence', '説明', '理由'],
      }),
      field('fix', 'flag', 'States that a measured failure is mended', '測定された不適合の是正', {
        hint: ['Counts until the source looks again.', '次の観測まで有効です。'],
        aliases: ['fixed', '是正'],
      }),
    ],
  },
  {
    key: 'not-applicable',
    area: 'evidence',
    label: { en: 'Not applicable', ja: '適用除外' },
    purpose: {
      en: 'Which criterion does not apply here, and why?',
      ja: 'どの基準がなぜ適用されませんか。',
    },
    dateLabel: { en: 'From', ja: '開始日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'either',
    fields: [
      criterion,
      field('reason', 'longText', 'Reason', '理由', { required: true, aliases: ['why', '適用除外理由'] }),
    ],
  },
  {
    key: 'compensating-control',
    area: 'evidence',
    label: { en: 'Compensating control', ja: '代替管理策' },
    purpose: {
      en: 'What protects where the measure itself cannot be taken? Needs OT, IT and process safety to approve.',
      ja: '本来の対策が取れない場合、何で補いますか。OT・IT・プロセス安全の承認が必要です。',
    },
    dateLabel: { en: 'In force from', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'either',
    fields: [
      criterion,
      field('control', 'longText', 'Control', '対策内容', { required: true, aliases: ['measure', '補完策'] }),
      field('constraint', 'choice', 'Because', '制約', {
        options: [
          option('cannot-stop', 'Cannot be stopped', '停止できない'),
          option('cannot-patch', 'Cannot be patched', 'パッチを適用できない'),
          option('vendor-locked', 'Locked by the vendor', 'ベンダー制約'),
          option('safety-certified', 'Safety-certified', '安全認証の維持'),
        ],
        aliases: ['reason', '理由'],
      }),
      field('touchesSafety', 'flag', 'Touches a SIS zone or a protection layer', 'SISゾーンまたは防護層に影響', {
        required: true,
      }),
      field('safetyReviewed', 'flag', 'Process safety has reviewed it', 'プロセス安全レビュー済み', {
        hint: ['Needed where the control touches safety.', '安全に影響する場合は必須です。'],
      }),
      field('safetyReview', 'text', 'Reference of that review', 'レビュー番号', { aliases: ['moc', '変更管理番号'] }),
    ],
  },
]
