import type { DayNumber } from '#core/calendar/day.ts'
import { numberIn, parts, sameReference, textIn } from '#core/record/data.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { type Dated, happened, noneBreaks, noneOn, sortOut, stepsOver, windowEnd } from '#core/record/steps.ts'

type Data = DatedRecord['data']

const KINDS = ['process-safety-study']

const unitOf = (data: Data) => sameReference(textIn(data, 'unit'))
const isHazardous = (data: Data) => data.hazardous !== false

/** Null where the study says nothing of it, or where nothing in the unit is programmable. */
export function cyberConsidered(data: Data): 'every' | 'some' | 'none' | null {
  const [causes, considered] = [numberIn(data, 'programmableCauses'), numberIn(data, 'cyberConsidered')]
  if (causes === 0) return null
  if (considered === null) return causes === null ? null : 'none'
  if (considered <= 0) return 'none'
  return causes !== null && considered >= causes ? 'every' : 'some'
}

/**
 * Share of the studies that considered cyber causes for every programmable cause and safeguard. Judged are the studies
 * of the window since the practice began (or all of the window, where it never did), and always the latest study of each
 * hazardous unit, however old: a unit that was never looked at again stays a gap.
 */
export const cyberConsideredShare: RecordIndicator = {
  id: 'safety.cyberConsideredShare',
  kinds: [...KINDS, WE_HAVE_NONE],
  value: 'share',
  steps(records, context) {
    const sorted = sortOut(records, KINDS)
    const studies = happened(sorted.mine, context).filter(({ record }) => isHazardous(record.data))
    const breaks = studies.flatMap(({ from }) => [from, windowEnd(from, context) + 1])
    return stepsOver([...breaks, ...noneBreaks(sorted)], (day) => {
      const none = noneOn(sorted, day)
      if (none) return { value: 0, because: [none.record] }
      const judged = judgedOn(studies, day, (from) => windowEnd(from, context))
      if (judged.length === 0) return null
      const good = judged.filter(({ record }) => cyberConsidered(record.data) === 'every')
      const short = judged.filter((one) => !good.includes(one))
      return { value: good.length / judged.length, because: [...refs(short), ...refs(good)] }
    })
  },
}

function judgedOn(studies: readonly Dated[], day: DayNumber, end: (from: DayNumber) => DayNumber): Dated[] {
  const known = studies.filter(({ from }) => from <= day)
  const inWindow = known.filter(({ from }) => day <= end(from))
  const practised = (one: Dated) => ['every', 'some'].includes(cyberConsidered(one.record.data) ?? '')
  const began = inWindow.find(practised)?.from ?? Number.NEGATIVE_INFINITY
  const latest = latestByUnit(known)
  return known.filter((one) => {
    const asked = latest.has(one) || (inWindow.includes(one) && one.from >= began)
    // A unit without anything programmable has nothing to consider.
    return asked && numberIn(one.record.data, 'programmableCauses') !== 0
  })
}

/** Share of the scenarios, in the latest study of each unit in the window, that keep an independent layer. */
export const independentLayerShare: RecordIndicator = {
  id: 'safety.independentLayerShare',
  kinds: [...KINDS, WE_HAVE_NONE],
  value: 'share',
  steps(records, context) {
    const sorted = sortOut(records, KINDS)
    const studies = happened(sorted.mine, context).filter(
      ({ record }) => (parts(record.data, 'scenariosIndependentLayer', 'scenarios')?.[1] ?? 0) > 0,
    )
    const breaks = studies.flatMap(({ from }) => [from, windowEnd(from, context) + 1])
    return stepsOver([...breaks, ...noneBreaks(sorted)], (day) => {
      const none = noneOn(sorted, day)
      if (none) return { value: 0, because: [none.record] }
      const known = studies.filter(({ from }) => from <= day && day <= windowEnd(from, context))
      const latest = [...latestByUnit(known)]
      const all = latest.reduce((sum, { record }) => sum + (numberIn(record.data, 'scenarios') ?? 0), 0)
      if (all === 0) return null
      const kept = latest.reduce((sum, { record: { data } }) => {
        return sum + (numberIn(data, 'scenariosIndependentLayer') ?? 0)
      }, 0)
      return { value: kept / all, because: refs(latest) }
    })
  },
}

function latestByUnit(studies: readonly Dated[]): Set<Dated> {
  return new Set(new Map(studies.map((one) => [unitOf(one.record.data), one])).values())
}

/** Latest first. */
function refs(dated: readonly Dated[]): DatedRecord[] {
  return dated.map(({ record }) => record).reverse()
}
