import type { Day } from '../calendar/day.ts'
import { foldName } from './fold-name.ts'
import { judgePair, type Spoken, type TurnedConduit } from './judge-pair.ts'
import { narrowestFlow, type OperationMask, operationsOf } from './operation-masks.ts'
import type { Placement } from './place-endpoint.ts'
import { type Conduit, outside, type Policy, type PolicyService } from './policy.ts'
import type { MissingLine, Outcome } from './verdict.ts'
import { spokenText, together, verdictTexts } from './verdict-texts.ts'

/** Two ends, and what every conversation between them is judged by. */
export interface PairEnds {
  readonly client: Placement
  readonly server: Placement
  /** Under which conduits know them. */
  readonly from: string
  readonly to: string
  /** What is said whatever is spoken; null where conduits decide. */
  readonly settled: Outcome | null
  readonly between: readonly TurnedConduit[]
  readonly passesDmzBy: boolean
}

export type PairedConduits = ReadonlyMap<string, readonly Conduit[]>

/** By the names of both ends; of each pair sorted by record. */
export function pairConduits({ conduits }: Policy): PairedConduits {
  const keys = new Map(conduits.map((conduit) => [conduit, `${conduit.record}\n${conduit.name}\n${exactly(conduit)}`]))
  const sorted = conduits.toSorted((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1))
  return Map.groupBy(sorted, ({ from, to }) => pairKey(foldName(from), foldName(to)))
}

const exactly = (conduit: Conduit): string =>
  JSON.stringify(Object.entries(conduit).sort(([a], [b]) => (a < b ? -1 : 1)))

const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`)

export function pairEnds(client: Placement, server: Placement, conduits: PairedConduits): PairEnds {
  const [from, to] = [zoneName(client), zoneName(server)]
  const settled = settle(client, server)
  const folded = foldName(from)
  const between = settled === null ? (conduits.get(pairKey(folded, foldName(to))) ?? []) : []
  return {
    client,
    server,
    from,
    to,
    settled,
    between: between.map((conduit) => ({ conduit, isFrom: foldName(conduit.from) === folded })),
    passesDmzBy: isPastDmz(client, server),
  }
}

function zoneName(placement: Placement): string {
  return placement.kind === 'zone' ? placement.zone.name : outside
}

/** NIST SP 800-82r3: every crossing between the enterprise and the control systems ends in the DMZ. */
function isPastDmz(client: Placement, server: Placement): boolean {
  const levelOf = (end: Placement): number => {
    if (end.kind === 'zone') return Number(end.zone.level ?? Number.NaN)
    return end.kind === 'internet' ? 5 : Number.NaN
  }
  const [a, b] = [levelOf(client), levelOf(server)]
  return Math.max(a, b) >= 4 && Math.min(a, b) <= 3
}

/** What can be said of the ends alone; null where conduits decide. */
function settle(client: Placement, server: Placement): Outcome | null {
  // The other way round: a log that turned the ends.
  for (const [sender, hearer] of [
    [client, server],
    [server, client],
  ] as const) {
    if (hearer.kind !== 'group' || sender.kind !== 'zone') continue
    const { name } = sender.zone
    return outcome('allowed', verdictTexts.toGroup(name))
  }
  if (client.kind === 'zone' && server.kind === 'zone') {
    const { name } = client.zone
    return foldName(name) === foldName(server.zone.name) ? outcome('allowed', verdictTexts.within(name)) : null
  }
  const mayBeOutside = ({ kind }: Placement) => kind === 'internet' || kind === 'unknown'
  const isOut = client.kind === 'zone' ? mayBeOutside(server) : server.kind === 'zone' && mayBeOutside(client)
  if (isOut) return null
  return unknownMember(client, server, [
    ...(client.kind === 'zone' || (client.kind === 'group' && server.kind !== 'group') ? [] : (['client'] as const)),
    ...(server.kind === 'zone' || (server.kind === 'group' && client.kind !== 'group') ? [] : (['server'] as const)),
  ])
}

function unknownMember(client: Placement, server: Placement, unknown: readonly ('client' | 'server')[]): Outcome {
  const because = together(unknown.map((end) => verdictTexts.unknown(end, end === 'client' ? client : server)))
  return outcome('unknownMember', because, { unknown })
}

type Details = Partial<Omit<Outcome, 'verdict' | 'because'>>
const nothing: Details = {}
const none: readonly never[] = []

function outcome(verdict: Outcome['verdict'], because: Outcome['because'], details: Details = nothing): Outcome {
  return {
    verdict,
    conduits: details.conduits ?? none,
    operations: details.operations ?? none,
    against: details.against ?? null,
    unproven: details.unproven ?? none,
    unknown: details.unknown ?? none,
    missing: details.missing ?? null,
    passesDmzBy: details.passesDmzBy ?? false,
    because,
  }
}

/** Of neighbours on one network segment (link-housekeeping.ts): no conduit is about it. */
export const onOneSegment: Outcome = outcome('allowed', verdictTexts.housekeeping)

/** A kind of conversation, with what is said of it in sentences and missing lines. */
export interface SpokenKind extends Spoken {
  readonly text: string
  readonly services: readonly PolicyService[]
}

export function spokenKind(spoken: Spoken): SpokenKind {
  const { protocol, transport, port } = spoken
  const services = [{ protocol, transport, ports: port === null ? null : [port, port] }]
  return { ...spoken, text: spokenText(spoken), services }
}

/** Judges what conduits decide. */
export function explain(pair: PairEnds, spoken: SpokenKind, on: Day): Outcome {
  const { client, server, from, passesDmzBy } = pair
  const found = judgePair(pair.between, spoken, on)
  if (found.verdict === 'allowed') {
    const { conduits, unproven } = found
    const doubts = unproven.map((what) => verdictTexts.unproven[what])
    return outcome('allowed', together([verdictTexts.allowed(conduits), ...doubts]), { conduits, unproven })
  }
  const missing = missingLine(pair, spoken, found.lacking)
  switch (found.verdict) {
    case 'expired': {
      const { conduits } = found
      return outcome('expired', verdictTexts.expired(conduits), { conduits, missing, passesDmzBy })
    }
    case 'violation': {
      if (client.kind === 'unknown' || server.kind === 'unknown') {
        const unknown = (['client', 'server'] as const).filter((end) => pair[end].kind === 'unknown')
        return unknownMember(client, server, unknown)
      }
      const reason = verdictTexts.noConduit(spoken.text, from, pair.to)
      const soon = found.notYet[0]
      const because =
        soon === undefined && !passesDmzBy
          ? reason
          : together([
              reason,
              ...(soon === undefined ? [] : [verdictTexts.notYet(soon)]),
              ...(passesDmzBy ? [verdictTexts.passesDmzBy] : []),
            ])
      return outcome('violation', because, { missing, passesDmzBy })
    }
    case 'wrongOperation': {
      const { conduits, operations } = found
      const because = verdictTexts.wrongOperation(operations, conduits)
      return outcome('wrongOperation', because, { conduits, operations, missing, passesDmzBy })
    }
    case 'wrongDirection': {
      const { conduits, operations, against } = found
      const because =
        against === 'initiator'
          ? verdictTexts.wrongInitiator(from, conduits)
          : verdictTexts.wrongFlow(operations, conduits)
      return outcome('wrongDirection', because, { conduits, operations, against, missing, passesDmzBy })
    }
  }
}

/** Nothing wider than this one conversation needs, as far as it was seen. */
function missingLine({ from, to }: PairEnds, { services }: SpokenKind, lacking: OperationMask): MissingLine {
  // A list of nothing would let nothing pass: what no reader has a class for is `other`.
  const operations = lacking === 0 ? otherOnly : operationsOf(lacking)
  return { from, to, services, operations, dataFlow: narrowestFlow(lacking), initiator: 'from' }
}

const otherOnly = ['other'] as const
