import { type AddressSet, shareAddresses } from './addresses.ts'
import { overlaps, type Ranges, subtract } from './ranges.ts'
import type { Match, Names, Service } from './ruleset.ts'

/** Whether two matches may have packets in common, interfaces aside (names alone do not tell). */
export function mayMeet(a: Match, b: Match): boolean {
  return (
    shareAddresses(a.source, b.source) &&
    shareAddresses(a.target, b.target) &&
    (a.states === null || b.states === null || a.states.some((state) => b.states!.includes(state))) &&
    (a.services === null || b.services === null || a.services.some((one) => b.services!.some((two) => meet(one, two))))
  )
}

function meet(a: Service, b: Service): boolean {
  const both = (x: Ranges | null, y: Ranges | null) => x === null || y === null || overlaps(x, y)
  return (
    overlaps(a.protocols, b.protocols) &&
    both(a.sourcePorts, b.sourcePorts) &&
    both(a.targetPorts, b.targetPorts) &&
    both(a.icmpTypes, b.icmpTypes)
  )
}

/** Whether it has a say on the first packet of a conversation. */
export const opens = ({ states }: Match): boolean => states === null || states.includes('new')

/** Whether the one is surely an exception to the other: all of it lies within. */
export function liesWithin(inner: Match, outer: Match): boolean {
  return (
    namesWithin(inner.in, outer.in) &&
    namesWithin(inner.out, outer.out) &&
    addressesWithin(inner.source, outer.source) &&
    addressesWithin(inner.target, outer.target) &&
    (outer.states === null || (inner.states?.every((state) => outer.states!.includes(state)) ?? false)) &&
    (outer.services === null ||
      (inner.services?.every((one) => outer.services!.some((two) => serviceWithin(one, two))) ?? false))
  )
}

const namesWithin = (inner: Names | null, outer: Names | null): boolean =>
  outer === null || JSON.stringify(inner) === JSON.stringify(outer)
const addressesWithin = (inner: AddressSet, outer: AddressSet): boolean =>
  rangesWithin(inner.v4, outer.v4) && rangesWithin(inner.v6, outer.v6)
const rangesWithin = <T extends number | bigint>(inner: Ranges<T> | null, outer: Ranges<T> | null): boolean =>
  outer === null || (inner !== null && subtract(inner, outer).length === 0)

const serviceWithin = (inner: Service, outer: Service): boolean =>
  rangesWithin(inner.protocols, outer.protocols) &&
  rangesWithin(inner.sourcePorts, outer.sourcePorts) &&
  rangesWithin(inner.targetPorts, outer.targetPorts) &&
  rangesWithin(inner.icmpTypes, outer.icmpTypes)
