import { isOutside } from '#core/capture/deeds.ts'
import { type Zone, zoneOf } from '../levels.ts'

/**
 * What an address counts as when conversations are compared: machines of offices come and go, and the internet has no end;
 * zones of level 4 and 5 are one end each, and so is everything outside. Anything else stands for itself.
 */
export interface Offices {
  /** Differs whenever an address may count as something else. */
  readonly key: string
  endOf(address: string): string
  /** A machine of an office, or of the internet: it is no device of the plant's. */
  isAway(address: string): boolean
}

export const OUTSIDE = 'internet'

export function officesOf(zones: readonly Zone[]): Offices {
  const offices = zones.filter(({ level }) => level === '4' || level === '5')
  const known = new Map<string, string>()
  const endOf = (address: string): string => {
    const end = known.get(address)
    if (end !== undefined) return end
    // The zones as they are now: what an address was called in the meantime makes no change of it.
    const zone = offices.length === 0 ? null : zoneOf(address, zones, '9999-12-31')
    const isOffice = zone !== null && (zone.level === '4' || zone.level === '5')
    const found = isOffice ? `zone:${zone.name}` : zone === null && isOutside(address) ? OUTSIDE : address
    if (known.size < 200_000) known.set(address, found)
    return found
  }
  const networks = zones.map(({ name, level, networks: all, to }) =>
    level === '4' || level === '5' || offices.length > 0 ? [name, level, to, ...all.map(({ text }) => text)] : [],
  )
  return { key: offices.length === 0 ? '' : JSON.stringify(networks), endOf, isAway: (one) => endOf(one) !== one }
}
