import type { XmlElement } from '../inventory.ts'
import { child, childrenOf, textOf } from '../xml-tree.ts'
import type { Environment, Shell, Submodel, SubmodelElement } from './environment.ts'

const deepest = 16

/** The environment in its XML form, of version 3 (`environment`) or 2 (`aasenv`); null for another document. */
export function environmentOfXml(root: XmlElement): Environment | null {
  if (root.name !== 'environment' && root.name !== 'aasenv') return null
  return {
    shells: childrenOf(root, 'assetAdministrationShells', 'assetAdministrationShell').map(shellOf),
    submodels: childrenOf(root, 'submodels', 'submodel').map(submodelOf),
  }
}

const keysOf = (reference: XmlElement | undefined): string[] =>
  childrenOf(reference, 'keys', 'key').flatMap((key) => textOf(key, 'value') ?? (key.text.trim() || []))
const idOf = (element: XmlElement): string | null => textOf(element, 'id') ?? textOf(element, 'identification')

function shellOf(element: XmlElement): Shell {
  const info = child(element, 'assetInformation')
  return {
    idShort: textOf(element, 'idShort'),
    assetId: textOf(info, 'globalAssetId') ?? keysOf(child(element, 'assetRef'))[0] ?? null,
    assetKind: textOf(info, 'assetKind'),
    specificIds: childrenOf(info, 'specificAssetIds', 'specificAssetId').flatMap((one) => {
      const [name, value] = [textOf(one, 'name'), textOf(one, 'value')]
      return name === null || value === null ? [] : [[name, value] as const]
    }),
    submodels: [
      ...childrenOf(element, 'submodels', 'reference'),
      ...childrenOf(element, 'submodelRefs', 'submodelRef'),
    ].flatMap(keysOf),
  }
}

function submodelOf(element: XmlElement): Submodel {
  return {
    id: idOf(element),
    idShort: textOf(element, 'idShort'),
    semanticIds: semanticsOf(element),
    isTemplate: /^template$/i.test(textOf(element, 'kind') ?? ''),
    elements: elementsOf(child(element, 'submodelElements'), 0),
  }
}

const semanticsOf = (element: XmlElement): string[] => [
  ...keysOf(child(element, 'semanticId')),
  ...childrenOf(element, 'supplementalSemanticIds', 'reference').flatMap(keysOf),
]

function elementsOf(holder: XmlElement | undefined, depth: number): SubmodelElement[] {
  if (holder === undefined || depth > deepest) return []
  return holder.children.map((raw) => {
    // Version 2 wraps each element: `<submodelElement><property>`.
    const element = raw.name === 'submodelElement' ? (raw.children[0] ?? raw) : raw
    const value = child(element, 'value')
    const texts = [...(value?.children ?? []), ...(child(value, 'langStrings')?.children ?? [])].filter(({ name }) =>
      /^langString/.test(name),
    )
    const isCollection = /^(submodelElement(Collection|List)|entity)$/.test(element.name)
    return {
      idShort: textOf(element, 'idShort'),
      semanticIds: semanticsOf(element),
      value: texts.length > 0 ? inEnglish(texts) : value?.text.trim() || null,
      elements: isCollection ? elementsOf(value ?? child(element, 'statements'), depth + 1) : [],
    }
  })
}

function inEnglish(texts: readonly XmlElement[]): string | null {
  const languageOf = (one: XmlElement) =>
    textOf(one, 'language') ?? one.attributes.lang ?? one.attributes['xml:lang'] ?? ''
  const chosen = texts.find((one) => /^en\b/i.test(languageOf(one))) ?? texts[0]
  return textOf(chosen, 'text') ?? (chosen?.text.trim() || null)
}
