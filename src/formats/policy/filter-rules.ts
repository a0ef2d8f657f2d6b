import type { PolicyView, ZoneArea } from '#core/filtering/policy-view.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import type { Conduit } from '#core/segmentation/policy.ts'

/** Who may open what, as every packet filter can be told: within a zone (`conduit` null), or by a conduit in one direction. */
export interface FilterRule {
  /** Places in the view's list of areas: one zone, or the parts of the outside. */
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Null: any. */
  readonly service: Service | null
  readonly conduit: Conduit | null
}

export const isOutside = ({ kind }: ZoneArea): boolean => kind === 'internet' || kind === 'unclaimed'

/** In the order of zones, then of conduits; each once. */
export function filterRules({ areas, allowances, conduits }: PolicyView): FilterRule[] {
  const out = areas.flatMap((area, i) => (isOutside(area) ? [i] : []))
  const sideOf = (area: number): readonly number[] => (isOutside(areas[area]!) ? out : [area])
  const rules: FilterRule[] = areas.flatMap(({ kind }, i) =>
    kind === 'zone' ? [{ from: [i], to: [i], service: null, conduit: null }] : [],
  )
  const said = new Set<string>()
  for (const allowance of allowances) {
    const [from, to] = [sideOf(allowance.from), sideOf(allowance.to)]
    // Nobody draws a boundary around what is outside of every zone.
    if (from === out && to === out) continue
    const key = `${allowance.conduit} ${from.join()} ${to.join()}`
    if (said.has(key)) continue
    said.add(key)
    const conduit = conduits[allowance.conduit]!
    for (const service of allowance.services ?? [null]) rules.push({ from, to, service, conduit })
  }
  return rules
}
