import type { Algorithm, AlgorithmKind, Weakness, WeaknessCode } from './endpoint.ts'
import type { CryptoFact } from './fact.ts'
import type { QuantumClass } from './quantum.ts'

/** What a protocol's words come to, before certificates are looked at. */
export interface Judged {
  readonly algorithms: readonly Algorithm[]
  readonly quantum: QuantumClass
  readonly more?: readonly Weakness[]
}

/** One algorithm of each value that a field has. */
export function algorithmsOf(
  facts: readonly CryptoFact[],
  field: string,
  kind: AlgorithmKind,
  of: (name: string) => { readonly quantum: QuantumClass; readonly weak: WeaknessCode | null },
): Algorithm[] {
  const found = new Map<string, Algorithm>()
  for (const fact of facts) {
    if (fact.field !== field) continue
    const { value: name, capture, packet, on } = fact
    const known = found.get(name)
    if (known === undefined || (on ?? '') > (known.witness.on ?? '')) {
      found.set(name, { kind, name, ...of(name), witness: { capture, packet, on } })
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
