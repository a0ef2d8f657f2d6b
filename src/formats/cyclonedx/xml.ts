import type { XmlElement } from '../inventory.ts'
import { child, childrenOf, textOf } from '../xml-tree.ts'
import type { Bill, Component } from './bill.ts'

const deepest = 12

/** The bill of materials in its XML form; null for another document. */
export function componentOfXml(root: XmlElement): Bill | null {
  if (root.name !== 'bom') return null
  const subject = child(root, 'metadata', 'component')
  return {
    subject: subject === undefined ? null : componentOf(subject, 0),
    components: childrenOf(root, 'components', 'component').map((one) => componentOf(one, 0)),
  }
}

function componentOf(element: XmlElement, depth: number): Component {
  const properties = childrenOf(element, 'properties', 'property').flatMap(({ attributes, text }) =>
    attributes.name !== undefined && text.trim() !== '' ? [[attributes.name, text.trim()] as const] : [],
  )
  return {
    type: (element.attributes.type ?? '').toLowerCase(),
    name: textOf(element, 'name'),
    version: textOf(element, 'version'),
    vendor:
      textOf(element, 'manufacturer', 'name') ??
      textOf(element, 'supplier', 'name') ??
      textOf(element, 'publisher') ??
      textOf(element, 'group'),
    description: textOf(element, 'description'),
    partNumber: child(element, 'swid')?.attributes.tagId ?? null,
    cpe: textOf(element, 'cpe'),
    purl: textOf(element, 'purl'),
    properties: new Map([...properties].reverse()),
    components:
      depth < deepest ? childrenOf(element, 'components', 'component').map((one) => componentOf(one, depth + 1)) : [],
  }
}
