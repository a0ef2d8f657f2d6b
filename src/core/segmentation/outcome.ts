import type { Day } from '../calendar/day.ts'
import { foldName } from './fold-name.ts'
import { judgePair, type Spoken, type TurnedConduit } from './judge-pair.ts'
import { narrowestFlow, type OperationMask, operationsOf } from './operation-masks.ts'
import type { Placement } from './place-endpoint.ts'
import type { Zone } from './policy.ts'
import type { MissingLine, Outcome } from './verdict.ts'
import { together, verdictTexts } from './verdict-texts.ts'

const plain: Omit<Outcome, 'verdict' | 'because'> = {
  conduits: [],
  operations: [],
  against: null,
  unproven: [],
  unknown: [],
  missing: null,
  passesDmzBy: false,
}

/** What can be said of the ends alone; null where conduits decide. */
export function withoutConduits(client: Placement, server: Placement): Outcome | null {
  if (server.kind === 'group' && client.kind === 'zone') return inGroup(client.zone)
  // Sent back by a group: a log that turned the ends around.
  if (client.kind === 'group' && server.kind === 'zone') return inGroup(server.zone)
  if (client.kind === 'zone' && server.kind === 'zone' && foldName(client.zone.name) === foldName(server.zone.name)) {
    return { ...plain, verdict: 'allowed', because: verdictTexts.within(client.zone.name) }
  }
  const isPlaced = (placement: Placement) => placement.kind === 'zone'
  const mayBeOutside = ({ kind }: Placement) => kind === 'internet' || kind === 'unknown'
  if ((isPlaced(client) || mayBeOutside(client)) && (isPlaced(server) || mayBeOutside(server))) {
    if (isPlaced(client) || isPlaced(server)) return null
  }
  const unknown: ('client' | 'server')[] = []
  if (!isPlaced(client) && (client.kind !== 'group' || server.kind === 'group')) unknown.push('client')
  if (!isPlaced(server) && server.kind !== 'group') unknown.push('server')
  return unknownMember(client, server, unknown)
}

/** Of neighbours on one network segment (link-housekeeping.ts): no conduit is about it. */
export const onOneSegment: Outcome = { ...plain, verdict: 'allowed', because: verdictTexts.housekeeping }

function inGroup(zone: Zone): Outcome {
  return { ...plain, verdict: 'allowed', because: verdictTexts.toGroup(zone.name) }
}

function unknownMember(client: Placement, server: Placement, unknown: readonly ('client' | 'server')[]): Outcome {
  const because = together(...unknown.map((end) => verdictTexts.unknown(end, end === 'client' ? client : server)))
  return { ...plain, verdict: 'unknownMember', unknown, because }
}

export interface Between {
  readonly client: Placement
  readonly server: Placement
  readonly from: string
  readonly to: string
  readonly spoken: Spoken
  readonly on: Day
}

export function explain(between: Between, conduits: readonly TurnedConduit[]): Outcome {
  const { client, server, from, to, spoken, on } = between
  const found = judgePair(conduits, spoken, on)
  if (found.verdict === 'allowed') {
    const doubts = found.unproven.map((what) =>
      what === 'protocol' ? verdictTexts.unprovenProtocol : verdictTexts.unprovenOperations,
    )
    const because = together(verdictTexts.allowed(found.conduits), ...doubts)
    return { ...plain, verdict: 'allowed', conduits: found.conduits, unproven: found.unproven, because }
  }
  const passesDmzBy = isPastDmz(client, server)
  if (found.verdict === 'expired') {
    const last = found.conduits
      .map(({ validTo }) => validTo ?? '')
      .sort()
      .at(-1)!
    const missing = missingLine(between, found.lacking)
    return {
      ...plain,
      verdict: 'expired',
      conduits: found.conduits,
      missing,
      passesDmzBy,
      because: verdictTexts.expired(found.conduits, last),
    }
  }
  if (found.verdict === 'violation') {
    const unknown = (['client', 'server'] as const).filter(
      (end) => (end === 'client' ? client : server).kind === 'unknown',
    )
    if (unknown.length > 0) return unknownMember(client, server, unknown)
    const reasons = [verdictTexts.noConduit(spoken, from, to), ...found.notYet.slice(0, 1).map(verdictTexts.notYet)]
    if (passesDmzBy) reasons.push(verdictTexts.passesDmzBy)
    return {
      ...plain,
      verdict: 'violation',
      missing: missingLine(between, found.lacking),
      passesDmzBy,
      because: together(...reasons),
    }
  }
  const { conduits: concerned, operations } = found
  const against = found.verdict === 'wrongDirection' ? found.against : null
  const because =
    against === null
      ? verdictTexts.wrongOperation(operations, concerned)
      : against === 'initiator'
        ? verdictTexts.wrongInitiator(from, concerned)
        : verdictTexts.wrongFlow(operations, concerned)
  const missing = missingLine(between, found.lacking)
  return { ...plain, verdict: found.verdict, conduits: concerned, operations, against, missing, passesDmzBy, because }
}

/** Nothing wider than this one conversation needs, as far as it was seen. */
function missingLine({ from, to, spoken }: Between, lacking: OperationMask): MissingLine {
  const { protocol, transport, port } = spoken
  return {
    from,
    to,
    services: [{ protocol, transport, ports: port === null ? null : [port, port] }],
    // A list of nothing would let nothing pass: what no reader has a class for is `other`.
    operations: lacking === 0 ? ['other'] : operationsOf(lacking),
    dataFlow: narrowestFlow(lacking),
    initiator: 'from',
  }
}

/** NIST SP 800-82r3: every crossing between the enterprise and the control systems ends in the DMZ. */
function isPastDmz(client: Placement, server: Placement): boolean {
  const levels = [client, server].map((end) =>
    end.kind === 'zone' ? Number(end.zone.level ?? Number.NaN) : end.kind === 'internet' ? 5 : Number.NaN,
  )
  return Math.max(...levels) >= 4 && Math.min(...levels) <= 3
}
