import type { Counted, Tally } from '#core/capture/conversations.ts'
import type { SaidIdentity } from '#core/capture/selves.ts'
import { operations } from '../protocol.ts'
import type { InspectedPart } from './conclude.ts'
import { placeIn } from './identity-list.ts'
import { justItself, noUnits } from './tallies.ts'

/**
 * What one thread gives another: facts and tallies as columns, each text once. As objects they take ten times as long to be
 * sent, and each comes with texts of its own.
 */
export interface PackedPart {
  readonly rest: Omit<InspectedPart, 'said' | 'tallies'>
  readonly texts: readonly string[]
  readonly facts: FactColumns
  readonly tallies: TallyColumns
}

interface FactColumns {
  readonly addresses: Int32Array
  readonly families: Uint8Array
  readonly packets: Float64Array
  /** Five a fact, by their place among the texts: unit, reader, protocol, field, value. */
  readonly said: Uint32Array
}

interface TallyColumns {
  /** Two a tally, by their place among the texts: reader, protocol. */
  readonly names: Uint32Array
  readonly exceptions: Float64Array
  /** Two a tally: how many functions and how many units are its own, of those that follow. */
  readonly sizes: Uint32Array
  /** By their place among the texts. */
  readonly units: Uint32Array
  /** Two a function, by their place among the texts: code, name. */
  readonly functions: Uint32Array
  /** Of each function, by their place in {@link operations}. */
  readonly operations: Uint8Array
  /** Three a function: requests, responses, first packet. */
  readonly counts: Float64Array
  /** Two a function: first and last time in µs; NaN where it carries none. */
  readonly times: Float64Array
}

const textsPerFact = 5
const countsPerFunction = 3

export function packed({ said, tallies, ...rest }: InspectedPart): PackedPart {
  const places = new Map<string, number>()
  const placeOf = (text: string) => placeIn(places, text)
  const facts = packedFacts(said, placeOf)
  return { rest, facts, tallies: packedTallies(tallies, placeOf), texts: [...places.keys()] }
}

export function unpacked({ rest, texts, facts, tallies }: PackedPart): InspectedPart {
  return { ...rest, said: factsIn(facts, texts), tallies: talliesIn(tallies, texts) }
}

function packedFacts(facts: readonly SaidIdentity[], placeOf: (text: string) => number): FactColumns {
  const said = new Uint32Array(facts.length * textsPerFact)
  let at = 0
  for (const { unit, reader, protocol, field, value } of facts) {
    said[at++] = placeOf(unit)
    said[at++] = placeOf(reader)
    said[at++] = placeOf(protocol)
    said[at++] = placeOf(field)
    said[at++] = placeOf(value)
  }
  return {
    addresses: Int32Array.from(facts, ({ address }) => address),
    families: Uint8Array.from(facts, ({ family }) => family),
    packets: Float64Array.from(facts, ({ packet }) => packet),
    said,
  }
}

function factsIn({ addresses, families, packets, said }: FactColumns, texts: readonly string[]): SaidIdentity[] {
  return Array.from(addresses, (address, i): SaidIdentity => {
    const at = i * textsPerFact
    return {
      address,
      family: families[i]!,
      unit: texts[said[at]!]!,
      reader: texts[said[at + 1]!]!,
      protocol: texts[said[at + 2]!]!,
      field: texts[said[at + 3]!]!,
      value: texts[said[at + 4]!]!,
      packet: packets[i]!,
    }
  })
}

function packedTallies(tallies: readonly Tally[], placeOf: (text: string) => number): TallyColumns {
  const functions = tallies.flatMap((tally) => tally.functions)
  const columns: TallyColumns = {
    names: new Uint32Array(tallies.length * 2),
    exceptions: Float64Array.from(tallies, ({ exceptions }) => exceptions),
    sizes: new Uint32Array(tallies.length * 2),
    units: Uint32Array.from(tallies.flatMap(({ units }) => [...units].map(placeOf))),
    functions: new Uint32Array(functions.length * 2),
    operations: Uint8Array.from(functions, ({ operation }) => operations.indexOf(operation)),
    counts: new Float64Array(functions.length * countsPerFunction),
    times: new Float64Array(functions.length * 2),
  }
  for (const [i, tally] of tallies.entries()) {
    columns.names.set([placeOf(tally.reader), placeOf(tally.protocol)], i * 2)
    columns.sizes.set([tally.functions.length, tally.units.size], i * 2)
  }
  for (const [i, one] of functions.entries()) {
    columns.functions.set([placeOf(one.code), placeOf(one.name)], i * 2)
    columns.counts.set([one.requests, one.responses, one.firstPacket], i * countsPerFunction)
    columns.times.set([one.firstMicros ?? Number.NaN, one.lastMicros ?? Number.NaN], i * 2)
  }
  return columns
}

function talliesIn(columns: TallyColumns, texts: readonly string[]): Tally[] {
  const { names, exceptions, sizes, units } = columns
  let unit = 0
  let at = 0
  return Array.from(exceptions, (refused, i): Tally => {
    const functions: Counted[] = []
    for (const end = at + sizes[i * 2]!; at < end; at++) functions.push(functionAt(columns, at, texts))
    const own: string[] = []
    for (const end = unit + sizes[i * 2 + 1]!; unit < end; unit++) own.push(texts[units[unit]!]!)
    return {
      reader: texts[names[i * 2]!]!,
      protocol: texts[names[i * 2 + 1]!]!,
      functions,
      exceptions: refused,
      units: own.length === 0 ? noUnits : own.length === 1 && own[0] === '' ? justItself : new Set(own),
    }
  })
}

function functionAt(columns: TallyColumns, at: number, texts: readonly string[]): Counted {
  const { functions, counts, times } = columns
  const count = at * countsPerFunction
  const counted: Counted = {
    code: texts[functions[at * 2]!]!,
    name: texts[functions[at * 2 + 1]!]!,
    operation: operations[columns.operations[at]!]!,
    requests: counts[count]!,
    responses: counts[count + 1]!,
    firstPacket: counts[count + 2]!,
  }
  const [firstMicros, lastMicros] = [times[at * 2]!, times[at * 2 + 1]!]
  return Number.isNaN(firstMicros) ? counted : { ...counted, firstMicros, lastMicros }
}
