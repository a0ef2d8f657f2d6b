import type { FaultList } from '#core/capture/fault-list.ts'
import { addRow, createIntegerTable, findRow } from '#core/capture/integer-table.ts'
import type { CaptureLimits } from '#core/capture/limits.ts'
import type { SaidIdentity } from '#core/capture/selves.ts'

const longestValue = 400

/** What devices said about themselves, each fact once, with the first packet that carried it. */
export interface IdentityList {
  add(
    address: number,
    family: number,
    unit: string,
    reader: string,
    protocol: string,
    field: string,
    value: string,
    packet: number,
  ): void
  list(): SaidIdentity[]
}

export function createIdentityList(limits: CaptureLimits, faults: FaultList, seed: number): IdentityList {
  const said: SaidIdentity[] = []
  const facts = createFactIndex(limits.identities, seed)
  return {
    add(address, family, unit, reader, protocol, field, value, packet) {
      const bounded = value.length > longestValue ? value.slice(0, longestValue) : value
      const found = facts.note(address, family, unit, protocol, field, bounded)
      if (found === 'new') said.push({ address, family, unit, reader, protocol, field, value: bounded, packet })
      else if (found === 'no room') faults.add('identity facts not kept, as there were too many', packet)
    },
    list: () => [...said],
  }
}

/** Whom facts are about and what they say, each once; whoever read them does not matter. */
export interface FactIndex {
  note(
    address: number,
    family: number,
    unit: string,
    protocol: string,
    field: string,
    value: string,
  ): 'new' | 'known' | 'no room'
}

/** Facts are compared as four numbers: no text is put together for each that is said. */
export function createFactIndex(most: number, seed: number): FactIndex {
  const rows = createIntegerTable(most, seed)
  const units = new Map<string, number>()
  const protocols = new Map<string, number>()
  const fields = new Map<string, number>()
  const values = new Map<string, number>()
  return {
    note(address, family, unit, protocol, field, value) {
      if (rows.rows >= most) {
        // Nothing is kept of what is refused.
        const known = [units.get(unit), protocols.get(protocol), fields.get(field), values.get(value)]
        if (known.includes(undefined)) return 'no room'
      }
      // Protocols and fields are named by the readers: few, unlike units and values.
      const kind = (placeIn(protocols, protocol) << 16) | (placeIn(fields, field) & 0xffff)
      const self = placeIn(units, unit) * 8 + family
      const what = placeIn(values, value)
      if (findRow(rows, address, kind, self, what) >= 0) return 'known'
      return addRow(rows, address, kind, self, what) < 0 ? 'no room' : 'new'
    },
  }
}

/** The number of a text among those met: a new one gets the next. */
export function placeIn(places: Map<string, number>, text: string): number {
  const known = places.get(text)
  if (known !== undefined) return known
  places.set(text, places.size)
  return places.size - 1
}
