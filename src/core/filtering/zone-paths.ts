import type { ZoneArea } from './policy-view.ts'

/** `high`: levels 4 and 5 and the internet. `low`: 3 and below. `relay`: a zone of unknown level. `aside`: on no path. */
export type Side = 'high' | 'low' | 'dmz' | 'relay' | 'aside'

export function sideOf({ kind, level }: ZoneArea): Side {
  if (kind === 'internet') return 'high'
  if (kind !== 'zone') return 'aside'
  if (level === null) return 'relay'
  if (level === '3.5') return 'dmz'
  return Number(level) >= 4 ? 'high' : 'low'
}

export interface Edge {
  readonly from: number
  readonly to: number
  readonly isSure: boolean
}

export interface ZonePath<E extends Edge> {
  readonly isSure: boolean
  readonly edges: readonly E[]
}

/**
 * The shortest ways from one side to the other that touch the DMZ nowhere: of each pair the surest. On the way lie only zones
 * of unknown level, since from any other a shorter path begins, or at it one ends.
 */
export function pathsThrough<E extends Edge>(
  sides: readonly Side[],
  edges: readonly E[],
  direction: 'down' | 'up',
): ZonePath<E>[] {
  const [start, end] = direction === 'down' ? (['high', 'low'] as const) : (['low', 'high'] as const)
  const out = Map.groupBy(
    edges.filter(({ from, to }) => sides[from] !== 'dmz' && sides[to] !== 'dmz'),
    ({ from }) => from,
  )
  const paths: ZonePath<E>[] = []
  for (const [from, side] of sides.entries()) {
    if (side !== start) continue
    const sure = reach(from, sides, end, out, true)
    const any = reach(from, sides, end, out, false)
    for (const [to, way] of any) {
      const surest = sure.get(to)
      paths.push({ isSure: surest !== undefined, edges: surest ?? way })
    }
  }
  return paths
}

function reach<E extends Edge>(
  from: number,
  sides: readonly Side[],
  end: Side,
  out: ReadonlyMap<number, readonly E[]>,
  isSureOnly: boolean,
): Map<number, E[]> {
  const ways = new Map<number, E[]>([[from, []]])
  const open = [from]
  for (const at of open) {
    for (const edge of out.get(at) ?? []) {
      if ((isSureOnly && !edge.isSure) || ways.has(edge.to)) continue
      if (sides[edge.to] !== end && sides[edge.to] !== 'relay') continue
      ways.set(edge.to, [...ways.get(at)!, edge])
      if (sides[edge.to] === 'relay') open.push(edge.to)
    }
  }
  for (const to of ways.keys()) if (sides[to] !== end) ways.delete(to)
  return ways
}
