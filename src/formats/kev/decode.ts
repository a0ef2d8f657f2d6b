import { isDay } from '#core/calendar/day.ts'
import { faultList, itemsAt, objectAt, type PathFault, type Place, textAt, within } from '../csaf/reader.ts'
import { readJson } from '../json-place.ts'

/** A vulnerability that is known to be exploited (CISA, Known Exploited Vulnerabilities catalogue). */
export interface KevEntry {
  readonly cve: string
  readonly vendor: string
  readonly product: string
  readonly name: string
  /** Day on which it was added. */
  readonly added: string
  readonly due: string | null
  readonly action: string
  /** `Known` or `Unknown`. */
  readonly ransomware: string | null
  /** 1-based place in the catalogue. */
  readonly row: number
}

export interface KevCatalogue {
  /** Null where the file is no such catalogue. */
  readonly catalogue: {
    readonly version: string
    readonly released: string
    readonly entries: readonly KevEntry[]
  } | null
  readonly faults: readonly (PathFault & { readonly row: number | null })[]
}

const mostEntries = 100_000

/** Reads the catalogue as JSON. Never throws. */
export function decodeKev(text: string): KevCatalogue {
  const json = readJson(text, 40)
  if ('reason' in json) {
    return {
      catalogue: null,
      faults: [{ path: `line ${json.line}`, reason: json.reason, weight: 'lost', row: json.line }],
    }
  }
  const faults = faultList()
  const root: Place = { path: '$', value: json.value }
  const rowOf = (path: string) => Number(/^\$\.vulnerabilities\[(\d+)\]/.exec(path)?.[1] ?? Number.NaN) + 1 || null
  const told = () => faults.list.map((fault) => ({ ...fault, row: rowOf(fault.path) }))
  const list = within(root, 'vulnerabilities')
  if (!Array.isArray(list.value) || textAt(root, 'catalogVersion') === null) {
    faults.add('$.catalogVersion', 'is missing: this is no catalogue of known exploited vulnerabilities', 'lost')
    return { catalogue: null, faults: told() }
  }
  const seen = new Set<string>()
  const entries: KevEntry[] = []
  for (const [i, place] of itemsAt(list, faults).entries()) {
    const cve = textAt(place, 'cveID')?.trim().toUpperCase() ?? ''
    const added = textAt(place, 'dateAdded') ?? ''
    if (objectAt(place) === null || !/^CVE-\d{4}-\d{4,}$/.test(cve)) faults.add(place.path, 'has no CVE number', 'lost')
    else if (!isDay(added)) faults.add(`${place.path}.dateAdded`, 'is no day of the calendar', 'lost')
    else if (seen.has(cve)) faults.add(place.path, `${cve} is listed twice: the first one counts`, 'lost')
    else if (entries.length >= mostEntries) faults.add(place.path, `more than ${mostEntries} entries`, 'lost')
    else {
      seen.add(cve)
      const due: string | null = textAt(place, 'dueDate')
      entries.push({
        cve,
        vendor: textAt(place, 'vendorProject') ?? '',
        product: textAt(place, 'product') ?? '',
        name: textAt(place, 'vulnerabilityName') ?? '',
        added,
        due: isDay(due) ? due : null,
        action: textAt(place, 'requiredAction') ?? '',
        ransomware: textAt(place, 'knownRansomwareCampaignUse'),
        row: i + 1,
      })
    }
  }
  const count = objectAt(root)?.count
  if (typeof count === 'number' && count !== (list.value as unknown[]).length) {
    faults.add('$.count', `says ${count}, but there are ${(list.value as unknown[]).length} entries`, 'odd')
  }
  const version = textAt(root, 'catalogVersion') ?? ''
  return { catalogue: { version, released: textAt(root, 'dateReleased') ?? '', entries }, faults: told() }
}
