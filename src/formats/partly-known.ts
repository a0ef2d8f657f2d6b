import { type AddressSet, anyAddress, isNoAddress, noAddress, unionOf } from '#core/filtering/addresses.ts'
import type { Service } from '#core/filtering/ruleset.ts'

/** Addresses of which a configuration tells a part: `sure` belong to it, no more than `most` do, and why it is not told. */
export interface PartlyAddresses {
  readonly sure: AddressSet
  readonly most: AddressSet
  readonly unknown: readonly string[]
}

/** Services likewise. */
export interface PartlyServices {
  readonly sure: readonly Service[]
  readonly most: readonly Service[]
  readonly unknown: readonly string[]
}

/** Any protocol, in lists of services. */
export const anyService: Service = { protocols: [0, 255], sourcePorts: null, targetPorts: null, icmpTypes: null }

export const surely = (set: AddressSet): PartlyAddresses => ({ sure: set, most: set, unknown: [] })
export const perhaps = (why: string, most: AddressSet = anyAddress): PartlyAddresses => ({
  sure: noAddress,
  most,
  unknown: [why],
})
export const surelyServices = (services: readonly Service[]): PartlyServices => ({
  sure: services,
  most: services,
  unknown: [],
})
export const perhapsServices = (why: string, most: readonly Service[] = [anyService]): PartlyServices => ({
  sure: [],
  most,
  unknown: [why],
})

/** What a hostile file may make of few lines: pieces of sets beyond this are not put together. */
const mostPieces = 8_000_000

/** Puts sets together, and stops before a file of many groups within groups has taken the memory. */
export interface Gathering {
  addresses(parts: readonly PartlyAddresses[]): PartlyAddresses
  services(parts: readonly PartlyServices[]): PartlyServices
  /** Whether so many pieces more may be made. */
  afford(pieces: number): boolean
}

export function createGathering(): Gathering {
  let left = mostPieces
  const afford = (pieces: number) => {
    left -= pieces
    return left >= 0
  }
  const tooLarge = 'groups hold more than is put together'
  return {
    afford,
    addresses(parts) {
      if (parts.length === 1) return parts[0]!
      const pieces = parts.reduce((sum, { most }) => sum + most.v4.length + most.v6.length, 1)
      if (!afford(pieces)) return perhaps(tooLarge)
      const unknown = reasonsOf(parts)
      const most = unionOf(parts.map((part) => part.most))
      return { most, sure: unknown.length === 0 ? most : unionOf(parts.map((part) => part.sure)), unknown }
    },
    services(parts) {
      if (parts.length === 1) return parts[0]!
      const pieces = parts.reduce((sum, { most }) => sum + 4 * most.length, 1)
      if (!afford(pieces)) return perhapsServices(tooLarge)
      const unknown = reasonsOf(parts)
      const most = parts.flatMap((part) => part.most)
      return { most, sure: unknown.length === 0 ? most : parts.flatMap((part) => part.sure), unknown }
    },
  }
}

/** Each reason once, and not more than a person reads. */
const reasonsOf = (parts: readonly { readonly unknown: readonly string[] }[]): string[] =>
  [...new Set(parts.flatMap(({ unknown }) => unknown.slice(0, 8)))].slice(0, 8)

/** Services of a step: null is any protocol. */
export const stepServices = (services: readonly Service[]): readonly Service[] | null =>
  services.some(isAny) ? null : services

const isAny = ({ protocols, sourcePorts, targetPorts, icmpTypes }: Service): boolean =>
  protocols[0] === 0 && protocols[1] === 255 && sourcePorts === null && targetPorts === null && icmpTypes === null

/** Nothing of it is sure. */
export const isNothingSure = (source: PartlyAddresses, target: PartlyAddresses, services: PartlyServices): boolean =>
  isNoAddress(source.sure) || isNoAddress(target.sure) || services.sure.length === 0
