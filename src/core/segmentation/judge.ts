import type { Day } from '../calendar/day.ts'
import { type Epochs, epochsOf } from './epochs.ts'
import { foldName } from './fold-name.ts'
import type { Spoken } from './judge-pair.ts'
import { isLinkHousekeeping } from './link-housekeeping.ts'
import { seenMask } from './operation-masks.ts'
import { explain, onOneSegment, withoutConduits } from './outcome.ts'
import { createPlacing, type Placement } from './place-endpoint.ts'
import { type Conduit, type Endpoint, outside, type Policy, type PolicyConversation } from './policy.ts'
import { graver, type JudgedDays, type Judgement, type Outcome } from './verdict.ts'

export interface Judge {
  /** The zone of an endpoint on a day: tag before MAC before narrowest network before VLAN; a tie is a conflict. */
  placeEndpoint(endpoint: Endpoint, on: Day): Placement
  /** Each day is judged by what was in force on it. The same whatever the order of zones and conduits. */
  judge(conversation: PolicyConversation): Judgement
}

/** More different conversations than this are judged again instead of remembered: a scan of all ports fills no memory. */
const mostRemembered = 2_000_000

/** Compiles a policy for judging many conversations: by pair of zones, and each kind of conversation once. */
export function createJudge(policy: Policy): Judge {
  const placing = createPlacing(policy)
  const pairs = pairConduits(policy)
  const epochs = epochsOf([...policy.zones, ...policy.conduits])
  const ends = new WeakMap<Endpoint, PlacedOverTime>()
  const sides = new Map<string, number>()
  const protocols = new Map<string | null, number>()
  let remembered = new Map<number, Map<number, Outcome>>()
  let size = 0

  const sideOf = (placement: Placement): number => numberOf(sides, sideKey(placement))
  const placed = (endpoint: Endpoint, epoch: number, on: Day): PlacedEnd => {
    let known = ends.get(endpoint)
    if (known === undefined) {
      known = { epoch: -1, end: null, others: null }
      ends.set(endpoint, known)
    }
    if (known.epoch === epoch) return known.end!
    const kept = known.others?.get(epoch)
    const placement = kept?.placement ?? placing.place(endpoint, on)
    const end = kept ?? { placement, side: sideOf(placement) }
    if (known.end !== null) known.others = (known.others ?? new Map()).set(known.epoch, known.end)
    known.epoch = epoch
    known.end = end
    return end
  }

  const outcomeOf = (conversation: PolicyConversation, epoch: number, on: Day): JudgedDays => {
    const client = placed(conversation.client, epoch, on)
    const server = placed(conversation.server, epoch, on)
    const { transport, port, protocol, operations } = conversation
    const mask = operations === null ? 0 : seenMask(operations)
    const isBlind = mask === 0 && conversation.answered !== false
    const pair = (epoch * mostSides + client.side) * mostSides + server.side
    let kinds = remembered.get(pair)
    if (kinds === undefined) {
      kinds = new Map()
      remembered.set(pair, kinds)
    }
    const spokenIn = numberOf(protocols, protocol) * 8 + transports.indexOf(transport)
    const key = (spokenIn * 65_537 + (port === null ? 65_536 : port)) * 64 + mask * 2 + (isBlind ? 1 : 0)
    let outcome = kinds.get(key)
    if (outcome === undefined) {
      outcome = judgeOne(
        client.placement,
        server.placement,
        { transport, port, protocol, operations: mask, isBlind },
        on,
      )
      kinds.set(key, outcome)
      if (++size > mostRemembered) {
        remembered = new Map()
        size = 0
      }
    }
    return { days: conversation.days, client: client.placement, server: server.placement, outcome }
  }

  const judgeOne = (client: Placement, server: Placement, spoken: Spoken, on: Day): Outcome => {
    const settled = withoutConduits(client, server)
    if (settled !== null) return settled
    if (isLinkHousekeeping(spoken)) return onOneSegment
    const [from, to] = [zoneName(client), zoneName(server)]
    const between = pairs.get(pairKey(from, to)) ?? []
    const turned = between.map((conduit) => ({ conduit, isFrom: foldName(conduit.from) === foldName(from) }))
    return explain({ client, server, from, to, spoken, on }, turned)
  }

  return {
    placeEndpoint: (endpoint, on) => placing.place(endpoint, on),
    judge(conversation) {
      const { days } = conversation
      const isAttempt = conversation.answered === false
      if (days.length === 0) return { verdict: null, isAttempt, parts: [] }
      const first = epochs.of(days[0]!)
      if (days.length === 1 || epochs.of(days.at(-1)!) === first) {
        const part = outcomeOf(conversation, first, days[0]!)
        return { verdict: part.outcome.verdict, isAttempt, parts: [part] }
      }
      const parts = partsOf(days, epochs, (epoch, on) => outcomeOf(conversation, epoch, on))
      return {
        verdict: parts.reduce<Judgement['verdict']>((worst, { outcome }) => graver(worst, outcome.verdict), null),
        isAttempt,
        parts,
      }
    },
  }
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

/** Sides beyond this would share a place: two of them and the epoch fit into 53 bits. */
const mostSides = 2 ** 18
const transports = ['tcp', 'udp', 'sctp', 'ip', 'eth']

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

/** The name under which conduits know an end. */
function zoneName(placement: Placement): string {
  return placement.kind === 'zone' ? placement.zone.name : outside
}

const pairKey = (a: string, b: string): string => [foldName(a), foldName(b)].sort().join('\n')

function pairConduits({ conduits }: Policy): ReadonlyMap<string, readonly Conduit[]> {
  const sorted = conduits.toSorted((a, b) => (conduitKey(a) < conduitKey(b) ? -1 : 1))
  return Map.groupBy(sorted, ({ from, to }) => pairKey(from, to))
}

function conduitKey(conduit: Conduit): string {
  return `${conduit.record}\n${conduit.name}\n${conduit.from}\n${conduit.to}\n${conduit.validFrom}\n${JSON.stringify(conduit)}`
}

/** Groups days by what was in force, and joins neighbours of which the same is said. */
function partsOf(days: readonly Day[], epochs: Epochs, judge: (epoch: number, on: Day) => JudgedDays): JudgedDays[] {
  const parts: (Omit<JudgedDays, 'days'> & { days: Day[] })[] = []
  let epoch = -1
  for (const day of days) {
    const current = epochs.of(day)
    if (current !== epoch) {
      const part = judge(current, day)
      const last = parts.at(-1)
      const isSame = last !== undefined && isSamePart(last, part)
      if (!isSame) parts.push({ ...part, days: [] })
      epoch = current
    }
    parts.at(-1)!.days.push(day)
  }
  return parts
}

function isSamePart(a: JudgedDays, b: JudgedDays): boolean {
  if (sideKey(a.client) !== sideKey(b.client) || sideKey(a.server) !== sideKey(b.server)) return false
  const [x, y] = [a.outcome, b.outcome]
  return (
    x.verdict === y.verdict &&
    x.because.en === y.because.en &&
    x.conduits.length === y.conduits.length &&
    x.conduits.every((conduit, i) => conduit === y.conduits[i])
  )
}
