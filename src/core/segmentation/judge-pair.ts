import type { Day } from '../calendar/day.ts'
import { isInForce } from './epochs.ts'
import { matchServices, type ServiceMatch, type SpokenService } from './match-service.ts'
import { flowMask, maskOf, type OperationMask, operationsOf } from './operation-masks.ts'
import type { Conduit, PolicyOperation } from './policy.ts'

/** A conversation between two different zones, as a conduit sees it. */
export interface Spoken extends SpokenService {
  /** Zero where none was recognised, or none can be told. */
  readonly operations: OperationMask
  /** The operations are not known, though there was something to see. */
  readonly isBlind: boolean
}

/** A conduit, and whether the client is on its `from` side. */
export interface TurnedConduit {
  readonly conduit: Conduit
  readonly isFrom: boolean
}

export type PairVerdict =
  | {
      readonly verdict: 'allowed'
      readonly conduits: readonly Conduit[]
      readonly unproven: readonly ('protocol' | 'operations')[]
    }
  | { readonly verdict: 'expired'; readonly conduits: readonly Conduit[]; readonly lacking: OperationMask }
  | {
      readonly verdict: 'wrongDirection'
      readonly against: 'initiator' | 'dataFlow'
      readonly conduits: readonly Conduit[]
      readonly lacking: OperationMask
      readonly operations: readonly PolicyOperation[]
    }
  | {
      readonly verdict: 'wrongOperation'
      readonly conduits: readonly Conduit[]
      readonly lacking: OperationMask
      readonly operations: readonly PolicyOperation[]
    }
  | {
      readonly verdict: 'violation'
      readonly lacking: OperationMask
      /** Conduits that would allow it, had they begun. */
      readonly notYet: readonly Conduit[]
    }

interface Weighed {
  readonly conduit: Conduit
  readonly match: Exclude<ServiceMatch, 'no'>
  readonly mayOpen: boolean
  /** By its operations alone. */
  readonly classes: OperationMask
  /** By operations and direction. */
  readonly lets: OperationMask
}

/** Judges by the conduits between the two zones, whatever their order and dates; what each allows adds up. */
export function judgePair(between: readonly TurnedConduit[], spoken: Spoken, on: Day): PairVerdict {
  const now: Weighed[] = []
  const ended: Weighed[] = []
  const notYet: Weighed[] = []
  for (const { conduit, isFrom } of between) {
    const match = matchServices(conduit.services, spoken)
    if (match === 'no') continue
    const classes = maskOf(conduit.operations)
    const mayOpen = conduit.initiator === 'either' || (conduit.initiator === 'from') === isFrom
    const weighed = { conduit, match, mayOpen, classes, lets: classes & flowMask(conduit.dataFlow, isFrom) }
    const list = isInForce(conduit, on) ? now : conduit.validFrom > on ? notYet : ended
    list.push(weighed)
  }
  const open = now.filter(({ mayOpen }) => mayOpen)
  const lacking = spoken.operations & ~lets(open)
  if (open.length > 0 && lacking === 0) return allowed(open, spoken)

  const before = ended.filter(({ mayOpen }) => mayOpen)
  if (before.length > 0 && (lacking & ~lets(before)) === 0) {
    return {
      verdict: 'expired',
      conduits: before.filter((one) => lacking === 0 || (one.lets & lacking) !== 0).map(conduitOf),
      lacking,
    }
  }
  if (now.length === 0) {
    const soon = notYet.filter(({ mayOpen, lets: own }) => mayOpen && (spoken.operations & ~own) === 0)
    return { verdict: 'violation', lacking, notYet: soon.map(conduitOf) }
  }
  const operations = operationsOf(lacking)
  if (open.length === 0) {
    return { verdict: 'wrongDirection', against: 'initiator', conduits: now.map(conduitOf), lacking, operations: [] }
  }
  const classes = open.reduce((mask, one) => mask | one.classes, 0)
  const conduits = open.map(conduitOf)
  return (lacking & ~classes) === 0
    ? { verdict: 'wrongDirection', against: 'dataFlow', conduits, lacking, operations }
    : { verdict: 'wrongOperation', conduits, lacking, operations }
}

const lets = (all: readonly Weighed[]): OperationMask => all.reduce((mask, one) => mask | one.lets, 0)
const conduitOf = ({ conduit }: Weighed): Conduit => conduit

function allowed(open: readonly Weighed[], spoken: Spoken): PairVerdict {
  const proven = open.filter(({ match }) => match === 'yes')
  // What is proven is enough where it covers everything; what only a port speaks for is asked for the rest.
  const isEnough = proven.length > 0 && (spoken.operations & ~lets(proven)) === 0
  const needed = (isEnough ? proven : open).filter(
    (one) => spoken.operations === 0 || (one.lets & spoken.operations) !== 0,
  )
  const unproven: ('protocol' | 'operations')[] = []
  if (!isEnough) unproven.push('protocol')
  const isLimited = needed.every(({ conduit }) => conduit.operations !== null || conduit.dataFlow !== 'both')
  if (spoken.isBlind && isLimited) unproven.push('operations')
  return { verdict: 'allowed', conduits: needed.map(conduitOf), unproven }
}
