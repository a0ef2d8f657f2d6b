import type { AdvisoryProduct, ProductHelper } from '#core/vulnerability/advisory.ts'
import { parseRange } from '#core/vulnerability/parse-range.ts'
import { type Faults, itemsAt, objectAt, type Place, textAt, wantedAt, within } from './reader.ts'

const mostProducts = 100_000
const deepest = 40

interface Branches {
  readonly vendor: string | null
  readonly family: string | null
  readonly productName: string | null
  readonly version: string | null
  readonly range: string | null
  readonly others: readonly string[]
}
const none: Branches = { vendor: null, family: null, productName: null, version: null, range: null, others: [] }

export interface ProductTree {
  readonly products: readonly AdvisoryProduct[]
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/** Every full product name of a product tree: of its branches, of its own list, and of its relationships. */
export function readProductTree(tree: Place, faults: Faults): ProductTree {
  const products = new Map<string, AdvisoryProduct>()
  const put = (place: Place, branches: Branches, relation: AdvisoryProduct['relation']) => {
    const id = textAt(place, 'product_id')
    if (id === null) {
      faults.add(place.path, 'the product has no product_id, so that nothing can speak of it', 'lost')
      return
    }
    // CSAF 2.0, 6.1.2
    if (products.has(id)) {
      faults.add(place.path, `the product_id ${id} is defined twice: the first one counts`, 'lost')
      return
    }
    if (products.size >= mostProducts) {
      faults.add(place.path, `more than ${mostProducts} products`, 'lost')
      return
    }
    if (branches.range !== null) checkRange(branches.range, place.path, faults)
    // CSAF 2.0, 6.1.31: a range has a branch of its own.
    if (branches.version !== null && /[<>]|^vers:/.test(branches.version)) {
      faults.add(place.path, `a range stands where one version belongs: "${branches.version}"`, 'odd')
    }
    products.set(id, {
      id,
      name: wantedAt(place, 'name', faults) || id,
      ...branches,
      helper: helperOf(within(place, 'product_identification_helper'), faults),
      relation,
      path: place.path,
    })
  }
  for (const branch of itemsAt(within(tree, 'branches'), faults)) walk(branch, none, 0)
  for (const one of itemsAt(within(tree, 'full_product_names'), faults)) put(one, none, null)
  for (const one of itemsAt(within(tree, 'relationships'), faults)) {
    const [product, relatesTo] = [textAt(one, 'product_reference'), textAt(one, 'relates_to_product_reference')]
    const named = within(one, 'full_product_name')
    if (product === null || relatesTo === null || objectAt(named) === null) {
      faults.add(one.path, 'the relationship lacks one of its ends or its full product name', 'lost')
      continue
    }
    put(named, none, { category: textAt(one, 'category') ?? '', product, relatesTo })
  }
  checkRelations(products, faults)
  return { products: [...products.values()], groups: groupsOf(tree, products, faults) }

  function walk(branch: Place, above: Branches, depth: number): void {
    if (objectAt(branch) === null) {
      faults.add(branch.path, 'the branch is no object', 'lost')
      return
    }
    if (depth > deepest) {
      faults.add(branch.path, `branches are nested deeper than ${deepest} levels`, 'lost')
      return
    }
    const name = textAt(branch, 'name')
    if (name === null) faults.add(branch.path, 'the branch has no name', 'odd')
    const here = branched(above, textAt(branch, 'category') ?? '', name ?? '')
    const product = within(branch, 'product')
    const below = itemsAt(within(branch, 'branches'), faults)
    if (product.value !== undefined) put(product, here, null)
    else if (below.length === 0) faults.add(branch.path, 'the branch ends without a product', 'odd')
    for (const one of below) walk(one, here, depth + 1)
  }
}

function branched(above: Branches, category: string, name: string): Branches {
  switch (category) {
    case 'vendor':
      return { ...above, vendor: name }
    case 'product_family':
      return { ...above, family: name }
    case 'product_name':
      return { ...above, productName: name }
    case 'product_version':
      return { ...above, version: name, range: null }
    case 'product_version_range':
      return { ...above, range: name, version: null }
    default:
      return { ...above, others: [...above.others, name] }
  }
}

function checkRange(range: string, path: string, faults: Faults): void {
  const { invalid } = parseRange(range)
  if (invalid !== null) faults.add(path, `the range "${range}" is not valid: ${invalid}`, 'odd')
}

function helperOf(place: Place, faults: Faults): ProductHelper | null {
  if (objectAt(place) === null) {
    if (place.value !== undefined) faults.add(place.path, 'is no object', 'lost')
    return null
  }
  const texts = (key: string) =>
    itemsAt(within(place, key), faults).flatMap((one) => {
      const text = textAt(one)
      if (text === null) faults.add(one.path, 'is no text', 'lost')
      return text === null ? [] : [text]
    })
  return {
    modelNumbers: texts('model_numbers'),
    serialNumbers: texts('serial_numbers'),
    skus: texts('skus'),
    cpe: textAt(place, 'cpe'),
    purl: textAt(place, 'purl'),
    hashes: itemsAt(within(place, 'hashes'), faults).flatMap((file) =>
      itemsAt(within(file, 'file_hashes'), faults).map((hash) => ({
        fileName: textAt(file, 'filename') ?? '',
        algorithm: textAt(hash, 'algorithm') ?? '',
        value: textAt(hash, 'value') ?? '',
      })),
    ),
  }
}

/** CSAF 2.0, 6.1.1 and 6.1.3: what a relationship speaks of is defined, and is not itself. */
function checkRelations(products: ReadonlyMap<string, AdvisoryProduct>, faults: Faults): void {
  for (const { relation, path, id } of products.values()) {
    if (relation === null) continue
    for (const end of [relation.product, relation.relatesTo]) {
      if (!products.has(end)) faults.add(path, `the relationship speaks of ${end}, which is not defined`, 'lost')
    }
    const met = new Set([id])
    for (let next: string | null = relation.product; next !== null; ) {
      if (met.has(next)) {
        faults.add(path, `the relationship leads back to ${next}`, 'lost')
        break
      }
      met.add(next)
      next = products.get(next)?.relation?.product ?? null
    }
  }
}

function groupsOf(
  tree: Place,
  products: ReadonlyMap<string, AdvisoryProduct>,
  faults: Faults,
): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const group of itemsAt(within(tree, 'product_groups'), faults)) {
    const id = textAt(group, 'group_id')
    if (id === null || groups.has(id)) {
      faults.add(group.path, id === null ? 'the group has no group_id' : `the group ${id} is defined twice`, 'lost')
      continue
    }
    const ids = itemsAt(within(group, 'product_ids'), faults).flatMap((one) => {
      const text = textAt(one)
      if (text !== null && products.has(text)) return [text]
      faults.add(one.path, `the product ${String(one.value).slice(0, 100)} is not defined`, 'lost')
      return []
    })
    groups.set(id, ids)
  }
  return groups
}
