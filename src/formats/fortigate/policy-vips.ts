import { type AddressSet, shareAddresses } from '#core/filtering/addresses.ts'
import { type PartlyAddresses, surely } from '../partly-known.ts'
import { partlyWithout } from './addresses.ts'
import type { Books } from './policy-parts.ts'
import { type Entry, isOn, valuesIn } from './tree.ts'
import { translatedTargets, type Vip } from './vips.ts'

/** Targets of virtual IPs are translated before this policy is asked, and then it may be asked for another address. */
export function besideVips(
  { vips, zones, byInterfaces, reading }: Books,
  entry: Entry,
  target: PartlyAddresses,
): PartlyAddresses {
  if (vips.size === 0 || isOn(entry, 'match-vip')) return target
  const from = valuesIn(entry, 'srcintf')
  const key = from.join('\n')
  const translated = byInterfaces.get(key) ?? translatedFrom(vips, zones, new Set(from))
  byInterfaces.set(key, translated)
  if (!shareAddresses(target.most, translated)) return target
  const rest = partlyWithout(target, surely(translated), reading.gathering)
  return {
    sure: rest.sure,
    most: target.most,
    unknown: [...target.unknown, 'a virtual IP translates the target before policies are asked'],
  }
}

const translatedFrom = (vips: Books['vips'], zones: Books['zones'], from: ReadonlySet<string>): AddressSet =>
  translatedTargets(
    [...vips.values()].filter(
      ({ interface: on }) => on === null || from.has('any') || from.has(on) || from.has(zones.get(on) ?? on),
    ),
  )

/** Which names are virtual IPs; `plain` is null where there are no others. */
export function splitTargets(
  { vips, vipGroups, v4, v6 }: Books,
  entry: Entry,
  family: 4 | 6,
): { readonly plain: ReadonlySet<string> | null; readonly vips: readonly Vip[] } {
  const names = ['dstaddr', 'dstaddr4', 'dstaddr6'].flatMap((name) => valuesIn(entry, name))
  const plain = new Set<string>()
  const found: Vip[] = []
  for (const name of names) {
    const isAddress = (family === 6 ? v6(name) : (v4(name) ?? v6(name))) !== null
    const members = isAddress ? [] : (vipGroups.get(name) ?? [name])
    const own = members.flatMap((member) => vips.get(member) ?? [])
    if (own.length === 0 || own.length < members.length) plain.add(name)
    found.push(...own)
  }
  return { plain: found.length > 0 && plain.size === 0 ? null : plain, vips: found }
}
