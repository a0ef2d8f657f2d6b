import type { Decision, Sighting } from './sighting.ts'
import { foldSerial } from './spelling.ts'

/** Sightings parted into sets step by step: see {@link componentsOf}. */
export interface Components<Seen extends Sighting> {
  add(sighting: Seen): void
  sets(decisions: readonly Decision[]): Seen[][]
}

export function startComponents<Seen extends Sighting>(): Components<Seen> {
  const sightings: Seen[] = []
  const owner = new Map<string, number>()
  const parent: number[] = []
  const rootOf = (at: number): number => {
    let root = at
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!
    return root
  }
  const meet = (word: string, i: number) => {
    const known = owner.get(word)
    if (known === undefined) owner.set(word, i)
    else parent[rootOf(i)] = rootOf(known)
  }
  return {
    add(sighting) {
      const i = sightings.push(sighting) - 1
      parent.push(i)
      const { id, ips, macs, behind, serial } = sighting
      meet(id, i)
      for (const ip of ips) meet(ip, i)
      for (const mac of macs) meet(mac, i)
      if (behind !== null) meet(behind, i)
      if (serial !== null) meet(`serial ${foldSerial(serial.value)}`, i)
    },
    sets(decisions) {
      for (const { id, groups } of decisions) {
        for (const address of groups.flat()) {
          const known = owner.get(address)
          if (known !== undefined) meet(`decision ${id}`, known)
        }
      }
      const sets = new Map<number, Seen[]>()
      for (const [i, sighting] of sightings.entries()) {
        const root = rootOf(i)
        const known = sets.get(root)
        if (known === undefined) sets.set(root, [sighting])
        else known.push(sighting)
      }
      return [...sets.values()]
    },
  }
}

/**
 * Parts sightings into sets that have nothing in common: no address, no card, no serial number, no host, no decision. Each
 * can be joined by itself, and most are of one device.
 */
export function componentsOf<Seen extends Sighting>(
  sightings: readonly Seen[],
  decisions: readonly Decision[],
): Seen[][] {
  const parts = startComponents<Seen>()
  for (const sighting of sightings) parts.add(sighting)
  return parts.sets(decisions)
}
