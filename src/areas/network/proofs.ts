import { canBeSeen, lapseOf } from '#areas/assets/index.ts'
import { dayNumber } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Proof, ProofRequest } from '#core/maturity/indicator.ts'
import type { Bilingual } from '#core/record/record.ts'
import { loadCaptures, loadConversations } from './capture-store.ts'
import type { NetworkContext } from './context.ts'
import { judgedOn, unmanagedPieces } from './device-pieces.ts'
import type { ObservedDevice } from './picture-store.ts'
import type { Numbered } from './proof-place.ts'
import { captureWords, crossingWords, deviceWords, standingWords, unseenWords, zoneWords } from './proof-words.ts'
import { zonesOf } from './zones.ts'

export function packetHref(captureId: string, packet: number): string {
  return `/evidence/captures/${encodeURIComponent(captureId)}/packets/${packet}`
}

export function captureHref(captureId: string): string {
  return `/evidence/captures/${encodeURIComponent(captureId)}`
}

/** Captures that looked at the plant within the window, the latest first. */
export async function captureProofs({ db, keeper }: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const since = addPeriod(ask.on, ask.within ?? 'P1Y', -1)
  const picture = (await keeper.pictures([ask.scope])).get(ask.scope)
  const days = picture?.looked.filter(({ day }) => day >= since && day <= ask.on) ?? []
  const ids = new Set(days.map(({ captureId }) => captureId))
  const captures = await loadCaptures(db, { plant: ask.scope, limit: 1000, skip: 0 })
  return captures
    .filter((capture) => ids.has(capture.id))
    .sort((a, b) => ((a.lastSeen ?? '') < (b.lastSeen ?? '') ? 1 : -1))
    .slice(0, ask.limit)
    .map((capture) => {
      const mine = days.filter(({ captureId }) => captureId === capture.id)
      const watched = mine.filter(({ boundary }) => boundary).length
      return {
        ref: `capture:${capture.id}`,
        ...captureWords(capture, watched),
        href: captureHref(capture.id),
        speaks: 'for',
      }
    })
}

/** Devices behind a share: those that the registry lacks, or assets that were not seen, with the packet that shows it. */
export async function deviceProofs(
  { assets, keeper, db }: NetworkContext,
  ask: ProofRequest,
  what: 'unmanaged' | 'notSeen',
): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  const since = addPeriod(ask.on, ask.within ?? 'P3M', -1)
  const picture = (await keeper.pictures([plant])).get(plant)
  if (!picture) return []
  const inWindow = picture.devices.filter(
    (device) => device.counted && device.days.some((day) => day >= since && day <= ask.on),
  )
  const captures = await loadCaptures(db, { plant, limit: 1000, skip: 0 })
  const captureOf = new Map(captures.map((capture) => [capture.id, capture]))
  const proofs: Proof[] = []
  if (what === 'notSeen') {
    const seen = new Set(inWindow.filter(({ status }) => status === 'matched').map(({ tag }) => tag))
    let cursor: string | undefined
    while (proofs.length < ask.limit) {
      const page = await assets.list({ plant, asOf: ask.on, limit: 500, cursor })
      for (const asset of page.items) {
        if (seen.has(asset.tag) || !(canBeSeen(asset) || asset.seenOn !== null)) continue
        if (proofs.length >= ask.limit) break
        proofs.push({
          ref: `asset:${plant}/${asset.tag}`,
          ...unseenWords(asset),
          href: `/assets/${encodeURIComponent(plant)}/${encodeURIComponent(asset.tag)}`,
          speaks: 'against',
        })
      }
      if (page.next === null) break
      cursor = page.next
    }
  } else {
    const judged = judgedOn(picture, unmanagedPieces, dayNumber(ask.on), lapseOf(ask.within ?? 'P3M'))
    // The pieces are of the share of unmanaged ones: good for the sum, and against the plant.
    for (const { device } of judged.filter(({ good }) => good).slice(0, ask.limit)) {
      proofs.push(deviceProof(device, captureOf, 'against', standingWords({ ...device, status: 'unmanaged' })))
    }
  }
  const matched = inWindow.filter(({ status }) => status === 'matched')
  for (const device of matched.slice(0, Math.max(0, ask.limit - proofs.length))) {
    proofs.push(deviceProof(device, captureOf, 'for'))
  }
  return proofs
}

export function deviceProof(
  device: ObservedDevice,
  captureOf: ReadonlyMap<string, Numbered>,
  speaks: Proof['speaks'],
  what: Bilingual = standingWords(device),
): Proof {
  const packet = device.packet ?? 1
  return {
    ref: `packet:${device.captureId}/${packet}`,
    ...deviceWords(device, what, captureOf.get(device.captureId)),
    href: packetHref(device.captureId, packet),
    speaks,
  }
}

/** Conversations past the DMZ, packet by packet; where there are none, the captures that watched the boundary. */
export async function crossingProofs(
  context: NetworkContext,
  ask: ProofRequest,
  /** What else stands behind such a conversation: the rule that lets it pass, the policy line that is missing. */
  behind: (plant: string, place: { readonly captureId: string; readonly n: number }) => Promise<readonly Proof[]>,
): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  const since = addPeriod(ask.on, ask.within ?? 'P90D', -1)
  const picture = (await context.keeper.pictures([plant])).get(plant)
  const open = picture?.crossings.filter(({ days }) => days.some((day) => day >= since && day <= ask.on)) ?? []
  const proofs: Proof[] = []
  for (const [capture, crossings] of Map.groupBy(open, ({ captureId }) => captureId)) {
    if (proofs.length >= ask.limit) break
    const talks = await loadConversations(
      context.db,
      { plant, capture, n: crossings.slice(0, ask.limit).map(({ n }) => n) },
      { sort: 'n', limit: ask.limit - proofs.length, skip: 0 },
    )
    const levels = new Map(crossings.map((crossing) => [crossing.n, crossing]))
    for (const talk of talks) {
      const crossing = levels.get(talk.n)
      proofs.push({
        ref: `conversation:${capture}/${talk.n}`,
        ...crossingWords(talk, crossing?.clientLevel ?? '?', crossing?.serverLevel ?? '?'),
        href: talk.packetsSeen[0] === undefined ? captureHref(capture) : packetHref(capture, talk.packetsSeen[0]),
        speaks: 'against',
      })
      proofs.push(...(await behind(plant, { captureId: capture, n: talk.n })))
    }
  }
  return proofs.length > 0 ? proofs : captureProofs(context, { ...ask, within: ask.within ?? 'P90D' })
}

export async function zoneProofs({ evidence }: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const zones = await zonesOf(evidence, ask.scope)
  return zones
    .filter(({ from, to }) => from <= ask.on && (to === null || ask.on <= to))
    .slice(0, ask.limit)
    .map((zone) => ({
      ref: `record:${zone.recordId}`,
      ...zoneWords(zone),
      href: `/evidence/records/${zone.recordId}`,
      speaks: zone.networks.length > 0 ? 'for' : 'against',
    }))
}
