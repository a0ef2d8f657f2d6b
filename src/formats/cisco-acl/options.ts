import type { ConnectionState } from '#core/filtering/ruleset.ts'
import { fail, isAtEnd, peek, take, takeIf, takeNumber, type Words } from './words.ts'

/** What stands behind the addresses and ports of an entry. */
export interface Options {
  readonly states: readonly ConnectionState[] | null
  readonly conditions: readonly string[]
  readonly isDisabled: boolean
  readonly sequence: number | null
}

/** TCP with ACK or RST: never the first packet of a connection. */
export const inConnection: readonly ConnectionState[] = ['established', 'related', 'invalid', 'untracked']

/** Headers that no conversation is told by: the entry may match a part of its packets. */
const headerWords = new Set([
  'dscp',
  'precedence',
  'tos',
  'ttl',
  'option',
  'flow-label',
  'dest-option-type',
  'mobility-type',
])
const headerFlags = new Set([
  'routing',
  'routing-type',
  'mobility',
  'hbh',
  'dest-option',
  'auth',
  'undetermined-transport',
])
const tcpFlags = new Set(['ack', 'fin', 'psh', 'rst', 'syn', 'urg'])
const operators = new Set(['eq', 'neq', 'lt', 'gt', 'range'])
const igmpTypes = new Set([
  'dvmrp',
  'host-query',
  'host-report',
  'pim',
  'trace',
  'v2host-report',
  'v2leave-group',
  'v3host-report',
])

interface Found {
  states: readonly ConnectionState[] | null
  conditions: Set<string>
  isDisabled: boolean
  sequence: number | null
}

/** Reads to the end of the line; a word that is not known makes the whole entry unread. */
export function takeOptions(words: Words): Options {
  const found: Found = { states: null, conditions: new Set(), isDisabled: false, sequence: null }
  while (!isAtEnd(words)) takeOption(words, found)
  return { ...found, conditions: [...found.conditions] }
}

function takeOption(words: Words, found: Found): void {
  const word = take(words).toLowerCase()
  if (word === 'log' || word === 'log-input') takeLog(words)
  else if (word === 'inactive') found.isDisabled = true
  else if (word === 'established') found.states = inConnection
  else if (word === 'sequence') found.sequence = takeNumber(words, 4_294_967_294)
  else if (word === 'time-range') {
    take(words)
    found.conditions.add('a range of time')
  } else if (word === 'fragments') {
    found.conditions.add('only later fragments of packets, which carry no ports')
  } else if (word === 'reflect') {
    // Lets the packet pass and lets its answers pass another list ("evaluate"): the first packet is decided here.
    take(words)
    if (takeIf(words, 'timeout')) take(words)
  } else if (headerFlags.has(word)) found.conditions.add('a header that no conversation is told by')
  else if (headerWords.has(word)) {
    found.conditions.add('a header that no conversation is told by')
    takeHeaderValue(words)
  } else if (igmpTypes.has(word)) found.conditions.add('a type of IGMP')
  else if (tcpFlags.has(word) || word === 'match-any' || word === 'match-all') takeFlags(words, word, found)
  else fail(words, 'a word that is not known in an access list')
}

function takeHeaderValue(words: Words): void {
  const operator = take(words).toLowerCase()
  if (!operators.has(operator)) return
  take(words)
  if (operator === 'range') take(words)
}

/** `log [level] [interval n]`, `log disable`, `log default`; on IOS a cookie of the owner's. */
function takeLog(words: Words): void {
  if (!isAtEnd(words) && !isOption(peek(words))) take(words)
  if (takeIf(words, 'interval')) take(words)
}

const isOption = (word: string): boolean =>
  [
    'inactive',
    'interval',
    'time-range',
    'sequence',
    'established',
    'fragments',
    'reflect',
    'match-any',
    'match-all',
  ].includes(word) ||
  headerWords.has(word) ||
  headerFlags.has(word) ||
  tcpFlags.has(word)

/** The first packet of a connection carries SYN and nothing else (RFC 9293). */
function takeFlags(words: Words, first: string, found: Found): void {
  if (first === 'match-all' || first === 'match-any') {
    const flags: string[] = []
    while (/^[+-](ack|fin|psh|rst|syn|urg)$/.test(peek(words))) flags.push(take(words).toLowerCase())
    const isFirst =
      flags.includes('+syn') && flags.includes('-ack') && flags.every((flag) => flag === '+syn' || flag[0] === '-')
    if (flags.length === 0) fail(words, 'flags of TCP that are none')
    else if (first === 'match-all' && isFirst) found.states = ['new']
    else if (first === 'match-any' && flags.every((flag) => flag === '+ack' || flag === '+rst'))
      found.states = inConnection
    else found.conditions.add('flags of TCP')
    return
  }
  const flags = [first]
  while (tcpFlags.has(peek(words))) flags.push(take(words).toLowerCase())
  if (flags.includes('syn')) found.conditions.add('flags of TCP')
  else {
    found.states = inConnection
    if (flags.some((flag) => flag !== 'ack' && flag !== 'rst')) found.conditions.add('flags of TCP')
  }
}
