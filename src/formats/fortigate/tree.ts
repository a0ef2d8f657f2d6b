import type { RuleText } from '../rule-text.ts'
import { commandsOf } from './tokens.ts'

/** `config firewall policy … end`. */
export interface Table {
  /** `firewall policy`, in small letters. */
  readonly path: string
  readonly line: number
  lastLine: number
  readonly entries: Entry[]
  readonly byKey: Map<string, Entry>
  /** What is set in the table itself, where it has no entries (`config system settings`). */
  readonly own: Entry
}

/** `edit 5 … next`. */
export interface Entry {
  readonly key: string
  readonly line: number
  lastLine: number
  readonly sets: Map<string, Setting>
  readonly tables: Table[]
}

export interface Setting {
  readonly line: number
  readonly values: readonly string[]
}

export interface Tree {
  readonly root: Entry
  /** The line that was open where the file ended; null for a file that closes what it opens. */
  readonly openedAt: number | null
}

/** Deeper than FortiOS nests. */
const deepest = 32

const newEntry = (key: string, line: number): Entry => ({ key, line, lastLine: line, sets: new Map(), tables: [] })

interface Level {
  /** Null at the root. */
  readonly table: Table | null
  entry: Entry
}

/** Reads the commands into tables of entries; without recursion, so that no file is nested too deep. */
export function treeOf(text: RuleText): Tree {
  const { commands, openQuote } = commandsOf(text)
  const root = newEntry('', 1)
  const levels: Level[] = [{ table: null, entry: root }]
  /** Tables within tables beyond the bound, whose commands are passed over. */
  let beyond = 0
  for (const { line, lastLine, words } of commands) {
    const level = levels.at(-1)!
    const [command = '', ...rest] = words
    const touch = () => {
      for (const { table, entry } of levels) {
        entry.lastLine = lastLine
        if (table !== null) table.lastLine = lastLine
      }
    }
    touch()
    if (command === 'config') {
      if (levels.length > deepest) {
        beyond++
        text.fault(line, 'a configuration nested too deep')
        continue
      }
      const path = rest.join(' ').toLowerCase()
      const table: Table = { path, line, lastLine, entries: [], byKey: new Map(), own: newEntry('', line) }
      level.entry.tables.push(table)
      levels.push({ table, entry: table.own })
    } else if (command === 'end') {
      if (beyond > 0) beyond--
      else if (levels.length > 1) levels.pop()
      else text.fault(line, '"end" without a "config" before it')
    } else if (beyond > 0) text.fault(line, 'a configuration nested too deep')
    else if (command === 'edit') openEntry(text, level, rest[0] ?? '', line)
    else if (command === 'next') {
      if (level.table === null || level.entry === level.table.own)
        text.fault(line, '"next" without an "edit" before it')
      else level.entry = level.table.own
    } else if (command === 'set' && rest.length > 0) level.entry.sets.set(rest[0]!, { line, values: rest.slice(1) })
    else if (command === 'append' && rest.length > 0) {
      const values = [...(level.entry.sets.get(rest[0]!)?.values ?? []), ...rest.slice(1)]
      level.entry.sets.set(rest[0]!, { line, values })
    } else if (command === 'unset' && rest.length > 0) level.entry.sets.delete(rest[0]!)
    else text.fault(line, 'a command that is not known in a configuration')
  }
  if (openQuote !== null) return { root, openedAt: openQuote }
  const open = levels.at(-1)!
  if (levels.length === 1) return { root, openedAt: null }
  return { root, openedAt: open.entry === open.table!.own ? open.table!.line : open.entry.line }
}

/** What is edited twice is one entry, whose later values count; `edit 0` is a new one each time. */
function openEntry(text: RuleText, level: Level, key: string, line: number): void {
  if (level.table === null) {
    text.fault(line, '"edit" without a "config" before it')
    return
  }
  const { entries, byKey, own } = level.table
  if (level.entry !== own) text.fault(line, 'an entry that begins before the last one ends')
  const known = key === '0' ? undefined : byKey.get(key)
  level.entry = known ?? newEntry(key, line)
  if (known !== undefined) return
  entries.push(level.entry)
  byKey.set(key, level.entry)
}

export const valueIn = (entry: Entry, name: string): string | null => entry.sets.get(name)?.values[0] ?? null
export const valuesIn = (entry: Entry, name: string): readonly string[] => entry.sets.get(name)?.values ?? []
export const isOn = (entry: Entry, name: string): boolean => valueIn(entry, name) === 'enable'
export const tableOf = (entry: Entry, path: string): Table | undefined =>
  entry.tables.find((table) => table.path === path)
