import { type AddressSet, withoutAddresses } from '#core/filtering/addresses.ts'
import { type Ranges, subtract } from '#core/filtering/ranges.ts'
import type { Action, ConnectionState, Service } from '#core/filtering/ruleset.ts'
import { addressSetOf } from '../netfilter/addresses.ts'
import {
  addressCondition,
  type Condition,
  never,
  only,
  packetCondition,
  perhaps,
  stateCondition,
} from '../netfilter/match.ts'
import { countOf, icmpTypesOf, namedIn, portProtocols, protocolOf } from '../netfilter/names.ts'
import { addressesOfFamily } from '../netfilter/steps.ts'
import { tcpFlagCondition, tcpFlags } from '../netfilter/tcp-flags.ts'
import { addressArgument, addressArguments } from './addresses.ts'
import { targets, undecidedMatches, understoodMatches } from './extensions.ts'
import { type IpSet, setCondition, withoutSet } from './ipset.ts'
import { portList, portRange } from './ports.ts'
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

export interface RuleContext {
  readonly family: 'v4' | 'v6'
  readonly sets: ReadonlyMap<string, IpSet>
  /** Whether targets may be translated before they are filtered. */
  readonly isTranslated: boolean
}

/** While the words of one rule are read. */
interface Reading {
  readonly context: RuleContext
  readonly words: readonly Word[]
  at: number
  readonly conditions: Condition[]
  readonly exceptions: Condition[]
  protocol: Ranges | null
  needsProtocol: boolean
  /** A match was loaded whose options are not told apart. */
  isLoose: boolean
  target: string | null
  isGoto: boolean
  readonly targetOptions: string[]
  comment: string | null
  hits: number | null
  readonly faults: Set<string>
}

const everyProtocol: Ranges = [0, 255]
const everyPort: Ranges = [0, 65535]
const withPorts: Ranges = Object.values(portProtocols)
  .sort((a, b) => a - b)
  .flatMap((number) => [number, number])

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

function odd(reading: Reading, reason: string): void {
  reading.faults.add(reason)
  reading.conditions.push(perhaps(reason))
}

/** The value of an option; the form `--dport ! 22` of old versions as well. */
function value(reading: Reading, isNegated: boolean): { readonly text: string; readonly not: boolean } | null {
  let not = isNegated
  if (reading.words[reading.at]?.text === '!' && reading.words[reading.at]?.isQuoted === false) {
    not = !not
    reading.at++
  }
  const text = reading.words[reading.at]?.text
  if (text === undefined) {
    odd(reading, 'an option without its value')
    return null
  }
  reading.at++
  return { text, not }
}

type Read = (reading: Reading, text: string, not: boolean) => Condition | null

const readers: Readonly<Record<string, Read>> = {
  '-s': (reading, text, not) => address(reading, 'source', text, not),
  '-d': (reading, text, not) => address(reading, 'target', text, not),
  '-i': (_, text, not) => interfaces('in', text, not),
  '-o': (_, text, not) => interfaces('out', text, not),
  '-p': readProtocol,
  '--sport': (reading, text, not) => ports(reading, portRange(text), not, 'source'),
  '--dport': (reading, text, not) => ports(reading, portRange(text), not, 'target'),
  '--sports': (reading, text, not) => ports(reading, portList(text), not, 'source'),
  '--dports': (reading, text, not) => ports(reading, portList(text), not, 'target'),
  '--ports': (reading, text, not) => ports(reading, portList(text), not, 'either'),
  '--icmp-type': (_, text, not) => icmp(text, not, false),
  '--icmpv6-type': (_, text, not) => icmp(text, not, true),
  '--ctstate': readStates,
  '--state': readStates,
  '--ctdir': (_, text, not) =>
    /^(original|reply)$/i.test(text)
      ? packetCondition(/^o/i.test(text) !== not, null, 'the direction of the packet')
      : null,
  '--src-range': (reading, text, not) => range(reading, 'source', text, not),
  '--dst-range': (reading, text, not) => range(reading, 'target', text, not),
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
  const reader = namedIn(readers, option)
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

/** What stands before the next option. */
function looseValues(reading: Reading): string[] {
  const values: string[] = []
  for (; reading.at < reading.words.length; reading.at++) {
    const word = reading.words[reading.at]!
    if (!word.isQuoted && (word.text === '!' || /^-[-a-zA-Z]/.test(word.text))) break
    values.push(word.text)
  }
  return values
}

function loadMatch(reading: Reading, name: string | undefined): void {
  if (name === undefined || understoodMatches.has(name)) return
  const why = namedIn(undecidedMatches, name)
  reading.isLoose = true
  if (why === null) odd(reading, 'a match that is not known')
  else reading.conditions.push(perhaps(why))
}

function address(reading: Reading, side: 'source' | 'target', text: string, not: boolean): Condition | null {
  const set = not ? addressArgument(text) : addressArguments(text)
  return set === null ? null : ofFamily(reading, side, set, not)
}

function range(reading: Reading, side: 'source' | 'target', text: string, not: boolean): Condition | null {
  const set = addressSetOf(text)
  return set === null ? null : ofFamily(reading, side, set, not)
}

function ofFamily({ context }: Reading, side: 'source' | 'target', set: AddressSet, not: boolean): Condition {
  return addressCondition(side, not ? withoutAddresses(addressesOfFamily(context.family), set) : set)
}

/** `eth+` stands for all that begin so, `+` alone for any (iptables(8), -i). */
function interfaces(side: 'in' | 'out', text: string, not: boolean): Condition | null {
  if (text === '') return null
  if (text === '+') return not ? never : only({})
  // An asterisk is a letter to iptables, and would mean any letters here.
  if (text.includes('*')) return null
  return only({ [side]: { names: [text.endsWith('+') ? `${text.slice(0, -1)}*` : text], not } })
}

function readProtocol(reading: Reading, text: string, not: boolean): Condition | null {
  const number = text === 'all' ? 0 : protocolOf(text)
  if (number === null) return null
  // 0 means every protocol, so that IPv6's hop-by-hop options cannot be asked for in that way.
  if (number === 0) return not ? never : only({})
  if (!not) reading.protocol = [number, number]
  return services([{ protocols: not ? subtract(everyProtocol, [number, number]) : [number, number] }])
}

const services = (parts: readonly (Partial<Service> & Pick<Service, 'protocols'>)[]): Condition =>
  only({ services: parts.map((part) => ({ sourcePorts: null, targetPorts: null, icmpTypes: null, ...part })) })

function ports(
  reading: Reading,
  set: Ranges | null,
  not: boolean,
  side: 'source' | 'target' | 'either',
): Condition | null {
  if (set === null) return null
  reading.needsProtocol = true
  const kept = not ? subtract(everyPort, set) : set
  if (kept.length === 0) return never
  if (side === 'source') return services([{ protocols: withPorts, sourcePorts: kept }])
  if (side === 'target') return services([{ protocols: withPorts, targetPorts: kept }])
  if (not) return services([{ protocols: withPorts, sourcePorts: kept, targetPorts: kept }])
  return services([
    { protocols: withPorts, sourcePorts: kept },
    { protocols: withPorts, targetPorts: kept },
  ])
}

function icmp(text: string, not: boolean, isV6: boolean): Condition | null {
  const protocol = isV6 ? 58 : 1
  const types = text === 'any' ? everyPort : icmpTypesOf(text, isV6)
  if (types === null) return null
  const kept = not ? subtract(everyPort, types) : types
  return kept.length === 0 ? never : services([{ protocols: [protocol, protocol], icmpTypes: kept }])
}

const stateNames: Readonly<Record<string, ConnectionState>> = {
  NEW: 'new',
  ESTABLISHED: 'established',
  RELATED: 'related',
  INVALID: 'invalid',
  UNTRACKED: 'untracked',
}

function readStates({ context }: Reading, text: string, not: boolean): Condition | null {
  const names = text.toUpperCase().split(',')
  const real = names.flatMap((name) => namedIn(stateNames, name) ?? [])
  const virtual = names.filter((name) => name === 'SNAT' || name === 'DNAT')
  if (real.length + virtual.length < names.length) return null
  if (virtual.length === 0 || (!context.isTranslated && !virtual.includes('SNAT'))) return stateCondition(real, not)
  const why = perhaps('whether addresses were translated')
  return not
    ? stateCondition(real, true).map((match) => ({ ...match, unknown: why[0]!.unknown }))
    : [...stateCondition(real, false), ...why]
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
