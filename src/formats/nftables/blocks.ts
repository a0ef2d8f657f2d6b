import type { LineKinds } from '../netfilter/line-kinds.ts'
import { ruleTextOf } from '../rule-text.ts'
import {
  accept,
  type Cursor,
  isAtEnd,
  isEndOfRule,
  isNext,
  lineAt,
  next,
  peek,
  skipNewlines,
  skipRule,
} from './cursor.ts'
import { readStatements } from './statements.ts'
import {
  chainOf,
  type NftChain,
  type NftFile,
  type NftRule,
  type NftSet,
  type NftTable,
  priorityOf,
  setOf,
  type Value,
} from './syntax.ts'
import { readValue } from './values.ts'

/** A file while it is read. */
export interface Reading extends Cursor {
  readonly file: NftFile
  readonly kinds: LineKinds
}

const cutReason = 'the file ends before a brace is closed: it is cut'

/** `define x = …`, `redefine`, `undefine`, `include "…"`; false where none of them stands here. */
export function readDefinition(reading: Reading, onInclude: (line: number, why: string) => void): boolean {
  const line = lineAt(reading)
  if (accept(reading, 'define', 'redefine')) {
    const name = next(reading).text
    const isOdd = !accept(reading, '=')
    skipNewlinesBeforeBrace(reading)
    const value = readValue(reading)
    reading.variables.set(name, value)
    mark(reading, line, 'object')
    if (isOdd) reading.fault(line, 'a definition without its value')
    return true
  }
  if (accept(reading, 'undefine')) {
    reading.variables.delete(next(reading).text)
    mark(reading, line, 'object')
    return true
  }
  if (!accept(reading, 'include')) return false
  next(reading)
  const why = 'an included file is not here, and may hold rules'
  reading.fault(line, why)
  onInclude(line, why)
  return true
}

function skipNewlinesBeforeBrace(reading: Reading): void {
  let ahead = 0
  while (peek(reading, ahead).kind === 'newline' && ahead < 100) ahead++
  if (peek(reading, ahead).text === '{') reading.at += ahead
}

/** Marks the lines from one to where the reading stands. */
export function mark(reading: Reading, from: number, kind: Parameters<LineKinds['mark']>[1]): void {
  const last = reading.tokens[reading.at - 1]
  reading.kinds.mark({ line: from, lastLine: Math.max(from, last === undefined ? from : endLine(last)) }, kind)
}

const endLine = ({ line, kind, text }: { line: number; kind: string; text: string }): number =>
  kind === 'string' ? line + text.split(/\r\n|\n|\r/).length - 1 : line

/** Behind the opening brace of a table. */
export function readTableBlock(reading: Reading, table: NftTable): void {
  readBlock(reading, (line) => {
    const lose = (at: number, why: string) => {
      reading.file.lost ??= { line: at, why }
    }
    if (readDefinition(reading, lose)) return true
    const kind = peek(reading).text
    if (kind === 'chain' || kind === 'set' || kind === 'map') {
      reading.at++
      const name = next(reading).text
      readNamedBlock(reading, table, kind, name, line)
      return true
    }
    if (
      kind === 'flowtable' ||
      kind === 'counter' ||
      kind === 'quota' ||
      kind === 'limit' ||
      kind === 'secmark' ||
      kind === 'synproxy' ||
      kind === 'ct'
    ) {
      while (!isAtEnd(reading) && !isNext(reading, '{') && peek(reading).kind !== 'newline') reading.at++
      if (accept(reading, '{')) skipBlock(reading)
      else skipRule(reading)
      mark(reading, line, 'object')
      return true
    }
    if (kind === 'flags') {
      while (!isEndOfRule(reading)) if (next(reading).text === 'dormant') table.isDormant = true
      return true
    }
    if (kind !== 'comment' && kind !== 'policy') return false
    skipRule(reading)
    return true
  })
}

/** `chain name { … }`, `set name { … }`, `map name { … }`, from behind the name. */
export function readNamedBlock(
  reading: Reading,
  table: NftTable,
  kind: 'chain' | 'set' | 'map',
  name: string,
  line: number,
): void {
  skipNewlinesBeforeBrace(reading)
  const isBlock = accept(reading, '{')
  if (kind === 'chain') {
    const chain = chainOf(table, name, line)
    if (isBlock) readChainBlock(reading, table, chain)
    return
  }
  const set = setOf(table, name)
  if (isBlock) readSetBlock(reading, set)
  mark(reading, line, 'object')
}

/** Takes the items of a block to its closing brace; `take` says whether it understood one. */
function readBlock(reading: Reading, take: (line: number) => boolean): boolean {
  for (;;) {
    while (accept(reading, ';') || peek(reading).kind === 'newline') {
      if (isAtEnd(reading)) break
      if (peek(reading).kind === 'newline') reading.at++
    }
    if (isAtEnd(reading)) {
      cut(reading)
      return false
    }
    if (accept(reading, '}')) return true
    const before = reading.at
    const line = lineAt(reading)
    if (!take(line)) {
      reading.fault(line, 'a statement that is not known')
      skipRule(reading)
    }
    if (reading.at === before) reading.at++
  }
}

function skipBlock(reading: Reading): void {
  for (let depth = 1; depth > 0; reading.at++) {
    if (isAtEnd(reading)) {
      cut(reading)
      return
    }
    if (isNext(reading, '{')) depth++
    else if (isNext(reading, '}')) depth--
  }
}

export function cut(reading: Reading): void {
  const line = lineAt(reading)
  reading.fault(line, cutReason)
  reading.file.lost = { line, why: cutReason }
}

function readChainBlock(reading: Reading, table: NftTable, chain: NftChain): void {
  const isWhole = readBlock(reading, (line) => {
    const lose = (at: number, why: string) => {
      chain.rules.push({
        line: at,
        lastLine: at,
        text: 'include',
        statements: [{ is: 'verdict', verdict: { do: 'unknown', why } }],
        comment: null,
      })
    }
    if (readDefinition(reading, lose)) return true
    if (
      isNext(reading, 'type') &&
      /^(filter|nat|route)$/.test(peek(reading, 1).text) &&
      peek(reading, 2).text === 'hook'
    ) {
      readHook(reading, table, chain)
    } else if (isNext(reading, 'policy')) {
      reading.at++
      const policy = readValue(reading)
      chain.policyLine = line
      if (policy.is === 'word' && (policy.text === 'accept' || policy.text === 'drop')) chain.policy = policy.text
      else reading.fault(line, 'a policy that is not known')
    } else if (isNext(reading, 'comment', 'flags') && chain.rules.length === 0) {
      skipRule(reading)
    } else {
      const rule = readRule(reading)
      if (rule === null) return false
      chain.rules.push(rule)
    }
    return true
  })
  if (isWhole) return
  chain.lost = reading.file.lost
  // The last rule may have lost its end, unless a line's end stands behind it.
  const last = chain.rules.pop()
  if (last === undefined) return
  const verdict = { do: 'unknown', why: cutReason } as const
  const isRuleWhole = reading.tokens.at(-1)?.kind === 'newline'
  chain.rules.push(isRuleWhole ? last : { ...last, statements: [{ is: 'verdict', verdict }] })
}

/** `type filter hook forward device "eth0" priority filter + 10;` */
function readHook(reading: Reading, table: NftTable, chain: NftChain): void {
  const line = lineAt(reading)
  reading.at++
  const type = next(reading).text
  reading.at++
  const hook = next(reading).text
  const devices: string[] = []
  let priority: number | null = 0
  while (!isEndOfRule(reading)) {
    if (accept(reading, 'device', 'devices')) {
      accept(reading, '=')
      devices.push(...wordsIn(readValue(reading)))
    } else if (accept(reading, 'priority')) {
      const parts: string[] = []
      while (!isEndOfRule(reading) && !isNext(reading, 'device', 'devices')) {
        const value = readValue(reading)
        parts.push(value.is === 'word' ? value.text : '?')
      }
      priority = priorityOf(parts.join(' '), table.family)
    } else reading.at++
  }
  chain.base = { type, hook, priority, devices }
  chain.policyLine ??= line
  if (priority === null) reading.fault(line, 'a priority that is not known')
}

/** The words of a value, of a set and of sets in it; a bounded number. */
export function wordsIn(value: Value, most = 10_000): string[] {
  const words: string[] = []
  const open: Value[] = [value]
  let looks = 0
  for (let one = open.pop(); one !== undefined && looks++ < most; one = open.pop()) {
    if (one.is === 'word') words.push(one.text)
    else if (one.is === 'flags') for (const name of one.names) words.push(name)
    else if (one.is === 'set' && open.length < most)
      for (let i = one.elements.length - 1; i >= 0; i--) open.push(one.elements[i]!.key)
  }
  return words
}

/** One rule up to its end; null where nothing of it is one. */
export function readRule(reading: Reading): NftRule | null {
  const first = peek(reading)
  const start = reading.at
  const statements = readStatements(reading)
  if (reading.at === start) return null
  const last = reading.tokens[reading.at - 1]!
  const comment = statements.find((statement) => statement.is === 'comment')
  return {
    line: first.line,
    lastLine: Math.max(first.line, endLine(last)),
    text: ruleTextOf(reading.source.slice(first.from, last.to)),
    statements,
    comment: comment?.is === 'comment' ? comment.text : null,
  }
}

function readSetBlock(reading: Reading, set: NftSet): void {
  const isWhole = readBlock(reading, (line) => {
    if (
      readDefinition(reading, () => {
        set.isDynamic = true
      })
    )
      return true
    if (accept(reading, 'flags')) {
      while (!isEndOfRule(reading)) if (/^(dynamic|timeout)$/.test(next(reading).text)) set.isDynamic = true
    } else if (accept(reading, 'elements')) {
      accept(reading, '=')
      skipNewlines(reading)
      addElements(reading, set, line)
    } else if (accept(reading, 'timeout')) {
      set.isDynamic = true
      skipRule(reading)
    } else if (
      isNext(
        reading,
        'type',
        'typeof',
        'gc-interval',
        'size',
        'policy',
        'auto-merge',
        'comment',
        'counter',
        'quota',
        'limit',
        'last',
      )
    ) {
      skipRule(reading)
    } else return false
    return true
  })
  if (!isWhole) set.isDynamic = true
}

export function addElements(reading: Reading, set: NftSet, line: number): void {
  const value = readValue(reading)
  if (value.is === 'set') for (const element of value.elements) set.elements.push(element)
  else {
    reading.fault(line, 'elements that are not understood')
    set.isDynamic = true
  }
}
