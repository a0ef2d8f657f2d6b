import type { Action } from '#core/filtering/ruleset.ts'
import { type Condition, never, perhaps } from '../netfilter/match.ts'
import { countOf, namedIn } from '../netfilter/names.ts'
import { tcpFlagCondition, tcpFlags } from '../netfilter/tcp-flags.ts'
import { conditionReaders } from './conditions.ts'
import { targets, undecidedMatches, understoodMatches } from './extensions.ts'
import { setCondition, withoutSet } from './ipset.ts'
import { looseValues, odd, type Reading, type RuleContext, value } from './reading.ts'
import type { Word } from './words.ts'

export interface ParsedRule {
  readonly conditions: readonly Condition[]
  readonly exceptions: readonly Condition[]
  /** The name behind `-j` or `-g`; null: the rule only counts. */
  readonly target: string | null
  readonly isGoto: boolean
  readonly targetOptions: readonly string[]
  readonly comment: string | null
  readonly hits: number | null
  readonly faults: readonly string[]
}

/** Reads the words of a rule behind `-A CHAIN` (iptables(8), iptables-extensions(8)). */
export function parseRule(words: readonly Word[], context: RuleContext): ParsedRule {
  const reading: Reading = {
    context,
    words,
    at: 0,
    conditions: [],
    exceptions: [],
    protocol: null,
    needsProtocol: false,
    isLoose: false,
    target: null,
    isGoto: false,
    targetOptions: [],
    comment: null,
    hits: null,
    faults: new Set(),
  }
  while (reading.at < words.length) {
    const isNegated = words[reading.at]!.text === '!' && !words[reading.at]!.isQuoted
    if (isNegated) reading.at++
    const option = words[reading.at++]?.text
    if (option === undefined) odd(reading, 'ends in the middle of an option')
    else readOption(reading, option, isNegated)
  }
  if (reading.needsProtocol && reading.protocol === null) odd(reading, 'asks for ports of no protocol')
  return reading.faults.size === 0 ? { ...reading, faults: [] } : { ...reading, faults: [...reading.faults] }
}

/** Other names of the same options. */
const aliases: Readonly<Record<string, string>> = {
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--protocol': '-p',
  '--proto': '-p',
  '--jump': '-j',
  '--goto': '-g',
  '--match': '-m',
  '--fragment': '-f',
  '--fragments': '-f',
  '--set-counters': '-c',
  '--source-port': '--sport',
  '--destination-port': '--dport',
  '--source-ports': '--sports',
  '--destination-ports': '--dports',
  '--port': '--ports',
}

/** Options of understood matches that no rule file decides, and those that change nothing. */
const undecidedOptions: Readonly<Record<string, string>> = {
  '--tcp-option': 'an option of TCP',
  '--chunk-types': 'the chunks of SCTP',
  '--dccp-types': 'the type of a DCCP packet',
  '--dccp-option': 'an option of DCCP',
  '--ctproto': 'the protocol of the connection',
  '--ctorigsrc': 'addresses before translation',
  '--ctorigdst': 'addresses before translation',
  '--ctreplsrc': 'addresses before translation',
  '--ctrepldst': 'addresses before translation',
  '--ctorigsrcport': 'ports before translation',
  '--ctorigdstport': 'ports before translation',
  '--ctreplsrcport': 'ports before translation',
  '--ctrepldstport': 'ports before translation',
  '--ctstatus': 'the status of the connection',
  '--ctexpire': 'the lifetime of the connection',
  '--packets-eq': 'the counters of a set',
  '--packets-lt': 'the counters of a set',
  '--packets-gt': 'the counters of a set',
  '--bytes-eq': 'the counters of a set',
  '--bytes-lt': 'the counters of a set',
  '--bytes-gt': 'the counters of a set',
}

function readOption(reading: Reading, written: string, isNegated: boolean): void {
  const option = namedIn(aliases, written) ?? written
  const reader = namedIn(conditionReaders, option)
  if (reader !== null && !isOfTarget(reading, option)) {
    const said = value(reading, isNegated)
    if (said === null) return
    const condition = reader(reading, said.text, said.not)
    if (condition === null) odd(reading, `a value of ${option} that is not understood`)
    else reading.conditions.push(condition)
  } else if (option === '-m') loadMatch(reading, value(reading, isNegated)?.text)
  else if (option === '-j' || option === '-g') {
    reading.target = value(reading, isNegated)?.text ?? null
    reading.isGoto = option === '-g'
  } else if (option === '--comment') reading.comment = value(reading, isNegated)?.text ?? null
  else if (option === '--match-set') readSet(reading, isNegated)
  else if (option === '--syn' || option === '--tcp-flags') readFlags(reading, option, isNegated)
  else if (option === '-f') reading.conditions.push(perhaps('fragments'))
  else if (option === '-c') {
    reading.hits = countOf(value(reading, false)?.text ?? '')
    value(reading, false)
  } else if (option === '--invert' && !reading.isLoose) {
    // rpfilter: a packet is taken to arrive where its sender lives, so that it passes the reverse path test.
    reading.conditions.push(never)
  } else if (namedIn(undecidedOptions, option) !== null) {
    value(reading, isNegated)
    reading.conditions.push(perhaps(undecidedOptions[option]!))
  } else if (neutralOptions.has(option)) return
  else if (isOfTarget(reading, option)) {
    reading.targetOptions.push(option)
    for (const one of looseValues(reading)) reading.targetOptions.push(one)
  } else if (reading.isLoose && option.startsWith('-')) looseValues(reading)
  else {
    odd(reading, 'an option that is not known')
    looseValues(reading)
  }
}

const neutralOptions: ReadonlySet<string> = new Set([
  '-4',
  '-6',
  '--ipv4',
  '--ipv6',
  '-v',
  '--verbose',
  '-n',
  '--numeric',
  '--loose',
  '--validmark',
  '--accept-local',
  '--update-counters',
  '--update-subcounters',
])

const isOfTarget = ({ target }: Reading, option: string): boolean =>
  target !== null && (namedIn(targets, target)?.options?.test(option) ?? false)

function loadMatch(reading: Reading, name: string | undefined): void {
  if (name === undefined || understoodMatches.has(name)) return
  const why = namedIn(undecidedMatches, name)
  reading.isLoose = true
  if (why === null) odd(reading, 'a match that is not known')
  else reading.conditions.push(perhaps(why))
}

function readSet(reading: Reading, isNegated: boolean): void {
  const name = value(reading, isNegated)
  const flags = value(reading, false)
  if (name === null || flags === null) return
  const directions = flags.text.split(',')
  const set = reading.context.sets.get(name.text)
  if (!directions.every((direction) => direction === 'src' || direction === 'dst')) {
    odd(reading, 'a value of --match-set that is not understood')
    return
  }
  if (set === undefined) {
    odd(reading, 'a set that is not in the file')
    return
  }
  if (name.not) {
    const rest = withoutSet(set, directions[0]!, reading.context.family)
    if (rest !== null) {
      reading.conditions.push(rest)
      return
    }
  }
  const condition = setCondition(set, directions, reading.context.sets)
  if (condition === null) odd(reading, 'a set with more parts than directions')
  else if (name.not) reading.exceptions.push(condition)
  else reading.conditions.push(condition)
}

const flagBits: Readonly<Record<string, number>> = { ...tcpFlags, all: 63, none: 0 }

function readFlags(reading: Reading, option: string, isNegated: boolean): void {
  const mask = option === '--syn' ? { text: 'FIN,SYN,RST,ACK', not: isNegated } : value(reading, isNegated)
  const set = option === '--syn' ? { text: 'SYN', not: false } : value(reading, false)
  if (mask === null || set === null) return
  const [maskBits, setBits] = [bitsOf(mask.text), bitsOf(set.text)]
  if (maskBits === null || setBits === null) odd(reading, 'a value of --tcp-flags that is not understood')
  else {
    reading.needsProtocol = true
    reading.conditions.push(tcpFlagCondition((bits) => ((bits & maskBits) === setBits) !== mask.not))
  }
}

function bitsOf(text: string): number | null {
  let bits = 0
  for (const name of text.toLowerCase().split(',')) {
    const bit = namedIn(flagBits, name)
    if (bit === null) return null
    bits |= bit
  }
  return bits
}

/** What a rule does that goes to a target or, where the file has it, to a chain. */
export function actionOf(rule: ParsedRule, chainName: (name: string) => string | null): Action | null {
  if (rule.target === null) return { do: 'continue' }
  const known = rule.isGoto ? null : namedIn(targets, rule.target)
  if (known !== null) return known.action
  const chain = chainName(rule.target)
  return chain === null ? null : { do: rule.isGoto ? 'goto' : 'jump', chain }
}
