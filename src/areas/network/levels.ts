import { type PurdueLevelName, purdueLevels } from '#areas/assets/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { PurdueLevel } from '#core/capture/inspection.ts'
import { addressOf } from '#core/filtering/addresses.ts'
import { includes } from '#core/filtering/ranges.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { NetworkMember } from '#core/segmentation/policy.ts'

/** A zone as recorded: a name, the level of the Purdue model, and the networks that belong to it. */
export interface Zone {
  readonly name: string
  readonly level: PurdueLevelName | null
  readonly networks: readonly NetworkMember[]
  readonly from: Day
  readonly to: Day | null
  readonly recordId: string
}

/** How many addresses a network holds, less one. */
function width({ addresses: { v4, v6 } }: NetworkMember): number {
  return v4.length > 0 ? v4[1]! - v4[0]! : Number(v6[1]! - v6[0]!)
}

/** The zone of an address on a day: the narrowest network counts; a zone recorded later than the day serves as well. */
export function zoneOf(address: string, zones: readonly Zone[], on: Day): Zone | null {
  const at = addressOf(address)
  if (!at) return null
  let best: { readonly zone: Zone; readonly width: number; readonly current: boolean } | null = null
  for (const zone of zones) {
    if (zone.to !== null && zone.to < on) continue
    const current = zone.from <= on
    for (const network of zone.networks) {
      const { v4, v6 } = network.addresses
      if (!('v4' in at ? includes(v4, at.v4) : includes(v6, at.v6))) continue
      const size = width(network)
      const better =
        !best ||
        (current && !best.current) ||
        (current === best.current && size < best.width) ||
        (current === best.current && size === best.width && zone.from > best.zone.from)
      if (better) best = { zone, width: size, current }
    }
  }
  return best?.zone ?? null
}

/** What is known of an endpoint when its level is asked for. */
export interface Endpoint {
  readonly ips: readonly string[]
  readonly registry: { readonly level: string | null; readonly zone: string | null } | null
  readonly inferred: { readonly level: string; readonly confidence: number } | null
}

export interface Level {
  readonly level: PurdueLevelName | null
  readonly source: 'registry' | 'zone' | 'inferred' | 'unknown'
}

/** Below this a guess from traffic is no ground for a verdict. */
const CONFIDENT = 0.8

/** The Purdue level of an endpoint: the registry's word, else its zone's, else what the traffic shows clearly. */
export function levelOf(endpoint: Endpoint, zones: readonly Zone[], on: Day): Level {
  const { registry, inferred } = endpoint
  const registered = levelName(registry?.level)
  if (registered) return { level: registered, source: 'registry' }
  const named = registry?.zone ? zones.find((zone) => foldZone(zone.name) === foldZone(registry.zone!)) : undefined
  if (named?.level) return { level: named.level, source: 'registry' }
  for (const ip of endpoint.ips) {
    const zone = zoneOf(ip, zones, on)
    if (zone?.level) return { level: zone.level, source: 'zone' }
  }
  const guess = inferred && inferred.confidence >= CONFIDENT ? levelName(inferred.level) : null
  return guess ? { level: guess, source: 'inferred' } : { level: null, source: 'unknown' }
}

const said = {
  registry: { confidence: 0.95, because: { en: 'the registry says so', ja: '台帳の記載による' } },
  zone: {
    confidence: 0.9,
    because: { en: 'its address lies in a zone of this level', ja: 'アドレスがこのレベルのゾーンに属する' },
  },
} as const

/** How sure a level is, why, and what speaks against it: people's words and the traffic raise and lower each other. */
export interface WeighedLevel {
  readonly confidence: number | null
  readonly because: readonly Bilingual[]
  readonly against: readonly Bilingual[]
}

export function weighLevel({ level, source }: Level, inferred: PurdueLevel | null): WeighedLevel {
  const why = pairs(inferred?.because, inferred?.becauseJa)
  const doubts = pairs(inferred?.against, inferred?.againstJa)
  if (source === 'inferred' || source === 'unknown' || level === null) {
    return { confidence: level === null ? null : (inferred?.confidence ?? null), because: why, against: doubts }
  }
  const { confidence, because } = said[source]
  if (inferred === null) return { confidence, because: [because], against: [] }
  if (inferred.level === level) {
    return {
      confidence: rounded(1 - (1 - confidence) * (1 - inferred.confidence)),
      because: [because, ...why],
      against: doubts,
    }
  }
  // Weak signs are no contradiction: an office's ports on an operator station.
  if (inferred.confidence < 0.5) return { confidence, because: [because], against: [] }
  const other = {
    en: `the traffic suggests level ${inferred.level}: ${why[0]?.en ?? ''}`,
    ja: `通信からはレベル${inferred.level}と推定：${why[0]?.ja ?? ''}`,
  }
  return { confidence: rounded(confidence * (1 - inferred.confidence / 2)), because: [because], against: [other] }
}

const rounded = (confidence: number): number => Math.min(0.99, Math.round(confidence * 100) / 100)

const pairs = (en: readonly string[] = [], ja: readonly string[] = en): Bilingual[] =>
  en.map((text, i) => ({ en: text, ja: ja[i] ?? text }))

function levelName(text: string | null | undefined): PurdueLevelName | null {
  return (purdueLevels as readonly (string | null | undefined)[]).includes(text) ? (text as PurdueLevelName) : null
}

function foldZone(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

/** Direct talk between the office (4, 5) and the plant (3 and below), past the DMZ. */
export function crosses(a: PurdueLevelName | null, b: PurdueLevelName | null): boolean {
  if (a === null || b === null) return false
  const [low, high] = [Math.min(Number(a), Number(b)), Math.max(Number(a), Number(b))]
  return low <= 3 && high >= 4
}

/** Traffic that only a source at the boundary sees: one end at 3.5 or above, the other at 3.5 or below, of another level. */
export function touchesBoundary(a: PurdueLevelName | null, b: PurdueLevelName | null): boolean {
  if (a === null || b === null || a === b) return false
  return Math.min(Number(a), Number(b)) <= 3.5 && Math.max(Number(a), Number(b)) >= 3.5
}
