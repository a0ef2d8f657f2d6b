import { type Day, dayOf } from '#core/calendar/day.ts'
import { shareAddresses } from '#core/filtering/addresses.ts'
import type { Difference } from '#core/filtering/comparison.ts'
import type { Measurement, Proof, ProofRequest, RecordRef, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { cutsOf, isInForce } from '#core/segmentation/epochs.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import { outside } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import { beyondPolicy, compareRules, type RuleFinding, stepsOf } from './compare-rules.ts'
import { type JudgedPlant, judgePlant } from './judge-traffic.ts'
import { loadRulesets, type StoredRuleset } from './ruleset-store.ts'
import { placesOf, rulesetsOn, rulesOf } from './rulesets.ts'
import { type AnsweredPair, loadAnsweredPairs } from './verdict-sums-store.ts'

/** Days on which rules, policy or what is seen changed, the latest of them; most are a comparison of their own. */
const MOST_DAYS = 24
const MOST_NAMED = 20

/** How many things the rules of all filters surely allow beyond the policy; null while that cannot be told. */
export function firewallExcess(context: NetworkContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>> {
  return overDays(context, ask, async (_, judged, day, rulesets) => {
    const { policy } = judged.recorded
    if (!policy.conduits.some((conduit) => isInForce(conduit, day))) return unknown
    let sum = 0
    let isUnknown = false
    const lines: RecordRef[] = []
    for (const ruleset of rulesets) {
      const { excess, undecided } = await beyondPolicy(context, ruleset, day, judged)
      sum += excess.length
      isUnknown ||= undecided.length > 0
      for (const { by } of excess) lines.push(ruleRef(ruleset, stepsOf(by)[0]?.line ?? null))
    }
    return { value: sum > 0 || !isUnknown ? sum : null, lines }
  })
}

/** Share of the boundaries between zones at which a filter denies what no conduit allows; null while that cannot be told. */
export function microsegmentedShare(context: NetworkContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>> {
  const answered = new Map<string, readonly AnsweredPair[]>()
  const value: ValueOn = async (plant, judged, day, rulesets) => {
    const pairs = boundariesOf(judged, answered.get(plant) ?? [], day)
    if (pairs.size === 0) return unknown
    const denied = new Set<string>()
    const open = new Set<string>()
    const perhaps = new Set<string>()
    const pairOf = ({ from, to }: Difference) => keyOf(from.name ?? '', to.name ?? '')
    for (const ruleset of rulesets) {
      const guarded = await guardedBy(context, ruleset, judged)
      for (const pair of pairs) if (guarded(pair)) denied.add(pair)
      const { excess, undecided } = await beyondPolicy(context, ruleset, day, judged)
      for (const one of excess) open.add(pairOf(one))
      for (const one of undecided) perhaps.add(pairOf(one))
    }
    // A boundary of which the rules do not tell is neither denied nor open: then nobody knows the share.
    if ([...perhaps].some((pair) => pairs.has(pair) && !open.has(pair))) return unknown
    return { value: [...denied].filter((pair) => !open.has(pair)).length / pairs.size, lines: [] }
  }
  return overDays(context, ask, value, async (plant) => {
    const found = await loadAnsweredPairs(context.db, plant)
    answered.set(plant, found)
    return found.flatMap(({ since }) => since ?? [])
  })
}

type ValueOn = (
  plant: string,
  judged: JudgedPlant,
  day: Day,
  rulesets: readonly StoredRuleset[],
) => Promise<{
  readonly value: number | null
  /** Lines of rules that decide it; without any, the rules as a whole. */
  readonly lines: readonly RecordRef[]
}>

const unknown = { value: null, lines: [] }

/** A line of imported rules; the whole of them where no line says it. */
const ruleRef = ({ importId }: Pick<StoredRuleset, 'importId'>, line: number | null): RecordRef =>
  `row:${importId}//${line ?? 0}`

async function overDays(
  context: NetworkContext,
  ask: Measurement,
  value: ValueOn,
  moreDays: (plant: string) => Promise<readonly Day[]> = async () => [],
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const result = new Map<ScopeKey, Series>()
  if (ask.knownAt !== undefined) return result
  for (const plant of ask.plants) {
    const all = await loadRulesets(context.db, { plants: [plant] })
    if (all.length === 0) continue
    const judged = await judgePlant(context, plant)
    if (judged.recorded.policy.conduits.length === 0) continue
    const steps: Step[] = []
    for (const day of turningDays(all, judged, await moreDays(plant))) {
      const rulesets = (await rulesetsOn(context, plant, day)).filter(({ takenOn }) => takenOn <= day)
      const taken = rulesets.map(({ takenOn }) => takenOn).sort()
      const told = await value(plant, judged, day, rulesets)
      const lines = [...new Set(told.lines)]
      steps.push({
        from: day,
        value: told.value,
        records: lines.length > 0 ? lines.slice(0, MOST_NAMED) : rulesets.map((one) => ruleRef(one, null)),
        recordCount: Math.max(lines.length, rulesets.length),
        strength: 'measured',
        // Rules are evidence of their own day: the oldest of the filters tells since when nobody looked.
        observedOn: taken[0] ?? day,
      })
    }
    result.set(plant, steps)
  }
  return result
}

function turningDays(rulesets: readonly StoredRuleset[], { recorded }: JudgedPlant, more: readonly Day[]): Day[] {
  const first = rulesets.map(({ takenOn }) => takenOn).sort()[0]!
  const { zones, conduits } = recorded.policy
  const changes = cutsOf([...zones, ...conduits]).map(dayOf)
  const days = [...rulesets.map(({ takenOn }) => takenOn), ...changes, ...more]
  return [...new Set(days)]
    .filter((day) => day >= first)
    .sort()
    .slice(-MOST_DAYS)
}

const keyOf = (a: string, b: string): string => [foldName(a), foldName(b)].sort().join('\n')

/** Pairs of zones with a conduit in force, or with traffic that somebody answered. */
function boundariesOf({ recorded }: JudgedPlant, answered: readonly AnsweredPair[], day: Day): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (const conduit of recorded.policy.conduits) {
    const { from, to } = conduit
    if (!isInForce(conduit, day)) continue
    if (from !== outside && to !== outside) pairs.add(keyOf(from, to))
  }
  for (const { clientZone, serverZone, since } of answered) {
    if ((since !== null && since > day) || foldName(clientZone) === foldName(serverZone)) continue
    pairs.add(keyOf(clientZone, serverZone))
  }
  return pairs
}

/** Whether two zones lie behind different interfaces of a filter. */
async function guardedBy(
  context: NetworkContext,
  ruleset: StoredRuleset,
  { recorded }: JudgedPlant,
): Promise<(pair: string) => boolean> {
  const rules = await rulesOf(context, ruleset)
  const places = await placesOf(context, ruleset, recorded.policy)
  const behind = new Map<string, Set<string>>()
  for (const { name, alias, networks } of rules.interfaces) {
    const own = places.get(name) ?? (alias === null ? undefined : places.get(alias)) ?? networks
    for (const zone of recorded.policy.zones) {
      if (!zone.members.networks.some(({ addresses }) => shareAddresses(addresses, own))) continue
      const key = foldName(zone.name)
      behind.set(key, (behind.get(key) ?? new Set()).add(name))
    }
  }
  return (pair) => {
    const [a, b] = pair.split('\n').map((zone) => behind.get(zone)) as [
      Set<string> | undefined,
      Set<string> | undefined,
    ]
    return a !== undefined && b !== undefined && [...a].every((one) => !b.has(one))
  }
}

/** What the rules allow beyond the policy, each with its line and a packet. */
export async function excessProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const proofs: Proof[] = []
  const fine: Proof[] = []
  for (const ruleset of await rulesetsOn(context, ask.scope, ask.on)) {
    const { findings } = await compareRules(context, ruleset, ask.on)
    const told = findings.filter(({ kind }) => kind === 'excess' || kind === 'undecided')
    proofs.push(...told.map((finding) => findingProof(ruleset, finding)))
    if (told.length === 0) fine.push(fitsProof(ruleset))
  }
  return [...proofs, ...fine].slice(0, ask.limit)
}

function findingProof(ruleset: StoredRuleset, { text, rules }: RuleFinding): Proof {
  const line = rules[0]?.line ?? null
  const [where, whereJa] = line === null ? ['by default', '既定動作'] : [`line ${line}`, `${line} 行目`]
  return {
    ref: ruleRef(ruleset, line),
    text: `${ruleset.name}, ${where}: ${text.en}`,
    textJa: `${ruleset.name}、${whereJa}：${text.ja}`,
    href: firewallHref(ruleset.id, line),
    speaks: 'against',
  }
}

export const firewallHref = (id: string, line: number | null): string =>
  `/network/firewalls/${encodeURIComponent(id)}${line === null ? '' : `?line=${line}`}`

function fitsProof({ id, importId, name, fileName, takenOn }: StoredRuleset): Proof {
  return {
    ref: ruleRef({ importId }, null),
    text: `${name} (${fileName}, ${takenOn}): allows nothing beyond the policy`,
    textJa: `${name}（${fileName}、${takenOn}）：方針を超える許可はない`,
    href: firewallHref(id, null),
    speaks: 'for',
  }
}
