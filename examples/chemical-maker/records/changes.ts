import type { StoryDays } from '../days.ts'
import type { StoryRecord } from './story-record.ts'

/**
 * What Kashima approved in the weeks after its turnaround: the contractor who reads a program out was expected; the download into
 * PLC-507 on the day after was not, and the order for it had ended two days before.
 */
export function changeRecords(days: StoryDays): StoryRecord[] {
  return [
    {
      kind: 'change-approval',
      scope: ['kashima'],
      on: days.ago(5),
      by: 'k-kondo',
      data: {
        workOrder: 'WO-2611-041',
        work: '委託先ノートPCによるPLC-503のプログラム読み出し',
        assets: '10.11.12.240; PLC-503',
        kinds: ['new-device', 'new-conversation', 'program-change', 'mode-change'],
        approvedBy: '近藤',
        approvedOn: days.ago(8),
        lastDay: days.ago(4),
        fromTime: '09:00',
        toTime: '17:00',
        daily: true,
      },
      enteredAfter: 0,
    },
    {
      kind: 'change-approval',
      scope: ['kashima'],
      on: days.ago(6),
      by: 'k-kondo',
      data: {
        workOrder: 'WO-2611-037',
        work: '反応器インターロック設定値の見直し(PLC-507)',
        assets: 'PLC-507',
        kinds: ['program-change', 'mode-change'],
        approvedBy: '近藤',
        approvedOn: days.ago(9),
        lastDay: days.ago(5),
        fromTime: '08:30',
        toTime: '17:30',
        daily: true,
      },
      enteredAfter: 0,
    },
  ]
}
