import type { AccessLine } from './access-line.ts'

/**
 * What speaks against the clock of a log. `future`: it is ahead of now; `disorder`: lines that follow each other go back in
 * time; `offset`: sessions seen on the wire begin so many seconds later (or, negative, earlier) than it says.
 */
export type ClockDoubt =
  | { readonly kind: 'future'; readonly line: number; readonly seconds: number }
  | { readonly kind: 'disorder'; readonly line: number; readonly seconds: number }
  | { readonly kind: 'offset'; readonly seconds: number; readonly pairs: number }

const AHEAD_MS = 3_600_000
/** Several machines that log into one file differ by seconds, and their lines arrive by turns. */
const BACK_MS = 15 * 60_000

/** What its own lines say: in the order of the file. */
export function doubtsOfLines(
  lines: readonly Pick<AccessLine, 'line' | 'at' | 'what' | 'until'>[],
  now: string,
): ClockDoubt[] {
  const doubts: ClockDoubt[] = []
  const ahead = lines.find(({ at, until }) => Date.parse(until ?? at) > Date.parse(now) + AHEAD_MS)
  if (ahead !== undefined) {
    const seconds = Math.round((Date.parse(ahead.until ?? ahead.at) - Date.parse(now)) / 1000)
    doubts.push({ kind: 'future', line: ahead.line, seconds })
  }
  // A table is sorted as its maker likes: by its ends, or the newest first.
  const isLog = lines.some(({ what }) => what !== 'session')
  const times = lines.map(({ at }) => Date.parse(at))
  const steps = times.slice(1).map((at, i) => at - times[i]!)
  const isNewestFirst = steps.filter((step) => step < 0).length > steps.filter((step) => step > 0).length
  const back = steps.findIndex((step) => (isNewestFirst ? -step : step) < -BACK_MS)
  if (isLog && back >= 0)
    doubts.push({ kind: 'disorder', line: lines[back + 1]!.line, seconds: Math.round(steps[back]! / 1000) })
  return doubts
}

export interface Beginning {
  readonly source: string | null
  readonly targets: readonly string[]
  readonly from: string
}

const MOST_MS = 26 * 3_600_000
const BIN_MS = 60_000
const FEWEST = 3
/** A pair of hosts that talks all day says little of any one session. */
const MOST_PAIRS = 50

/**
 * By how much a log is off, judged by sessions that are on the wire as well (the same address, the same target): null where
 * they agree within the tolerance, or too few do.
 */
export function offsetBetween(
  logged: readonly Beginning[],
  seen: readonly { readonly client: string; readonly server: string; readonly from: string }[],
  toleranceSeconds: number,
): ClockDoubt | null {
  const bins = new Map<number, { readonly logged: number; readonly ms: number }[]>()
  const onWire = Map.groupBy(seen, ({ client, server }) => `${client} ${server}`)
  let comparable = 0
  for (const [i, { source, targets, from }] of logged.entries()) {
    const others = source === null ? [] : targets.flatMap((target) => onWire.get(`${source} ${target}`) ?? [])
    const deltas = others.map((one) => Date.parse(one.from) - Date.parse(from)).filter((ms) => Math.abs(ms) <= MOST_MS)
    if (deltas.length > 0) comparable++
    for (const ms of deltas.slice(0, MOST_PAIRS)) {
      const bin = Math.round(ms / BIN_MS)
      bins.set(bin, [...(bins.get(bin) ?? []), { logged: i, ms }])
    }
  }
  const around = (bin: number) => [bin - 1, bin, bin + 1].flatMap((one) => bins.get(one) ?? [])
  const aligned = (bin: number) => new Set(around(bin).map((one) => one.logged)).size
  const [best] = [...bins.keys()].sort((a, b) => aligned(b) - aligned(a) || Math.abs(a) - Math.abs(b))
  if (best === undefined) return null
  const near = around(best)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b)
  const median = near[Math.floor(near.length / 2)]!
  const pairs = aligned(best)
  // As many that agree as they are speak for the clock.
  if (pairs < FEWEST || pairs * 2 <= comparable || pairs <= aligned(0) * 2) return null
  if (Math.abs(median) <= toleranceSeconds * 1000) return null
  return { kind: 'offset', seconds: Math.round(median / 1000), pairs }
}
