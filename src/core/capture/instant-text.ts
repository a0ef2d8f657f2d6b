const microsPerDay = 86_400_000_000

export const dayOf = (micros: number): number => Math.floor(micros / microsPerDay)

/** `2026-11-02T08:15:00.000123Z`; times beyond the calendar (a broken clock) are held at its ends. */
export function instantText(micros: number): string {
  const whole = Math.floor(Number.isFinite(micros) ? micros : 0)
  const bounded = Math.min(Math.max(whole, earliest), latest)
  const millis = Math.floor(bounded / 1000)
  return `${new Date(millis).toISOString().slice(0, -1)}${String(bounded - millis * 1000).padStart(3, '0')}Z`
}

/** `2026-11-02` */
export function dayText(day: number): string {
  return instantText(day * microsPerDay).slice(0, 10)
}

const earliest = 0
const latest = 253_402_300_799_000_000
