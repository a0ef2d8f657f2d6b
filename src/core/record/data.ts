import { type Day, isDay } from '../calendar/day.ts'
import type { DatedRecord } from './record.ts'

type Data = DatedRecord['data']

/** Reads one field of a record's data; null where it is not there or of another type (an older schema). */
export function numberIn(data: Data, key: string): number | null {
  const value = data[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function textIn(data: Data, key: string): string | null {
  const value = data[key]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function dayIn(data: Data, key: string): Day | null {
  const value = data[key]
  return isDay(value) ? value : null
}

export function isSet(data: Data, key: string): boolean {
  return data[key] === true
}

/** Whether a `choices` field holds all of these. */
export function hasAll(data: Data, key: string, wanted: readonly string[]): boolean {
  const value = data[key]
  return Array.isArray(value) && wanted.every((one) => value.includes(one))
}

/**
 * Good ones of all, as `shareOf` wants them; null where either number is missing, or where they cannot both be true
 * (more good ones than there are): a slip of the pen proves nothing.
 */
export function parts(data: Data, good: string, all: string): readonly [number, number] | null {
  const [a, b] = [numberIn(data, good), numberIn(data, all)]
  return a === null || b === null || a < 0 || a > b ? null : [a, b]
}

/** A share from two counts; null where either is missing or there is nothing to share. */
export function ratio(data: Data, good: string, all: string): number | null {
  const found = parts(data, good, all)
  return found && found[1] > 0 ? found[0] / found[1] : null
}

/** A reference as people write it, comparable: `DR-2026-01`, `dr 2026 01` and full-width letters are the same. */
export function sameReference(text: string | null): string {
  return (text ?? '')
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_\-‐–—]+/g, '-')
}
