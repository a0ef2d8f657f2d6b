import type { Day } from '../calendar/day.ts'

/** Milliseconds since 1970, with fractions: what a clock said, after its correction. */
export type Instant = number

export const sightingKinds = ['device', 'conversation', 'operation', 'firmware', 'deed'] as const
export type SightingKind = (typeof sightingKinds)[number]

/**
 * That something was seen in a capture, a log, or a slice of a sensor: a device that sends, a conversation, an operation
 * class between two ends, a firmware version that a device told, a call of a function that programs.
 */
export interface Sighting {
  readonly kind: SightingKind
  /** What was seen, within its plant and kind: the same wherever and whenever it is seen. */
  readonly subject: string
  /** Where it was captured: the mirror port, the sensor. */
  readonly source: string
  readonly captureId: string
  /** Its packet, or line; null where none was kept. */
  readonly packet: number | null
  /** Null where the capture's clock cannot be believed. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** Whether `from` is when it happened; else it happened somewhere between `from` and `to`. */
  readonly isExact: boolean
  /** A sensor that was listening at the time; a file that was brought later is none. */
  readonly isLive: boolean
  /** UTC days on which it was seen, ascending. */
  readonly days: readonly Day[]
  /** The device; the client of a conversation. */
  readonly device: string
  /** The server; null where there is none, or where many were knocked at. */
  readonly server: string | null
  readonly protocol: string | null
  readonly port: number | null
  /** A firmware version, an operation class, or the name of a function. */
  readonly value: string | null
  /** Network cards of the device. */
  readonly macs: readonly string[]
  /** Calls of a function; ends that did not answer. */
  readonly count: number
}

/** The earliest first; those without a time last. The order in which captures were brought never shows. */
export function bySight(a: Sighting, b: Sighting): number {
  const [one, other] = [a.from ?? Number.POSITIVE_INFINITY, b.from ?? Number.POSITIVE_INFINITY]
  if (one !== other) return one < other ? -1 : 1
  if (a.captureId !== b.captureId) return a.captureId < b.captureId ? -1 : 1
  if ((a.packet ?? 0) !== (b.packet ?? 0)) return (a.packet ?? 0) - (b.packet ?? 0)
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1
  return (a.value ?? '') < (b.value ?? '') ? -1 : (a.value ?? '') > (b.value ?? '') ? 1 : 0
}

export const utcDayOf = (instant: Instant): Day => new Date(instant).toISOString().slice(0, 10)
