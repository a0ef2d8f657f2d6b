import { type AxisFault, Reader } from './axis-reader.ts'

/**
 * How a criterion stands to an entry of another catalogue. `inverse`: a symptom states the absence of it.
 * `narrower`: the criterion asks for a part of it; `wider`: for more; `intersects`: for some of it and something else.
 */
export const relations = ['equal', 'narrower', 'wider', 'intersects', 'none'] as const
export type Relation = (typeof relations)[number]

export interface Catalogue {
  readonly id: string
  readonly name: string
  readonly version: string
}

export interface Mapping {
  readonly criterion: string
  readonly relation: Relation
  readonly inverse: boolean
  /** The relation is a weak one: a reviewer may drop it. */
  readonly weak: boolean
  /** Ids of the catalogue's entries, by catalogue. Ids only: the texts are their owners'. */
  readonly ids: Readonly<Record<string, readonly string[]>>
}

export interface Crosswalk {
  readonly catalogues: readonly Catalogue[]
  readonly mappings: readonly Mapping[]
}

/** Reads a crosswalk; strict, as the axis itself. */
export function readCrosswalk(
  document: unknown,
  criteria: readonly string[],
): { readonly value: Crosswalk | null; readonly faults: readonly AxisFault[] } {
  const reader = new Reader()
  const raw = reader.object(document, '', ['catalogues', 'mappings']) ?? {}
  const catalogues = reader.list(raw.catalogues, 'catalogues', 1).map((one, i) => {
    const path = `catalogues[${i}]`
    const fields = reader.object(one, path, ['id', 'name', 'version']) ?? {}
    return {
      id: reader.text(fields.id, `${path}.id`),
      name: reader.text(fields.name, `${path}.name`),
      version: reader.text(fields.version, `${path}.version`),
    }
  })
  const mappings = reader.list(raw.mappings, 'mappings', 0).map((one, i) => {
    const path = `mappings[${i}]`
    const fields = reader.object(one, path, ['criterion', 'relation', 'ids'], ['inverse', 'weak']) ?? {}
    const ids: Record<string, readonly string[]> = {}
    for (const [catalogue, list] of Object.entries(reader.object(fields.ids, `${path}.ids`) ?? {})) {
      if (!catalogues.some((known) => known.id === catalogue)) {
        reader.fault(`${path}.ids.${catalogue}`, 'is no catalogue named above')
      }
      ids[catalogue] = reader.texts(list, `${path}.ids.${catalogue}`, 1)
    }
    const criterion = reader.text(fields.criterion, `${path}.criterion`)
    if (!criteria.includes(criterion)) reader.fault(`${path}.criterion`, `there is no criterion ${criterion}`)
    return {
      criterion,
      relation: reader.choice(fields.relation, `${path}.relation`, relations),
      inverse: reader.flag(fields.inverse, `${path}.inverse`),
      weak: reader.flag(fields.weak, `${path}.weak`),
      ids,
    }
  })
  reader.unique(
    catalogues.map((one) => one.id),
    'catalogues',
  )
  reader.unique(
    mappings.map((one) => one.criterion),
    'mappings',
  )
  return { value: reader.faults.length === 0 ? { catalogues, mappings } : null, faults: reader.faults }
}
