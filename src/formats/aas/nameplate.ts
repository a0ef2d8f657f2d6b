import type { SubmodelElement } from './environment.ts'

/**
 * Elements of the digital nameplate: the name in the template, the registry's field, and the semantic identifiers under
 * which it goes: ECLASS of IDTA 02006-2-0, IEC CDD of 02006-3-0. Versions at their ends (`#002`) do not matter.
 */
const elements: readonly (readonly [name: string, field: string | null, ids: readonly string[]])[] = [
  ['ManufacturerName', 'vendor', ['0173-1#02-AAO677', '0112/2///61987#ABA565']],
  ['ManufacturerProductDesignation', 'name', ['0173-1#02-AAW338', '0112/2///61987#ABA567']],
  ['ManufacturerProductType', 'model', ['0173-1#02-AAO057', '0112/2///61987#ABA300']],
  ['ManufacturerProductFamily', null, ['0173-1#02-AAU731', '0112/2///61987#ABP464']],
  ['ManufacturerProductRoot', 'type', ['0173-1#02-AAU732', '0112/2///61360_7#AAS011']],
  ['OrderCodeOfManufacturer', 'orderNumber', ['0173-1#02-AAO227', '0112/2///61987#ABA950']],
  ['ProductArticleNumberOfManufacturer', null, ['0173-1#02-AAO676', '0112/2///61987#ABA581']],
  ['SerialNumber', 'serial', ['0173-1#02-AAM556', '0112/2///61987#ABA951']],
  ['HardwareVersion', null, ['0173-1#02-AAN270', '0112/2///61987#ABA926']],
  ['FirmwareVersion', 'firmware', ['0173-1#02-AAM985', '0112/2///61987#ABA302']],
  ['SoftwareVersion', null, ['0173-1#02-AAM737', '0112/2///61987#ABA601']],
  ['YearOfConstruction', null, ['0173-1#02-AAP906', '0112/2///61987#ABP000']],
  ['DateOfManufacture', null, ['0173-1#02-AAR972', '0112/2///61987#ABB757']],
  ['CountryOfOrigin', null, ['0173-1#02-AAO259', '0112/2///61987#ABP462']],
  ['URIOfTheProduct', null, ['0173-1#02-AAY811', '0112/2///61987#ABN590']],
]

/** Asked for by the template (cardinality One). */
export const required = [
  'URIOfTheProduct',
  'ManufacturerName',
  'ManufacturerProductDesignation',
  'OrderCodeOfManufacturer',
] as const

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z0-9/]/g, '')
const byId = new Map(elements.flatMap(([name, field, ids]) => ids.map((id) => [folded(id), { name, field }] as const)))
const byName = new Map(elements.map(([name, field]) => [folded(name), { name, field }] as const))

/** Which element of the plate it is, by its semantic identifier, else by its name; null: none that is read. */
export function nameplateFields({
  idShort,
  semanticIds,
}: SubmodelElement): { readonly name: string; readonly field: string | null } | null {
  for (const id of semanticIds) {
    const found = byId.get(folded(id.replace(/#\d{3}$/, '')))
    if (found !== undefined) return found
  }
  return idShort === null ? null : (byName.get(folded(idShort)) ?? null)
}
