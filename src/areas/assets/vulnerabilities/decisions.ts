import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import type { StoredDecision } from './decision-store.ts'

/** Decisions of a plant by asset and advisory, the oldest first; those taken back are left out. */
export type DecisionShelf = ReadonlyMap<string, readonly StoredDecision[]>

export function shelfOf(decisions: readonly StoredDecision[]): DecisionShelf {
  const inForce = decisions.filter(({ undone }) => undone === null)
  inForce.sort((a, b) => (a.decidedOn === b.decidedOn ? a.seq - b.seq : a.decidedOn < b.decidedOn ? -1 : 1))
  return Map.groupBy(inForce, ({ tag, advisory }) => shelfKey(tag, advisory))
}

export function shelfKey(tag: string, advisory: string): string {
  return `${tag}\n${advisory}`
}

/** The newest word of a day, and whether it still holds: an acceptance ends, a shutdown window passes. */
export function decisionOn(
  decisions: readonly StoredDecision[] | undefined,
  day: DayNumber,
): { readonly decision: StoredDecision; readonly holds: boolean } | null {
  const decision = decisions?.findLast(({ decidedOn }) => dayNumber(decidedOn) <= day)
  if (decision === undefined) return null
  return { decision, holds: decision.untilOn === null || day <= dayNumber(decision.untilOn) }
}

/** Days on which some decision held, joined, in their order. `to` is exclusive. */
export function heldDays(decisions: readonly StoredDecision[] | undefined): { from: DayNumber; to: DayNumber }[] {
  const held: { from: DayNumber; to: DayNumber }[] = []
  for (const [i, one] of (decisions ?? []).entries()) {
    const from = dayNumber(one.decidedOn)
    const next = decisions?.[i + 1]
    const end = one.untilOn === null ? Number.POSITIVE_INFINITY : dayNumber(one.untilOn) + 1
    const to = next === undefined ? end : Math.min(end, dayNumber(next.decidedOn))
    if (to <= from) continue
    const last = held[held.length - 1]
    if (last !== undefined && last.to === from) last.to = to
    else held.push({ from, to })
  }
  return held
}
