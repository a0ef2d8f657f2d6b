import type { Advisory } from '#core/vulnerability/advisory.ts'
import { readJson } from '../json-place.ts'
import { readProductTree } from './product-tree.ts'
import {
  type Faults,
  faultList,
  itemsAt,
  objectAt,
  type PathFault,
  type Place,
  textAt,
  wantedAt,
  within,
} from './reader.ts'
import { linkOf, readVulnerabilities } from './vulnerabilities.ts'

const deepestJson = 200

export interface DecodedAdvisory {
  /** Null where the file is no advisory at all, or cannot be told from others. */
  readonly advisory: Advisory | null
  /** By JSON path, or `line 12` where it is no JSON; at most 1000. */
  readonly faults: readonly PathFault[]
  readonly faultCount: number
}

/** Reads a document of the Common Security Advisory Framework, version 2.0 (OASIS). Never throws. */
export function decodeCsaf(text: string): DecodedAdvisory {
  const faults = faultList()
  const end = (advisory: Advisory | null): DecodedAdvisory => ({
    advisory,
    faults: faults.list,
    faultCount: faults.count,
  })
  const json = readJson(text, deepestJson)
  if ('reason' in json) {
    faults.add(`line ${json.line}`, json.reason, 'lost')
    return end(null)
  }
  const root: Place = { path: '$', value: json.value }
  const document = within(root, 'document')
  const version = textAt(document, 'csaf_version')
  if (objectAt(document) === null || version === null) {
    faults.add('$.document.csaf_version', 'is missing: this is no CSAF document', 'lost')
    return end(null)
  }
  if (!/^2\./.test(version)) {
    faults.add('$.document.csaf_version', `version ${version} of CSAF is not known here`, 'lost')
    return end(null)
  }
  return end(readAdvisory(root, document, faults))
}

function readAdvisory(root: Place, document: Place, faults: Faults): Advisory | null {
  const tracking = within(document, 'tracking')
  const trackingId = textAt(tracking, 'id')?.trim()
  if (trackingId === undefined) {
    faults.add('$.document.tracking.id', 'is missing: the advisory cannot be told from others', 'lost')
    return null
  }
  const publisher = within(document, 'publisher')
  const tree = readProductTree(within(root, 'product_tree'), faults)
  const notes = itemsAt(within(document, 'notes'), faults)
  const summary = notes.find((one) => textAt(one, 'category') === 'summary')
  const revisions = itemsAt(within(tracking, 'revision_history'), faults).map((one) => ({
    number: textAt(one, 'number') ?? '',
    date: textAt(one, 'date') ?? '',
    summary: textAt(one, 'summary') ?? '',
  }))
  const version = wantedAt(tracking, 'version', faults) || '0'
  // CSAF 2.0, 6.1.16
  if (revisions.length > 0 && !revisions.some(({ number }) => number === version)) {
    faults.add('$.document.tracking.version', `version ${version} is not in the revision history`, 'odd')
  }
  return {
    trackingId,
    title: wantedAt(document, 'title', faults) || trackingId,
    version,
    status: textAt(tracking, 'status') ?? '',
    category: textAt(document, 'category') ?? '',
    publisher: wantedAt(publisher, 'name', faults),
    namespace: wantedAt(publisher, 'namespace', faults),
    initialRelease: textAt(tracking, 'initial_release_date') ?? '',
    currentRelease: releaseOf(tracking, faults),
    revisions,
    severityText: textAt(within(document, 'aggregate_severity'), 'text'),
    tlp: textAt(within(within(document, 'distribution'), 'tlp'), 'label'),
    summary: summary === undefined ? null : textAt(summary, 'text'),
    references: itemsAt(within(document, 'references'), faults).flatMap((one) => {
      const url = linkOf(textAt(one, 'url'))
      return url === null ? [] : [{ summary: textAt(one, 'summary') ?? url, url }]
    }),
    products: tree.products,
    vulnerabilities: readVulnerabilities(within(root, 'vulnerabilities'), tree, faults),
  }
}

function releaseOf(tracking: Place, faults: Faults): string {
  const text = wantedAt(tracking, 'current_release_date', faults)
  if (text === '' || !Number.isNaN(Date.parse(text))) return text
  faults.add(`${tracking.path}.current_release_date`, `"${text.slice(0, 60)}" is no date`, 'odd')
  return ''
}
