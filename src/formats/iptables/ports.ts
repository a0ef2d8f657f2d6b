import { type Ranges, rangesOf } from '#core/filtering/ranges.ts'
import { portOf } from '../netfilter/names.ts'

/** `22`, `1024:`, `:1023`, `80:90`; null for what is none. */
export function portRange(text: string): Ranges | null {
  const [from, to, more] = text.split(':')
  if (from === undefined || more !== undefined) return null
  const low = from === '' && to !== undefined ? 0 : portOf(from)
  const high = to === undefined ? low : to === '' ? 65535 : portOf(to)
  return low === null || high === null || low > high ? null : [low, high]
}

/** `22,80:90`. */
export function portList(text: string): Ranges | null {
  const ranges = text.split(',').map(portRange)
  return ranges.some((range) => range === null) ? null : rangesOf(ranges.map((range) => [range![0]!, range![1]!]))
}
