import { dayNumber } from '#core/calendar/day.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { type Asset, type AssetFacts, type FactKey, factKeys } from './asset.ts'
import { type AssetsContext, atOf, type Reading } from './context.ts'
import type { Observation } from './observer.ts'
import {
  type AssetFilter,
  type AssetSort,
  type AssetVersion,
  countAssets,
  loadAssets,
  loadHistory,
  loadReviews,
  type ReviewEntry,
} from './registry-store.ts'
import { changedFacts, factText } from './rules.ts'

export interface ListAssets extends Reading, Omit<AssetFilter, 'tags'> {
  readonly sort?: AssetSort | undefined
  readonly descending?: boolean | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

export interface AssetList {
  readonly items: readonly Asset[]
  readonly next: string | null
  /** Null where counting would cost too much. */
  readonly total: number | null
}

/** Filtered lists are counted one by one up to a registry of this size. */
const COUNTED = 20_000

/** The registry as it stood on a day: searched, filtered, sorted, page by page. Throws `BadInput` for a foreign cursor. */
export async function listAssets(context: AssetsContext, ask: ListAssets): Promise<AssetList> {
  const at = await atOf(context, ask)
  const plants = ask.plant === undefined ? (await context.plants.list()).map(({ key }) => key) : [ask.plant]
  const spans = await context.keeper.spans(plants)
  const limit = Math.min(Math.max(ask.limit ?? 100, 1), 500)
  const sort = ask.sort ?? 'tag'
  const position = readCursor(ask.cursor)
  const found = await loadAssets(context.db, ask, at, {
    sort,
    descending: ask.descending ?? false,
    limit: limit + 1,
    ...(sort === 'tag' ? { after: position?.after } : { skip: position?.skip }),
  })
  const items = found.slice(0, limit)
  const last = items[items.length - 1]
  const more = found.length > limit && last !== undefined
  const next = !more
    ? null
    : sort === 'tag'
      ? writeCursor({ after: { plant: last.plant, tag: last.tag } })
      : writeCursor({ skip: (position?.skip ?? 0) + limit })
  const day = dayNumber(at.asOf)
  const registered = [...spans.values()].flat().reduce((sum, span) => {
    return span.from <= day && day < span.to ? sum + span.assets : sum
  }, 0)
  const filtered = [ask.q, ask.criticality, ask.lifecycle, ask.zone, ask.sis, ask.seen].some((one) => one !== undefined)
  const plain = !filtered && ask.knownAt === undefined
  const total = plain ? registered : registered <= COUNTED ? await countAssets(context.db, ask, at) : null
  return { items, next, total }
}

interface Position {
  readonly after?: { readonly plant: string; readonly tag: string }
  readonly skip?: number
}

function writeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

function readCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null
  try {
    const position = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position
    const { after, skip } = position
    if (typeof after?.plant === 'string' && typeof after.tag === 'string') return { after }
    if (Number.isSafeInteger(skip) && skip! >= 0) return { skip: skip! }
  } catch {
    // Falls through: whatever it is, it is not ours.
  }
  throw new BadInput('the cursor is not one of this list', [{ path: 'cursor', reason: 'not one that this list gave' }])
}

export interface AssetChange {
  readonly effectiveOn: string
  readonly recordedAt: string
  readonly by: string | null
  /** Key of the field, `other` for columns that no field understands, `registered` for the first entry. */
  readonly field: string
  readonly before: string | null
  readonly after: string | null
  readonly source: string | null
  readonly sourceText: string | null
}

export interface AssetDetail {
  readonly asset: Asset
  readonly history: readonly AssetChange[]
  readonly reviews: readonly ReviewEntry[]
  readonly observed: readonly (Observation & { readonly registry: string | null })[]
}

/** One asset with all that was ever said of it. Throws `NotFound`. */
export async function getAsset(
  context: AssetsContext,
  plant: string,
  tag: string,
  reading: Reading,
): Promise<AssetDetail> {
  const at = await atOf(context, reading)
  await context.keeper.spans([plant])
  const [asset] = await loadAssets(context.db, { plant, tags: [tag] }, at, { sort: 'tag', descending: false, limit: 1 })
  if (!asset) throw new NotFound(`there is no asset ${tag} at ${plant}`)
  const [versions, reviews, seen] = await Promise.all([
    loadHistory(context.db, plant, tag, at),
    loadReviews(context.db, plant, tag, at),
    context.observer()?.observations(plant, tag) ?? [],
  ])
  return {
    asset,
    history: historyOf(versions),
    reviews,
    observed: seen
      .filter(({ on }) => on <= at.asOf)
      .map((one) => ({ ...one, registry: registryWord(asset, one.field) })),
  }
}

/** Field by field what each version changed, the newest first. */
export function historyOf(versions: readonly AssetVersion[]): AssetChange[] {
  const changes: AssetChange[] = []
  for (const [i, version] of versions.entries()) {
    const { effectiveOn, recordedAt, recordedBy: by, source, sourceText } = version
    const entry = { effectiveOn, recordedAt, by, source, sourceText }
    const before = versions[i - 1]
    if (!before) {
      changes.push({ ...entry, field: 'registered', before: null, after: version.name })
      continue
    }
    for (const field of changedFacts(before, version)) {
      changes.push({ ...entry, field, before: factText(before[field]), after: factText(version[field]) })
    }
  }
  return changes.reverse()
}

function registryWord(asset: AssetFacts, field: string): string | null {
  return (factKeys as readonly string[]).includes(field) ? factText(asset[field as FactKey]) : null
}
