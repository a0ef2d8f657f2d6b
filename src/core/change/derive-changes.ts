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
  const work = episodesOf(sightings, learning)
  return [
    ...noveltiesOf(sightings, learning).filter((one) => !isToldByWork(one, work)),
    ...firmwareChanges(sightings, learning),
    ...work,
  ].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** That one programs the other for the first time is told by the work itself, where it left a trace. */
function isToldByWork(novelty: Change, work: readonly Change[]): boolean {
  if (novelty.kind !== 'new-operation-class' || novelty.after !== 'program') return false
  return work.some(
    ({ device, peer, at, captureId }) =>
      device === novelty.peer &&
      peer === novelty.device &&
      (at === null || novelty.at === null
        ? at === novelty.at && captureId === novelty.captureId
        : Math.abs(at - novelty.at) <= day),
  )
}

const day = 86_400_000
