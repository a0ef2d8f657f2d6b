import type { Change } from './change.ts'
import { episodesOf } from './episodes.ts'
import { firmwareChanges } from './firmware.ts'
import type { Learning } from './learning.ts'
import { isTogether, noveltiesOf } from './novelty.ts'
import type { Sighting } from './sighting.ts'

/**
 * All that sightings tell of what changed. The same whatever the order in which captures were brought; of a part of the sightings,
 * the changes of those subjects of which all are given.
 */
export function deriveChanges(sightings: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const work = episodesOf(sightings, learning)
  const folded = new Map<string, number>()
  const novelties = noveltiesOf(sightings, learning).filter((one) => {
    const told = work.find((piece) => isToldBy(piece, one))
    if (told !== undefined) folded.set(told.key, (folded.get(told.key) ?? 0) + 1)
    return told === undefined
  })
  return [
    ...novelties,
    ...firmwareChanges(sightings, learning),
    ...work.map((one) => ({ ...one, folded: folded.get(one.key) ?? 0 })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** That two talk, or that one programs the other, for the first time is told by the work itself, where it left a trace. */
function isToldBy(work: Change, novelty: Change): boolean {
  const isFirst =
    novelty.kind === 'new-conversation' || (novelty.kind === 'new-operation-class' && novelty.after === 'program')
  const isSame = work.device === novelty.peer && work.peer === novelty.device
  return isFirst && isSame && !work.isLearned && isTogether(work, novelty)
}
