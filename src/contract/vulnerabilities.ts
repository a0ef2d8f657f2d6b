import { z } from 'zod'
import { bilingual, day, instant, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

export const vulnerabilityVerdicts = ['affected', 'cannotDecide', 'notAffected'] as const
/** CVSS bands; `unknown` where the advisory tells neither score nor word. */
export const vulnerabilitySeverities = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const
export const vulnerabilityDecisionKinds = ['patch', 'compensate', 'accept', 'notApplicable'] as const
/**
 * `overdue`: nothing decided, and the time for it has passed. `open`: nothing decided yet. `decided`: a decision holds.
 * `lapsed`: one did, and its end has come while the asset is still affected.
 */
export const vulnerabilityStates = ['overdue', 'open', 'lapsed', 'decided'] as const

/** A person's word on what an advisory means for an asset. */
export const vulnerabilityDecision = z.object({
  id: z.string(),
  plant: plantKey,
  tag: z.string(),
  /** Key of the advisory, whatever its revision. */
  advisory: z.string(),
  kind: z.enum(vulnerabilityDecisionKinds),
  decidedOn: day,
  /** Last day on which it holds: the end of an acceptance, the last day of a shutdown window. */
  untilOn: day.nullable(),
  shutdownFrom: day.nullable(),
  /** The control that compensates. */
  control: z.string().nullable(),
  reason: z.string(),
  at: instant,
  by: z.string().nullable(),
  undone: z.object({ reason: z.string(), at: instant, by: z.string().nullable() }).nullable(),
})
export type VulnerabilityDecision = z.infer<typeof vulnerabilityDecision>

/** What one advisory means for one asset, and why. */
export const vulnerability = z.object({
  plant: plantKey,
  tag: z.string(),
  assetName: z.string().nullable(),
  /** Key of the advisory. */
  advisory: z.string(),
  trackingId: z.string(),
  title: z.string(),
  publisher: z.string(),
  verdict: z.enum(vulnerabilityVerdicts),
  /** One sentence that names what matched, the range and the version. */
  reason: bilingual,
  /** What would settle a verdict that is open; null where it is settled. */
  missing: bilingual.nullable(),
  /** The product entry that decided: its full name and its JSON path in the advisory. */
  product: z.object({ name: z.string(), path: z.string(), status: z.string(), range: z.string() }),
  matchedBy: z.enum(['orderNumber', 'model', 'family']),
  matched: z.string(),
  firmware: z.string().nullable(),
  severity: z.enum(vulnerabilitySeverities),
  score: z.number().nullable(),
  cves: z.array(z.string()),
  /** Known to be exploited (KEV). */
  exploited: z.boolean(),
  criticality: z.string().nullable(),
  sis: z.boolean().nullable(),
  /** What forbids the usual measure, by the registry. */
  constraints: z.array(z.string()),
  /** Since when the asset is affected; null for other verdicts. */
  since: day.nullable(),
  /** By when a decision is due; null where none is. */
  due: day.nullable(),
  /** Null where nothing has to be decided. */
  state: z.enum(vulnerabilityStates).nullable(),
  decision: vulnerabilityDecision.nullable(),
})
export type Vulnerability = z.infer<typeof vulnerability>

export const vulnerabilityFilters = z.object({
  plant: plantKey.optional(),
  tag: z.string().optional(),
  advisory: z.string().optional(),
  verdict: z.enum(vulnerabilityVerdicts).optional(),
  severity: z.enum(vulnerabilitySeverities).optional(),
  exploited: z.enum(['true', 'false']).optional(),
  state: z.enum(vulnerabilityStates).optional(),
  /** Part of a tag, name, tracking id, title or CVE. */
  q: z.string().optional(),
})

export const vulnerabilitySorts = ['priority', 'due', 'severity', 'tag', 'advisory'] as const

export const vulnerabilityCounts = z.object({
  /** Assets that stand in the plants. */
  assets: z.number().int(),
  /** Of these, held against advisories of their makers with no verdict open. */
  assessed: z.number().int(),
  /** Assets that some advisory affects. */
  affectedAssets: z.number().int(),
  affected: z.number().int(),
  cannotDecide: z.number().int(),
  notAffected: z.number().int(),
  /** Of the affected: nothing decided, or no longer. */
  undecided: z.number().int(),
  overdue: z.number().int(),
  exploited: z.number().int(),
  /** Advisories in force, makers they are of, and when the last ones were brought. */
  advisories: z.number().int(),
  makers: z.number().int(),
  broughtOn: day.nullable(),
  kev: z.object({ version: z.string().nullable(), on: day }).nullable(),
  /** By severity: what affects, by its state, and what is open. */
  severities: z.array(
    z.object({
      severity: z.enum(vulnerabilitySeverities),
      overdue: z.number().int(),
      open: z.number().int(),
      decided: z.number().int(),
      cannotDecide: z.number().int(),
    }),
  ),
})

export const listVulnerabilities = route({
  method: 'GET',
  path: '/vulnerabilities',
  area: 'assets',
  summary: 'What advisories mean for the assets of the registry, the most urgent first',
  query: reading
    .extend(paging.shape)
    .extend(vulnerabilityFilters.shape)
    .extend({ sort: z.enum(vulnerabilitySorts).optional() }),
  /** The counts are those of the plants asked for, whatever else is filtered. */
  response: page(vulnerability).extend({ counts: vulnerabilityCounts }),
})

export const exportVulnerabilities = route({
  method: 'GET',
  path: '/vulnerabilities/export',
  area: 'assets',
  summary: 'The same list as a workbook or CSV',
  query: reading.extend(vulnerabilityFilters.shape).extend({
    format: z.enum(['xlsx', 'csv']).optional(),
    language: z.enum(['en', 'ja']).optional(),
  }),
  response: z.unknown(),
  bytes: 'download',
})

const count = z.object({
  /** How many there are, and their median and ninth decile in days; null where there are none. */
  n: z.number().int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
})

export const getVulnerabilityTimes = route({
  method: 'GET',
  path: '/vulnerability-times',
  area: 'assets',
  summary: 'How long it took to decide, to patch and to compensate, by severity',
  query: reading.extend({ plant: plantKey.optional() }),
  response: z.object({
    items: z.array(
      z.object({
        severity: z.enum(vulnerabilitySeverities),
        /** Days within which to decide. */
        limit: z.number().int(),
        decide: count,
        patch: count,
        compensate: count,
        open: z.number().int(),
        overdue: z.number().int(),
      }),
    ),
  }),
})

export const advisoryRow = z.object({
  key: z.string(),
  trackingId: z.string(),
  title: z.string(),
  publisher: z.string(),
  version: z.string(),
  releasedAt: instant.nullable(),
  severity: z.enum(vulnerabilitySeverities),
  score: z.number().nullable(),
  cves: z.array(z.string()),
  exploited: z.boolean(),
  vendors: z.array(z.string()),
  products: z.number().int(),
  affected: z.number().int(),
  cannotDecide: z.number().int(),
  notAffected: z.number().int(),
})
export type AdvisoryRow = z.infer<typeof advisoryRow>

export const listAdvisories = route({
  method: 'GET',
  path: '/advisories',
  area: 'assets',
  summary: 'The advisories in force, with how many assets each affects',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional(), q: z.string().optional() }),
  response: page(advisoryRow),
})

export const advisoryDetail = advisoryRow.extend({
  summary: z.string().nullable(),
  status: z.string(),
  /** `verified`: the hash beside it was that of the file. `none`: there was none. */
  hashState: z.enum(['verified', 'none']),
  /** `present`: an OpenPGP signature lay beside it; it is not verified. */
  signatureState: z.enum(['present', 'none']),
  sha256: z.string(),
  /** The import that brought it, and the file within. */
  import: z.string(),
  fileName: z.string().nullable(),
  part: z.string().nullable(),
  broughtOn: day,
  faults: z.number().int(),
  references: z.array(z.object({ summary: z.string(), url: z.string() })),
  revisions: z.array(z.object({ number: z.string(), date: z.string(), summary: z.string() })),
  /** Revisions that are kept here, the newest first. */
  kept: z.array(
    z.object({ version: z.string(), broughtOn: day, fileName: z.string().nullable(), counts: z.boolean() }),
  ),
  vulnerabilities: z.array(
    z.object({
      cve: z.string().nullable(),
      title: z.string().nullable(),
      cwe: z.string().nullable(),
      summary: z.string().nullable(),
      score: z.number().nullable(),
      vector: z.string().nullable(),
      exploited: z.object({ on: day, due: day.nullable(), action: z.string() }).nullable(),
      remediations: z.array(
        z.object({
          category: z.string(),
          details: z.string(),
          date: z.string().nullable(),
          url: z.string().nullable(),
          products: z.array(z.string()),
        }),
      ),
      threats: z.array(z.object({ category: z.string(), details: z.string() })),
    }),
  ),
  /** Every product entry, with how its versions were understood. */
  entries: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      path: z.string(),
      range: z.string(),
      /** As a `vers:`; null where the words are kept as text. */
      read: z.string().nullable(),
      statuses: z.array(z.string()),
    }),
  ),
  /** Entries beyond those listed. */
  entriesMore: z.number().int(),
})
export type AdvisoryDetail = z.infer<typeof advisoryDetail>

export const getAdvisory = route({
  method: 'GET',
  path: '/advisories/:key',
  area: 'assets',
  summary: 'One advisory: its vulnerabilities, products, revisions, and how it came here',
  params: z.object({ key: z.string() }),
  query: reading,
  response: advisoryDetail,
})

export const assetVulnerability = vulnerability.extend({
  remediations: z.array(
    z.object({ category: z.string(), details: z.string(), url: z.string().nullable(), cves: z.array(z.string()) }),
  ),
  decisions: z.array(vulnerabilityDecision),
})
export type AssetVulnerability = z.infer<typeof assetVulnerability>

export const getAssetVulnerabilities = route({
  method: 'GET',
  path: '/assets/:plant/:tag/vulnerabilities',
  area: 'assets',
  summary: 'What every advisory means for one asset, why, what remedies it, and what was decided',
  params: z.object({ plant: plantKey, tag: z.string() }),
  query: reading,
  response: z.object({
    items: z.array(assetVulnerability),
    /** What was held against the advisories: the registry's word, and the wire's where it differs or adds. */
    compared: z.object({
      vendor: z.string().nullable(),
      model: z.string().nullable(),
      orderNumber: z.string().nullable(),
      firmware: z.string().nullable(),
      seen: z
        .object({
          vendor: z.string().nullable(),
          model: z.string().nullable(),
          orderNumber: z.string().nullable(),
          firmware: z.string().nullable(),
          on: day,
        })
        .nullable(),
    }),
    /** Whether it can be compared: `advisories` of its maker are kept, and enough is known of it. */
    comparable: z.enum(['yes', 'noAdvisories', 'tooLittleKnown']),
    advisories: z.number().int(),
    /** Shutdown windows of the plant that are not over, for a patch. */
    windows: z.array(z.object({ id: z.string(), from: day, to: day, note: z.string().nullable() })),
  }),
})

export const decideVulnerability = route({
  method: 'POST',
  path: '/vulnerability-decisions',
  area: 'assets',
  summary: 'Decides on an advisory for an asset: patch, compensate, accept, or not applicable',
  body: z.object({
    plant: plantKey,
    tag: z.string().min(1),
    advisory: z.string().min(1),
    kind: z.enum(vulnerabilityDecisionKinds),
    /** Default: today. */
    decidedOn: day.optional(),
    /** The shutdown window in which it is patched. */
    shutdown: z.string().optional(),
    /** The control that compensates. */
    control: z.string().max(2000).optional(),
    /** Last day of an acceptance; at most a year away. */
    untilOn: day.optional(),
    reason: z.string().trim().min(1).max(2000),
  }),
  response: vulnerabilityDecision,
  status: 201,
})

export const undoVulnerabilityDecision = route({
  method: 'POST',
  path: '/vulnerability-decisions/:id/undo',
  area: 'assets',
  summary: 'Takes a decision back',
  params: z.object({ id: z.string() }),
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: vulnerabilityDecision,
})

export const vulnerabilitiesRoutes = [
  listVulnerabilities,
  exportVulnerabilities,
  getVulnerabilityTimes,
  listAdvisories,
  getAdvisory,
  getAssetVulnerabilities,
  decideVulnerability,
  undoVulnerabilityDecision,
]
