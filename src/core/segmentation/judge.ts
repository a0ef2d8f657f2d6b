import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { cutsOf, epochOf } from './epochs.ts'
import { foldName } from './fold-name.ts'
import { isLinkHousekeeping } from './link-housekeeping.ts'
import { seenMask } from './operation-masks.ts'
import { explain, onOneSegment, type PairEnds, pairConduits, pairEnds, type SpokenKind, spokenKind } from './outcome.ts'
import { createPlacing, type Placement } from './place-endpoint.ts'
import type { Endpoint, Policy, PolicyConversation } from './policy.ts'
import { graver, type JudgedDays, type Judgement, type Outcome } from './verdict.ts'

export interface Judge {
  /** The zone of an endpoint on a day: tag before MAC before narrowest network before VLAN; a tie is a conflict. */
  placeEndpoint(endpoint: Endpoint, on: Day): Placement
  /** Each day is judged by what was in force on it. The same whatever the order of zones and conduits. */
  judge(conversation: PolicyConversation): Judgement
}

/** More kinds of conversations than this are judged anew each time: a scan of all ports fills no memory. */
const mostRemembered = 2_000_000

/** Compiles a policy for judging many conversations: by pair of zones, and each kind of conversation once. */
export function createJudge(policy: Policy): Judge {
  const placing = createPlacing(policy)
  const conduits = pairConduits(policy)
  const ends = new Map<Endpoint, PlacedOverTime>()
  const sides = new Map<string, number>()
  const pairs: Map<number, Pair>[] = []
  const kinds = new Map<string | null, Map<number, SpokenKind[]>>()
  let remembered = 0

  const placed = (endpoint: Endpoint, epoch: number, on: Day): PlacedEnd => {
    let known = ends.get(endpoint)
    if (known === undefined) {
      known = { epoch: -1, end: null, others: null }
      ends.set(endpoint, known)
    }
    if (known.epoch === epoch) return known.end!
    let end = known.others?.get(epoch)
    if (end === undefined) {
      const placement = placing.place(endpoint, on)
      end = { placement, side: numberOf(sides, sideKey(placement)) }
    }
    if (known.end !== null) {
      known.others ??= new Map()
      known.others.set(known.epoch, known.end)
    }
    known.epoch = epoch
    known.end = end
    return end
  }

  const pairOf = (client: PlacedEnd, server: PlacedEnd): Pair => {
    pairs[client.side] ??= new Map()
    const row = pairs[client.side]!
    let pair = row.get(server.side)
    if (pair === undefined) {
      const ends = pairEnds(client.placement, server.placement, conduits)
      pair = { ends, cuts: cutsOf(ends.between.map(({ conduit }) => conduit)), few: [], many: null }
      row.set(server.side, pair)
    }
    return pair
  }

  const kindOf = (conversation: PolicyConversation): SpokenKind => {
    const { transport, port, protocol, operations } = conversation
    const mask = operations === null ? 0 : seenMask(operations)
    const isBlind = mask === 0 && conversation.answered !== false
    let byPort = kinds.get(protocol)
    if (byPort === undefined) {
      byPort = new Map()
      kinds.set(protocol, byPort)
    }
    let found = byPort.get(port ?? -1)
    if (found === undefined) {
      found = []
      byPort.set(port ?? -1, found)
    }
    let kind = found.find((one) => one.operations === mask && one.isBlind === isBlind && one.transport === transport)
    if (kind === undefined) {
      kind = spokenKind({ transport, port, protocol, operations: mask, isBlind })
      found.push(kind)
    }
    return kind
  }

  const outcomeOf = (pair: Pair, conversation: PolicyConversation, epoch: number, on: Day): Outcome => {
    if (isLinkHousekeeping(conversation)) return onOneSegment
    const { ends: between, few } = pair
    if (between.settled !== null) return between.settled
    const kind = kindOf(conversation)
    const known = foundIn(few, kind, epoch) ?? foundIn(pair.many?.get(kind), kind, epoch)
    if (known !== null) return known
    const outcome = explain(between, kind, on)
    if (remembered++ < mostRemembered) remember(pair, { kind, epoch, outcome })
    return outcome
  }

  const judgeFrom = (conversation: PolicyConversation, first: Day): Judged => {
    const number = dayNumber(first)
    const membership = epochOf(placing.cuts, number)
    const client = placed(conversation.client, membership, first)
    const server = placed(conversation.server, membership, first)
    const pair = pairOf(client, server)
    const epoch = pair.cuts.length === 0 ? 0 : epochOf(pair.cuts, number)
    const outcome = outcomeOf(pair, conversation, epoch, first)
    const part = { days: conversation.days, client: client.placement, server: server.placement, outcome }
    return { part, pair, membership, epoch }
  }
  const isLike = ({ pair, membership, epoch }: Judged, day: Day): boolean => {
    const number = dayNumber(day)
    return (
      epochOf(placing.cuts, number) === membership && (pair.cuts.length === 0 || epochOf(pair.cuts, number) === epoch)
    )
  }

  return {
    placeEndpoint: (endpoint, on) => placing.place(endpoint, on),
    judge(conversation) {
      const { days } = conversation
      const isAttempt = conversation.answered === false
      if (days.length === 0) return { verdict: null, isAttempt, parts: [] }
      let judged = judgeFrom(conversation, days[0]!)
      const { part } = judged
      const last = days.at(-1)!
      if (days.length === 1 || isLike(judged, last)) {
        return { verdict: part.outcome.verdict, isAttempt, parts: [part] }
      }
      const parts = [part]
      const begins = [0]
      for (let i = 1; i < days.length && !isLike(judged, last); ) {
        while (isLike(judged, days[i]!)) i++
        judged = judgeFrom(conversation, days[i]!)
        if (!isSamePart(parts.at(-1)!, judged.part)) {
          parts.push(judged.part)
          begins.push(i)
        }
        i++
      }
      const verdict = parts.reduce<Judgement['verdict']>((worst, { outcome }) => graver(worst, outcome.verdict), null)
      if (parts.length === 1) return { verdict, isAttempt, parts }
      const cut = parts.map((one, i) => ({ ...one, days: days.slice(begins[i], begins[i + 1]) }))
      return { verdict, isAttempt, parts: cut }
    },
  }
}

/** What is said of one day, and as long as what of the next ones. */
interface Judged {
  readonly part: JudgedDays
  readonly pair: Pair
  readonly membership: number
  readonly epoch: number
}

interface Remembered {
  readonly kind: SpokenKind
  readonly epoch: number
  readonly outcome: Outcome
}

function foundIn(all: readonly Remembered[] | undefined, kind: SpokenKind, epoch: number): Outcome | null {
  if (all === undefined) return null
  for (const one of all) if (one.kind === kind && one.epoch === epoch) return one.outcome
  return null
}

/** Two zones mostly speak in a few ways, for which a table is too large. */
const mostFew = 16

function remember(pair: Pair, one: Remembered): void {
  if (pair.few.length < mostFew) {
    pair.few.push(one)
    return
  }
  pair.many ??= new Map()
  const known = pair.many.get(one.kind)
  if (known === undefined) pair.many.set(one.kind, [one])
  else known.push(one)
}

interface PlacedEnd {
  readonly placement: Placement
  readonly side: number
}

/** The last epoch asked for lies open: most policies change rarely, and captures come day by day. */
interface PlacedOverTime {
  epoch: number
  end: PlacedEnd | null
  others: Map<number, PlacedEnd> | null
}

interface Pair {
  readonly ends: PairEnds
  /** Between two of these days the same conduits are in force. */
  readonly cuts: readonly DayNumber[]
  readonly few: Remembered[]
  many: Map<SpokenKind, Remembered[]> | null
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}

/** Placements of which the same is said of every conversation, whoever the member is. */
function sideKey(placement: Placement): string {
  switch (placement.kind) {
    case 'zone':
      return `zone ${foldName(placement.zone.name)} ${placement.zone.record}`
    case 'conflict':
      return `conflict ${placement.member} ${placement.zones.map(({ name, record }) => `${foldName(name)} ${record}`).join('\n')}`
    case 'unknown':
      return `unknown ${placement.later === null ? '' : `${placement.later.name} ${placement.later.record}`}`
    default:
      return placement.kind
  }
}

/** Neighbouring days of which the same is said, though something began or ended between them. */
function isSamePart(a: JudgedDays, b: JudgedDays): boolean {
  const [x, y] = [a.outcome, b.outcome]
  const isSameEnd = (one: Placement, other: Placement) => one === other || sideKey(one) === sideKey(other)
  return (
    x.verdict === y.verdict &&
    isSameEnd(a.client, b.client) &&
    isSameEnd(a.server, b.server) &&
    x.because.en === y.because.en &&
    x.conduits.length === y.conduits.length &&
    x.conduits.every((conduit, i) => conduit === y.conduits[i])
  )
}
