import type { Day } from '../calendar/day.ts'
import { pairsOf, rangesOf } from '../filtering/ranges.ts'
import type { Bilingual } from '../record/record.ts'
import { foldName } from './fold-name.ts'
import { createJudge } from './judge.ts'
import { matchService, type SpokenService } from './match-service.ts'
import { maskOf, narrowestFlow, type OperationMask, operationsOf, seenMask } from './operation-masks.ts'
import type { Policy, PolicyConversation, PolicyService } from './policy.ts'
import { servicesText } from './policy-text.ts'
import { proposalTexts } from './proposal-texts.ts'
import type { JudgedDays, MissingLine } from './verdict.ts'

/** A conversation that was observed, under the name by which its owner finds it again. */
export interface ObservedTalk extends PolicyConversation {
  readonly id: string
}

/** One line of the smallest policy: a conduit to be, for a person to accept. */
export interface ConduitProposal extends MissingLine {
  /** The same for the same line, whenever it is asked. */
  readonly key: string
  readonly name: string
  readonly because: readonly Bilingual[]
  /** On which it stands: the first two hundred of them by id, and how many they are. */
  readonly conversations: readonly string[]
  readonly count: number
  readonly firstSeen: Day
  readonly lastSeen: Day
}

/** A line that no proposal may contain; somebody has to decide what becomes of it. */
export interface OpenDecision extends ConduitProposal {
  readonly why: 'passesDmzBy' | 'programsSafety'
}

export interface PolicyProposal {
  /** Sorted by key. With them, and without none of them, everything that was observed is allowed. */
  readonly lines: readonly ConduitProposal[]
  readonly decisions: readonly OpenDecision[]
  /** Conversations of which nothing can be proposed before their ends are in zones. */
  readonly unplaced: number
  /** Conversations that nobody answered: a probe is no need. */
  readonly attempts: number
}

const mostListed = 200

/**
 * The smallest policy that covers what was observed, beside what the policy allows already: nothing wider than was seen, by
 * zone that opened, service, port and operation. The same whatever the order of conversations.
 */
export function proposeConduits(policy: Policy, conversations: Iterable<ObservedTalk>): PolicyProposal {
  const { judge } = createJudge(policy)
  const needs = new Map<string, Need>()
  let unplaced = 0
  let attempts = 0
  for (const conversation of conversations) {
    const { isAttempt, parts } = judge(conversation)
    if (isAttempt) {
      attempts++
      continue
    }
    if (parts.some(isUnplaced)) unplaced++
    for (const part of parts) if (!isUnplaced(part)) note(needs, conversation, part)
  }
  const kept = withoutRedundant([...needs.values()].filter(({ why }) => why === null))
  const open = [...needs.values()].filter(({ why }) => why !== null)
  return {
    lines: linesOf(kept).map(({ line }) => line),
    decisions: linesOf(open).map(({ line, why }) => ({ ...line, why: why! })),
    unplaced,
    attempts,
  }
}

/** Somebody whom no zone claims is not outside: first it has to be said where he belongs. */
const isUnplaced = ({ client, server, outcome }: JudgedDays): boolean =>
  outcome.verdict === 'unknownMember' ||
  (outcome.verdict !== 'allowed' && (client.kind === 'unknown' || server.kind === 'unknown'))

/** One service on one port, opened from one zone into another. */
interface Need {
  readonly from: string
  readonly to: string
  readonly spoken: SpokenService
  readonly why: OpenDecision['why'] | null
  operations: OperationMask
  /** What single conversations needed of it, each once. */
  readonly lacking: Set<OperationMask>
  readonly ids: Set<string>
  firstSeen: Day
  lastSeen: Day
  /** An exception or conduit that used to allow it. */
  expired: Bilingual | null
}

function note(needs: Map<string, Need>, conversation: ObservedTalk, part: JudgedDays): void {
  const { missing, passesDmzBy } = part.outcome
  if (missing === null) return
  const { transport, port, protocol, id } = conversation
  const { from, to } = missing
  const lacking = maskOf(missing.operations)
  const programs = part.server.kind === 'zone' && part.server.zone.safety && (lacking & maskOf(['program'])) !== 0
  const why = passesDmzBy ? 'passesDmzBy' : programs ? 'programsSafety' : null
  const key = [foldName(from), foldName(to), transport, port, protocol, why].join('\n')
  const need = needs.get(key) ?? {
    from,
    to,
    spoken: { transport, port, protocol },
    why,
    operations: 0,
    lacking: new Set(),
    ids: new Set(),
    firstSeen: part.days[0]!,
    lastSeen: part.days.at(-1)!,
    expired: null,
  }
  needs.set(key, need)
  need.operations |= lacking
  // A line for `other` stands for a conversation of which no operation was recognised: any line of its service serves it.
  const seen = conversation.operations === null ? 0 : seenMask(conversation.operations)
  need.lacking.add(lacking & seen)
  need.ids.add(id)
  if (part.days[0]! < need.firstSeen) need.firstSeen = part.days[0]!
  if (part.days.at(-1)! > need.lastSeen) need.lastSeen = part.days.at(-1)!
  if (part.outcome.verdict === 'expired') need.expired = part.outcome.because
}

/** Leaves out what the others allow together: an unrecognised talk on the port of a recognised one, a session without CIP. */
function withoutRedundant(needs: readonly Need[]): readonly Need[] {
  const nearby = Map.groupBy(needs, ({ from, to, spoken }) =>
    [foldName(from), foldName(to), spoken.transport, spoken.port].join('\n'),
  )
  const kept: Need[] = []
  for (const all of nearby.values()) {
    let rest = all.toSorted((a, b) => (protocolOf(a) < protocolOf(b) ? -1 : 1))
    for (const need of [...rest]) {
      const others = rest.filter((other) => other !== need)
      if (all.every((wanted) => isCovered(wanted, others))) {
        for (const id of need.ids) for (const other of others) if (isCovered(need, [other])) other.ids.add(id)
        rest = others
      }
    }
    kept.push(...rest)
  }
  return kept
}

const protocolOf = ({ spoken }: Need): string => spoken.protocol ?? ''

function isCovered({ spoken, lacking }: Need, by: readonly Need[]): boolean {
  const matching = by.filter((need) => matchService(serviceOf(need.spoken), spoken) !== 'no')
  const lets = matching.reduce((mask, { operations }) => mask | operations, 0)
  return matching.length > 0 && [...lacking].every((wanted) => (wanted & ~lets) === 0)
}

const serviceOf = ({ protocol, transport, port }: SpokenService): PolicyService => ({
  protocol,
  transport,
  ports: port === null ? null : [port, port],
})

/** Services in which the same was done between the same zones are one line; ports of one protocol are one service. */
function linesOf(
  needs: readonly Need[],
): { readonly line: ConduitProposal; readonly why: OpenDecision['why'] | null }[] {
  const groups = Map.groupBy(needs, ({ from, to, operations, why }) =>
    [foldName(from), foldName(to), operationsOf(operations).join(' '), why].join('\n'),
  )
  const keys = [...groups.keys()].sort()
  return keys.map((key) => {
    const group = groups.get(key)!.toSorted((a, b) => (spokenKey(a) < spokenKey(b) ? -1 : 1))
    const { from, to, operations, why } = group[0]!
    const services = servicesOf(group)
    const ids = [...new Set(group.flatMap((need) => [...need.ids]))].sort()
    const days = group.flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen]).sort()
    const expired = group.flatMap((need) => (need.expired === null ? [] : [need.expired]))
    const seen = { firstSeen: days[0]!, lastSeen: days.at(-1)!, count: ids.length }
    const line: ConduitProposal = {
      key: `${key}\n${servicesText(services)}`,
      name: `${from} → ${to}: ${servicesText(services)}`,
      from,
      to,
      services,
      operations: operationsOf(operations),
      dataFlow: narrowestFlow(operations),
      initiator: 'from',
      because: [
        proposalTexts.seen(seen.count, seen.firstSeen, seen.lastSeen),
        ...expired.toSorted((a, b) => (a.en < b.en ? -1 : 1)).slice(0, 3),
        ...(why === null ? [] : [proposalTexts[why](from, to)]),
      ],
      conversations: ids.slice(0, mostListed),
      ...seen,
    }
    return { line, why }
  })
}

const spokenKey = ({ spoken: { protocol, transport, port } }: Need): string =>
  `${protocol ?? ''}\n${transport}\n${String(port ?? 0).padStart(5, '0')}`

function servicesOf(needs: readonly Need[]): PolicyService[] {
  const byProtocol = Map.groupBy(needs, ({ spoken }) => `${spoken.protocol ?? ''}\n${spoken.transport}`)
  return [...byProtocol.values()].flatMap((group) => {
    const { protocol, transport } = group[0]!.spoken
    const ports = rangesOf(group.flatMap(({ spoken: { port } }) => (port === null ? [] : [[port, port] as const])))
    const portless = group.some(({ spoken }) => spoken.port === null)
    return [
      ...(portless ? [{ protocol, transport, ports: null }] : []),
      ...pairsOf(ports).map((span) => ({ protocol, transport, ports: span })),
    ]
  })
}
