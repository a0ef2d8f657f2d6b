import { isObject, listAt, textAt, valueAt } from '../json-value.ts'
import type { Environment, Shell, Submodel, SubmodelElement } from './environment.ts'

const deepest = 16
const mostElements = 100_000

/** The environment in its JSON form, of version 3 or 2; null for another document. */
export function environmentOfJson(value: unknown): Environment | null {
  if (!isObject(value)) return null
  if (!Array.isArray(value.submodels) && !Array.isArray(value.assetAdministrationShells)) {
    // One submodel, or one shell, as a server answers it.
    if (Array.isArray(value.submodelElements)) return { shells: [], submodels: [submodelOf(value, counter())] }
    const list = value.result
    return Array.isArray(list) && list.some((one) => Array.isArray(valueAt(one, 'submodelElements')))
      ? { shells: [], submodels: list.map((one) => submodelOf(one, counter())) }
      : null
  }
  const left = counter()
  const assets = listAt(value, 'assets')
  return {
    shells: listAt(value, 'assetAdministrationShells').map((one) => shellOf(one, assets)),
    submodels: listAt(value, 'submodels').map((one) => submodelOf(one, left)),
  }
}

type Counter = { left: number }
const counter = (): Counter => ({ left: mostElements })

const keysOf = (reference: unknown): string[] => listAt(reference, 'keys').flatMap((key) => textAt(key, 'value') ?? [])
const idOf = (value: unknown): string | null => textAt(value, 'id') ?? textAt(value, 'identification', 'id')

function shellOf(value: unknown, assets: readonly unknown[]): Shell {
  const info = valueAt(value, 'assetInformation')
  const [asset] = keysOf(valueAt(value, 'asset'))
  const old = assets.find((one) => asset !== undefined && idOf(one) === asset)
  return {
    idShort: textAt(value, 'idShort'),
    assetId: textAt(info, 'globalAssetId') ?? keysOf(valueAt(info, 'globalAssetId'))[0] ?? asset ?? null,
    assetKind: textAt(info, 'assetKind') ?? textAt(old, 'kind'),
    specificIds: listAt(info, 'specificAssetIds').flatMap((one) => {
      const [name, text] = [textAt(one, 'name') ?? textAt(one, 'key'), textAt(one, 'value')]
      return name === null || text === null ? [] : [[name, text] as const]
    }),
    submodels: listAt(value, 'submodels').flatMap(keysOf),
  }
}

function submodelOf(value: unknown, left: Counter): Submodel {
  return {
    id: idOf(value),
    idShort: textAt(value, 'idShort'),
    semanticIds: semanticsOf(value),
    isTemplate: /^template$/i.test(textAt(value, 'kind') ?? ''),
    elements: elementsOf(listAt(value, 'submodelElements'), left, 0),
  }
}

const semanticsOf = (value: unknown): string[] => [
  ...keysOf(valueAt(value, 'semanticId')),
  ...listAt(value, 'supplementalSemanticIds').flatMap(keysOf),
]

function elementsOf(values: readonly unknown[], left: Counter, depth: number): SubmodelElement[] {
  const elements: SubmodelElement[] = []
  for (const raw of values) {
    if (left.left-- <= 0) break
    // Version 2 wraps each element: `{ submodelElement: { … } }`.
    const value = valueAt(raw, 'submodelElement') ?? raw
    const content = valueAt(value, 'value')
    const isList = Array.isArray(content)
    const isText = isList && content.some((one) => textAt(one, 'language') !== null)
    const strings = listAt(value, 'value', 'langString')
    elements.push({
      idShort: textAt(value, 'idShort'),
      semanticIds: semanticsOf(value),
      value: isText || strings.length > 0 ? inEnglish(isText ? content : strings) : textAt(value, 'value'),
      elements: isList && !isText && depth < deepest ? elementsOf(content, left, depth + 1) : [],
    })
  }
  return elements
}

function inEnglish(texts: readonly unknown[]): string | null {
  const english = texts.find((one) => /^en\b/i.test(textAt(one, 'language') ?? ''))
  return textAt(english ?? texts[0], 'text')
}
