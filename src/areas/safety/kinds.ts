import { count, field, option } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

/** Records of process safety, as far as cyber touches them. */
export const recordKinds: readonly RecordKind[] = [
  {
    key: 'process-safety-study',
    area: 'safety',
    label: { en: 'HAZOP or LOPA study', ja: 'HAZOP・LOPA等の検討' },
    purpose: {
      en: 'Do process-safety studies consider cyber causes wherever something programmable can fail?',
      ja: 'プロセス安全の検討で、プログラマブル機器のサイバー起因を考慮していますか。',
    },
    dateLabel: { en: 'Date of the study', ja: '実施日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('reference', 'text', 'Reference', '検討番号', {
        required: true,
        aliases: ['study', 'id', 'no', '番号', '件名'],
      }),
      field('type', 'choice', 'Type', '種別', {
        required: true,
        options: [
          option('hazop', 'HAZOP', 'HAZOP'),
          option('lopa', 'LOPA', 'LOPA'),
          option('sil', 'SIL determination', 'SIL割当'),
          option('what-if', 'What-if', 'What-if分析'),
          option('other', 'Other', 'その他'),
        ],
        aliases: ['method', '手法'],
      }),
      field('unit', 'text', 'Process unit', '対象設備', {
        required: true,
        aliases: ['unit', 'プラント', '工程', '設備'],
      }),
      field('hazardous', 'flag', 'The unit is hazardous', '危険性のある設備', {
        hint: ['Empty counts as yes.', '空欄は「はい」とみなします。'],
      }),
      count('programmableCauses', 'Programmable causes and safeguards', 'プログラマブルな原因・防護策の数', {
        hint: [
          'Causes and safeguards that rest on PLC, DCS, SIS or any software.',
          'PLC・DCS・SISなどソフトウェアに依存する原因と防護策。',
        ],
      }),
      count('cyberConsidered', 'Of these, with cyber causes considered', 'うちサイバー起因を考慮'),
      count('scenarios', 'Scenarios', 'シナリオ数'),
      count(
        'scenariosIndependentLayer',
        'Of these, with a layer left when any one zone is lost',
        'うちどのゾーン喪失でもIPLが残る',
        {
          hint: ['An independent protection layer outside the lost zone.', '失われたゾーンの外にある独立防護層(IPL)。'],
        },
      ),
      field('lead', 'text', 'Led by', 'リーダー', { aliases: ['leader', 'facilitator', '主査'] }),
    ],
  },
  {
    key: 'sis-register',
    area: 'safety',
    label: { en: 'Safety instrumented system', ja: '安全計装システム(SIS)' },
    purpose: {
      en: 'Which safety instrumented systems does the plant have?',
      ja: '工場にはどの安全計装システムがありますか。',
    },
    dateLabel: { en: 'In service since', ja: '運用開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('sis', 'text', 'SIS tag', 'SISタグ', { required: true, aliases: ['tag', 'name', 'タグ番号'] }),
      field('function', 'text', 'Safety function', '安全機能', { aliases: ['SIF', '機能'] }),
      count('sil', 'SIL', 'SIL', { max: 4 }),
      field('unit', 'text', 'Process unit', '対象設備', { aliases: ['unit', '設備'] }),
      field('sharesNetwork', 'flag', 'Shares a network with the control system', '制御系とネットワークを共有'),
    ],
  },
  {
    key: 'sis-assessment',
    area: 'safety',
    label: { en: 'Cyber assessment of a SIS', ja: 'SISのサイバー評価' },
    purpose: {
      en: 'Were the cyber vulnerabilities of each SIS assessed, and did they enter the SIL?',
      ja: '各SISのサイバー脆弱性を評価し、SIL評価に反映しましたか。',
    },
    dateLabel: { en: 'Date of the assessment', ja: '評価日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('sis', 'text', 'SIS tag', 'SISタグ', {
        required: true,
        hint: ['The tag in the register, or * for all of the plant.', '登録済みのタグ。工場の全SISの場合は *。'],
        aliases: ['tag', 'name', 'タグ番号'],
      }),
      field('cyberInSil', 'flag', 'Cyber contribution in the SIL evaluation', 'SIL評価にサイバー要因を反映', {
        required: true,
      }),
      count('findings', 'Findings', '指摘事項の数', { aliases: ['vulnerabilities', '脆弱性数'] }),
      field('result', 'text', 'Result', '結果'),
      field('assessor', 'text', 'Assessed by', '評価者', { aliases: ['assessed by', '実施者'] }),
    ],
  },
]
