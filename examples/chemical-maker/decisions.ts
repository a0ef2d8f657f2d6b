import type { Product } from '#app/compose.ts'
import type { Day } from '#core/calendar/day.ts'
import type { StoryDays } from './days.ts'
import type { PlantKey } from './plants/all.ts'

/** A round in which a plant decides on what advisories mean for its assets. */
interface Round {
  readonly plant: PlantKey
  readonly on: Day
  readonly by: string
  /** How many of the most urgent are decided; the others wait. */
  readonly most: number
}

/** Who sat down over the advisories, and when: one plant in time, one late, and others not at all. */
export function decisionRounds(days: StoryDays): readonly Round[] {
  return [
    { plant: 'kashima', on: days.ago(112), by: 'k-kondo', most: 100 },
    { plant: 'kashima', on: days.ago(20), by: 'k-kondo', most: 100 },
    { plant: 'leuna', on: days.ago(60), by: 'l-vogel', most: 3 },
    { plant: 'yokkaichi', on: days.ago(12), by: 'y-fujii', most: 2 },
  ]
}

/** Patches what the maker has fixed in the next shutdown, compensates the rest, and accepts what is of little weight. */
export async function decideRound({ assets, plants }: Product, { plant, on, by, most }: Round): Promise<void> {
  const { vulnerabilities } = assets
  const { rows } = await vulnerabilities.list({ plant, asOf: on })
  const undecided = rows.filter(({ finding, state }) => finding.verdict !== 'notAffected' && state !== 'decided')
  const window = (await plants.list({ asOf: on }))
    .find(({ key }) => key === plant)
    ?.shutdowns.find(({ from }) => from > on)
  for (const { subject, version, finding, severity } of undecided.slice(0, most)) {
    const place = { plant, tag: subject.tag, advisory: version.key, by }
    if (finding.verdict === 'cannotDecide') {
      await vulnerabilities.decide({
        ...place,
        kind: 'compensate',
        control: 'Control network behind the plant firewall; engineering access by the jump server alone',
        reason: 'Whether it is affected cannot be told before the shutdown',
      })
    } else if (severity === 'medium') {
      await vulnerabilities.decide({
        ...place,
        kind: 'compensate',
        control: 'Only the engineering station reaches it (rule on the plant firewall)',
        reason: 'There is no fix yet',
      })
    } else if (window !== undefined) {
      await vulnerabilities.decide({ ...place, kind: 'patch', shutdown: window.id, reason: 'Needs a stop of the unit' })
    }
  }
}
