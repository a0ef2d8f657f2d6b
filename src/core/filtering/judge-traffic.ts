import type { Sighting, SightingKind } from './comparison.ts'
import { sightingKinds } from './comparison.ts'
import type { Crossing, Crossings } from './crossing.ts'
import { type Decision, decisionOf, type Evaluation } from './evaluate.ts'
import { firstPacket, leavesOf, type ObservedTalk } from './observed.ts'
import { type FilterVerdict, type Outcome, verdictOf } from './outcomes.ts'
import type { Packet } from './packet.ts'
import type { PolicyView } from './policy-view.ts'

export interface Sight {
  readonly talk: ObservedTalk
  readonly packet: Packet
}

export interface JudgedTraffic {
  readonly sightings: readonly Sighting[]
  /** How many sightings there are, listed or not. */
  readonly found: number
  /** By leaf of the crossings; at most a few hundred of each are kept. */
  readonly seenAt: ReadonlyMap<number, readonly Sight[]>
  /** Between which areas something was seen: `from to`. */
  readonly seenPairs: ReadonlySet<string>
  /** How many conversations each cause let pass or refused. */
  readonly usedBy: ReadonlyMap<number, number>
  readonly judged: number
  readonly covered: number
  /** Within one area, or not through this filter. */
  readonly aside: number
  /** What no packet filter sees, or cannot be told. */
  readonly unseen: number
}

const mostSights = 200
/** Of each kind of sighting; the rest is counted. */
const mostOfAKind = 2000

export function judgeTraffic(
  evaluation: Evaluation,
  crossings: Crossings,
  { areas, conduits }: PolicyView,
  talks: readonly ObservedTalk[],
  /** Where all packets at once were too many: one by one. */
  decide: ((talk: ObservedTalk) => Decision | null) | null,
): JudgedTraffic {
  const { space, outcomes, causes } = evaluation
  const [sightings, seenAt, usedBy] = [[] as Sighting[], new Map<number, Sight[]>(), new Map<number, number>()]
  const seenPairs = new Set<string>()
  const counts = new Map<SightingKind, number>()
  let [judged, covered, aside, unseen] = [0, 0, 0, 0]
  for (const talk of talks) {
    const packet = firstPacket(talk)
    if (packet === null) {
      unseen++
      continue
    }
    for (const value of leavesOf(space, evaluation.first, packet)) {
      for (const number of usersOf(outcomes.of(value))) usedBy.set(number, (usedBy.get(number) ?? 0) + 1)
    }
    const found = crossings.of(packet)
    if (found.length === 0) {
      aside++
      continue
    }
    judged++
    seenPairs.add(`${found[0]!.policy.from} ${found[0]!.policy.to}`)
    for (const value of leavesOf(space, crossings.diagram, packet)) {
      if (value === 0) continue
      const sights = seenAt.get(value)
      if (sights === undefined) seenAt.set(value, [{ talk, packet }])
      else if (sights.length < mostSights) sights.push({ talk, packet })
    }
    const first = found[0]!
    const alone = decide?.(talk) ?? null
    const verdict = alone?.verdict ?? together(found)
    const isAllowed = first.policy.conduits.length > 0
    if (verdict === 'accepted' && isAllowed) {
      covered++
      continue
    }
    const kind = kindOf(verdict, isAllowed, talk.answered === true)
    const many = (counts.get(kind) ?? 0) + 1
    counts.set(kind, many)
    if (many > mostOfAKind) continue
    const { by, doubts } = alone ?? decisionOf(first.outcome, causes)
    sightings.push({
      kind,
      talk: talk.id,
      from: areas[first.policy.from]!,
      to: areas[first.policy.to]!,
      verdict,
      by,
      doubts: verdict !== 'undecided' ? [] : found.length > 1 ? [...doubts, { kind: 'sourcePort' }] : doubts,
      conduits: first.policy.conduits.map((number) => conduits[number]!),
      witness: packet,
    })
  }
  sightings.sort((a, b) => sightingKinds.indexOf(a.kind) - sightingKinds.indexOf(b.kind))
  const found = [...counts.values()].reduce((sum, many) => sum + many, 0)
  return { sightings, found, seenAt, seenPairs, usedBy, judged, covered, aside, unseen }
}

/** Of one packet of which not every field is known. */
function together(found: readonly Crossing[]): FilterVerdict {
  const verdicts = new Set(found.map(({ outcome }) => verdictOf(outcome)))
  return verdicts.size === 1 ? [...verdicts][0]! : 'undecided'
}

function kindOf(verdict: FilterVerdict, isAllowed: boolean, isAnswered: boolean): SightingKind {
  if (verdict === 'undecided') return 'undecided'
  if (verdict === 'accepted') return 'despitePolicy'
  if (!isAnswered) return 'refused'
  return isAllowed ? 'despiteRules' : 'despiteBoth'
}

const usersOf = ({ accept, drop }: Outcome): number[] => [...(accept ?? []), ...(drop ?? [])]
