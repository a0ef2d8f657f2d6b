/** Words of one line, read from left to right. The first thing that cannot be read ends the reading, with its reason. */
export interface Words {
  readonly list: readonly string[]
  at: number
  failure: string | null
}

export const wordsOf = (text: string): Words => ({
  list: text.split(/\s+/).filter((word) => word !== ''),
  at: 0,
  failure: null,
})

/** The next word in small letters, which is how commands are compared; empty at the end. */
export const peek = (words: Words, ahead = 0): string => (words.list[words.at + ahead] ?? '').toLowerCase()
/** The next word as it is written; empty at the end. */
export const take = (words: Words): string => words.list[words.at++] ?? ''
export const isAtEnd = (words: Words): boolean => words.at >= words.list.length

export function takeIf(words: Words, ...wanted: readonly string[]): boolean {
  if (isAtEnd(words) || !wanted.includes(peek(words))) return false
  words.at++
  return true
}

export function fail(words: Words, reason: string): void {
  words.failure ??= reason
}

/** A whole number within bounds; null (and the word stays) for anything else. */
export function takeNumber(words: Words, most: number): number | null {
  const word = peek(words)
  if (!/^\d{1,10}$/.test(word) || Number(word) > most) return null
  words.at++
  return Number(word)
}

/** How often a rule was hit, and its text without it: `(hitcnt=12)` of ASA, `(12 matches)` of IOS. */
export function withoutCounters(row: string): { readonly text: string; readonly hits: number | null } {
  const found = /\((?:hitcnt=|estimate )?(\d{1,15})(?: match(?:es)?)?\)/.exec(row)
  if (found === null && !row.includes('(')) return { text: row, hits: null }
  const text = row
    .replace(/\((?:hitcnt=|estimate )?\d{1,15}(?: match(?:es)?)?\)/g, ' ')
    .replace(/\((?:time left \d+|inactive|active|unresolved)\)/g, ' ')
    .replace(/\s0x[0-9a-f]{1,16}\s*$/i, '')
  return { text, hits: found === null ? null : Number(found[1]) }
}

/** What a terminal added to what it showed: its pauses, and the prompt with what was asked. */
export const isTerminal = (row: string): boolean =>
  /^\s*(<--- More --->|-+ ?More ?-+)\s*$/i.test(row) ||
  /^[\w.\-/()]{1,80}[>#]\s*((sh|show|more|term|terminal|en|enable|exit)\b.*)?$/i.test(row)
