import {
  createCells,
  type Inventory,
  type InventoryDocument,
  type InventoryFault,
  type InventoryItem,
  mostItems,
} from '../inventory.ts'
import type { Shell, Submodel, SubmodelElement } from './environment.ts'
import { environmentOfJson } from './json.ts'
import { nameplateFields, required } from './nameplate.ts'
import { environmentOfXml } from './xml.ts'

const isNameplate = ({ idShort, semanticIds }: Submodel): boolean =>
  /nameplate/i.test(idShort ?? '') || semanticIds.some((id) => /nameplate/i.test(id))
const mostFindings = 200

/**
 * Digital nameplates (IDTA 02006) of Asset Administration Shells: what each device says on its plate. Read leniently: an
 * element is known by its semantic identifier or by its name, and what the template asks for and the plate lacks is a
 * finding, not a fault.
 */
export function decodeAas(documents: readonly InventoryDocument[]): Inventory {
  const items: InventoryItem[] = []
  const ignored: InventoryFault[] = []
  const faults: InventoryFault[] = []
  for (const document of documents) {
    const part = documents.length > 1 ? document.name : null
    const environment =
      document.form === 'json'
        ? environmentOfJson(document.value)
        : document.form === 'xml'
          ? environmentOfXml(document.root)
          : null
    if (environment === null) {
      // A package holds other parts beside it.
      if (documents.length > 1) ignored.push({ part, row: null, reason: 'another part of the package' })
      else faults.push({ part, row: null, reason: 'it is no environment of Asset Administration Shells' })
      continue
    }
    for (const [i, submodel] of environment.submodels.entries()) {
      const row = i + 1
      if (!isNameplate(submodel)) {
        ignored.push({ part, row, reason: 'a submodel that is no nameplate' })
        continue
      }
      const shell = environment.shells.find(({ submodels }) => submodel.id !== null && submodels.includes(submodel.id))
      const item = itemOf(
        submodel,
        shell ?? (environment.shells.length === 1 ? environment.shells[0] : undefined),
        part,
        row,
      )
      if (item === null) faults.push({ part, row, reason: 'the nameplate names neither manufacturer nor product' })
      else if (items.length >= mostItems) faults.push({ part, row, reason: `more than ${mostItems} things` })
      else items.push(item)
    }
    if (environment.submodels.length === 0) faults.push({ part, row: null, reason: 'the environment has no submodel' })
  }
  return { items, ignored, faults }
}

function itemOf(submodel: Submodel, shell: Shell | undefined, part: string | null, row: number): InventoryItem | null {
  const cells = createCells()
  const said = new Set<string>()
  const take = (elements: readonly SubmodelElement[]) => {
    for (const element of elements) {
      const known = nameplateFields(element)
      if (known === null) continue
      said.add(known.name)
      cells.add(known.name, known.field, unquoted(element.value))
    }
  }
  take(submodel.elements)
  const [vendor, model] = [cells.valueOf('vendor'), cells.valueOf('model') ?? cells.valueOf('name')]
  if (vendor === null && model === null) return null
  for (const [name, value] of shell?.specificIds ?? []) {
    const isSerial = /serial/i.test(name)
    cells.add(name, isSerial ? 'serial' : /inventory|tag/i.test(name) ? 'tag' : null, value)
  }
  const serial = cells.valueOf('serial')
  cells.add('asset', null, shell?.assetId)
  const findings = required.filter((name) => !said.has(name)).map((name) => `the nameplate has no ${name}`)
  const isType = submodel.isTemplate || /^type$/i.test(shell?.assetKind ?? '')
  if (isType) findings.unshift('it describes a type of product, not one device')
  if (serial === null) findings.push('no serial number: it names a product, and every device of it')
  // A plate has no tag of the plant: until someone gives it one, product and serial number tell it apart.
  if (cells.valueOf('tag') === null) {
    const product = cells.valueOf('orderNumber') ?? model ?? vendor
    cells.add('tag', 'tag', [product, serial].filter((one) => one !== null).join(' '))
  }
  return { part, row, cells: cells.list(), findings: findings.slice(0, mostFindings) }
}

/** Example values of templates stand in quotation marks. */
const unquoted = (text: string | null): string | null => (text === null ? null : (/^"(.*)"$/s.exec(text)?.[1] ?? text))
