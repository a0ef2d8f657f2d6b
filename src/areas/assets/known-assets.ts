import { foldCode, foldTag } from './addresses.ts'
import type { RegistryRow } from './read-row.ts'
import { registryPages } from './registry-store.ts'
import type { Db } from './store.ts'

/** By what a row was found to be an asset that is registered already. */
export type KnownBy = 'serial' | 'mac' | 'ip' | 'hostname'

/** The assets of a plant as they stand, by what tells one from another. */
export interface KnownAssets {
  /** The one registered asset that a row means, though it calls it by another tag; null: none, or more than one. */
  find(row: RegistryRow): { readonly tag: string; readonly by: KnownBy } | null
}

/** A number of a few digits is nobody's alone. */
const shortestSerial = 5

export async function loadKnownAssets(db: Db, plant: string): Promise<KnownAssets> {
  const tags = new Set<string>()
  const index = new Map<string, Set<string>>()
  const add = (by: KnownBy, value: string | null, tag: string) => {
    const key = keyOf(by, value)
    if (key !== null) index.set(key, (index.get(key) ?? new Set()).add(tag))
  }
  for await (const page of registryPages(db, plant)) {
    for (const entry of page) {
      if (entry.until !== null || entry.gone) continue
      tags.add(foldTag(entry.tag))
      add('serial', entry.serial, entry.tag)
      for (const mac of entry.macs) add('mac', mac, entry.tag)
      for (const ip of entry.ips) add('ip', ip, entry.tag)
      add('hostname', entry.hostname, entry.tag)
    }
  }
  return {
    find({ tag, given }) {
      if (tags.has(foldTag(tag))) return null
      const texts = (value: unknown) =>
        Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
      for (const [by, values] of [
        ['serial', texts(given.serial)],
        ['mac', texts(given.macs)],
        ['ip', texts(given.ips)],
        ['hostname', texts(given.hostname)],
      ] as const) {
        const found = new Set(values.flatMap((value) => [...(index.get(keyOf(by, value) ?? '') ?? [])]))
        if (found.size === 1) return { tag: [...found][0]!, by }
        // Two assets at once: whose it is a person must say.
        if (found.size > 1) return null
      }
      return null
    },
  }
}

function keyOf(by: KnownBy, value: string | null): string | null {
  if (value === null || value === '') return null
  const folded = by === 'serial' ? foldCode(value) : value.toLowerCase()
  return by === 'serial' && folded.length < shortestSerial ? null : `${by}\t${folded}`
}
