import { count, field, option } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'
import { changeRecordKinds } from './changes/change-kinds.ts'

/** Purdue levels of a zone; the DMZ is 3.5. */
const levels = [
  option('0', '0 Process', '0 プロセス'),
  option('1', '1 Basic control', '1 基本制御'),
  option('2', '2 Supervision', '2 監視制御'),
  option('3', '3 Site operations', '3 製造管理'),
  option('3.5', '3.5 DMZ', '3.5 DMZ'),
  option('4', '4 Site business', '4 事業所業務'),
  option('5', '5 Enterprise', '5 全社'),
]

const wireOperations = [
  option('read', 'Read', '読み出し'),
  option('write', 'Write', '書き込み'),
  option('program', 'Program', 'プログラム変更'),
  option('identify', 'Identify', '識別'),
  option('other', 'Other', 'その他'),
]

/** How the network is cut: zones, the boundary, and the reviews of both. */
const segmentation: readonly RecordKind[] = [
  {
    key: 'zone',
    area: 'network',
    label: { en: 'Zone', ja: 'ゾーン' },
    purpose: {
      en: 'Which addresses belong to which zone and Purdue level?',
      ja: 'どのアドレスがどのゾーン・Purdueレベルに属しますか。',
    },
    dateLabel: { en: 'Valid from', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('name', 'text', 'Zone', 'ゾーン名', { required: true, aliases: ['zone name', 'ゾーン'] }),
      field('purdueLevel', 'choice', 'Purdue level', 'Purdueレベル', {
        required: true,
        options: levels,
        aliases: ['level', 'レベル', '階層'],
      }),
      field('purpose', 'text', 'Purpose', '目的', { aliases: ['use', '用途', '説明'] }),
      field('addresses', 'longText', 'Addresses', 'アドレス範囲', {
        hint: [
          'CIDR blocks, ranges or single addresses, separated by ; (10.1.2.0/24; 10.1.3.7; 10.1.4.10-10.1.4.20).',
          'CIDR・範囲・単独アドレスを ; 区切りで(10.1.2.0/24; 10.1.3.7; 10.1.4.10-10.1.4.20)。',
        ],
        aliases: ['subnet', 'cidr', 'network', 'サブネット', 'セグメント', 'IPアドレス'],
      }),
      field('vlans', 'text', 'VLANs', 'VLAN', {
        hint: ['Numbers, separated by ; (110; 120-129).', '番号を ; 区切りで(110; 120-129)。'],
        aliases: ['vlan', 'vlan id', 'VLAN番号'],
      }),
      field('macs', 'longText', 'MAC addresses', 'MACアドレス', {
        hint: ['For devices without an IP address, separated by ;.', 'IPアドレスを持たない機器。; 区切り。'],
        aliases: ['mac', 'hardware addresses', '物理アドレス'],
      }),
      field('assets', 'longText', 'Assets', '資産', {
        hint: ['Tags of single assets, separated by ;.', '個々の資産のタグを ; 区切りで。'],
        aliases: ['tags', 'asset tags', 'members', 'タグ', '機器番号'],
      }),
      field('safety', 'flag', 'Holds a safety system (SIS)', '安全系(SIS)を含む', { aliases: ['sis', '安全系'] }),
      count('targetLevel', 'SL-T', 'SL-T', { max: 4, aliases: ['sl-t'] }),
      field('owner', 'text', 'Owner', '管理者', { aliases: ['responsible', '責任者'] }),
    ],
  },
  {
    key: 'conduit',
    area: 'network',
    label: { en: 'Conduit', ja: 'コンジット' },
    purpose: {
      en: 'What may pass between two zones, who begins it, and who answers for it?',
      ja: 'どのゾーン間で何の通信を許し、どちらから開始し、誰が責任を持ちますか。',
    },
    dateLabel: { en: 'Valid from', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('name', 'text', 'Conduit', 'コンジット名', {
        required: true,
        aliases: ['conduit name', 'rule', 'コンジット', '通信名'],
      }),
      field('fromZone', 'text', 'From zone', '始点ゾーン', {
        required: true,
        aliases: ['from', 'source zone', 'zone a', '送信元ゾーン'],
      }),
      field('toZone', 'text', 'To zone', '終点ゾーン', {
        required: true,
        aliases: ['to', 'destination zone', 'zone b', '宛先ゾーン'],
      }),
      field('services', 'longText', 'Protocols and ports', 'プロトコル・ポート', {
        required: true,
        hint: [
          'Protocols by name, or transport and port, separated by ; (modbus; s7comm; tcp/443; udp/123). "any" for all.',
          'プロトコル名またはトランスポート/ポートを ; 区切りで(modbus; s7comm; tcp/443; udp/123)。すべてなら any。',
        ],
        aliases: ['protocols', 'services', 'ports', 'service', 'protocol', 'サービス', 'プロトコル', 'ポート'],
      }),
      field('operations', 'choices', 'Operations allowed', '許可する操作', {
        options: wireOperations,
        hint: ['None chosen: all of them.', '未選択の場合はすべて。'],
        aliases: ['operation classes', 'operations', '操作'],
      }),
      field('initiator', 'choice', 'Begun by', '開始側', {
        options: [
          option('from', 'The first zone', '始点ゾーン'),
          option('to', 'The second zone', '終点ゾーン'),
          option('either', 'Either', 'どちらでも'),
        ],
        hint: ['Not chosen: the first zone.', '未選択の場合は始点ゾーン。'],
        aliases: ['initiator', 'opened by', '開始'],
      }),
      field('direction', 'choice', 'Data may flow', 'データの向き', {
        options: [
          option('both', 'Both ways', '双方向'),
          option('forward', 'To the second zone only', '終点ゾーンへのみ'),
          option('backward', 'To the first zone only', '始点ゾーンへのみ'),
        ],
        hint: ['Not chosen: both ways.', '未選択の場合は双方向。'],
        aliases: ['direction', 'data direction', '方向'],
      }),
      field('owner', 'text', 'Owner', '管理者', { aliases: ['responsible', 'conduit owner', '責任者'] }),
      field('exception', 'flag', 'Exception', '例外', {
        hint: [
          'Something that should not be, allowed until it ends: it needs an end and a reason.',
          '本来許されない通信を、期限付きで許可する場合。期限と理由が必要です。',
        ],
        asksFor: ['effectiveTo', 'reason'],
        aliases: ['is exception', 'temporary', '例外扱い'],
      }),
      field('reason', 'text', 'Reason', '理由', { aliases: ['because', 'justification', '根拠', '備考'] }),
    ],
  },
  {
    key: 'boundary',
    area: 'network',
    label: { en: 'OT/IT boundary', ja: 'OT/IT境界' },
    purpose: {
      en: 'What separates OT from IT, and is that kept up?',
      ja: 'OTとITは何で分離され、維持されていますか。',
    },
    dateLabel: { en: 'In place since', ja: '設置日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('kind', 'choice', 'Kind', '方式', {
        required: true,
        options: [
          option('firewall-dmz', 'Firewall with DMZ', 'ファイアウォールとDMZ'),
          option('diode', 'Data diode', 'データダイオード'),
          option('air-gap', 'Air gap', 'エアギャップ(物理分離)'),
        ],
        aliases: ['type', '種別'],
      }),
      field('name', 'text', 'Name', '名称', { aliases: ['device', 'firewall', '機器名'] }),
      field('policyReviewedOn', 'date', 'Policy reviewed on', 'ポリシー確認日', {
        hint: ['What may pass, written down and reviewed.', '通過してよい通信を文書化し、確認した日。'],
        aliases: ['policy reviewed', 'ポリシーレビュー日'],
      }),
      field('evidencedOn', 'date', 'Separation evidenced on', '分離の実証日', {
        hint: [
          'For an air gap or a diode: the day it was last checked on site.',
          'エアギャップ・ダイオードの場合、現地で最後に確認した日。',
        ],
        aliases: ['evidenced', 'checked on', '確認日'],
      }),
      field('evidence', 'text', 'Evidence', '根拠', { aliases: ['proof', '証跡'] }),
      field('managedBy', 'text', 'Managed by', '管理者', { aliases: ['owner', '主管'] }),
    ],
  },
  {
    key: 'zone-model-review',
    area: 'network',
    label: { en: 'Review of the network diagram', ja: 'ネットワーク図の見直し' },
    purpose: {
      en: 'Is the network diagram, or the zone model, up to date?',
      ja: 'ネットワーク図・ゾーン構成は最新ですか。',
    },
    dateLabel: { en: 'Date of the review', ja: '見直し日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('document', 'text', 'Diagram', '図面名', { aliases: ['diagram', 'drawing', '図面番号'] }),
      count('changes', 'Corrections', '修正件数', { aliases: ['corrections', '変更数'] }),
      field('reviewer', 'text', 'Reviewed by', '確認者', { required: true, aliases: ['reviewed by', '実施者'] }),
    ],
  },
  {
    key: 'segmentation-check',
    area: 'network',
    label: { en: 'Segmentation check', ja: 'セグメント分離の点検' },
    purpose: {
      en: 'Which violations of the segmentation are open, and for how long?',
      ja: 'セグメント分離の違反は何件、どれだけの期間未解決ですか。',
    },
    dateLabel: { en: 'Date of the check', ja: '点検日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      count('violations', 'Violations open', '未解決の違反', { required: true, aliases: ['open', '違反件数'] }),
      count('overdue', 'Of these, longer than 14 days', 'うち14日超', {
        required: true,
        aliases: ['overdue', '期限超過'],
      }),
      count('accepted', 'Of these, accepted with an end date', 'うち期限付きで受容', {
        hint: ['An acceptance ends within a year.', '受容は最長1年。'],
      }),
      field('acceptedUntil', 'date', 'Acceptance ends on', '受容の期限', { aliases: ['until', '期限'] }),
      field('checker', 'text', 'Checked by', '点検者', { aliases: ['checked by', '実施者'] }),
    ],
  },
]

/** Who comes in, how the network is known and what protects it. */
const operation: readonly RecordKind[] = [
  {
    key: 'access-log',
    area: 'network',
    label: { en: 'Access log evaluation', ja: 'アクセスログの確認' },
    purpose: {
      en: 'Is remote and engineering access logged, with a person behind each session?',
      ja: 'リモート・エンジニアリング接続は記録され、利用者を特定できますか。',
    },
    dateLabel: { en: 'End of the period', ja: '対象期間の末日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('access', 'choices', 'Access', '接続種別', {
        options: [
          option('remote', 'Remote access', 'リモート接続'),
          option('engineering', 'Engineering access', 'エンジニアリング接続'),
        ],
      }),
      count('sessions', 'Sessions', '接続数', { required: true, aliases: ['total sessions', 'セッション数'] }),
      count('namedSessions', 'Of these, with a named person', 'うち個人を特定', {
        required: true,
        aliases: ['named', '個人特定数'],
      }),
      count('sharedAccounts', 'Shared accounts left', '残る共有アカウント', { aliases: ['shared ids', '共有ID数'] }),
    ],
  },
  {
    key: 'zero-trust-coverage',
    area: 'network',
    label: { en: 'Zero-trust coverage', ja: 'ゼロトラストの適用状況' },
    purpose: {
      en: 'How far do continuous authentication and default deny reach?',
      ja: '継続的認証と既定拒否はどこまで適用されていますか。',
    },
    dateLabel: { en: 'Date of the count', ja: '集計日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('accesses', 'Accesses in scope', '対象アクセス数', { required: true }),
      count('continuousAuth', 'Of these, continuously authenticated', 'うち継続的に認証', { required: true }),
      count('boundaries', 'Boundaries between zones', 'ゾーン間の境界数', { required: true }),
      count('defaultDeny', 'Of these, default deny', 'うち既定拒否', { required: true }),
    ],
  },
  {
    key: 'digital-twin-run',
    area: 'network',
    label: { en: 'Digital-twin run', ja: 'デジタルツインでの検証' },
    purpose: {
      en: 'Are changes tried on a digital twin first, and how much is in it?',
      ja: '変更をデジタルツインで事前検証し、どの範囲を含んでいますか。',
    },
    dateLabel: { en: 'Date of the run', ja: '実施日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('change', 'text', 'Change tried', '検証した変更', { required: true, aliases: ['what-if', '変更内容'] }),
      count('assets', 'Assets in all', '資産総数', { required: true }),
      count('assetsInTwin', 'Of these, in the twin', 'うちツイン内', { required: true }),
      field('result', 'text', 'Result', '結果'),
    ],
  },
  {
    key: 'crypto-inventory',
    area: 'network',
    label: { en: 'Cryptographic inventory', ja: '暗号の棚卸' },
    purpose: {
      en: 'Which cryptography is in use, and what is the way to quantum-safe?',
      ja: 'どの暗号を使用し、耐量子暗号へどう移行しますか。',
    },
    dateLabel: { en: 'Date of the inventory', ja: '棚卸日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('systems', 'Systems with cryptography', '対象システム数', { required: true }),
      count('quantumSafe', 'Of these, quantum-safe', 'うち耐量子', {}),
      field('migrationPlan', 'flag', 'Migration plan or trial', '移行計画または試行', { required: true }),
      field('note', 'text', 'Note', '備考'),
    ],
  },
]

export const recordKinds: readonly RecordKind[] = [...segmentation, ...operation, ...changeRecordKinds]
