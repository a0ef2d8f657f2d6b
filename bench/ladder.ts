// The engine alone: one assessment, and 60 month-ends, of 100 plants × 84 criteria with five years of steps each.
// The whole way from a store with 200,000 assets is measured in bench/assess.ts.

import { loadAxis } from '#areas/maturity/load-axis.ts'
import { dayNumber, dayOf } from '#core/calendar/day.ts'
import { climb } from '#core/maturity/assess.ts'
import type { Series, Step } from '#core/maturity/indicator.ts'
import { measurementKey, measurementsOf } from '#core/maturity/input.ts'
import { median } from './report.ts'

const { axis } = await loadAxis(new URL('../model/ot-it', import.meta.url).pathname)
const plants = Array.from({ length: 100 }, (_, i) => `plant-${i}`)
const start = dayNumber('2021-12-01')
let seed = 7
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

function series(kind: string): Series {
  const steps: Step[] = []
  for (let day = start; day < start + 1826; day += 10 + Math.floor(random() * 40)) {
    const from = dayOf(day)
    const value =
      kind === 'flag'
        ? random() > 0.1
        : kind === 'date'
          ? from
          : kind === 'events'
            ? true
            : random() > 0.2
              ? 1
              : random()
    steps.push({ from, value, records: [`record:${day}`], strength: random() > 0.5 ? 'measured' : 'recorded' })
  }
  return steps
}

const input = {
  axis,
  fiscalYearStartMonth: 4,
  plants: plants.map((key, i) => ({
    key,
    criticality: i % 5 === 0 ? ('major' as const) : ('standard' as const),
    onboardedOn: null,
    processHazards: true,
    shutdowns: [],
  })),
  series: new Map(
    measurementsOf(axis).map(({ indicator, within }) => {
      const kind = axis.indicators[indicator]?.value ?? 'flag'
      return [
        measurementKey(indicator, within),
        new Map(['*', ...plants].map((scope) => [scope, series(kind)] as const)),
      ] as const
    }),
  ),
  attestations: [],
  exemptions: [],
  compensations: [],
  plans: [],
  today: '2026-11-23',
  assume: 'feeds' as const,
}

const one: number[] = []
const sixty: number[] = []
for (let run = 0; run < 3; run++) {
  let from = performance.now()
  climb(input).at('2026-11-23')
  one.push(performance.now() - from)
  from = performance.now()
  const ladder = climb(input)
  for (let month = 0; month < 60; month++) ladder.at(dayOf(start + Math.round((month + 1) * 30.4)))
  sixty.push(performance.now() - from)
}
process.stdout.write(
  `engine, 100 plants x 84 criteria, five years of steps: one assessment ${median(one)} ms, 60 month-ends ${median(sixty)} ms (medians of 3)\n`,
)
