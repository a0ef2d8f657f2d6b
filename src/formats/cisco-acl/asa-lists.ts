import type { Action } from '#core/filtering/ruleset.ts'
import { asaDialect, type Dialect, ios6Dialect } from './addresses.ts'
import type { AsaReading } from './asa-reading.ts'
import { type Entry, readExtended, readStandard } from './entry.ts'
import { entrySteps, type ListDraft, type ListKind, unknownStep } from './lists.ts'
import { notDefined } from './objects.ts'
import { peek, take, takeIf, takeNumber, type Words, withoutCounters, wordsOf } from './words.ts'

/** What stands behind `access-list` without being a list's name. */
const settings = /^access-list (cached acl|alert-interval|deny-flow-max|\S+; \d+ elements)/i

/** The line of a list that "show access-list" goes on to spell out, element by element. */
interface SpelledOut {
  readonly name: string
  readonly number: number | null
  readonly isNeeded: boolean
  readonly label: string | null
}

/** Reads all lines of access lists; after this, `reading.lists` holds them. */
export function readAccessLists(reading: AsaReading): void {
  const remarks = new Map<string, string>()
  let parent: SpelledOut | null = null
  for (const { line, row } of reading.accessLines) {
    if (settings.test(row.trim())) {
      reading.text.account(line, 'context')
      continue
    }
    const isIpv6 = /^ipv6\s/i.test(row.trim())
    const { text, hits } = withoutCounters(isIpv6 ? row.trim().slice(5) : row)
    const words = wordsOf(text)
    take(words)
    const name = take(words)
    const number = takeIf(words, 'line') ? takeNumber(words, 4_294_967_295) : null
    const isElement: boolean = /^\s/.test(row) && parent !== null && parent.name === name && parent.number === number
    if (isElement && !parent!.isNeeded) {
      reading.text.account(line, 'context')
      continue
    }
    const list = listOf(reading, name, line, kindOf(peek(words), isIpv6))
    list.lastLine = line
    const told = readLine(reading, words, isIpv6 ? { ...ios6Dialect, isWildcard: false } : asaDialect)
    if (told === 'remark') {
      remarks.set(name, words.list.slice(words.at).join(' ').slice(0, 120))
      reading.text.account(line, 'comment')
      continue
    }
    const isNeeded: boolean = !isElement && isSpelledOut(reading, line, number)
    const own: string | null = remarks.get(name) ?? (number === null ? null : `line ${number}`)
    const label: string | null = isElement ? parent!.label : own
    if (!isElement) {
      remarks.delete(name)
      parent = { name, number, isNeeded, label }
    }
    if (told === null || isNeeded) {
      reading.text.account(line, 'context')
      if (told === null && list.rules.length === 0) list.kind = 'other'
      continue
    }
    addRule(reading, list, told, { line, text: text.trim(), label, hits })
  }
}

const kindOf = (word: string, isIpv6: boolean): ListKind => {
  if (isIpv6) return 'ipv6'
  return word === 'standard' ? 'standard' : word === 'ethertype' || word === 'webtype' ? 'other' : 'extended'
}

function listOf({ lists }: AsaReading, name: string, line: number, kind: ListKind): ListDraft {
  const known = lists.get(name)
  if (known !== undefined) return known
  const made: ListDraft = { name, kind, line, lastLine: line, rules: [] }
  lists.set(name, made)
  return made
}

interface Told {
  readonly action: Action
  readonly entry: Entry | null
  readonly failure: string | null
}

/** A remark, a line that is no rule of this filter (null), or what the rule says. */
function readLine({ objects }: AsaReading, words: Words, dialect: Dialect): Told | 'remark' | null {
  if (takeIf(words, 'remark')) return 'remark'
  if (takeIf(words, 'ethertype', 'webtype', 'rename')) return null
  const isStandard = takeIf(words, 'standard')
  if (!isStandard) takeIf(words, 'extended')
  if (takeIf(words, 'remark')) return 'remark'
  const verb = take(words).toLowerCase()
  if (verb !== 'permit' && verb !== 'deny') {
    const why = 'a kind of access list that is not known'
    return { action: { do: 'unknown', why }, entry: null, failure: why }
  }
  const entry = isStandard
    ? readStandard(words, { ...dialect, hasBareHosts: true }, objects)
    : readExtended(words, dialect, objects)
  return { action: { do: verb === 'permit' ? 'accept' : 'drop' }, entry, failure: entry.failure }
}

/** Whether the next lines spell out this one, and have to, because the file lacks the objects that it names. */
function isSpelledOut({ accessLines, objects }: AsaReading, line: number, number: number | null): boolean {
  const at = indexOf(accessLines, line)
  const next = accessLines[at + 1]
  if (number === null || next === undefined || !/^\s/.test(next.row)) return false
  const words = wordsOf(withoutCounters(accessLines[at]!.row).text)
  return words.list.some((word, i) => {
    const kind = words.list[i - 1]?.toLowerCase()
    return (kind === 'object' || kind === 'object-group') && objects.kindOf(word) === null
  })
}

function indexOf(lines: readonly { readonly line: number }[], line: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines[middle]!.line < line) low = middle + 1
    else high = middle
  }
  return low
}

interface Head {
  readonly line: number
  readonly text: string
  readonly label: string | null
  readonly hits: number | null
}

function addRule(reading: AsaReading, list: ListDraft, { action, entry, failure }: Told, head: Head): void {
  const { text } = reading
  text.account(head.line, 'rule')
  if (failure !== null) text.fault(head.line, failure)
  if (entry === null) {
    list.rules.push({ sequence: 0, steps: [unknownStep(head.line, head.text, failure ?? '')] })
    return
  }
  if ([entry.source, entry.target, entry.services].some(({ unknown }) => unknown.includes(notDefined))) {
    text.remark(head.line, 'a rule names an object that the file does not define')
  }
  list.rules.push({ sequence: 0, steps: entrySteps(entry, { ...head, action }) })
}
