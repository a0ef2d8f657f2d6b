import { unionOf } from './addresses.ts'
import { type Diagram, inPairs, type Operation } from './diagram.ts'
import type { Place } from './interfaces.ts'
import { nothing, type Outcome, type OutcomeTable } from './outcomes.ts'
import { interfaceBits, levels, type PacketSpace } from './packet-space.ts'

/**
 * Puts every packet on the interfaces on which its addresses can be: where several are possible, whatever any of them makes
 * of it may become of it (`join`).
 */
export function place(
  space: PacketSpace,
  outcomes: OutcomeTable,
  places: readonly Place[],
  join: (a: Outcome, b: Outcome) => Outcome,
  outcome: Diagram,
): Diagram {
  const either = outcomes.joining(join, nothing)
  const only = outcomes.where(nothing)
  const arrived = along('in', outcome)
  return along('out', arrived)

  function along(side: 'in' | 'out', whole: Diagram): Diagram {
    const groups = Map.groupBy(places.keys(), (number) => at(space, whole, levels[side], number))
    if (groups.size === 1) return groups.keys().next().value!
    const parts = [...groups].map(([part, numbers]) => {
      const addresses = unionOf(numbers.map((number) => places[number]!.addresses))
      return masked(side === 'in' ? space.sources(addresses) : space.targets(addresses), part, only)
    })
    return inPairs(parts, outcomes.leafOf(nothing), (a, b) => space.diagrams.apply(either, a, b))
  }

  function masked(addresses: Diagram, part: Diagram, operation: Operation): Diagram {
    return space.diagrams.apply(operation, addresses, part)
  }
}

function at({ diagrams }: PacketSpace, whole: Diagram, first: number, number: number): Diagram {
  let found = whole
  for (let level = diagrams.levelOf(found); level < first + interfaceBits; level = diagrams.levelOf(found)) {
    const bit = (number >> (interfaceBits - 1 - (level - first))) & 1
    found = bit === 1 ? diagrams.highOf(found) : diagrams.lowOf(found)
  }
  return found
}
