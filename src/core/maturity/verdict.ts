import type { Day } from '../calendar/day.ts'
import type { RecordRef, Strength } from './indicator.ts'
import { strengths } from './indicator.ts'

export const verdicts = ['met', 'partly', 'notMet', 'unknown', 'notApplicable'] as const
export type Verdict = (typeof verdicts)[number]

/** What one leaf of a rule says on a day, and on what. */
export interface LeafOutcome {
  readonly indicator: string
  readonly verdict: Exclude<Verdict, 'notApplicable'>
  /** 0…1: how much of it holds. */
  readonly share: number
  readonly strength: Strength | null
  readonly inGrace: boolean
  /** As measured: number, boolean, day of the latest event, number of events counted; null where nothing is known. */
  readonly value: number | boolean | Day | null
  readonly records: readonly RecordRef[]
  readonly recordCount: number
  readonly observedOn: Day | null
  readonly late: boolean
  /** No area measures this indicator yet. */
  readonly noSource: boolean
  /** The attestation that answered in its place. */
  readonly attestation: string | null
  /** Answered by a fix that no source has looked at since. */
  readonly notReobserved: boolean
}

/** What a criterion says at one scope on a day. */
export interface Outcome {
  readonly verdict: Verdict
  readonly share: number
  readonly strength: Strength | null
  readonly inGrace: boolean
  readonly leaves: readonly LeafOutcome[]
  /** An attestation that the data contradict. */
  readonly contradicted: string | null
  readonly compensated: string | null
  readonly exemption: string | null
}

/** The combined part of an outcome; leaves travel apart. */
export interface Combined {
  readonly verdict: Exclude<Verdict, 'notApplicable'>
  readonly share: number
  readonly strength: Strength | null
  readonly inGrace: boolean
}

export function weakest(all: readonly (Strength | null)[]): Strength | null {
  let worst = -1
  for (const one of all) if (one) worst = Math.max(worst, strengths.indexOf(one))
  return worst < 0 ? null : strengths[worst]!
}

export function strongest(all: readonly (Strength | null)[]): Strength | null {
  let best: number = strengths.length
  for (const one of all) if (one) best = Math.min(best, strengths.indexOf(one))
  return best === strengths.length ? null : strengths[best]!
}

const UNKNOWN: Combined = { verdict: 'unknown', share: 0, strength: null, inGrace: false }

/**
 * Kleene's "and" with shares: one false part makes the whole false (partly, where another part holds); otherwise one
 * unknown part makes it unknown. Nothing to judge is unknown, never met.
 */
export function allOf(parts: readonly Combined[]): Combined {
  if (parts.length === 0) return UNKNOWN
  const share = parts.reduce((sum, part) => sum + part.share, 0) / parts.length
  const failing = parts.filter((part) => part.verdict === 'notMet' || part.verdict === 'partly')
  if (failing.length > 0) {
    return {
      verdict: share > 0 ? 'partly' : 'notMet',
      share,
      strength: strongest(failing.map((part) => part.strength)),
      inGrace: false,
    }
  }
  if (parts.some((part) => part.verdict === 'unknown')) return { ...UNKNOWN, share }
  return {
    verdict: 'met',
    share: 1,
    strength: weakest(parts.map((part) => part.strength)),
    inGrace: parts.some((part) => part.inGrace),
  }
}

/** Kleene's "or" with shares: one part that holds is enough, and the strongest such part speaks. */
export function anyOf(parts: readonly Combined[]): Combined {
  if (parts.length === 0) return UNKNOWN
  const met = parts.filter((part) => part.verdict === 'met')
  if (met.length > 0) {
    const settled = met.filter((part) => !part.inGrace)
    const speaking = settled.length > 0 ? settled : met
    return {
      verdict: 'met',
      share: 1,
      strength: strongest(speaking.map((part) => part.strength)),
      inGrace: settled.length === 0,
    }
  }
  const share = Math.max(...parts.map((part) => part.share))
  if (parts.some((part) => part.verdict === 'unknown')) return { ...UNKNOWN, share }
  return {
    verdict: share > 0 ? 'partly' : 'notMet',
    share,
    strength: weakest(parts.map((part) => part.strength)),
    inGrace: false,
  }
}
