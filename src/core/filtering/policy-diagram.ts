import type { AddressSet } from './addresses.ts'
import { inPieces, type Pieces } from './cuts.ts'
import { type Diagram, leaf } from './diagram.ts'
import { levels, no, type PacketSpace, spread } from './packet-space.ts'
import type { PolicyView, ZoneArea } from './policy-view.ts'

/** What a policy says of a packet. */
export interface PolicyLeaf {
  readonly from: number
  readonly to: number
  /** The first few of those that allow it; empty: none does. */
  readonly conduits: readonly number[]
}

export interface PolicyDiagram {
  readonly diagram: Diagram
  /** The first stands for all of which nothing is asked. */
  readonly leaves: readonly PolicyLeaf[]
}

const mostConduits = 4

/** Leads every packet to the areas it runs between and the conduits that allow it. */
export function policyDiagram(
  space: PacketSpace,
  { areas, allowances }: PolicyView,
  isAsked: (from: number, to: number) => boolean,
): PolicyDiagram {
  const { diagrams } = space
  const leaves: PolicyLeaf[] = []
  const numbers = new Map<string, number>()
  const numberOf = (one: PolicyLeaf): number => {
    const key = `${one.from} ${one.to} ${one.conduits}`
    let found = numbers.get(key)
    if (found === undefined) {
      found = leaves.push(one) - 1
      numbers.set(key, found)
    }
    return found
  }
  const together = diagrams.operation((a, b) => {
    const [one, other] = [leaves[a]!, leaves[b]!]
    const all = [...new Set([...one.conduits, ...other.conduits])].sort((x, y) => x - y)
    return numberOf({ ...one, conduits: all.slice(0, mostConduits) })
  })
  const between = Map.groupBy(allowances, ({ from, to }) => from * areas.length + to)
  const nowhere = leaf(numberOf({ from: -1, to: -1, conduits: [] }))
  const pair = (from: number, to: number): Diagram => {
    if (!isAsked(from, to)) return nowhere
    const none = leaf(numberOf({ from, to, conduits: [] }))
    let found = none
    for (const { services, conduit } of between.get(from * areas.length + to) ?? []) {
      const allowed = leaf(numberOf({ from, to, conduits: [conduit] }))
      const choose = diagrams.operation(
        (a) => ~(a === 1 ? allowed : none),
        (a) => (a === no ? none : a < 0 ? allowed : undefined),
      )
      found = diagrams.apply(together, found, diagrams.apply(choose, space.services(services), none))
    }
    return found
  }
  const ends = areas.map((_, from) => areas.map((__, to) => pair(from, to)))
  const family = (pieces: Pieces | Pieces<bigint>, { ranges, of }: Segments): Diagram => {
    const targets = areas.map((_, from) =>
      spread(diagrams, levels.target, pieces.bits, ranges, (i) => ends[from]![of[i]!]!, nowhere),
    )
    return spread(diagrams, levels.source, pieces.bits, ranges, (i) => targets[of[i]!]!, nowhere)
  }
  const diagram = diagrams.node(
    levels.family,
    family(
      space.cuts.v4,
      segments(areas, ({ v4 }) => inPieces(space.cuts.v4, v4)),
    ),
    family(
      space.cuts.v6,
      segments(areas, ({ v6 }) => inPieces(space.cuts.v6, v6)),
    ),
  )
  return { diagram, leaves }
}

interface Segments {
  readonly ranges: readonly number[]
  readonly of: readonly number[]
}

/** All areas' ranges in one row, and whose each is. */
function segments(areas: readonly ZoneArea[], rangesOf: (addresses: AddressSet) => readonly number[]): Segments {
  const all: { readonly from: number; readonly to: number; readonly area: number }[] = []
  for (const [area, { addresses }] of areas.entries()) {
    const ranges = rangesOf(addresses)
    for (let i = 0; i < ranges.length; i += 2) all.push({ from: ranges[i]!, to: ranges[i + 1]!, area })
  }
  all.sort((a, b) => a.from - b.from)
  return { ranges: all.flatMap(({ from, to }) => [from, to]), of: all.map(({ area }) => area) }
}
