import type { Day } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Proof, ProofRequest } from '#core/maturity/indicator.ts'
import type { Asset } from './asset.ts'
import { type AssetsContext, concerns, recordsOf } from './context.ts'
import { assetWords, batchWords, reviewWords } from './proof-words.ts'
import { loadProofAssets, type ProofWish } from './registry-store.ts'
import { loadBatches } from './span-store.ts'

/** The assets behind a share, those that speak against it first: tag, why, and where the row stands. */
export async function assetProofs(context: AssetsContext, wish: ProofWish, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  await context.keeper.spans([ask.scope])
  const since = addPeriod(ask.on, ask.within ?? 'P3M', -1)
  const reviews = await recordsOf(context.evidence, 'registry-review')
  const review = reviews.find((record) => {
    return record.effectiveFrom <= ask.on && record.effectiveFrom >= since && concerns(record, ask.scope)
  })
  const coversAll = review !== undefined && (review.data.coverage !== 'critical' || wish.only === 'critical')
  const byReview = wish.good === 'confirmed' || wish.good === 'reviewed'
  const proofs: Proof[] = []
  if (byReview && review) proofs.push(reviewProof(review.id, review.effectiveFrom, coversAll))
  const room = Math.max(0, ask.limit - proofs.length)
  if (!(byReview && coversAll)) {
    const against = await loadProofAssets(context.db, ask.scope, wish, {
      on: ask.on,
      since,
      speaks: 'against',
      limit: room,
    })
    proofs.unshift(...against.map((asset) => assetProof(asset, wish, 'against')))
  }
  if (proofs.length < ask.limit) {
    const limit = ask.limit - proofs.length
    const good = await loadProofAssets(context.db, ask.scope, wish, { on: ask.on, since, speaks: 'for', limit })
    proofs.push(...good.map((asset) => assetProof(asset, wish, 'for')))
  }
  return proofs
}

function assetProof(asset: Asset, wish: ProofWish, speaks: Proof['speaks']): Proof {
  return {
    ref: `asset:${asset.plant}/${asset.tag}`,
    ...assetWords(asset, wish),
    href: assetHref(asset.plant, asset.tag),
    speaks,
  }
}

export function assetHref(plant: string, tag: string): string {
  return `/assets/${encodeURIComponent(plant)}/${encodeURIComponent(tag)}`
}

function reviewProof(id: string, on: Day, covers: boolean): Proof {
  return {
    ref: `record:${id}`,
    ...reviewWords(on, covers),
    href: `/evidence/records/${id}`,
    speaks: 'for',
  }
}

/** Reviews of the registry up to the day, the latest first. */
export async function reviewProofs(context: AssetsContext, ask: ProofRequest): Promise<Proof[]> {
  const records = await recordsOf(context.evidence, 'registry-review')
  const proofs = records
    .filter((record) => record.effectiveFrom <= ask.on && (ask.scope === '*' || concerns(record, ask.scope)))
    .map((record) => reviewProof(record.id, record.effectiveFrom, record.data.coverage !== 'critical'))
  if (proofs.length >= ask.limit || ask.scope === '*') return proofs.slice(0, ask.limit)
  const wish: ProofWish = { good: 'reviewed' }
  const since = '0001-01-01'
  const found = await loadProofAssets(context.db, ask.scope, wish, {
    on: ask.on,
    since,
    speaks: 'for',
    limit: ask.limit - proofs.length,
  })
  return [...proofs, ...found.map((asset) => assetProof(asset, wish, 'for'))]
}

/** What was brought into the plant's registry up to the day, the latest first. */
export async function batchProofs({ db }: AssetsContext, ask: ProofRequest): Promise<Proof[]> {
  const batches = await loadBatches(db)
  return batches
    .filter((batch) => (ask.scope === '*' || batch.plant === ask.scope) && batch.effectiveOn <= ask.on)
    .reverse()
    .slice(0, ask.limit)
    .map((batch) => ({
      ref: `import:${batch.batch}`,
      ...batchWords(batch),
      href: batch.fileName === null ? null : `/evidence/imports/${batch.batch}`,
      speaks: 'for',
    }))
}
