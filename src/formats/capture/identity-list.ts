import type { FaultList } from '#core/capture/fault-list.ts'
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

export function createIdentityList(limits: CaptureLimits, faults: FaultList): IdentityList {
  const said = new Map<string, SaidIdentity>()
  return {
    add(address, family, unit, reader, protocol, field, value, packet) {
      const bounded = value.length > longestValue ? value.slice(0, longestValue) : value
      const fact = { address, family, unit, reader, protocol, field, value: bounded, packet }
      const key = factKey(fact)
      if (said.has(key)) return
      if (said.size >= limits.identities) {
        faults.add('identity facts not kept, as there were too many', packet)
        return
      }
      said.set(key, fact)
    },
    list: () => [...said.values()],
  }
}

/** Facts of one key are the same fact, said again. */
export const factKey = ({ family, address, unit, protocol, field, value }: SaidIdentity): string =>
  `${family}/${address}/${unit}/${protocol}/${field}/${value}`
