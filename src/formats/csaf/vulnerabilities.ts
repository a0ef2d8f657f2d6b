import {
  type AdvisoryScore,
  type AdvisoryVulnerability,
  type StatusGroup,
  statusGroups,
} from '#core/vulnerability/advisory.ts'
import type { ProductTree } from './product-tree.ts'
import { type Faults, itemsAt, objectAt, type Place, textAt, within } from './reader.ts'

/** CSAF 2.0, 6.1.6: a product is in one of these kinds of group only. */
const kinds: readonly (readonly StatusGroup[])[] = [
  ['first_affected', 'known_affected', 'last_affected'],
  ['known_not_affected'],
  ['first_fixed', 'fixed'],
  ['under_investigation'],
]

/** `vulnerabilities[]` with what they say of each product; groups of products are spelt out. */
export function readVulnerabilities(list: Place, tree: ProductTree, faults: Faults): AdvisoryVulnerability[] {
  const known = new Set(tree.products.map(({ id }) => id))
  const named = new Set<string>()
  const idsAt = (place: Place): string[] =>
    itemsAt(place, faults).flatMap((one) => {
      const id = textAt(one)
      if (id !== null && known.has(id)) return [id]
      // CSAF 2.0, 6.1.1
      faults.add(one.path, `the product ${String(one.value).slice(0, 100)} is not defined`, 'lost')
      return []
    })
  const productsOf = (place: Place): string[] => {
    const grouped = itemsAt(within(place, 'group_ids'), faults).flatMap((one) => {
      const ids = tree.groups.get(textAt(one) ?? '')
      // CSAF 2.0, 6.1.4
      if (ids === undefined) faults.add(one.path, `the group ${String(one.value).slice(0, 100)} is not defined`, 'lost')
      return ids ?? []
    })
    return [...new Set([...idsAt(within(place, 'product_ids')), ...grouped])]
  }
  const read = itemsAt(list, faults).flatMap((place) => {
    if (objectAt(place) === null) {
      faults.add(place.path, 'is no object', 'lost')
      return []
    }
    const status: { [G in StatusGroup]?: readonly string[] } = {}
    const groups = within(place, 'product_status')
    for (const [key, value] of Object.entries(objectAt(groups) ?? {})) {
      const group = statusGroups.find((one) => one === key)
      const at = { path: `${groups.path}.${key}`, value }
      if (group === undefined) faults.add(at.path, `"${key}" is no group of product_status`, 'lost')
      else status[group] = [...new Set(idsAt(at))]
    }
    for (const ids of Object.values(status)) for (const id of ids) named.add(id)
    checkContradictions(status, groups.path, faults)
    const notes = itemsAt(within(place, 'notes'), faults)
    const summary = notes.find((one) => textAt(one, 'category') === 'summary') ?? notes[0]
    return [
      {
        cve: textAt(place, 'cve'),
        title: textAt(place, 'title'),
        cwe: textAt(within(place, 'cwe'), 'id'),
        summary: summary === undefined ? null : textAt(summary, 'text'),
        status,
        scores: itemsAt(within(place, 'scores'), faults).flatMap((one) =>
          scoresOf(one, idsAt(within(one, 'products')), faults),
        ),
        remediations: itemsAt(within(place, 'remediations'), faults).map((one) => ({
          category: textAt(one, 'category') ?? '',
          date: textAt(one, 'date'),
          details: textAt(one, 'details') ?? '',
          url: linkOf(textAt(one, 'url')),
          products: productsOf(one),
        })),
        threats: itemsAt(within(place, 'threats'), faults).map((one) => ({
          category: textAt(one, 'category') ?? '',
          details: textAt(one, 'details') ?? '',
          products: productsOf(one),
        })),
        flags: itemsAt(within(place, 'flags'), faults).map((one) => ({
          label: textAt(one, 'label') ?? '',
          products: productsOf(one),
        })),
      },
    ]
  })
  const parts = new Set(
    tree.products.flatMap(({ relation }) => (relation === null ? [] : [relation.product, relation.relatesTo])),
  )
  for (const { id, name, path } of tree.products) {
    if (!named.has(id) && !parts.has(id))
      faults.add(path, `no vulnerability says anything of "${name.slice(0, 100)}"`, 'odd')
  }
  return read
}

/** Only what a browser may open; anything else a document could carry stays away from the screen. */
export function linkOf(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url.trim()) ? url.trim() : null
}

function scoresOf(place: Place, products: readonly string[], faults: Faults): AdvisoryScore[] {
  return (['cvss_v2', 'cvss_v3', 'cvss_v4'] as const).flatMap((key) => {
    const one = within(place, key)
    if (one.value === undefined) return []
    const held = objectAt(one)
    const base = held?.baseScore
    if (typeof base !== 'number' || !(base >= 0 && base <= 10)) {
      faults.add(one.path, 'the base score is no number from 0 to 10', 'lost')
      return []
    }
    const cvss = textAt(one, 'version') ?? { cvss_v2: '2.0', cvss_v3: '3.1', cvss_v4: '4.0' }[key]
    return [{ cvss, base, vector: textAt(one, 'vectorString'), products }]
  })
}

function checkContradictions(
  status: { readonly [G in StatusGroup]?: readonly string[] },
  path: string,
  faults: Faults,
): void {
  const kindOf = new Map<string, number>()
  for (const [kind, groups] of kinds.entries()) {
    for (const id of groups.flatMap((group) => status[group] ?? [])) {
      const before = kindOf.get(id)
      if (before !== undefined && before !== kind) {
        faults.add(path, `the product ${id} is in groups that contradict each other`, 'odd')
      }
      kindOf.set(id, kind)
    }
  }
}
