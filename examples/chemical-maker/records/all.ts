import type { StoryDays } from '../days.ts'
import { answerRecords } from './answers.ts'
import { networkRecords } from './network.ts'
import { registryRecords } from './registries.ts'
import { responseRecords } from './response.ts'
import { riskAndValueRecords } from './risk-and-value.ts'
import { safetyRecords } from './safety.ts'
import type { StoryRecord } from './story-record.ts'
import { togetherRecords } from './together.ts'

export type { StoryRecord } from './story-record.ts'

/** Every record that was entered on a form. */
export function storyRecords(days: StoryDays): StoryRecord[] {
  return [
    ...togetherRecords(days),
    ...responseRecords(days),
    ...networkRecords(days),
    ...registryRecords(days),
    ...safetyRecords(days),
    ...riskAndValueRecords(days),
    ...answerRecords(days),
  ]
}
