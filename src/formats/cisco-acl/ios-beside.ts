import type { Block } from './ios-blocks.ts'
import type { IosReading, ZonePair } from './ios-reading.ts'
import { take, takeIf, type Words } from './words.ts'

const mostVlanFilters = 50

/** `vlan access-map`, `vlan filter`: named, and undecided where they filter. */
export function readVlan(reading: IosReading, words: Words, line: number): Block {
  const { text } = reading
  text.fault(line, 'a map of access to a VLAN is not understood')
  if (takeIf(words, 'filter')) {
    take(words)
    takeIf(words, 'vlan-list')
    const { vlanFilters } = reading
    // Beyond a number that no switch has, all VLANs are undecided.
    if (vlanFilters.length < mostVlanFilters)
      vlanFilters.push({ line, vlans: vlansOf(words.list.slice(words.at).join('')) })
    else if (vlanFilters.length === mostVlanFilters) vlanFilters.push({ line, vlans: null })
    return (at, row) => {
      if (!/^\s/.test(row)) return false
      text.account(at, 'context')
      return true
    }
  }
  return (at, row) => {
    if (!/^\s/.test(row)) return false
    text.account(at, 'notUnderstood')
    return true
  }
}

function vlansOf(list: string): number[] | null {
  const vlans = new Set<number>()
  for (const part of list.split(',').slice(0, 4096)) {
    const found = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part)
    if (found === null) return null
    const last = Math.min(Number(found[2] ?? found[1]), 4094)
    for (let vlan = Number(found[1]); vlan <= last; vlan++) vlans.add(vlan)
  }
  return [...vlans]
}

/** `zone-pair security`: which zones it joins, and whether a policy stands below. */
export function openZonePair(reading: IosReading, words: Words, line: number): Block {
  const after = (word: string) => words.list[words.list.findIndex((one) => one.toLowerCase() === word) + 1] ?? ''
  const pair: ZonePair = { line, source: after('source'), target: after('destination'), policy: null }
  reading.zonePairs.push(pair)
  const { text } = reading
  text.account(line, 'rule')
  return (at, row) => {
    if (!/^\s/.test(row)) return false
    const policy = /^\s+service-policy type inspect (\S+)/i.exec(row)?.[1]
    if (policy !== undefined) pair.policy = policy
    text.account(at, 'rule')
    return true
  }
}
