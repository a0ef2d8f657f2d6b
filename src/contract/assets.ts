import { z } from 'zod'
import { day, instant, page, paging, plantKey, proof, reading } from './common.ts'
import { route } from './route.ts'

export const asset = z.object({
  plant: plantKey,
  tag: z.string(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  orderNumber: z.string().nullable(),
  serial: z.string().nullable(),
  firmware: z.string().nullable(),
  ips: z.array(z.string()),
  macs: z.array(z.string()),
  hostname: z.string().nullable(),
  zone: z.string().nullable(),
  location: z.string().nullable().optional(),
  criticality: z.string().nullable(),
  lifecycle: z.string().nullable(),
  owner: z.string().nullable(),
  sis: z.boolean().nullable(),
  /** Level of the Purdue model as the registry says it; 3.5 is the DMZ. */
  level: z.string().nullable().optional(),
  /** What forbids the usual measure: `cannot-stop`, `cannot-patch`, `vendor-locked`, `safety-certified`. */
  constraints: z.array(z.string()).optional(),
  protection: z.string().nullable().optional(),
  remarks: z.string().nullable().optional(),
  procuredOn: day.nullable().optional(),
  deployedOn: day.nullable().optional(),
  operatedOn: day.nullable().optional(),
  renewalOn: day.nullable().optional(),
  disposedOn: day.nullable().optional(),
  /** Since when the registry says so. */
  effectiveOn: day.optional(),
  /** Last day on which a person confirmed it. */
  reviewedOn: day.nullable(),
  /** Last day on which it was seen on the wire. */
  seenOn: day.nullable(),
  /** Kept, but not understood: column title → text. */
  other: z.record(z.string(), z.string()).optional(),
})
export type Asset = z.infer<typeof asset>

export const assetSorts = [
  'tag',
  'name',
  'type',
  'vendor',
  'zone',
  'criticality',
  'lifecycle',
  'reviewedOn',
  'seenOn',
] as const

const filters = z.object({
  plant: plantKey.optional(),
  q: z.string().optional(),
  criticality: z.string().optional(),
  lifecycle: z.string().optional(),
  zone: z.string().optional(),
  sis: z.enum(['true', 'false']).optional(),
  seen: z.enum(['seen', 'unseen']).optional(),
})

export const listAssets = route({
  method: 'GET',
  path: '/assets',
  area: 'assets',
  summary: 'The registry: searched, filtered, sorted, page by page',
  query: reading
    .extend(paging.shape)
    .extend(filters.shape)
    .extend({ sort: z.enum(assetSorts).optional(), order: z.enum(['asc', 'desc']).optional() }),
  response: page(asset),
})

export const assetChange = z.object({
  effectiveOn: day,
  recordedAt: instant,
  by: z.string().nullable(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  proof: proof.nullable(),
})

export const assetDetail = asset.extend({
  history: z.array(assetChange),
  reviews: z.array(z.object({ on: day, by: z.string().nullable(), proof: proof.nullable() })),
  /** What the wire says of it, field by field, beside the registry's word. Observation never overwrites the registry. */
  observed: z.array(
    z.object({
      field: z.string(),
      registry: z.string().nullable(),
      seen: z.string(),
      on: day,
      agrees: z.boolean().nullable(),
      proof: proof.nullable(),
    }),
  ),
  proof: z.array(proof),
})
export type AssetDetail = z.infer<typeof assetDetail>

export const getAsset = route({
  method: 'GET',
  path: '/assets/:plant/:tag',
  area: 'assets',
  summary: 'One asset with its history, its reviews and what was observed of it',
  params: z.object({ plant: plantKey, tag: z.string() }),
  query: reading,
  response: assetDetail,
})

export const exportAssets = route({
  method: 'GET',
  path: '/assets/export',
  area: 'assets',
  summary: 'The registry as a workbook or CSV that imports again unchanged',
  query: reading.extend(filters.shape).extend({
    format: z.enum(['xlsx', 'csv']).optional(),
    language: z.enum(['en', 'ja']).optional(),
  }),
  response: z.unknown(),
  bytes: 'download',
})

export const reconciliationStates = ['matched', 'unmanaged', 'notSeen', 'conflict'] as const

export const reconciliationRow = z.object({
  id: z.string(),
  plant: plantKey,
  state: z.enum(reconciliationStates),
  /** The registry's side; null for an unmanaged device. */
  tag: z.string().nullable(),
  assetName: z.string().nullable(),
  /** The wire's side; null for an asset that was not seen. */
  device: z.string().nullable(),
  ips: z.array(z.string()),
  macs: z.array(z.string()),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  /** What the device says of itself, for the registry to take over; null for an asset that was not seen. */
  seen: z
    .object({
      name: z.string().nullable(),
      vendor: z.string().nullable(),
      model: z.string().nullable(),
      orderNumber: z.string().nullable(),
      firmware: z.string().nullable(),
      serial: z.string().nullable(),
      roles: z.array(z.string()),
      /** Purdue level, and who says so: `registry`, `zone`, `inferred`, `unknown`. */
      level: z.string().nullable(),
      levelSource: z.string(),
      zone: z.string().nullable(),
      safety: z.boolean(),
    })
    .nullable(),
  /** What they were matched by, or where they disagree. */
  because: z.array(
    z.object({ key: z.string(), registry: z.string().nullable(), seen: z.string().nullable(), agrees: z.boolean() }),
  ),
  proof: z.array(proof),
})
export type ReconciliationRow = z.infer<typeof reconciliationRow>

export const getReconciliation = route({
  method: 'GET',
  path: '/reconciliation',
  area: 'assets',
  summary: 'The registry beside what was observed: matched, unmanaged, not seen, in conflict',
  query: reading
    .extend(paging.shape)
    .extend({ plant: plantKey.optional(), state: z.enum(reconciliationStates).optional(), q: z.string().optional() }),
  response: page(reconciliationRow).extend({
    counts: z.object({
      matched: z.number().int(),
      unmanaged: z.number().int(),
      notSeen: z.number().int(),
      conflict: z.number().int(),
    }),
    /** Null where nothing was ever observed at the plant: then "not seen" says nothing. */
    observedFrom: day.nullable(),
    observedTo: day.nullable(),
  }),
})

export const assetsRoutes = [listAssets, exportAssets, getAsset, getReconciliation]
