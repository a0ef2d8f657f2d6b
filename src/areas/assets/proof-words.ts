import type { Day } from '#core/calendar/day.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { Asset } from './asset.ts'
import { registryFields } from './fields.ts'
import type { ProofWish } from './registry-store.ts'

/** A proof's words in both languages, as `Proof` carries them. */
export interface ProofText {
  readonly text: string
  readonly textJa: string
}

/** Where a row stands, from the words in which the store tells it: `registry.xlsx, sheet Assets, row 4`. */
export function sourceWords(sourceText: string | null): Bilingual {
  if (sourceText === null) return { en: 'entered by hand', ja: '手入力' }
  const found = /^(.*?)(?:, sheet (.*))?, row (\d+)$/su.exec(sourceText)
  if (!found) return { en: sourceText, ja: sourceText }
  const [, file, sheet, row] = found
  return { en: sourceText, ja: `${file}${sheet ? ` シート「${sheet}」` : ''} ${row}行目` }
}

/** The asset, why it speaks for or against, and where its row stands. */
export function assetWords(asset: Asset, wish: ProofWish): ProofText {
  const name = `${asset.tag}${asset.name ? ` ${asset.name}` : ''}`
  const [because, source] = [why(asset, wish), sourceWords(asset.sourceText)]
  return { text: `${name}: ${because.en} (${source.en})`, textJa: `${name}：${because.ja}（${source.ja}）` }
}

function why(asset: Asset, wish: ProofWish): Bilingual {
  const review = reviewed(asset)
  switch (wish.good) {
    case 'lifecycle':
      return lifecycle(asset)
    case 'protected':
      return asset.protection === null
        ? { en: 'no protective measure recorded', ja: '保護対策の記録なし' }
        : { en: `protective measure: ${asset.protection}`, ja: `保護対策：${asset.protection}` }
    case 'reviewed':
      return review
    default: {
      const seen = seenOn(asset)
      return { en: `${review.en}, ${seen.en}`, ja: `${review.ja}、${seen.ja}` }
    }
  }
}

function seenOn({ seenOn: day }: Asset): Bilingual {
  return day === null
    ? { en: 'never seen on the wire', ja: 'ネットワーク上で未検出' }
    : { en: `seen on ${day}`, ja: `${day} に観測` }
}

function reviewed({ reviewedOn: day }: Asset): Bilingual {
  return day === null
    ? { en: 'never reviewed', ja: '確認の記録なし' }
    : { en: `reviewed on ${day}`, ja: `${day} に確認` }
}

function lifecycle(asset: Asset): Bilingual {
  const state = asset.lifecycle
  if (state === null) return { en: 'no lifecycle state', ja: 'ライフサイクル状態の記録なし' }
  const days: Record<string, Day | null> = {
    procurement: asset.procuredOn,
    deployment: asset.deployedOn ?? asset.procuredOn,
    operation: asset.operatedOn ?? asset.deployedOn,
    renewal: asset.renewalOn,
    disposed: asset.disposedOn,
  }
  const day = days[state]
  const options = registryFields.find(({ key }) => key === 'lifecycle')?.options
  const ja = options?.find(({ key }) => key === state)?.label.ja ?? state
  return {
    en: `lifecycle state ${state}${day ? ` since ${day}` : ' without its date'}`,
    ja: `状態「${ja}」（${day ? `${day} から` : '日付の記録なし'}）`,
  }
}

export function reviewWords(on: Day, covers: boolean): ProofText {
  return {
    text: `Review of the registry on ${on}${covers ? '' : ' (critical assets only)'}`,
    textJa: `${on} の台帳の棚卸${covers ? '' : '（重要資産のみ）'}`,
  }
}

/** What one import, or one entry by hand, brought into the registry. */
export function batchWords(batch: {
  readonly fileName: string | null
  readonly effectiveOn: Day
  readonly added: number
  readonly changed: number
  readonly reviewed: number
  readonly unchanged: number
}): ProofText {
  const { fileName, effectiveOn, added, changed, unchanged } = batch
  return {
    text: `${fileName ?? 'Entry by hand'}, as of ${effectiveOn}: ${added} new, ${changed} changed, ${batch.reviewed} reviewed, ${unchanged} as before`,
    textJa: `${fileName ?? '手入力'}（${effectiveOn} 時点）：追加 ${added} 件、変更 ${changed} 件、確認 ${batch.reviewed} 件、変更なし ${unchanged} 件`,
  }
}
