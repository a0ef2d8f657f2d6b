import type { Day } from '../calendar/day.ts'
import { type DayNumber, dayNumber } from '../calendar/day.ts'
import { kindOf } from '../capture/protocol-kinds.ts'
import { matchService, type SpokenService } from './match-service.ts'
import { type Conduit, type PolicyOperation, policyOperations } from './policy.ts'
import { servicesText } from './policy-text.ts'

/** What a conduit let pass, by service: the operations that were seen in it, and on which days. */
export interface ConduitTraffic extends SpokenService {
  readonly operations: readonly PolicyOperation[]
  /** Ascending. */
  readonly days: readonly Day[]
}

/** What a conduit allows and nobody used: the least privilege would be without it (IEC 62443-3-3 SR 2.1, SR 5.2). */
export interface ConduitUse {
  /** As they are written in the policy. */
  readonly unusedServices: readonly string[]
  readonly unusedOperations: readonly PolicyOperation[]
  readonly lastUsed: Day | null
}

/** Operations whose absence is worth a line of its own: they change something. */
const changing: readonly PolicyOperation[] = ['write', 'program']

/**
 * The allowed set of a conduit against what was observed from `from` to `to`, both included. "Any service" is never used
 * as a whole. Where a conduit allows all operations of a control protocol, those that change something must have been seen.
 */
export function conduitUse(
  conduit: Pick<Conduit, 'services' | 'operations'>,
  traffic: readonly ConduitTraffic[],
  { from, to }: { readonly from: DayNumber; readonly to: DayNumber },
): ConduitUse {
  const seen = traffic.flatMap((one) => {
    const last = one.days.findLast((day) => dayNumber(day) <= to)
    return last === undefined || dayNumber(last) < from ? [] : [{ ...one, last }]
  })
  const services = conduit.services
  const unusedServices =
    services === null
      ? ['any']
      : services
          .filter((service) => !seen.some((spoken) => matchService(service, spoken) !== 'no'))
          .map((service) => servicesText([service]))
  const used = new Set(seen.flatMap(({ operations }) => operations))
  const isControl = seen.some(({ protocol }) => protocol !== null && kindOf(protocol).isControl)
  const allowed = conduit.operations ?? (isControl ? changing : [])
  return {
    unusedServices,
    unusedOperations: policyOperations.filter((one) => allowed.includes(one) && !used.has(one)),
    lastUsed: seen.reduce<Day | null>((latest, { last }) => (latest === null || last > latest ? last : latest), null),
  }
}
