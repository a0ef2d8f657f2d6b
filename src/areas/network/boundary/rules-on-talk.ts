import type { Day } from '#core/calendar/day.ts'
import type { Cause } from '#core/filtering/causes.ts'
import { decide } from '#core/filtering/decide.ts'
import { packetOf } from '#core/filtering/packet.ts'
import { doubtWords } from '#core/filtering/words.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import type { StoredRuleset } from './ruleset-store.ts'
import { placesOf, rulesetsOn, rulesOf } from './rulesets.ts'

/** What a filter does with a conversation, and the line that says so. */
export interface RuleOnTalk {
  readonly ruleset: StoredRuleset
  readonly decision: 'accepted' | 'refused' | 'undecided'
  readonly line: number | null
  readonly text: string | null
  readonly why: Bilingual
}

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 }

/** A conversation as filters see its first packet. */
export interface FilteredTalk {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly port: number | null
  readonly days: readonly Day[]
}

/**
 * What each filter of a plant does with a conversation, by the rules that are nearest to its last day. Empty where there
 * are none, or where no packet filter sees such a conversation (no IP, no ports).
 */
export async function rulesOnTalk(
  context: Pick<NetworkContext, 'db'>,
  plant: string,
  policy: Policy,
  talk: FilteredTalk,
  today: Day,
): Promise<RuleOnTalk[]> {
  const protocol = protocolNumbers[talk.transport]
  const [client, server] = [talk.client.split('#', 1)[0]!, talk.server.split('#', 1)[0]!]
  // A client's port is any: rules that ask for it stay undecided.
  const packet = protocol === undefined ? null : packetOf(client, server, protocol, { targetPort: talk.port ?? 0 })
  if (packet === null) return []
  const found: RuleOnTalk[] = []
  for (const ruleset of await rulesetsOn(context, plant, talk.days.at(-1) ?? today)) {
    const { verdict, by, doubts } = decide(
      await rulesOf(context, ruleset),
      packet,
      await placesOf(context, ruleset, policy),
    )
    const cause = (verdict === 'undecided' ? [...doubts, ...by] : by)[0]
    found.push({ ruleset, decision: verdict, ...placeOf(cause), why: words(verdict, cause) })
  }
  return found
}

function placeOf(cause: Cause | undefined): { line: number | null; text: string | null } {
  if (cause?.kind === 'step') return { line: cause.step.line, text: cause.step.text }
  if (cause?.kind === 'translation') return { line: cause.translation.line, text: cause.translation.text }
  return { line: cause?.kind === 'end' ? cause.line : null, text: null }
}

function words(verdict: RuleOnTalk['decision'], cause: Cause | undefined): Bilingual {
  if (verdict === 'undecided') return undecidedWords(cause)
  if (cause?.kind === 'step') {
    const label = cause.step.label === null ? '' : ` (${cause.step.label})`
    return verdict === 'accepted'
      ? { en: `line ${cause.step.line}${label} lets it pass`, ja: `${cause.step.line} 行目${label}が通過させている` }
      : { en: `line ${cause.step.line}${label} refuses it`, ja: `${cause.step.line} 行目${label}が遮断している` }
  }
  return verdict === 'accepted'
    ? { en: 'no rule refuses it, and what no rule names passes', ja: '遮断するルールがなく、既定で通過する' }
    : { en: 'no rule lets it pass, and what no rule names is refused', ja: '許可するルールがなく、既定で遮断される' }
}

function undecidedWords(cause: Cause | undefined): Bilingual {
  const { en, ja } =
    cause === undefined ? { en: 'the rules do not tell', ja: 'ルールから分からない' } : doubtWords(cause)
  return { en: `cannot be decided: ${en}`, ja: `判断できない：${ja}` }
}
