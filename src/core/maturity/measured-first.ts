import type { Indicator, ScopeKey, Series, Step } from './indicator.ts'

/**
 * One indicator that machines measure and people record alike: on each day what is measured counts, and where nothing is
 * (nobody looked, or the source lapsed), what was recorded. Events of both count; of two days the later.
 */
export function measuredFirst(measured: Indicator, recorded: Indicator): Indicator {
  return {
    id: measured.id,
    async measure(ask) {
      const [mine, theirs] = [await measured.measure(ask), await recorded.measure(ask)]
      const result = new Map<ScopeKey, Series>(theirs)
      // A plant without records of its own inherits the enterprise's: what it measured goes before those.
      const join = measured.alsoRecorded === 'events' ? together : inTurn
      for (const [scope, steps] of mine) result.set(scope, join(steps, theirs.get(scope) ?? theirs.get('*') ?? []))
      return result
    },
    async proof(ask) {
      if (measured.alsoRecorded === 'events') {
        const all = [...((await measured.proof?.(ask)) ?? []), ...((await recorded.proof?.(ask)) ?? [])]
        return all.slice(0, ask.limit)
      }
      const series = await measured.measure({
        plants: ask.scope === '*' ? [] : [ask.scope],
        from: ask.on,
        to: ask.on,
        today: ask.on,
        ...(ask.within === undefined ? {} : { within: ask.within }),
      })
      const step = series.get(ask.scope)?.findLast(({ from }) => from <= ask.on)
      // Of a day both tell: whichever is later counts.
      if (typeof step?.value === 'string') {
        return [...((await measured.proof?.(ask)) ?? []), ...((await recorded.proof?.(ask)) ?? [])].slice(0, ask.limit)
      }
      const telling = step !== undefined && step.value !== null ? measured : recorded
      return (await telling.proof?.(ask)) ?? []
    },
  }
}

const together = (measured: Series, recorded: Series): Step[] =>
  [...measured, ...recorded].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))

const isLater = (one: Step | undefined, other: Step | undefined): boolean =>
  typeof one?.value === 'string' && typeof other?.value === 'string' && one.value > other.value

function inTurn(measured: Series, recorded: Series): Step[] {
  const days = [...new Set([...measured, ...recorded].map(({ from }) => from))].sort()
  const steps: Step[] = []
  let said: Step | undefined
  let [i, j] = [-1, -1]
  for (const from of days) {
    while (i + 1 < measured.length && measured[i + 1]!.from <= from) i++
    while (j + 1 < recorded.length && recorded[j + 1]!.from <= from) j++
    const [first, second] = [measured[i], recorded[j]]
    const step = isLater(second, first)
      ? second
      : first !== undefined && first.value !== null
        ? first
        : (second ?? first)
    if (step !== undefined && step !== said) steps.push({ ...step, from })
    said = step
  }
  return steps
}
