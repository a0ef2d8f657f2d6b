import { field } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

export const recordKinds: readonly RecordKind[] = [
  {
    key: 'board-report',
    area: 'reports',
    label: { en: 'Board report', ja: '取締役会報告' },
    purpose: {
      en: 'Was OT cyber risk put before the board, and minuted?',
      ja: 'OTサイバーリスクは取締役会に報告され、議事録に残っていますか。',
    },
    dateLabel: { en: 'Date of the board meeting', ja: '取締役会開催日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'enterprise',
    fields: [
      field('title', 'text', 'Title', '件名', { required: true, aliases: ['report', '報告書名', '議題'] }),
      field('delivered', 'flag', 'Delivered at the meeting', '会議で報告済み', {
        required: true,
        aliases: ['presented', '報告済'],
      }),
      field('minuted', 'flag', 'Minuted', '議事録に記載', { required: true, aliases: ['in the minutes', '議事録'] }),
      field('minutes', 'text', 'Where the minutes are', '議事録の保管場所', {
        aliases: ['minutes link', '議事録番号'],
      }),
      field('decisions', 'longText', 'Decisions', '決定事項', { aliases: ['resolution', '決議'] }),
    ],
  },
]
