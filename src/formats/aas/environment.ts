/** What of an environment is read here, whatever its form and version (2 or 3). */
export interface Environment {
  readonly shells: readonly Shell[]
  readonly submodels: readonly Submodel[]
}

export interface Shell {
  readonly idShort: string | null
  readonly assetId: string | null
  /** `Instance`, `Type`, …; null where it does not say. */
  readonly assetKind: string | null
  /** Named identifiers of the asset: serial numbers, inventory numbers. */
  readonly specificIds: readonly (readonly [name: string, value: string])[]
  /** Identifiers of its submodels. */
  readonly submodels: readonly string[]
}

export interface Submodel {
  readonly id: string | null
  readonly idShort: string | null
  readonly semanticIds: readonly string[]
  readonly isTemplate: boolean
  readonly elements: readonly SubmodelElement[]
}

export interface SubmodelElement {
  readonly idShort: string | null
  readonly semanticIds: readonly string[]
  /** Of a property its value; of a text in several languages the English one, else the first. */
  readonly value: string | null
  readonly elements: readonly SubmodelElement[]
}
