import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'

/** The story's calendar: everything happens so many days before or after the day on which the example is built. */
export interface StoryDays {
  readonly today: Day
  ago(days: number): Day
  ahead(days: number): Day
  /** The given date of the month that lies so many months back (0: this month). */
  monthBack(months: number, date: number): Day
  /** The last event from which a yearly practice, with its grace of 31 days, still holds until the given day ahead. */
  yearlyUntil(days: number): Day
}

/** How far back the story begins: about a year and a half. */
export const STORY_DAYS = 540

export function storyDays(today: Day): StoryDays {
  const at = dayNumber(today)
  return {
    today,
    ago: (days) => dayOf(at - days),
    ahead: (days) => dayOf(at + days),
    monthBack(months, date) {
      const first = addPeriod(`${today.slice(0, 7)}-01`, `P${months}M`, -1)
      return `${first.slice(0, 7)}-${String(date).padStart(2, '0')}`
    },
    yearlyUntil: (days) => addPeriod(dayOf(at + days - 32), 'P1Y', -1),
  }
}

/** Midday by UTC: the same civil day in Japan, Germany and Thailand, and in the time zone of most machines. */
export function middayOf(day: Day): Date {
  return new Date(`${day}T09:00:00Z`)
}
