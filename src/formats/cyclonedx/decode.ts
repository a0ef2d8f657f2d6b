import {
  createCells,
  type Inventory,
  type InventoryDocument,
  type InventoryFault,
  type InventoryItem,
  mostItems,
} from '../inventory.ts'
import { isObject, listAt, textAt, valueAt } from '../json-value.ts'
import type { Bill, Component } from './bill.ts'
import { componentOfXml } from './xml.ts'

/** Hardware, in the words of CycloneDX 1.6 and of older bills. */
const hardware = new Set(['device', 'hardware'])
const deepest = 12

/**
 * The devices of a CycloneDX bill of materials (JSON or XML, 1.2 to 1.6): what it is about, where that is a device or a
 * firmware, and every device in it. A firmware inside a device is that device's. Software is left to the reading of
 * vulnerabilities.
 */
export function decodeCycloneDx(documents: readonly InventoryDocument[]): Inventory {
  const items: InventoryItem[] = []
  const ignored: InventoryFault[] = []
  const faults: InventoryFault[] = []
  for (const document of documents) {
    const part = documents.length > 1 ? document.name : null
    const bill =
      document.form === 'json'
        ? billOfJson(document.value)
        : document.form === 'xml'
          ? componentOfXml(document.root)
          : null
    if (bill === null) {
      // A package holds other parts beside it.
      if (documents.length > 1) ignored.push({ part, row: null, reason: 'another part of the package' })
      else faults.push({ part, row: null, reason: 'it is no CycloneDX bill of materials' })
      continue
    }
    let row = 0
    const walk = (component: Component, depth: number, holder: Component | null) => {
      row++
      const at = row
      const isDevice = hardware.has(component.type)
      const firmwares = component.components.filter(({ type }) => type === 'firmware')
      const isSubject = component === bill.subject
      // The bill of a firmware speaks of the product that runs it.
      const isAboutFirmware =
        isSubject && component.type === 'firmware' && !bill.components.some(({ type }) => hardware.has(type))
      if (isDevice || isAboutFirmware) {
        const own = isSubject ? [...firmwares, ...bill.components.filter(({ type }) => type === 'firmware')] : firmwares
        const item = itemOf(component, own, part, at)
        if (item === null) faults.push({ part, row: at, reason: 'the component has no name' })
        else if (items.length >= mostItems) faults.push({ part, row: at, reason: `more than ${mostItems} things` })
        else items.push(item)
      } else if (
        component.type === 'firmware' &&
        holder !== null &&
        (hardware.has(holder.type) || holder === bill.subject)
      ) {
        ignored.push({ part, row: at, reason: 'the firmware of a device, told with it' })
      } else ignored.push({ part, row: at, reason: 'software is left for the reading of vulnerabilities' })
      if (depth < deepest) for (const one of component.components) walk(one, depth + 1, component)
    }
    if (bill.subject !== null) walk(bill.subject, 0, null)
    for (const component of bill.components) walk(component, 0, bill.subject)
    if (row === 0) faults.push({ part, row: null, reason: 'the bill of materials lists nothing' })
  }
  return { items, ignored, faults }
}

function billOfJson(value: unknown): Bill | null {
  const isBill = textAt(value, 'bomFormat') === 'CycloneDX' || /cyclonedx/i.test(textAt(value, '$schema') ?? '')
  if (!isObject(value) || (!isBill && valueAt(value, 'metadata', 'component') === undefined)) return null
  const subject = valueAt(value, 'metadata', 'component')
  return {
    subject: isObject(subject) ? componentOfJson(subject, 0) : null,
    components: listAt(value, 'components').map((one) => componentOfJson(one, 0)),
  }
}

function componentOfJson(value: unknown, depth: number): Component {
  const properties = listAt(value, 'properties').flatMap((one) => {
    const [name, text] = [textAt(one, 'name'), textAt(one, 'value')]
    return name === null || text === null ? [] : [[name, text] as const]
  })
  return {
    type: (textAt(value, 'type') ?? '').toLowerCase(),
    name: textAt(value, 'name'),
    version: textAt(value, 'version'),
    vendor:
      textAt(value, 'manufacturer', 'name') ??
      textAt(value, 'supplier', 'name') ??
      textAt(value, 'publisher') ??
      textAt(value, 'group'),
    description: textAt(value, 'description'),
    partNumber: textAt(value, 'swid', 'tagId'),
    cpe: textAt(value, 'cpe'),
    purl: textAt(value, 'purl'),
    properties: new Map([...properties].reverse()),
    components: depth < deepest ? listAt(value, 'components').map((one) => componentOfJson(one, depth + 1)) : [],
  }
}

/** Names of properties, folded: the taxonomy of CycloneDX (`cdx:device:…`) and what tools write instead. */
const propertyFields: readonly (readonly [RegExp, string])[] = [
  [/(^|:)serial_?(number|no)?$/, 'serial'],
  [/(^|:)mac_?address(es)?$/, 'macs'],
  [/(^|:)ip_?address(es)?$/, 'ips'],
  [/(^|:)host_?name$/, 'hostname'],
  [/(^|:)(sku|order_?(number|code)|article_?number|part_?number|mlfb)$/, 'orderNumber'],
  [/(^|:)firmware(_?version)?$/, 'firmware'],
  [/(^|:)model(_?(name|number))?$/, 'model'],
  [/(^|:)location$/, 'location'],
  [/(^|:)(device_?type|function)$/, 'type'],
  [/(^|:)(asset_?(tag|id)|inventory_?number)$/, 'tag'],
]

const fieldOfProperty = (name: string): string | null => {
  const folded = name.toLowerCase().replace(/[\s-]/g, '_')
  return propertyFields.find(([known]) => known.test(folded))?.[1] ?? null
}

function itemOf(
  component: Component,
  firmwares: readonly Component[],
  part: string | null,
  row: number,
): InventoryItem | null {
  const { name, version, type } = component
  if (name === null) return null
  const cells = createCells()
  for (const [property, value] of component.properties) cells.add(property, fieldOfProperty(property), value)
  const serial = cells.valueOf('serial')
  cells.add('name', 'name', name)
  if (cells.valueOf('model') === null) cells.add('model (name)', 'model', name)
  cells.add('manufacturer', 'vendor', component.vendor)
  cells.add('cpe', null, component.cpe)
  cells.add('purl', null, component.purl)
  cells.add('description', 'remarks', component.description)
  const [firmware] = firmwares
  const findings: string[] = []
  if (type === 'firmware') cells.add('version', 'firmware', version)
  else {
    // The version of a device is its hardware's; firmware stands in a component of its own.
    cells.add('version', null, version)
    if (firmware !== undefined) cells.add('firmware', 'firmware', firmware.version)
    if (firmwares.length > 1) findings.push('more than one firmware: the first counts')
  }
  if (serial === null) findings.push('no serial number: it names a product, and every device of it')
  // Two devices of one name are told apart by their serial numbers.
  if (cells.valueOf('tag') === null) cells.add('tag', 'tag', serial === null ? name : `${name} ${serial}`)
  return { part, row, cells: cells.list(), findings }
}
