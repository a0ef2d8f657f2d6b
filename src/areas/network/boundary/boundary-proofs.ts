import { lapseOf } from '#areas/assets/index.ts'
import { dayNumber } from '#core/calendar/day.ts'
import type { Proof, ProofRequest } from '#core/maturity/indicator.ts'
import type { Bilingual } from '#core/record/record.ts'
import { outside } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import { captureProofs, packetHref } from '../proofs.ts'
import { conduitFit } from './conduit-fit.ts'
import { firewallHref } from './filter-indicators.ts'
import { judgePlant } from './judge-traffic.ts'
import { getJudged, type JudgedConversation, type ShownLine } from './list-judged.ts'
import { violationsOf } from './open-violations.ts'
import { type RuleOnTalk, rulesOnTalk } from './rules-on-talk.ts'

/** What stands behind a conversation that should not be: the rule that lets it pass, and the policy line that is missing. */
export async function behindTalk(
  context: NetworkContext,
  plant: string,
  place: { readonly captureId: string; readonly n: number },
): Promise<Proof[]> {
  const { judged, conversation } = await getJudged(context, { plant, ...place })
  if (judged.recorded.policy.conduits.length === 0 || conversation.verdict === 'allowed') return []
  const today = await context.plants.today()
  const rules = await rulesOnTalk(context, plant, judged.recorded.policy, conversation, today)
  return [
    ...rules.filter(({ decision }) => decision !== 'refused').map(ruleProof),
    ...missingProof(plant, conversation),
  ]
}

function ruleProof({ ruleset, line, text, why }: RuleOnTalk): Proof {
  const quoted = text === null ? '' : `: ${text}`
  return {
    ref: `row:${ruleset.importId}//${line ?? 0}`,
    text: `${ruleset.name} (${ruleset.fileName}, ${ruleset.takenOn}): ${why.en}${quoted}`,
    textJa: `${ruleset.name}（${ruleset.fileName}、${ruleset.takenOn}）：${why.ja}${quoted}`,
    href: firewallHref(ruleset.id, line),
    speaks: 'against',
  }
}

function missingProof(plant: string, conversation: JudgedConversation): Proof[] {
  const { missing, because, captureId, n } = conversation
  const line = missing === null ? null : lineWords(missing)
  return [
    {
      ref: `policy:${plant}/${captureId}/${n}`,
      text: `Policy: ${because.en}${line === null ? '' : `; the missing line would be ${line.en}`}`,
      textJa: `方針：${because.ja}${line === null ? '' : `。不足している行：${line.ja}`}`,
      href: conversationHref(plant, captureId, n),
      speaks: 'against',
    },
  ]
}

function lineWords({ from, to, services, operations }: ShownLine): Bilingual {
  const done = operations === null ? '' : ` (${operations.join(', ')})`
  const [a, b] = [from, to].map((zone) => (zone === outside ? ['outside', '外部'] : [zone, zone]))
  return { en: `${a![0]} → ${b![0]}: ${services}${done}`, ja: `${a![1]} → ${b![1]}：${services}${done}` }
}

export function conversationHref(plant: string, captureId: string, n: number): string {
  return `/network/boundary/conversations/${encodeURIComponent(plant)}/${encodeURIComponent(captureId)}/${n}`
}

/** Violations that are open on the day, each with its packet, its rule and the missing line. */
export async function violationProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  const judged = await judgePlant(context, plant)
  const on = dayNumber(ask.on)
  const all = await violationsOf(context, plant, judged, lapseOf(ask.within ?? 'P31D'))
  const open = all.filter(({ stretches }) => stretches.some(({ from, to }) => from <= on && on < to))
  const proofs: Proof[] = []
  for (const { talk } of open) {
    if (proofs.length >= ask.limit) break
    const { conversation } = await getJudged(context, { plant, captureId: talk.captureId, n: talk.n })
    proofs.push(talkProof(plant, conversation), ...(await behindTalk(context, plant, talk)))
  }
  return proofs.length > 0 ? proofs.slice(0, ask.limit) : captureProofs(context, ask)
}

function talkProof(plant: string, talk: JudgedConversation): Proof {
  const packet = talk.packetsSeen[0]
  const name = (address: string, tag: string | null) => (tag === null ? address : `${address} ${tag}`)
  const ends = `${name(talk.client, talk.clientTag)} → ${name(talk.server, talk.serverTag)}`
  const place = packet === undefined ? talk.fileName : `${talk.fileName} #${packet}`
  return {
    ref: `conversation:${talk.captureId}/${talk.n}`,
    text: `${ends}: ${talk.because.en} (${place})`,
    textJa: `${ends}：${talk.because.ja}（${place}）`,
    href: packet === undefined ? conversationHref(plant, talk.captureId, talk.n) : packetHref(talk.captureId, packet),
    speaks: 'against',
  }
}

/** Conduits with what they allow and nobody used. */
export async function conduitProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const { recorded } = await judgePlant(context, ask.scope)
  const fits = await conduitFit(context, ask.scope, ask.on, recorded.policy)
  const inForce = recorded.policy.conduits.filter(
    ({ validFrom, validTo }) => validFrom <= ask.on && (validTo === null || ask.on <= validTo),
  )
  const proofs = inForce.map((conduit): Proof => {
    const { unusedServices = [], unusedOperations = [] } = fits.get(conduit.record) ?? {}
    const unused = [...unusedServices, ...unusedOperations].join(', ')
    const ends = `${conduit.name} (${conduit.from} → ${conduit.to})`
    return {
      ref: `record:${conduit.record}`,
      text: unused === '' ? `${ends}: all that it allows was used` : `${ends}: allowed and not used: ${unused}`,
      textJa: unused === '' ? `${ends}：許可内容はすべて使用されている` : `${ends}：許可されているが未使用：${unused}`,
      href: `/evidence/records/${conduit.record}`,
      speaks: unused === '' ? 'for' : 'against',
    }
  })
  return proofs.sort((a, b) => (a.speaks < b.speaks ? -1 : 1)).slice(0, ask.limit)
}
