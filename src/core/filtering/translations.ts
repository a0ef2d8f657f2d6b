import type { Cause } from './causes.ts'
import type { Evaluation } from './evaluate.ts'
import { eitherOf, nothing } from './outcomes.ts'
import type { Packet } from './packet.ts'
import { follow } from './packet-space.ts'
import { place } from './placing.ts'

/** Which rewrites of addresses may touch a packet. Those of sources change nothing for the filter, and are named all the same. */
export function touches(evaluation: Evaluation): (packet: Packet) => Cause[] {
  const { ruleset, causes, space, outcomes, interfaces } = evaluation
  if (ruleset.translations.length === 0 || evaluation.compiled === null) return () => []
  const { apply } = space.diagrams
  const [either, where] = [outcomes.joining(eitherOf, nothing), outcomes.where(nothing)]
  let all = outcomes.leafOf(nothing)
  for (const translation of ruleset.translations) {
    const own = outcomes.leafOf({ ...nothing, doubts: [causes.translationOf.get(translation)!] })
    all = apply(either, all, apply(where, space.match(translation.match, 'new', 'forth'), own))
  }
  const placed = place(space, outcomes, interfaces.places, eitherOf, all)
  return (packet) => outcomes.of(follow(space, placed, packet)).doubts.map((number) => causes.list[number]!)
}
