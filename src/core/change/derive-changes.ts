import type { Change } from './change.ts'
import { episodesOf } from './episodes.ts'
import { firmwareChanges } from './firmware.ts'
import type { Learning } from './learning.ts'
import { noveltiesOf } from './novelty.ts'
import type { Sighting } from './sighting.ts'

/**
 * All that sightings tell of what changed. The same whatever the order in which captures were brought; of a part of the sightings,
 * the changes of those subjects of which all are given.
 */
export function deriveChanges(sightings: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  return [
    ...noveltiesOf(sightings, learning),
    ...firmwareChanges(sightings, learning),
    ...episodesOf(sightings, learning),
  ].sort((a, b) => (a.key < b.key ? -1 : 1))
}
