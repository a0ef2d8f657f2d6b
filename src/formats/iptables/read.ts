import type { LineKinds } from '../netfilter/line-kinds.ts'
import { addUndecided, type Command, run, setPolicy } from './commands.ts'
import { createdSet, type IpSet } from './ipset.ts'
import { builtIn, createTables, type Family, type RawTable, type Tables, unknownTable } from './tables.ts'
import { type Word, wordsOf } from './words.ts'

export interface ReadFile {
  readonly tables: Tables
  readonly sets: ReadonlyMap<string, IpSet>
  /** The family of the table in which the file ends before its time. */
  readonly cut: Family | null
  readonly lines: number
}

interface Reader {
  readonly kinds: LineKinds
  readonly tables: Tables
  readonly sets: Map<string, IpSet>
  readonly families: readonly Family[]
  /** The table between `*name` and `COMMIT`. */
  open: RawTable | null
}

/**
 * Reads the text of iptables-save, iptables-restore, `iptables -S`, `ipset save`, and lines of scripts that call iptables,
 * line by line; `assumed` is the family where the text does not tell.
 */
export function readTables(rows: readonly string[], isEnded: boolean, assumed: Family, kinds: LineKinds): ReadFile {
  const reader: Reader = {
    kinds,
    tables: createTables(),
    sets: new Map(),
    families: familiesOf(rows, assumed),
    open: null,
  }
  for (let at = 0; at < rows.length; at++) {
    const line = at + 1
    const parts = [rows[at]!]
    while (at + 1 < rows.length && parts.at(-1)!.endsWith('\\')) {
      parts[parts.length - 1] = parts.at(-1)!.slice(0, -1)
      parts.push(rows[++at]!)
    }
    readLine(reader, line, at + 1, parts.length === 1 ? parts[0]!.trim() : parts.join(' ').trim())
  }
  if (reader.open !== null) closeCut(reader, rows.length, isEnded)
  return { tables: reader.tables, sets: reader.sets, cut: reader.open?.family ?? null, lines: rows.length }
}

function readLine(reader: Reader, line: number, lastLine: number, text: string): void {
  const { kinds } = reader
  const isComment = text === '' || text.startsWith('#')
  kinds.mark({ line, lastLine }, isComment ? 'comment' : 'context')
  if (isComment) return
  if (text.startsWith('*')) openTable(reader, line, text.slice(1).trim())
  else if (text === 'COMMIT') {
    if (reader.open === null) kinds.fault(line, 'a COMMIT without its table')
    reader.open = null
  } else if (text.startsWith(':') && reader.open !== null) {
    const [name, policy] = text.slice(1).trim().split(/\s+/)
    const reason = setPolicy(reader.open, name ?? '', policy ?? '', line)
    if (reason !== null) refuse(reader, [reader.open], { line, lastLine, text }, reason)
  } else readWords(reader, line, lastLine, text)
}

function openTable(reader: Reader, line: number, name: string): void {
  const { kinds, tables } = reader
  if (reader.open !== null) {
    kinds.fault(line, 'a table begins before the COMMIT of the one before it')
    reader.open.lost = { line, why: 'its table was not closed by COMMIT' }
  }
  const family = reader.families[line - 1]!
  if (!Object.hasOwn(builtIn, name)) {
    kinds.fault(line, 'a table that is not known')
    reader.open = tables.renew(family, unknownTable)
  } else {
    if (tables.has(family, name))
      kinds.fault(line, 'a table that the file has already; it takes the place of the first')
    reader.open = tables.renew(family, name)
  }
}

const caller = /^(?:\S*\/)?(ip6?tables)(?:-legacy|-nft)?$/

function readWords(reader: Reader, line: number, lastLine: number, text: string): void {
  const isCall = /^(sudo\s+)?\S*(ip6?tables|ipset)/.test(text)
  const { words: all, isOpen } = wordsOf(text, isCall)
  const words = all[0]?.text === 'sudo' ? all.slice(1) : all
  const call = caller.exec(words[0]?.text ?? '')
  const isSet = /^(\S*\/)?ipset$/.test(words[0]?.text ?? '')
  const said = call !== null || isSet ? words.slice(1) : words
  const command: Command = { line, lastLine, text, words: said }
  if (
    isSet ||
    (reader.open === null &&
      call === null &&
      /^(create|add|del|flush|destroy|swap|rename|save)$/.test(said[0]?.text ?? ''))
  ) {
    readSetLine(reader, line, said)
    return
  }
  const [family, tableName, rest] = addressee(reader, call?.[1], said, line)
  const tables = family.map((each) =>
    reader.open !== null && call === null ? reader.open : reader.tables.get(each, tableName),
  )
  if (isOpen) refuse(reader, tables, command, 'a quotation mark that is not closed')
  else if (reader.open !== null && call !== null) refuse(reader, tables, command, 'a call of iptables within a table')
  else if (!Object.hasOwn(builtIn, tableName)) refuse(reader, tables, command, 'a table that is not known')
  else {
    for (const table of tables) {
      const reason = run({ ...command, words: rest }, table)
      if (reason !== null) reader.kinds.fault(line, reason)
    }
  }
}

/** Whose rules a line changes: of both families where it does not say so, as what is not understood may be of either. */
function addressee(
  reader: Reader,
  call: string | undefined,
  words: readonly Word[],
  line: number,
): readonly [readonly Family[], string, readonly Word[]] {
  const rest: Word[] = []
  let table = reader.open?.name ?? 'filter'
  for (let i = 0; i < words.length; i++) {
    const { text, isQuoted } = words[i]!
    if (!isQuoted && (text === '-t' || text === '--table') && reader.open === null) table = words[++i]?.text ?? ''
    else if (!isQuoted && /^(-w|--wait|-W|--wait-interval)$/.test(text) && i < 3) {
      if (/^\d+$/.test(words[i + 1]?.text ?? '')) i++
    } else rest.push(words[i]!)
  }
  const family: Family = call === undefined ? reader.families[line - 1]! : call === 'ip6tables' ? 'v6' : 'v4'
  return [[family], table, rest]
}

function refuse(reader: Reader, tables: readonly RawTable[], command: Omit<Command, 'words'>, reason: string): void {
  reader.kinds.fault(command.line, reason)
  for (const table of tables) addUndecided(table, command, reason)
}

/** `create`, `add` and `del` of `ipset save` (ipset(8)). */
function readSetLine(reader: Reader, line: number, words: readonly Word[]): void {
  const { kinds, sets } = reader
  const [verb, name, value, ...options] = words
    .map(({ text }) => text)
    .filter((text) => text !== '-exist' && text !== '-!')
  kinds.mark({ line, lastLine: line }, 'object')
  if (verb === 'create' && name !== undefined && value !== undefined) {
    const set = createdSet(value, options)
    if (set === null) kinds.fault(line, 'a type of set that is not known')
    else sets.set(name, set)
  } else if ((verb === 'add' || verb === 'del') && name !== undefined && value !== undefined) {
    const set = sets.get(name)
    if (set === undefined) kinds.fault(line, 'a member of a set that is not in the file')
    else {
      const values = value.split(',')
      if (verb === 'add') set.elements.push({ values, isExcepted: options.includes('nomatch') })
      else {
        kinds.fault(line, 'a command of ipset that is not followed')
        sets.set(name, { ...set, unknown: 'a set from which members were deleted' })
      }
    }
  } else if (verb === 'flush' && name !== undefined) sets.get(name)?.elements.splice(0)
  else if (verb === 'destroy' && name !== undefined) sets.delete(name)
  else if (verb !== 'save' && verb !== 'flush' && verb !== 'destroy') {
    kinds.fault(line, 'a command of ipset that is not followed')
    // What it did to a set is not known, so that none of them is.
    sets.clear()
  }
}

function closeCut(reader: Reader, lines: number, isEnded: boolean): void {
  const table = reader.open!
  const why = 'the file ends before the COMMIT of its table: it is cut'
  reader.kinds.fault(lines, why)
  table.lost = { line: lines, why }
  if (isEnded) return
  // The last line may have lost its end, with what it asks for and where it goes.
  for (const { rules } of table.chains.values()) {
    for (const [i, rule] of rules.entries()) if (rule.lastLine === lines) rules[i] = { ...rule, undecided: why }
  }
}

/**
 * The family of each line: by the comment that iptables-save writes, by addresses and messages between `*table` and
 * `COMMIT`, by the command; otherwise as assumed.
 */
function familiesOf(rows: readonly string[], assumed: Family): Family[] {
  const families: Family[] = []
  let said: Family | null = null
  for (let at = 0; at < rows.length; ) {
    const row = rows[at]!
    const generated = /^#.*\b(ip6?tables)-save\b/.exec(row)
    if (generated !== null) said = generated[1] === 'ip6tables' ? 'v6' : 'v4'
    if (row.startsWith('# Completed')) said = null
    let end = at + 1
    if (row.trimStart().startsWith('*')) while (end < rows.length && !/^\s*(COMMIT\s*$|\*)/.test(rows[end]!)) end++
    const family = said ?? familyOf(rows, at, end) ?? assumed
    for (; at < end; at++) families.push(family)
  }
  return families
}

const asV6 =
  /\s(-s|-d|--source|--destination|--src|--dst|--(src|dst)-range)\s+\S*:\S*:|\s(ipv6-icmp|icmpv6|icmp6|--icmpv6-type)\b|\sicmp6-/
const asV4 =
  /\s(-s|-d|--source|--destination|--src|--dst|--(src|dst)-range)\s+\d+(\.\d+){3}|\s(-p icmp|--icmp-type)\b|\sicmp-/

function familyOf(rows: readonly string[], from: number, to: number): Family | null {
  for (let at = from; at < to; at++) {
    // A comment may hold anything.
    const row = rows[at]!.replace(/--comment\s+("[^"]*"|\S+)/, '')
    if (asV6.test(row)) return 'v6'
    if (asV4.test(row)) return 'v4'
  }
  return null
}
