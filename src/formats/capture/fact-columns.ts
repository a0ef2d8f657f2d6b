import type { SaidIdentity } from '#core/capture/selves.ts'

/**
 * Facts as columns, each text once: what one thread gives another. As objects they take ten times as long to be sent, and each
 * comes with texts of its own.
 */
export interface FactColumns {
  readonly texts: readonly string[]
  readonly addresses: Int32Array
  readonly families: Uint8Array
  readonly packets: Float64Array
  /** Five a fact, by their place among the texts: unit, reader, protocol, field, value. */
  readonly said: Uint32Array
}

const textsPerFact = 5

export function columnsOf(facts: readonly SaidIdentity[]): FactColumns {
  const places = new Map<string, number>()
  const placeOf = (text: string): number => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, places.size)
    return places.size - 1
  }
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
    texts: [...places.keys()],
    addresses: Int32Array.from(facts, ({ address }) => address),
    families: Uint8Array.from(facts, ({ family }) => family),
    packets: Float64Array.from(facts, ({ packet }) => packet),
    said,
  }
}

export function factsIn({ texts, addresses, families, packets, said }: FactColumns): SaidIdentity[] {
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
