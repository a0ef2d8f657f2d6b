import type { Day } from '#core/calendar/day.ts'
import type { AddressSet } from '#core/filtering/addresses.ts'
import type { Cause } from '#core/filtering/causes.ts'
import { compare } from '#core/filtering/compare.ts'
import type { Comparison, Difference } from '#core/filtering/comparison.ts'
import { type DmzPath, dmzCheck } from '#core/filtering/dmz-check.ts'
import type { ObservedTalk } from '#core/filtering/observed.ts'
import { type Packet, textOfAddress } from '#core/filtering/packet.ts'
import { viewOfPolicy, type ZoneArea } from '#core/filtering/policy-view.ts'
import type { Step } from '#core/filtering/ruleset.ts'
import { differenceWords, remarkWords, shadowWords, sightingWords, unusedWords } from '#core/filtering/words.ts'
import type { Bilingual } from '#core/record/record.ts'
import { isInForce } from '#core/segmentation/epochs.ts'
import type { Conduit } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import { type JudgedPlant, judgePlant } from './judge-traffic.ts'
import { createMemory } from './memory.ts'
import type { StoredRuleset } from './ruleset-store.ts'
import { placesOf, rulesOf } from './rulesets.ts'
import { loadAllTalks } from './verdict-list-store.ts'
import { zoneMembers } from './zone-members.ts'

export type FindingKind =
  | 'excess'
  | 'missing'
  | 'seenInSpite'
  | 'seenBeyondPolicy'
  | 'undecided'
  | 'shadowed'
  | 'redundant'
  | 'unused'
  | 'translation'

export interface RuleFinding {
  readonly kind: FindingKind
  readonly possible: boolean
  readonly text: Bilingual
  readonly rules: readonly Pick<Step, 'line' | 'lastLine' | 'text' | 'label'>[]
  readonly conduits: readonly Conduit[]
  readonly from: ZoneArea | null
  readonly to: ZoneArea | null
  readonly packet: { readonly from: string; readonly to: string; readonly service: string } | null
  /** The first conversation in which it was seen, as `<capture>/<n>`. */
  readonly talk: string | null
}

export interface ComparedRules {
  readonly findings: readonly RuleFinding[]
  readonly dmz: readonly DmzPath[]
  readonly limits: readonly Bilingual[]
}

/** So many conversations are held against rules; the policy's own verdicts know all of them. */
const MOST_TALKS = 200_000

const remembered = createMemory<ComparedRules>(12)

/** The rules of one filter against the policy in force on a day, and against everything that was seen. */
export async function compareRules(context: NetworkContext, ruleset: StoredRuleset, on: Day): Promise<ComparedRules> {
  const { plant, id } = ruleset
  const judged = await judgePlant(context, plant)
  const { policy } = judged.recorded
  const places = await placesOf(context, ruleset, policy)
  const key = JSON.stringify([plant, id, on, judged.key, placesKey(places)])
  const known = remembered.get(context.db, key)
  if (known !== undefined) return known
  const rules = await rulesOf(context, ruleset)
  const view = viewOfPolicy(policy, on, await zoneMembers(context, plant, judged, on))
  const talks = (await loadAllTalks(context.db, plant, MOST_TALKS)).map(observedTalk)
  const comparison = compare({ ruleset: rules, places, policy: view, traffic: { talks, sees: null } })
  const { paths } = dmzCheck({ filters: [{ name: ruleset.name, ruleset: rules, places }], policy: view })
  const compared: ComparedRules = {
    findings: findingsOf(comparison),
    dmz: paths.filter((path) => path.in === 'rules' && path.direction === 'down'),
    limits: comparison.remarks.map(remarkWords),
  }
  return remembered.put(context.db, key, compared)
}

const placesKey = (places: ReadonlyMap<string, AddressSet>): unknown =>
  [...places].map(([name, { v4, v6 }]) => [name, v4, v6.map(String)])

/** What the rules of a filter allow beyond the policy in force on a day, surely and perhaps, whatever was seen. */
export interface RulesBeyondPolicy {
  readonly excess: readonly Difference[]
  readonly undecided: readonly Difference[]
}

const beyondKnown = createMemory<RulesBeyondPolicy>(200)

/** Depends on rules and policy alone: the same day after day, and so remembered by what is in force. */
export async function beyondPolicy(
  context: Pick<NetworkContext, 'db'>,
  ruleset: StoredRuleset,
  on: Day,
  judged: JudgedPlant,
): Promise<RulesBeyondPolicy> {
  const { policy } = judged.recorded
  const places = await placesOf(context, ruleset, policy)
  const members = await zoneMembers(context, ruleset.plant, judged, on)
  const inForce = [...policy.zones, ...policy.conduits].filter((one) => isInForce(one, on)).map(({ record }) => record)
  const key = JSON.stringify([ruleset.plant, ruleset.id, inForce.sort(), placesKey(places), placesKey(members)])
  const known = beyondKnown.get(context.db, key)
  if (known !== undefined) return known
  const { differences } = compare({
    ruleset: await rulesOf(context, ruleset),
    places,
    policy: viewOfPolicy(policy, on, members),
    traffic: { talks: [], sees: null },
  })
  const isSure = (one: Difference) => one.kind === 'excess' && one.translations.length === 0
  return beyondKnown.put(context.db, key, {
    excess: differences.filter(isSure),
    undecided: differences.filter((one) => one.kind !== 'missing' && !isSure(one)),
  })
}

function observedTalk(one: Awaited<ReturnType<typeof loadAllTalks>>[number]): ObservedTalk {
  const { captureId, n, ...talk } = one
  return { ...talk, id: `${captureId}/${n}` }
}

function findingsOf({ differences, sightings, shadows, unused }: Comparison): RuleFinding[] {
  const found: RuleFinding[] = []
  for (const one of differences) {
    const kind: FindingKind = one.kind === 'excess' || one.kind === 'missing' ? one.kind : 'undecided'
    found.push({
      kind,
      possible: kind === 'undecided' || one.translations.length > 0,
      text: differenceWords(one),
      rules: stepsOf(kind === 'undecided' ? [...one.doubts, ...one.by] : one.by),
      conduits: one.conduits,
      from: one.from,
      to: one.to,
      packet: packetShown(one.witness),
      talk: one.talks[0] ?? null,
    })
  }
  const told = new Set(differences.flatMap(({ talks }) => talks))
  for (const one of sightings) {
    // What is beyond the policy and what is undecided was told as a difference, with its first conversation.
    if (one.kind === 'refused' || one.kind === 'undecided' || told.has(one.talk)) continue
    found.push({
      kind: one.kind === 'despitePolicy' ? 'seenBeyondPolicy' : 'seenInSpite',
      possible: false,
      text: sightingWords(one),
      rules: stepsOf(one.by),
      conduits: one.conduits,
      from: one.from,
      to: one.to,
      packet: packetShown(one.witness),
      talk: one.talk,
    })
  }
  const ofRule = (kind: FindingKind, step: Step, text: Bilingual, by: readonly Cause[] = []): RuleFinding => ({
    ...{ kind, text, possible: false, conduits: [], from: null, to: null, packet: null, talk: null },
    rules: [step, ...stepsOf(by)],
  })
  for (const one of shadows) {
    found.push(ofRule(one.kind === 'redundant' ? 'redundant' : 'shadowed', one.step, shadowWords(one), one.by))
  }
  for (const one of unused) found.push(ofRule('unused', one.step, unusedWords(one)))
  return found
}

/** Rules, and what chains do at their end where a line says so (`policy drop`). */
export function stepsOf(causes: readonly Cause[]): RuleFinding['rules'] {
  return causes.flatMap((cause): RuleFinding['rules'] => {
    if (cause.kind === 'step') return [cause.step]
    if (cause.kind !== 'end' || cause.line === null) return []
    return [{ line: cause.line, lastLine: cause.line, text: `${cause.chain}: policy`, label: null }]
  })
}

/** `tcp/502`, `icmp`; the server's port. */
function serviceWords({ protocol, targetPort }: Pick<Packet, 'protocol' | 'targetPort'>): string {
  const name = protocolNames[protocol] ?? `ip/${protocol}`
  return targetPort > 0 ? `${name}/${targetPort}` : name
}

const protocolNames: Readonly<Record<number, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  58: 'icmpv6',
  132: 'sctp',
}

export function packetShown(packet: Packet): NonNullable<RuleFinding['packet']> {
  return { from: textOfAddress(packet.source), to: textOfAddress(packet.target), service: serviceWords(packet) }
}
