import type { Day } from '#core/calendar/day.ts'
import { type AddressSet, addressesOf, unionOf } from '#core/filtering/addresses.ts'
import type { NetworkContext } from '../context.ts'
import { endpointOf } from './endpoints.ts'
import type { JudgedPlant } from './judge-traffic.ts'
import { loadKnownDevices } from './verdict-store.ts'

/**
 * Addresses of those whom a zone names by tag, MAC or VLAN, as far as they were seen: a packet filter knows members by
 * addresses alone.
 */
export async function zoneMembers(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
  { judge, recorded }: Pick<JudgedPlant, 'judge' | 'recorded'>,
  on: Day,
): Promise<ReadonlyMap<string, AddressSet>> {
  const isNamed = recorded.policy.zones.some(
    ({ members: { tags, macs, vlans } }) => tags.length + macs.length + vlans.length > 0,
  )
  if (!isNamed) return new Map()
  const found = new Map<string, AddressSet[]>()
  for (const device of await loadKnownDevices(db, plant)) {
    for (const ip of device.ips) {
      const placement = judge.placeEndpoint(endpointOf(ip, device), on)
      const addresses = addressesOf(ip)
      if (placement.kind !== 'zone' || placement.by === 'network' || addresses === null) continue
      const name = placement.zone.name
      found.set(name, [...(found.get(name) ?? []), addresses])
    }
  }
  return new Map([...found].map(([name, sets]) => [name, unionOf(sets)]))
}
