import { lapseOf } from '#areas/assets/index.ts'
import { dayNumber } from '#core/calendar/day.ts'
import type { Proof, ProofRequest } from '#core/maturity/indicator.ts'
import type { Bilingual } from '#core/record/record.ts'
import { loadCaptures } from './capture-store.ts'
import type { NetworkContext } from './context.ts'
import { judgedOn, safetyPieces } from './device-pieces.ts'
import type { ObservedDevice } from './picture-store.ts'
import { standingWords } from './proof-words.ts'
import { deviceProof } from './proofs.ts'

/** Safety devices on the wire, those first that the registry does not hold for critical. */
export async function safetyProofs({ keeper, db }: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const picture = (await keeper.pictures([ask.scope])).get(ask.scope)
  if (!picture) return []
  const captures = await loadCaptures(db, { plant: ask.scope, limit: 1000, skip: 0 })
  const captureOf = new Map(captures.map((capture) => [capture.id, capture]))
  return judgedOn(picture, safetyPieces, dayNumber(ask.on), lapseOf(ask.within ?? 'P3M'))
    .map(({ device, good }) => deviceProof(device, captureOf, good ? 'for' : 'against', safetyWords(device)))
    .sort((a, b) => (a.speaks === b.speaks ? 0 : a.speaks === 'against' ? -1 : 1))
    .slice(0, ask.limit)
}

/** How the registry holds a safety device that was seen on the wire. */
function safetyWords(device: Pick<ObservedDevice, 'status' | 'tag' | 'criticalFrom'>): Bilingual {
  if (device.status !== 'matched') {
    const { en, ja } = standingWords(device)
    return {
      en: `a safety device that is ${device.status === 'unmanaged' ? en : 'in conflict with the registry'}`,
      ja: `安全機器、${ja}`,
    }
  }
  return device.criticalFrom === null
    ? {
        en: `a safety device that the registry (${device.tag}) marks neither as critical nor as SIS`,
        ja: `安全機器だが、台帳（${device.tag}）では重要・SISの指定なし`,
      }
    : {
        en: `a safety device, critical in the registry as ${device.tag} since ${device.criticalFrom}`,
        ja: `安全機器、${device.criticalFrom} から台帳の ${device.tag} で重要指定`,
      }
}
