import { countOf, numberOf } from '../netfilter/names.ts'
import { ruleTextOf } from '../rule-text.ts'
import { builtIn, passedChain, type RawChain, type RawRule, type RawTable } from './tables.ts'
import type { Word } from './words.ts'

export interface Command {
  readonly line: number
  readonly lastLine: number
  readonly text: string
  /** Behind `iptables`, without `-t`. */
  readonly words: readonly Word[]
}

const names: Readonly<Record<string, string>> = {
  '--append': '-A',
  '--insert': '-I',
  '--delete': '-D',
  '--replace': '-R',
  '--new-chain': '-N',
  '--new': '-N',
  '--policy': '-P',
  '--delete-chain': '-X',
  '--flush': '-F',
  '--zero': '-Z',
  '--rename-chain': '-E',
  '--list': '-L',
  '--list-rules': '-S',
  '--check': '-C',
}
const commands = /^-[AIDRNPXFZELSC]$/

/** Carries out one line on its table; what cannot be is told as a reason, and the table's own chain says so. */
export function run(command: Command, table: RawTable): string | null {
  const reason = carryOut(command, table)
  if (reason !== null) addUndecided(table, command, reason)
  return reason
}

/** A line that is not understood may be a rule that decides. */
export function addUndecided(table: RawTable, { line, lastLine, text }: Omit<Command, 'words'>, reason: string): void {
  const chain = table.chains.get(passedChain(table.name) ?? '')
  chain?.rules.push({ line, lastLine, text: ruleTextOf(text), words: [], key: '', hits: null, undecided: reason })
}

function carryOut({ line, lastLine, text, words }: Command, table: RawTable): string | null {
  const counters = /^\[(\d+):\d+\]$/.exec(words[0]?.text ?? '')
  const said = counters === null ? words : words.slice(1)
  const at = said.findIndex((word) => !word.isQuoted && commands.test(names[word.text] ?? word.text))
  if (at < 0) return 'a line that is no command of iptables'
  const name = names[said[at]!.text] ?? said[at]!.text
  const chainName = said[at + 1]?.text
  const rest = [...said.slice(0, at), ...said.slice(at + 2)]
  if (name === '-L' || name === '-S' || name === '-C' || name === '-Z') return null
  if (name === '-F' || name === '-X') return clear(table, name, chainName)
  if (chainName === undefined) return 'a command without its chain'
  if (name === '-N') return declare(table, chainName)
  if (name === '-P') return setPolicy(table, chainName, rest[0]?.text ?? '', line)
  if (name === '-E') return 'chains that are renamed are not followed'
  const chain = table.chains.get(chainName)
  if (chain === undefined) return 'a rule for a chain that is not declared'
  const numbered = name === '-A' ? null : numberOf(rest[0]?.text ?? '', 1_000_000)
  const own = numbered === null ? rest : rest.slice(1)
  const rule: RawRule = {
    line,
    lastLine,
    text: ruleTextOf(text),
    words: own,
    key: keyOf(own),
    hits: counters === null ? null : countOf(counters[1]!),
    undecided: null,
  }
  return place(chain, name, numbered, rule)
}

/** Rules that are deleted by their words are looked for among so many. */
const mostSearched = 10_000

function place({ rules }: RawChain, name: string, numbered: number | null, rule: RawRule): string | null {
  if (name === '-A') rules.push(rule)
  else if (name === '-I') {
    if (numbered !== null && (numbered < 1 || numbered > rules.length + 1))
      return 'a rule for a place that the chain has not'
    rules.splice((numbered ?? 1) - 1, 0, rule)
  } else if (name === '-R') {
    if (numbered === null || numbered < 1 || numbered > rules.length) return 'a rule for a place that the chain has not'
    rules[numbered - 1] = rule
  } else {
    const { key } = rule
    const at = numbered === null ? rules.slice(0, mostSearched).findIndex((other) => other.key === key) : numbered - 1
    if (at < 0 || at >= rules.length) return 'deletes a rule that is not there'
    rules.splice(at, 1)
  }
  return null
}

const keyOf = (words: readonly Word[]): string => words.map(({ text }) => text).join('\u0000')

function clear(table: RawTable, name: string, chainName: string | undefined): string | null {
  const own = Object.keys(builtIn[table.name] ?? {})
  if (chainName !== undefined && !table.chains.has(chainName)) return 'a chain that is not declared'
  for (const [key, chain] of [...table.chains]) {
    if (chainName !== undefined && key !== chainName) continue
    if (name === '-F') chain.rules.length = 0
    else if (!own.includes(key)) table.chains.delete(key)
  }
  return null
}

function declare(table: RawTable, name: string): string | null {
  if (!table.chains.has(name)) table.chains.set(name, { rules: [], policy: null, policyLine: null })
  return null
}

/** `-P FORWARD DROP`, and `:FORWARD DROP [0:0]` of iptables-save; `-` is a chain that others jump to. */
export function setPolicy(table: RawTable, name: string, policy: string, line: number): string | null {
  if (policy === '-') return declare(table, name)
  const chain = table.chains.get(name)
  if (chain === undefined || !Object.hasOwn(builtIn[table.name] ?? {}, name))
    return 'a policy for a chain that has none'
  if (policy !== 'ACCEPT' && policy !== 'DROP') return 'a policy that is not known'
  chain.policy = policy
  chain.policyLine = line
  return null
}
