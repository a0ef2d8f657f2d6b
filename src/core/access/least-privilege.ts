import { type Day, dayNumber } from '../calendar/day.ts'

/** One right that a conduit gives: a service, and what may be done by it. */
export interface AllowedService {
  /** As the policy names it; null: any protocol. */
  readonly protocol: string | null
  readonly transport: 'tcp' | 'udp' | null
  /** Inclusive; null: any port. */
  readonly ports: { readonly from: number; readonly to: number } | null
  /** None: whatever the service can do. */
  readonly operations: readonly string[]
}

export interface AllowedConduit {
  readonly id: string
  readonly services: readonly AllowedService[]
}

/** What was seen on a conduit: one row a service and operation, with the last day. */
export interface ObservedUse {
  readonly conduit: string
  readonly protocol: string | null
  readonly transport: string
  readonly port: number | null
  /** Null: the source does not tell what was done. */
  readonly operation: string | null
  readonly on: Day
}

export interface RightUse {
  /** Place in the conduit's list of services. */
  readonly service: number
  readonly operation: string | null
  /** The last day of use; null: never. */
  readonly lastOn: Day | null
}

export interface ConduitFit {
  readonly id: string
  /** Rights used within the window, and those that were not. */
  readonly used: readonly RightUse[]
  readonly unused: readonly RightUse[]
  /** Services that allow everything: no use can fill them. */
  readonly unbounded: readonly number[]
  /** Share of the rights that are used; null where the conduit gives none. */
  readonly share: number | null
  /** Within the tolerance nothing is allowed that is not used; null: it was not watched for long enough to say. */
  readonly fits: boolean | null
}

export interface FitOptions {
  readonly today: Day
  /** A right unused for so many days is one too many. */
  readonly unusedAfterDays: number
  /** Days on which something looked at the conduit within the window, by conduit. */
  readonly watchedDays: ReadonlyMap<string, number>
  /** So many days of watching are needed before "unused" means anything. */
  readonly neededDays: number
  /** Share of rights that may be unused: 0.1. */
  readonly tolerance: number
}

/** The allowed set beside the observed set, conduit by conduit. Pure and free of order. */
export function leastPrivilege(
  conduits: readonly AllowedConduit[],
  observed: readonly ObservedUse[],
  options: FitOptions,
): ConduitFit[] {
  const uses = Map.groupBy(observed, ({ conduit }) => conduit)
  return conduits.map((conduit) => fitOf(conduit, uses.get(conduit.id) ?? [], options))
}

function fitOf({ id, services }: AllowedConduit, uses: readonly ObservedUse[], options: FitOptions): ConduitFit {
  const since = dayNumber(options.today) - options.unusedAfterDays
  const [used, unused]: [RightUse[], RightUse[]] = [[], []]
  const unbounded: number[] = []
  for (const [place, service] of services.entries()) {
    if (service.protocol === null && service.ports === null) unbounded.push(place)
    const mine = uses.filter((use) => isOf(use, service))
    for (const operation of service.operations.length === 0 ? [null] : service.operations) {
      // Where a source does not tell what was done, the right may have been used.
      const days = mine
        .filter((use) => operation === null || use.operation === null || use.operation === operation)
        .map(({ on }) => on)
        .filter((on) => on <= options.today)
      const lastOn = days.length === 0 ? null : days.reduce((a, b) => (a > b ? a : b))
      const right = { service: place, operation, lastOn }
      if (lastOn !== null && dayNumber(lastOn) > since) used.push(right)
      else unused.push(right)
    }
  }
  const rights = used.length + unused.length
  const share = rights === 0 ? null : used.length / rights
  const isWatched = (options.watchedDays.get(id) ?? 0) >= options.neededDays
  // What is used is known at once; that something is not takes time.
  const isFull = unused.length === 0 && rights > 0
  const fits =
    unbounded.length > 0 ? false : isFull ? true : !isWatched || share === null ? null : share >= 1 - options.tolerance
  return { id, used, unused, unbounded, share, fits }
}

function isOf(use: ObservedUse, { protocol, transport, ports }: AllowedService): boolean {
  if (protocol !== null && use.protocol !== protocol) return false
  if (transport !== null && use.transport !== transport) return false
  return ports === null || (use.port !== null && use.port >= ports.from && use.port <= ports.to)
}
