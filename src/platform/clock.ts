/** The only way to the time of day: handed in, so that a test or a replay can say what day it is. */
export interface Clock {
  now(): Date
  /** The calendar day in a time zone, `YYYY-MM-DD`. @throws RangeError for a zone that is not in the IANA list */
  today(timeZone: string): string
}

function dayIn(timeZone: string, instant: Date): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return `${parts.year}-${parts.month}-${parts.day}`
}

export const systemClock: Clock = {
  now: () => new Date(),
  today: (timeZone) => dayIn(timeZone, new Date()),
}

/** A clock that stands still. @param instant ISO 8601, such as `2026-11-22T09:00:00Z` */
export function fixedClock(instant: string): Clock {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) throw new RangeError(`${instant} is no instant`)
  return { now: () => new Date(at), today: (timeZone) => dayIn(timeZone, at) }
}
