import type { AddressSet } from '#core/filtering/addresses.ts'
import type { Ruleset, Step, Translation } from '#core/filtering/ruleset.ts'
import { addressSetOf } from '../netfilter/addresses.ts'
import { assemble, type DraftChain, type DraftHook, reachable, undecidedStep } from '../netfilter/assemble.ts'
import { createLineKinds, type LineKinds } from '../netfilter/line-kinds.ts'
import { namedIn } from '../netfilter/names.ts'
import { createStepMaker, type MakeSteps } from '../netfilter/steps.ts'
import { createRuleText } from '../rule-text.ts'
import { targets } from './extensions.ts'
import { type ReadFile, readTables } from './read.ts'
import { actionOf, type ParsedRule, parseRule } from './rule.ts'
import { builtIn, type Family, type RawRule, type RawTable, unknownTable } from './tables.ts'

/**
 * The rules of iptables-save and ip6tables-save, of both in one file, of `iptables -S`, and of scripts as far as their lines
 * call iptables; sets from `ipset save` in the same file. INPUT and OUTPUT are read and accounted, not judged: no forwarded
 * packet meets them. `assumed` is the family of rules that do not tell theirs.
 */
export function decodeIptables(text: string, assumed: Family = 'v4'): Ruleset {
  const lines = createRuleText(text)
  const kinds = createLineKinds(lines)
  const file = readTables(lines.rows, /[\r\n]$/.test(text), assumed, kinds)
  const chains = new Map<string, DraftChain>()
  const work: Work = {
    file,
    kinds,
    chains,
    make: createStepMaker(chains, kinds),
    translations: [],
    untracked: new Set(),
    translated: translatedIn(file),
  }
  const hooks: DraftHook[] = []
  const others: string[] = []
  for (const table of file.tables.all()) {
    for (const name of table.chains.keys()) {
      const place = namedIn(builtIn[table.name] ?? {}, name)
      if (place !== null)
        hooks.push({
          chain: nameOf(table, name),
          in: null,
          out: null,
          order: place,
          isKeptAlways: table.name === 'filter',
        })
      // Nobody misses a rule of translation to which nothing jumps.
      else if (table.name === 'nat' || Object.hasOwn(builtIn[table.name] ?? {}, name)) others.push(nameOf(table, name))
    }
    addChains(work, table)
  }
  for (const family of ['v4', 'v6'] as const) {
    const version = family === 'v4' ? 'IPv4' : 'IPv6'
    if (!file.tables.has(family, 'filter'))
      hooks.push(undecidedHook(work, family, `the file has no filter table of ${version}`))
    if (file.tables.has(family, unknownTable)) hooks.push(undecidedHook(work, family, 'a table that is not known'))
    if (file.cut === family)
      hooks.push(undecidedHook(work, family, 'the file is cut, and may have lost tables that drop'))
  }
  return assemble({
    language: 'iptables',
    text: lines,
    kinds,
    chains,
    hooks,
    others,
    translations: translationsOf(work),
    untracked: work.untracked,
  })
}

interface Work {
  readonly file: ReadFile
  readonly kinds: LineKinds
  readonly chains: Map<string, DraftChain>
  readonly make: MakeSteps
  readonly translations: { readonly chain: string; readonly isByChain: boolean; readonly value: Translation }[]
  readonly untracked: Set<Step>
  /** Families of which targets may be translated: by a rule, or by a table that is not in the file. */
  readonly translated: ReadonlySet<Family>
}

function translatedIn({ tables, cut }: ReadFile): ReadonlySet<Family> {
  const isTold = (family: Family) =>
    cut === null &&
    tables.has(family, 'nat') &&
    [...tables.get(family, 'nat').chains.values()].every(({ rules }) =>
      rules.every(({ words, undecided }) => {
        const translates = words.some(({ text }) =>
          ['target', 'byChain'].includes(namedIn(targets, text)?.translates ?? ''),
        )
        return undecided === null && !translates
      }),
    )
  return new Set((['v4', 'v6'] as const).filter((family) => !isTold(family)))
}

const nameOf = ({ family, name }: RawTable, chain: string): string => `${family === 'v6' ? 'ip6 ' : ''}${name} ${chain}`

function addChains(work: Work, table: RawTable): void {
  const { chains, kinds } = work
  for (const [name, { rules, policy, policyLine }] of table.chains) {
    const steps = rules.flatMap((rule) => stepsOf(work, table, nameOf(table, name), rule))
    if (table.lost !== null && table.name !== 'nat') {
      steps.push(undecidedStep(table.lost.line, table.lost.why, table.family))
      kinds.mark({ line: table.lost.line, lastLine: table.lost.line }, 'notUnderstood')
    }
    chains.set(nameOf(table, name), {
      name: nameOf(table, name),
      steps,
      otherwise: policy === null ? 'return' : policy === 'DROP' ? 'drop' : 'accept',
      otherwiseLine: policyLine,
      family: table.family,
    })
  }
}

function stepsOf(work: Work, table: RawTable, chain: string, rule: RawRule): readonly Step[] {
  const { line, lastLine, text } = rule
  if (rule.undecided !== null) {
    work.kinds.fault(line, rule.undecided)
    return [{ ...undecidedStep(line, rule.undecided, table.family), lastLine, text }]
  }
  const parsed = parseRule(rule.words, {
    family: table.family,
    sets: work.file.sets,
    isTranslated: work.translated.has(table.family),
  })
  for (const reason of parsed.faults) work.kinds.fault(line, reason)
  const known = actionOf(parsed, (name) => (table.chains.has(name) ? nameOf(table, name) : null))
  if (known === null) work.kinds.fault(line, 'a target that is not known, nor a chain of its table')
  // Where a word was not understood and no target was found, that word may have been one.
  const why = known === null ? 'a target that is not known' : parsed.target === null ? parsed.faults[0] : undefined
  const action = why === undefined ? known! : ({ do: 'unknown', why } as const)
  const steps = work.make(
    {
      line,
      lastLine,
      text,
      label: parsed.comment,
      hits: rule.hits ?? parsed.hits,
      family: table.family,
      conditions: parsed.conditions,
      exceptions: parsed.exceptions,
      action,
    },
    chain,
  )
  noteTranslation(work, chain, parsed, steps)
  if (parsed.target === 'NOTRACK' || (parsed.target === 'CT' && parsed.targetOptions.includes('--notrack'))) {
    for (const step of steps) work.untracked.add(step)
  }
  return steps
}

function noteTranslation(work: Work, chain: string, rule: ParsedRule, steps: readonly Step[]): void {
  const translates = rule.target === null ? undefined : namedIn(targets, rule.target)?.translates
  if (translates === undefined) return
  const at = rule.targetOptions.findIndex((option) => /^--(to-destination|to-source|to|dst-pfx)$/.test(option))
  const to = at < 0 ? null : destination(rule.targetOptions[at + 1] ?? '')
  const kind = translates === 'byChain' ? 'both' : translates
  for (const { line, text, match } of steps) {
    work.translations.push({ chain, isByChain: translates === 'byChain', value: { kind, line, text, match, to } })
  }
}

/** `10.0.0.5:80`, `10.0.0.5-10.0.0.9:1000-2000`, `[fd00::5]:80`, `:80` (the port alone). */
function destination(text: string): AddressSet | null {
  const bracketed = /^\[([^\]]*)\](?:-\[([^\]]*)\])?/.exec(text)
  if (bracketed !== null)
    return addressSetOf(bracketed[2] === undefined ? bracketed[1]! : `${bracketed[1]}-${bracketed[2]}`)
  return addressSetOf(text.split(':').length === 2 ? text.split(':')[0]! : text)
}

/** Those that a forwarded packet meets: behind PREROUTING the target changes, behind POSTROUTING the source. */
function translationsOf({ chains, translations }: Work): Translation[] {
  const families = ['', 'ip6 ']
  const before = reachable(
    chains,
    families.map((family) => `${family}nat PREROUTING`),
  )
  const after = reachable(
    chains,
    families.map((family) => `${family}nat POSTROUTING`),
  )
  return translations
    .filter(({ chain }) => before.has(chain) || after.has(chain))
    .map(({ chain, isByChain, value }) => {
      if (!isByChain || (before.has(chain) && after.has(chain))) return value
      return { ...value, kind: before.has(chain) ? ('target' as const) : ('source' as const) }
    })
    .sort((a, b) => a.line - b.line)
}

/** What is not in the file may be filtered or not. */
function undecidedHook({ chains, file }: Work, family: Family, why: string): DraftHook {
  const name = `${family === 'v6' ? 'ip6 ' : ''}(${why})`
  const steps = [undecidedStep(Math.max(1, file.lines), why, family)]
  chains.set(name, { name, steps, otherwise: 'accept', otherwiseLine: null, family })
  return { chain: name, in: null, out: null, order: [2, 100], isKeptAlways: true }
}
