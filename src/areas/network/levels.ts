import { type PurdueLevelName, purdueLevels } from '#areas/assets/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { PurdueLevel } from '#core/capture/inspection.ts'
import type { Bilingual } from '#core/record/record.ts'

/** A zone as recorded: a name, the level of the Purdue model, and the networks that belong to it. */
export interface Zone {
  readonly name: string
  readonly level: PurdueLevelName | null
  readonly networks: readonly Network[]
  readonly from: Day
  readonly to: Day | null
  readonly recordId: string
}

/** A network in CIDR notation, as bits. */
export interface Network {
  readonly text: string
  readonly version: 4 | 6
  readonly prefix: number
  readonly bits: bigint
}

/** An IP address as bits; null for what is none. */
export function bitsOf(address: string): { readonly version: 4 | 6; readonly bits: bigint } | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const parts = address.split('.').map(Number)
    if (parts.some((part) => part > 255)) return null
    return { version: 4, bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) }
  }
  if (!address.includes(':') || !/^[0-9a-f:]+$/i.test(address)) return null
  const [head, tail, more] = address.split('::')
  if (more !== undefined) return null
  const groups = (half: string | undefined) => (half ? half.split(':') : [])
  const [before, after] = [groups(head), groups(tail)]
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 0) return null
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return { version: 6, bits: all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n) }
}

/** `10.1.0.0/16`, `10.1.2.3` (one address), `fd00::/8`; null for what is no network. */
export function networkOf(text: string): Network | null {
  const [address, length] = text.trim().split('/')
  const found = bitsOf(address ?? '')
  if (!found) return null
  const size = found.version === 4 ? 32 : 128
  const prefix = length === undefined ? size : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (!(prefix >= 0 && prefix <= size)) return null
  return { text: text.trim(), version: found.version, prefix, bits: found.bits >> BigInt(size - prefix) }
}

export function networksOf(text: string): Network[] {
  return text
    .split(/[\s;,、]+/)
    .map(networkOf)
    .filter((network) => network !== null)
}

function holds(network: Network, address: { readonly version: 4 | 6; readonly bits: bigint }): boolean {
  const size = network.version === 4 ? 32 : 128
  return network.version === address.version && address.bits >> BigInt(size - network.prefix) === network.bits
}

/** The zone of an address on a day: the narrowest network counts; a zone recorded later than the day serves as well. */
export function zoneOf(address: string, zones: readonly Zone[], on: Day): Zone | null {
  const bits = bitsOf(address)
  if (!bits) return null
  let best: { readonly zone: Zone; readonly prefix: number; readonly current: boolean } | null = null
  for (const zone of zones) {
    if (zone.to !== null && zone.to < on) continue
    const current = zone.from <= on
    for (const network of zone.networks) {
      if (!holds(network, bits)) continue
      const better =
        !best ||
        (current && !best.current) ||
        (current === best.current && network.prefix > best.prefix) ||
        (current === best.current && network.prefix === best.prefix && zone.from > best.zone.from)
      if (better) best = { zone, prefix: network.prefix, current }
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
