import type { Day } from '#core/calendar/day.ts'
import type { Indicator, Measurement, Proof, ProofRequest, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { loadPlantCaptures } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { captureHref } from '../proofs.ts'
import { loadHandshakeCaptures } from './crypto-store.ts'
import { readCryptography, shownOn } from './read-cryptography.ts'

/**
 * The day of the newest inventory of cryptography: each capture with handshakes makes one. The enterprise has one when each
 * of its plants has, as old as the oldest of them.
 */
export function cryptographyIndicators(context: NetworkContext): Indicator[] {
  return [
    {
      id: 'network.cryptoInventory',
      alsoRecorded: 'value',
      async measure(ask) {
        const result = new Map<ScopeKey, Series>()
        const plants = ask.plants.length > 0 ? ask.plants : (await context.plants.list()).map(({ key }) => key)
        const measured = await Promise.all(plants.map((plant) => handshakeSteps(context, plant, ask)))
        for (const [i, plant] of plants.entries()) {
          const steps = measured[i] ?? []
          if (steps.length > 0) result.set(plant, steps)
        }
        const all = oldestOf(measured)
        if (plants.length > 0 && all.length > 0) result.set('*', all)
        return result
      },
      proof: (ask) => inventoryProofs(context, ask),
    },
  ]
}

async function handshakeSteps(
  { db }: NetworkContext,
  plant: string,
  { knownAt }: Pick<Measurement, 'knownAt'>,
): Promise<Step[]> {
  const captures = await loadPlantCaptures(db, plant, knownAt)
  const handshakes = await loadHandshakeCaptures(
    db,
    plant,
    captures.map(({ id }) => id),
  )
  const days = new Map<Day, string>()
  for (const capture of captures) {
    const day = handshakes.has(capture.id) ? shownOn(capture) : null
    if (day !== null) days.set(day, capture.id)
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, id]) => ({ from: day, value: day, records: [`capture:${id}`], strength: 'measured' }))
}

function oldestOf(series: readonly (readonly Step[])[]): Step[] {
  if (series.length === 0 || series.some((steps) => steps.length === 0)) return []
  const days = [...new Set(series.flatMap((steps) => steps.map(({ from }) => from)))].sort()
  const at = series.map(() => -1)
  const result: Step[] = []
  for (const from of days) {
    const now = series.map((steps, i) => {
      while (steps[at[i]! + 1] !== undefined && steps[at[i]! + 1]!.from <= from) at[i]!++
      return steps[at[i]!]
    })
    if (now.some((step) => step === undefined)) continue
    const oldest = now.reduce((a, b) => (String(a?.value) <= String(b?.value) ? a : b))
    if (oldest === undefined || result.at(-1)?.value === oldest.value) continue
    result.push({ ...oldest, from, records: now.flatMap((step) => step?.records ?? []).slice(0, 20) })
  }
  return result
}

async function inventoryProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  const found = await readCryptography(context, {
    asOf: ask.on,
    ...(ask.scope === '*' ? {} : { plant: ask.scope }),
  })
  const proofs: Proof[] = []
  for (const { plant, counts, measuredOn, captures } of found) {
    if (measuredOn === null || proofs.length >= ask.limit) continue
    const latest = [...captures.values()].find((capture) => shownOn(capture, ask.on) === measuredOn)
    const { usingCryptography: using, quantumSafe: safe, weak, lapsed } = counts
    proofs.push({
      ref: latest === undefined ? `plant:${plant}` : `capture:${latest.id}`,
      text: `${plant}: handshakes up to ${measuredOn}: ${using} systems use cryptography, ${safe} of them quantum-safe; ${weak} weak, ${lapsed} certificates lapsed`,
      textJa: `${plant}：${measuredOn}までのハンドシェイクで、暗号を使用する${using}システム（うち耐量子${safe}）、弱い設定${weak}、失効済み証明書${lapsed}`,
      href: `/network/cryptography?plant=${encodeURIComponent(plant)}`,
      speaks: 'for',
    })
    if (latest !== undefined && proofs.length < ask.limit) {
      proofs.push({
        ref: `capture:${latest.id}`,
        text: `${latest.fileName}, the newest capture with handshakes`,
        textJa: `${latest.fileName}（ハンドシェイクを含む最新のキャプチャ）`,
        href: captureHref(latest.id),
        speaks: 'for',
      })
    }
  }
  return proofs
}
