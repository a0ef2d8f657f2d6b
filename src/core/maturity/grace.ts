import { nominalDays, type Period } from '../calendar/period.ts'
import type { Axis } from './axis.ts'

/** The grace after a window, in days: what the rule says, else the axis' share of the window between its bounds. */
export function graceOf(axis: Axis, window: Period, own?: Period): number {
  if (own) return Math.round(nominalDays(own))
  const { share, min, max } = axis.defaults.grace
  const days = Math.round(nominalDays(window) * share)
  return Math.min(Math.max(days, Math.round(nominalDays(min))), Math.round(nominalDays(max)))
}

/** The window made longer by its grace, as a period: `P3M` and 9 days give `P3M9D`. */
export function plusGrace(window: Period, graceDays: number): Period {
  const days = /(\d+)D$/.exec(window)
  const weeks = /(\d+)W/.exec(window)
  const rest = window.replace(/\d+W/, '').replace(/\d+D$/, '')
  return `${rest}${Number(days?.[1] ?? 0) + 7 * Number(weeks?.[1] ?? 0) + graceDays}D`
}
