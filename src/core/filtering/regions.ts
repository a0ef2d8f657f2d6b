import { type AddressSet, lastV4, lastV6, shareAddresses } from './addresses.ts'
import type { Pieces } from './cuts.ts'
import { type Diagram, leafValue } from './diagram.ts'
import { type Decision, decisionOf, type Evaluation } from './evaluate.ts'
import { hasPorts, icmpV4, icmpV6 } from './packet.ts'
import { levels } from './packet-space.ts'
import { type Ranges, rangesOf } from './ranges.ts'
import type { Service } from './ruleset.ts'

/** All of these sources to all of these targets by any of these services. */
export interface FlowBox {
  /** Interfaces on which such packets can arrive and leave, as far as addresses tell; null: any. */
  readonly in: readonly string[] | null
  readonly out: readonly string[] | null
  readonly source: AddressSet
  readonly target: AddressSet
  /** Null: any. */
  readonly services: readonly Service[] | null
}

/** Packets of which the same is decided by the same rules. Regions have no packet in common, and together hold all. */
export interface Region extends Decision {
  readonly boxes: readonly FlowBox[]
}

export interface Regions {
  readonly list: readonly Region[]
  /** There would have been more boxes. */
  readonly isCut: boolean
}

const mostVisits = 10_000_000

/** What a ruleset makes of all packets, as boxes that people and exports can read. */
export function regionsOf(evaluation: Evaluation, part: 'first' | 'whole' = 'whole', mostBoxes = 20_000): Regions {
  const { space, outcomes, causes, interfaces } = evaluation
  const { diagrams, cuts } = space
  const boxes = new Map<number, FlowBox[]>()
  let count = 0
  let visits = 0
  let isCut = false

  /** The numbers of a field by what they lead to. */
  function spreadOf<T extends number | bigint>(from: Diagram, first: number, pieces: Pieces<T>, last: T) {
    const found = new Map<Diagram, [T, T][]>()
    const { starts, bits } = pieces
    const visit = (at: Diagram, depth: number, piece: number): void => {
      if (piece >= starts.length || count > mostBoxes) return
      if (++visits > mostVisits) {
        isCut = true
        return
      }
      const isOwn = diagrams.levelOf(at) < first + bits
      if (!isOwn || depth === bits) {
        const next = starts[piece + 2 ** (bits - depth)]
        const to = next === undefined ? last : ((typeof next === 'bigint' ? next - 1n : (next as number) - 1) as T)
        const list = found.get(at)
        if (list === undefined) found.set(at, [[starts[piece]!, to]])
        else list.push([starts[piece]!, to])
        return
      }
      const isHere = diagrams.levelOf(at) === first + depth
      const half = 2 ** (bits - depth - 1)
      visit(isHere ? diagrams.lowOf(at) : at, depth + 1, piece)
      visit(isHere ? diagrams.highOf(at) : at, depth + 1, piece + half)
    }
    visit(from, 0, 0)
    return [...found].map(([at, pairs]) => [at, rangesOf(pairs)] as const)
  }

  const known = new Map<Diagram, Map<number, readonly Service[] | null>>()
  function servicesAt(at: Diagram): Map<number, readonly Service[] | null> {
    const before = known.get(at)
    if (before !== undefined) return before
    const found = new Map<number, Service[]>()
    const add = (end: Diagram, service: Service) => {
      const list = found.get(leafValue(end))
      if (list === undefined) found.set(leafValue(end), [service])
      else list.push(service)
    }
    if (at < 0) return known.set(at, new Map([[leafValue(at), null]])).get(at)!
    for (const [below, protocols] of spreadOf(at, levels.protocol, cuts.protocol, 255)) {
      const none = { sourcePorts: null, targetPorts: null, icmpTypes: null }
      if (below < 0) {
        add(below, { ...none, protocols })
        continue
      }
      const own = (is: (protocol: number) => boolean): Ranges => {
        const numbers: [number, number][] = []
        for (let i = 0; i < protocols.length; i += 2) {
          for (let one = protocols[i]!; one <= protocols[i + 1]!; one++) if (is(one)) numbers.push([one, one])
        }
        return rangesOf(numbers)
      }
      const [ported, icmp] = [own(hasPorts), own((one) => one === icmpV4 || one === icmpV6)]
      for (const [inner, values] of spreadOf(below, levels.targetPort, cuts.targetPort, 65_535)) {
        if (icmp.length > 0 && inner < 0) add(inner, { ...none, protocols: icmp, icmpTypes: values })
        if (ported.length === 0) continue
        for (const [end, sourcePorts] of spreadOf(inner, levels.sourcePort, cuts.sourcePort, 65_535)) {
          const isAny = sourcePorts[0] === 0 && sourcePorts[1] === 65_535
          add(end, { ...none, protocols: ported, targetPorts: values, sourcePorts: isAny ? null : sourcePorts })
        }
      }
    }
    known.set(at, found)
    return found
  }

  function family<T extends number | bigint>(
    at: Diagram,
    pieces: Pieces<T>,
    last: T,
    set: (ranges: Ranges<T>) => AddressSet,
  ) {
    for (const [targets, sources] of spreadOf(at, levels.source, pieces, last)) {
      for (const [services, ends] of spreadOf(targets, levels.target, pieces, last)) {
        for (const [value, list] of servicesAt(services)) {
          if (++count > mostBoxes) {
            isCut = true
            return
          }
          const [source, target] = [set(sources), set(ends)]
          const box: FlowBox = { in: behind(source), out: behind(target), source, target, services: list }
          const own = boxes.get(value)
          if (own === undefined) boxes.set(value, [box])
          else own.push(box)
        }
      }
    }
  }

  function behind(addresses: AddressSet): readonly string[] | null {
    const names = interfaces.places.filter((one) => shareAddresses(one.addresses, addresses)).map(({ name }) => name)
    return names.includes(null) ? null : names.filter((name) => name !== null)
  }

  const root = evaluation[part]
  const isSplit = diagrams.levelOf(root) === levels.family
  family(isSplit ? diagrams.lowOf(root) : root, cuts.v4, lastV4, (v4) => ({ v4, v6: [] }))
  family(isSplit ? diagrams.highOf(root) : root, cuts.v6, lastV6, (v6) => ({ v4: [], v6 }))
  const list = [...boxes].map(([value, own]) => ({ ...decisionOf(outcomes.of(value), causes), boxes: own }))
  return { list, isCut }
}
