import type { StoryDays } from '../days.ts'
import type { StoryRecord } from './story-record.ts'

/** The month, counted back from this one, in which nobody called the meeting. */
export const MISSED_MONTH = 5
const MONTHS = 17

/** How the departments work together: meetings, a team, who may do what, and how far apart they see things. */
export function togetherRecords(days: StoryDays): StoryRecord[] {
  return [
    ...meetings(days),
    {
      kind: 'team',
      scope: 'enterprise',
      on: days.ago(420),
      by: 'h-mori',
      data: {
        name: '制御系セキュリティ合同チーム',
        departments: ['ot', 'it', 'process-safety'],
        charter: true,
        lead: '森 健一',
      },
    },
    accessReview(days.ago(395), 'kashima', 231, 168, 60),
    accessReview(days.ago(200), 'kashima', 218, 189, 104),
    accessReview(days.ago(25), 'kashima', 214, 201, 141),
    accessReview(days.ago(120), 'leuna', 132, 118, 71),
    accessReview(days.ago(90), 'yokkaichi', 64, 27, 9),
    {
      kind: 'perception-survey',
      scope: 'enterprise',
      on: days.ago(60),
      by: 'h-sakamoto',
      data: {
        answersOt: 9,
        meanOt: 2.1,
        answersIt: 6,
        meanIt: 3.2,
        answersSafety: 4,
        meanSafety: 1.9,
        topic: 'whole',
      },
    },
  ]
}

function meetings(days: StoryDays): StoryRecord[] {
  const topics = ['対策の進捗', '境界通信の確認', '訓練の計画', '定修工事の調整', '脆弱性情報の共有', 'HAZOPへの反映']
  const dateOf = (back: number) => days.monthBack(back, back % 2 === 0 ? 11 : 13)
  return Array.from({ length: MONTHS + 1 }, (_, n) => MONTHS - n)
    .filter((back) => back !== MISSED_MONTH && dateOf(back) < days.today)
    .map((back): StoryRecord => {
      const topic = topics[back % topics.length]!
      return {
        kind: 'meeting',
        scope: 'enterprise',
        on: dateOf(back),
        by: back % 3 === 0 ? 'h-ogawa' : 'h-mori',
        data: {
          topic: `月例 制御系セキュリティ連絡会（${topic}）`,
          departments: back % 4 === 1 ? ['ot', 'it', 'process-safety', 'quality'] : ['ot', 'it', 'process-safety'],
          // Once in a year nobody wrote anything down.
          minuted: back !== 8,
          ...(back === 8 ? {} : { minutes: `議事録 SEC-${days.monthBack(back, 1).slice(0, 7)}` }),
          openActions: (back * 5) % 9,
        },
      }
    })
}

function accessReview(
  on: string,
  plant: 'kashima' | 'leuna' | 'yokkaichi',
  ...counts: [number, number, number]
): StoryRecord {
  const [accounts, namedAccounts, leastPrivilegeAccounts] = counts
  return {
    kind: 'access-review',
    scope: [plant],
    on,
    by: plant === 'leuna' ? 'l-vogel' : plant === 'kashima' ? 'k-kondo' : 'y-fujii',
    data: { accounts, namedAccounts, leastPrivilegeAccounts, removedAccounts: Math.round(accounts / 18) },
  }
}
