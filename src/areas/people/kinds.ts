import { count, field, option, participants } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

/** Records of how OT, IT and process safety work together. */
export const recordKinds: readonly RecordKind[] = [
  {
    key: 'meeting',
    area: 'people',
    label: { en: 'Meeting', ja: '会議' },
    purpose: {
      en: 'Do process safety and IT security meet regularly?',
      ja: 'プロセス安全とITセキュリティは定期的に会議をしていますか。',
    },
    dateLabel: { en: 'Date of the meeting', ja: '開催日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('topic', 'text', 'Topic', '議題', { required: true, aliases: ['subject', 'title', '会議名', '件名'] }),
      field('departments', 'choices', 'Departments present', '出席部門', {
        required: true,
        options: participants,
        hint: [
          'Counts as a joint meeting when process safety and IT security were both present.',
          'プロセス安全とITの両部門が出席した会議を合同会議として数えます。',
        ],
        aliases: ['participants', 'attendees', '参加部門', '出席者'],
      }),
      field('minuted', 'flag', 'Minutes taken', '議事録あり', { required: true, aliases: ['minutes taken', '議事録'] }),
      field('minutes', 'text', 'Where the minutes are', '議事録の保管場所', {
        aliases: ['minutes link', '議事録番号'],
      }),
      count('openActions', 'Open actions', '未完了の宿題事項', { aliases: ['actions', 'アクション', '懸案事項'] }),
    ],
  },
  {
    key: 'team',
    area: 'people',
    label: { en: 'Cross-functional team', ja: '部門横断チーム' },
    purpose: {
      en: 'Which team of OT, IT and process safety works on security together?',
      ja: 'OT・IT・プロセス安全が共同でセキュリティに取り組むチームはありますか。',
    },
    dateLabel: { en: 'In place since', ja: '設置日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('name', 'text', 'Name', 'チーム名', { required: true, aliases: ['team', '名称'] }),
      field('departments', 'choices', 'Departments with members', '構成部門', {
        required: true,
        options: participants,
        aliases: ['members', 'メンバー部門', '部門'],
      }),
      field('charter', 'flag', 'Has a charter', '設置規程あり', {
        required: true,
        hint: ['Mandate, tasks and rights in writing.', '目的・任務・権限が文書化されていること。'],
        aliases: ['mandate', '規程', '設置要領'],
      }),
      field('lead', 'text', 'Lead', 'リーダー', { aliases: ['leader', '責任者'] }),
    ],
  },
  {
    key: 'ownership',
    area: 'people',
    label: { en: 'Ownership of OT and IT', ja: 'OT・ITの責任体制' },
    purpose: {
      en: 'Are OT and IT one organisation, with one owner, one backlog and one budget?',
      ja: 'OTとITの責任者・課題管理・予算は一本化されていますか。',
    },
    dateLabel: { en: 'In force since', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'enterprise',
    fields: [
      field('owner', 'text', 'Accountable owner', '統括責任者', { required: true, aliases: ['owner', '責任者'] }),
      field('oneOwner', 'flag', 'One accountable owner for both', '責任者は一人', { required: true }),
      field('oneBacklog', 'flag', 'One backlog', '課題リストは一つ', { required: true }),
      field('oneBudget', 'flag', 'One budget', '予算は一つ', { required: true }),
    ],
  },
  {
    key: 'access-review',
    area: 'people',
    label: { en: 'Access review', ja: 'アクセス権の棚卸' },
    purpose: {
      en: 'Who has an account in the OT environment, and with no more rights than needed?',
      ja: 'OT環境のアカウントは誰のもので、権限は必要最小限ですか。',
    },
    dateLabel: { en: 'Date of the review', ja: '棚卸日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('accounts', 'Accounts in all', 'アカウント総数', {
        required: true,
        aliases: ['total accounts', 'アカウント数'],
      }),
      count('namedAccounts', 'Of these, of one named person', 'うち個人アカウント', {
        required: true,
        hint: ['The others are shared IDs.', '残りは共有IDです。'],
        aliases: ['personal accounts', '個人ID数'],
      }),
      count('leastPrivilegeAccounts', 'Of these, confirmed at least privilege', 'うち最小権限を確認済み', {
        aliases: ['least privilege', '最小権限'],
      }),
      count('removedAccounts', 'Removed or reduced', '削除・権限縮小した数', { aliases: ['removed', '削除数'] }),
      field('scopeNote', 'text', 'What was reviewed', '対象範囲', { aliases: ['scope', '対象システム'] }),
      field('reviewer', 'text', 'Reviewed by', '実施者', { aliases: ['reviewed by', '確認者'] }),
    ],
  },
  {
    key: 'perception-survey',
    area: 'people',
    label: { en: 'Perception survey', ja: '認識調査' },
    purpose: {
      en: 'Do OT and IT see the same level?',
      ja: 'OTとITは同じレベル認識を持っていますか。',
    },
    dateLabel: { en: 'Date of the survey', ja: '調査日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      count('answersOt', 'Answers from OT', 'OTの回答数', {
        required: true,
        hint: ['Under three answers a group is not shown.', '3名未満の回答は集計しません。'],
      }),
      field('meanOt', 'number', 'Mean level, OT', 'OTの平均レベル', { required: true, min: 1, max: 5 }),
      count('answersIt', 'Answers from IT', 'ITの回答数', { required: true }),
      field('meanIt', 'number', 'Mean level, IT', 'ITの平均レベル', { required: true, min: 1, max: 5 }),
      count('answersSafety', 'Answers from process safety', 'プロセス安全の回答数'),
      field('meanSafety', 'number', 'Mean level, process safety', 'プロセス安全の平均レベル', { min: 1, max: 5 }),
      field('topic', 'choice', 'Asked about', '調査対象', {
        options: [
          option('whole', 'The whole ladder', '全体'),
          option('assets', 'Asset management', '資産管理'),
          option('network', 'Network and security', 'ネットワークとセキュリティ'),
          option('organisation', 'Organisation and process', '組織とプロセス'),
          option('risk', 'Risk management', 'リスク管理'),
          option('value', 'Value creation', '価値創出'),
        ],
      }),
    ],
  },
]
