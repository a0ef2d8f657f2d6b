import { type AddressSet, isNoAddress, unionOf } from '#core/filtering/addresses.ts'
import type { Action, Match, Ruleset, Step, Translation } from '#core/filtering/ruleset.ts'
import { addressSetOf } from '../netfilter/addresses.ts'
import { assemble, type DraftChain, type DraftHook, reachable, undecidedStep } from '../netfilter/assemble.ts'
import { createLineKinds, type LineKinds } from '../netfilter/line-kinds.ts'
import { always, type Condition, perhaps } from '../netfilter/match.ts'
import { createStepMaker, type MakeSteps } from '../netfilter/steps.ts'
import { createRuleText, type RuleText } from '../rule-text.ts'
import { wordsIn } from './blocks.ts'
import { readJsonFile } from './json.ts'
import { domainOf } from './key-conditions.ts'
import { branchesOf, createLookups, type Lookups, meaningOf } from './rule-conditions.ts'
import type { NftChain, NftFile, NftRule, NftTable, Value, Verdict } from './syntax.ts'
import { readTextFile } from './text.ts'

/**
 * The rules of nftables: what `nft list ruleset` prints, files as people write them, and `nft -j list ruleset`. Chains at
 * input and output are read and accounted, not judged: no forwarded packet meets them.
 */
export function decodeNftables(text: string): Ruleset {
  const lines = createRuleText(text)
  const kinds = createLineKinds(lines)
  const file = /^\uFEFF?\s*[{[]/.test(text) ? readJsonFile(text, kinds) : readTextFile(text, kinds)
  const chains = new Map<string, DraftChain>()
  const work: Work = {
    file,
    kinds,
    chains,
    make: createStepMaker(chains, kinds),
    lookups: createLookups(isTranslated(file)),
    translations: [],
    untracked: new Set(),
  }
  const { hooks, others } = placesOf(file, lines)
  for (const table of file.tables.values())
    for (const chain of table.chains.values()) addChain(work, table, chain, hooks)
  if (file.lost !== null) hooks.push(undecidedHook(work, file.lost.line, file.lost.why))
  const passed = reachable(
    chains,
    hooks.map(({ chain }) => chain),
  )
  return assemble({
    language: 'nftables',
    text: lines,
    kinds,
    chains,
    hooks,
    others,
    translations: work.translations.filter(({ chain }) => passed.has(chain)).map(({ value }) => value),
    untracked: work.untracked,
  })
}

interface Work {
  readonly file: NftFile
  readonly kinds: LineKinds
  readonly chains: Map<string, DraftChain>
  readonly make: MakeSteps
  readonly lookups: Lookups
  readonly translations: { readonly chain: string; readonly value: Translation }[]
  readonly untracked: Set<Step>
}

const isTranslated = ({ tables, lost }: NftFile): boolean =>
  lost !== null ||
  [...tables.values()].some(({ chains }) =>
    [...chains.values()].some(({ rules }) =>
      rules.some(({ statements }) => statements.some((one) => one.is === 'translate' && one.kind === 'target')),
    ),
  )

const nameOf = (table: NftTable, chain: string): string => `${table.family} ${table.name} ${chain}`
const familyOf = ({ family }: NftTable): DraftChain['family'] =>
  family === 'ip' ? 'v4' : family === 'ip6' ? 'v6' : null

/** Where a forwarded packet meets base chains (nft(8), ADDRESS FAMILIES). */
const stages: Readonly<Record<string, number>> = { ingress: 0, prerouting: 1, forward: 2, postrouting: 3, egress: 4 }

function placesOf(file: NftFile, lines: RuleText): { hooks: DraftHook[]; others: string[] } {
  const hooks: DraftHook[] = []
  const others: string[] = []
  const tables = [...file.tables.values()].filter(({ isDormant }) => !isDormant)
  const routes = tables.some(
    ({ family, chains }) =>
      family !== 'bridge' && family !== 'arp' && [...chains.values()].some(({ base }) => base?.hook === 'forward'),
  )
  for (const table of file.tables.values()) {
    for (const chain of table.chains.values()) {
      const { base } = chain
      const stage = base === null ? undefined : stages[base.hook]
      const isBridged = table.family === 'bridge' && routes
      if (isBridged && base?.hook === 'forward') {
        lines.remark(chain.line, 'what is bridged is not judged beside what is routed')
      }
      if (table.isDormant || table.family === 'arp' || isBridged || (base !== null && stage === undefined)) {
        others.push(nameOf(table, chain.name))
      } else if (base !== null && stage !== undefined) {
        const devices = base.devices.length > 0 ? base.devices : null
        hooks.push({
          chain: nameOf(table, chain.name),
          in: stage === 0 ? devices : null,
          out: stage === 4 ? devices : null,
          order: [stage, base.priority ?? 0],
          isKeptAlways: base.hook === 'forward' && base.type === 'filter',
        })
      }
    }
  }
  return { hooks, others }
}

function addChain(work: Work, table: NftTable, chain: NftChain, hooks: readonly DraftHook[]): void {
  const name = nameOf(table, chain.name)
  const family = familyOf(table)
  const all = chain.rules.flatMap((rule) => stepsOf(work, table, name, rule))
  const { base } = chain
  // nft 1.0 leaves the devices out of its JSON; without them nobody knows which packets pass here.
  const isAnywhere = base !== null && (base.hook === 'ingress' || base.hook === 'egress') && base.devices.length === 0
  const steps = isAnywhere ? all.map((step) => ({ ...step, match: withDoubt(step.match, noDevice) })) : all
  if (isAnywhere && chain.policy === 'drop') steps.push(undecidedStep(chain.line, noDevice, family))
  // Rules that the file lost may accept what the policy would drop.
  const lost =
    chain.lost ??
    (chain.base?.type === 'filter' && chain.policy === 'drop' && hooks.some((hook) => hook.chain === name)
      ? work.file.lost
      : null)
  if (lost !== null) steps.push(undecidedStep(lost.line, lost.why, family))
  work.chains.set(name, {
    name,
    steps,
    otherwise: chain.base === null ? 'return' : chain.policy,
    otherwiseLine: chain.policyLine,
    family,
  })
}

const noDevice = 'the devices of a hook that are not told'
const withDoubt = (match: Match, why: string): Match => ({ ...match, unknown: [...match.unknown, why] })

function stepsOf(work: Work, table: NftTable, chain: string, rule: NftRule): readonly Step[] {
  const { line, lastLine, text } = rule
  const conditions: Condition[] = []
  const exceptions: Condition[] = []
  let hits: number | null = null
  let isUntracked = false
  const draft = (action: Action, condition: Condition = always, more: readonly Condition[] = []): readonly Step[] => {
    const family = familyOf(table)
    const all = { conditions: [...conditions, condition], exceptions: [...exceptions, ...more], action }
    const steps = work.make({ line, lastLine, text, label: rule.comment, hits, family, ...all }, chain)
    if (isUntracked) for (const step of steps) work.untracked.add(step)
    return steps
  }
  const odd = (why: string) => {
    work.kinds.fault(line, why)
    conditions.push(perhaps(why))
  }
  for (const statement of rule.statements) {
    if (statement.is === 'counter') hits = statement.packets
    else if (statement.is === 'undecided') conditions.push(perhaps(statement.why))
    else if (statement.is === 'odd') {
      // It may be a verdict, or have swallowed the one behind it.
      work.kinds.fault(line, statement.why)
      return draft({ do: 'unknown', why: statement.why })
    } else if (statement.is === 'untrack') isUntracked = true
    else if (statement.is === 'match') {
      const meaning = meaningOf(statement, table, work.lookups)
      if ('odd' in meaning) odd(meaning.odd)
      else {
        conditions.push(meaning.condition)
        if (meaning.except !== null) exceptions.push(meaning.except)
      }
    } else if (statement.is === 'vmap') {
      const branches = branchesOf(statement, table, work.lookups)
      if (!('odd' in branches)) {
        return branches.flatMap(({ condition, exceptions: more, verdict }) =>
          draft(actionOf(table, verdict), condition, more),
        )
      }
      work.kinds.fault(line, branches.odd)
      return draft({ do: 'unknown', why: branches.odd })
    } else if (statement.is === 'translate') {
      const steps = draft(statement.isTerminal ? { do: 'accept' } : { do: 'continue' })
      const to = statement.to === null ? null : addressesIn(statement.to)
      for (const { match } of steps) {
        work.translations.push({ chain, value: { kind: statement.kind, line, text, match, to } })
      }
      if (statement.isTerminal) return steps
    } else if (statement.is === 'reject') {
      return draft({ do: 'drop' }, domainOf(statement.header))
    } else if (statement.is === 'verdict') {
      return draft(actionOf(table, statement.verdict))
    }
  }
  return draft({ do: 'continue' })
}

const actionOf = (table: NftTable, verdict: Verdict): Action =>
  verdict.do === 'jump' || verdict.do === 'goto' ? { do: verdict.do, chain: nameOf(table, verdict.chain) } : verdict

function addressesIn(value: Value): AddressSet | null {
  const sets = wordsIn(value).map(addressSetOf)
  const known = unionOf(sets.filter((set) => set !== null))
  return sets.includes(null) || isNoAddress(known) ? null : known
}

/** What is not in the file may drop. */
function undecidedHook({ chains }: Work, line: number, why: string): DraftHook {
  const name = `(${why})`
  chains.set(name, { name, steps: [undecidedStep(line, why)], otherwise: 'accept', otherwiseLine: null, family: null })
  return { chain: name, in: null, out: null, order: [9, 0], isKeptAlways: true }
}
