import { field } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'

export const recordKinds: readonly RecordKind[] = [
  {
    key: 'plan-date',
    area: 'roadmap',
    label: { en: 'Plan date', ja: '計画日' },
    purpose: {
      en: 'By when does a plant mean to meet a criterion that the critical plants meet already?',
      ja: '重要工場が既に満たす基準を、この工場はいつまでに満たす計画ですか。',
    },
    dateLabel: { en: 'Date of the plan', ja: '計画策定日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'plant',
    fields: [
      field('criterion', 'text', 'Criterion', '基準番号', {
        required: true,
        hint: ['2.1, A2.1 … or * for all of them.', '2.1、A2.1など。すべての場合は *。'],
        aliases: ['item', '項目', '基準'],
      }),
      field('plannedFor', 'date', 'Planned for', '達成予定日', {
        required: true,
        aliases: ['planned', 'target date', '予定日', '目標日'],
      }),
      field('action', 'text', 'What will be done', '実施内容', { aliases: ['measure', '施策'] }),
      field('owner', 'text', 'Owner', '担当者', { aliases: ['responsible', '責任者'] }),
    ],
  },
]
