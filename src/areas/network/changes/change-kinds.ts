import { type ChangeKind, changeKinds } from '#core/change/change.ts'
import { field, option } from '#core/record/field.ts'
import type { Bilingual, RecordKind } from '#core/record/record.ts'

/** Kinds of change as people read them, here and in proofs. */
export const changeKindWords: Readonly<Record<ChangeKind, Bilingual>> = {
  'program-change': { en: 'Program change', ja: 'プログラム変更' },
  'mode-change': { en: 'Mode change (run, stop)', ja: '運転モード変更（運転・停止）' },
  'firmware-change': { en: 'Firmware change', ja: 'ファームウェア変更' },
  'new-device': { en: 'New device', ja: '新しい機器' },
  'gone-device': { en: 'Device gone', ja: '機器の消失' },
  'new-conversation': { en: 'New conversation', ja: '新しい通信' },
  'new-operation-class': { en: 'New kind of operation', ja: '新しい種類の操作' },
  'address-change': { en: 'Address change', ja: 'アドレス変更' },
}

/** What makes a change one that was agreed on, and what becomes of one that was not. */
export const changeRecordKinds: readonly RecordKind[] = [
  {
    key: 'change-approval',
    area: 'network',
    label: { en: 'Approved change', ja: '承認済みの変更' },
    purpose: {
      en: 'Which changes were approved, for which assets, and when may they be done?',
      ja: 'どの資産のどの変更が承認され、いつ実施できますか。',
    },
    dateLabel: { en: 'First day of the window', ja: '作業期間の初日' },
    // An approval without a last day holds on its first one: what has no end would approve everything that ever comes.
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('workOrder', 'text', 'Work order', '作業番号', {
        required: true,
        aliases: ['change number', 'work order number', 'wo', 'ticket', '変更番号', '工事番号', '作業指示番号'],
      }),
      field('work', 'text', 'What is done', '作業内容', { aliases: ['description', 'title', '変更内容', '件名'] }),
      field('assets', 'longText', 'Assets or zones', '対象資産・ゾーン', {
        hint: [
          'Tags, addresses, networks or names of zones, separated by ; — or "all" for the whole plant.',
          'タグ、アドレス、ネットワーク、ゾーン名を ; 区切りで。工場全体は「全体」。',
        ],
        aliases: [
          'asset',
          'assets',
          'tag',
          'tags',
          'equipment',
          'zone',
          'zones',
          '資産',
          'タグ',
          '対象機器',
          '設備',
          'ゾーン',
        ],
      }),
      field('kinds', 'choices', 'Kinds of change', '変更の種類', {
        options: changeKinds.map((kind) => option(kind, changeKindWords[kind].en, changeKindWords[kind].ja)),
        hint: ['Left empty: every kind.', '空欄の場合はすべての種類。'],
        aliases: ['kind', 'type', '種類', '種別'],
      }),
      field('approvedBy', 'text', 'Approved by', '承認者', { required: true, aliases: ['approver', '承認'] }),
      field('approvedOn', 'date', 'Approved on', '承認日', {
        hint: ['Work before this day was not approved.', 'この日より前の作業は承認済みとみなしません。'],
        aliases: ['approval date', '承認年月日'],
      }),
      field('lastDay', 'date', 'Last day of the window', '作業期間の最終日', {
        hint: ['Left empty: the first day only.', '空欄の場合は初日のみ。'],
        aliases: ['last day', 'end date', 'until', '終了日', '最終日'],
      }),
      field('fromTime', 'text', 'From (time)', '開始時刻', {
        hint: [
          'As 08:30, by the clock of the plant; left empty: the whole day.',
          '工場の現地時刻で 08:30 の形式。空欄は終日。',
        ],
        aliases: ['start time', 'from', '開始'],
      }),
      field('toTime', 'text', 'To (time)', '終了時刻', { aliases: ['end time', 'to', '終了'] }),
      field('daily', 'flag', 'These times on every day', '毎日この時間帯', {
        hint: [
          'Else the window runs from the first day to the last one without a break.',
          'チェックしない場合、初日から最終日まで連続した期間とみなします。',
        ],
        aliases: ['every day', '毎日'],
      }),
    ],
  },
  {
    key: 'change-finding',
    area: 'network',
    label: { en: 'Finding from a change', ja: '変更に関する指摘事項' },
    purpose: {
      en: 'Which changes that nobody had approved are being looked into, and which are settled?',
      ja: '未承認の変更のうち、調査中のもの・是正済みのものはどれですか。',
    },
    dateLabel: { en: 'Raised on', ja: '指摘日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('finding', 'longText', 'Finding', '指摘内容', { required: true, aliases: ['issue', '内容'] }),
      field('change', 'text', 'Change (reference)', '変更番号', { aliases: ['reference', '変更'] }),
      field('owner', 'text', 'Owner', '担当者', { aliases: ['responsible', '担当'] }),
      field('due', 'date', 'Due on', '期限', { aliases: ['due date', 'deadline', '対応期限'] }),
      field('closedOn', 'date', 'Closed on', '是正完了日', { aliases: ['closed', 'done', '完了日'] }),
      field('outcome', 'text', 'Outcome', '結果', { aliases: ['result', '是正内容'] }),
    ],
  },
]
