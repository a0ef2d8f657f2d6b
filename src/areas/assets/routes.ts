import * as contract from '#contract/assets.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import { foldCode } from './addresses.ts'
import type { Asset } from './asset.ts'
import type { Assets } from './create-assets.ts'
import type { AssetChange, AssetDetail } from './list-assets.ts'
import { sourceWords } from './proof-words.ts'
import { vulnerabilityRoutes } from './vulnerabilities/routes.ts'

/** The registry's routes; the reconciliation is the network area's to answer. */
export function assetsRoutes(assets: Assets): Implemented[] {
  return [
    implement(contract.listAssets, async ({ query: { order, sis, seen, ...query } }) => {
      const { items, next, total } = await assets.list({
        ...query,
        descending: order === 'desc',
        sis: sis === undefined ? undefined : sis === 'true',
        seen: seen === undefined ? undefined : seen === 'seen',
      })
      return { items: items.map(shown), next, total }
    }),
    implement(contract.exportAssets, async ({ query: { sis, seen, ...query } }) => {
      const file = await assets.export({
        ...query,
        sis: sis === undefined ? undefined : sis === 'true',
        seen: seen === undefined ? undefined : seen === 'seen',
      })
      return { content: file.bytes, type: file.mediaType, fileName: file.name }
    }),
    implement(contract.getAsset, async ({ params, query }) =>
      detailShown(await assets.get(params.plant, params.tag, query)),
    ),
    ...vulnerabilityRoutes(assets.vulnerabilities),
  ]
}

function shown({ source: _source, sourceText: _text, ips, macs, constraints, other, ...asset }: Asset) {
  return { ...asset, ips: [...ips], macs: [...macs], constraints: [...constraints], other: { ...other } }
}

function detailShown({ asset, history, reviews, observed }: AssetDetail) {
  return {
    ...shown(asset),
    history: history.map(({ source, sourceText, ...change }) => ({
      ...change,
      proof: proofOf({ source, sourceText }),
    })),
    reviews: reviews.map(({ source, sourceText, ...review }) => ({
      ...review,
      proof: proofOf({ source, sourceText }),
    })),
    observed: observed.map(({ field, registry, seen, on, ref, text, textJa = text, href }) => ({
      field,
      registry,
      seen,
      on,
      agrees: registry === null ? null : agrees(registry, seen),
      proof: { ref, text, textJa, href, speaks: 'for' as const },
    })),
    proof: [proofOf(asset)].filter((proof) => proof !== null),
  }
}

/** Codes agree without their spaces and hyphens; of several addresses one in common is enough. */
function agrees(registry: string, seen: string): boolean {
  const [said, found] = [registry, seen].map((text) => text.split(';').map(foldCode))
  return found!.some((one) => said!.some((other) => one.includes(other) || other.includes(one)))
}

function proofOf({ source, sourceText }: Pick<AssetChange, 'source' | 'sourceText'>) {
  if (source === null) return null
  const [importId = '', ...place] = source.replace(/^row:/, '').split('/')
  const row = place.pop()
  const query = new URLSearchParams({
    ...(row ? { row } : {}),
    ...(place.length > 0 ? { sheet: place.join('/') } : {}),
  })
  return {
    ref: source,
    text: sourceText ?? source,
    ...(sourceText === null ? {} : { textJa: sourceWords(sourceText).ja }),
    href: `/evidence/imports/${encodeURIComponent(importId)}${query.size > 0 ? `?${query}` : ''}`,
    speaks: 'for' as const,
  }
}
