import type { Value } from './syntax.ts'
import type { Token } from './tokens.ts'

/** The place in the tokens up to which a file is read. */
export interface Cursor {
  readonly tokens: readonly Token[]
  readonly source: string
  at: number
  readonly variables: Map<string, Value>
  fault(line: number, reason: string): void
}

/** Is no line's end, so that nobody who skips those runs on for ever. */
const end: Token = { kind: 'mark', text: '', line: 0, from: 0, to: 0 }

export const peek = (cursor: Cursor, ahead = 0): Token => cursor.tokens[cursor.at + ahead] ?? end
export const isAtEnd = (cursor: Cursor): boolean => cursor.at >= cursor.tokens.length
export const lineAt = (cursor: Cursor): number =>
  cursor.tokens[Math.min(cursor.at, cursor.tokens.length - 1)]?.line ?? 1

export function next(cursor: Cursor): Token {
  const token = peek(cursor)
  if (!isAtEnd(cursor)) cursor.at++
  return token
}

/** A word or a mark, not within quotation marks. */
export const isNext = (cursor: Cursor, ...texts: readonly string[]): boolean => {
  const token = peek(cursor)
  return (token.kind === 'word' || token.kind === 'mark') && texts.includes(token.text)
}

export function accept(cursor: Cursor, ...texts: readonly string[]): boolean {
  if (!isNext(cursor, ...texts)) return false
  cursor.at++
  return true
}

export function skipNewlines(cursor: Cursor): void {
  while (!isAtEnd(cursor) && peek(cursor).kind === 'newline') cursor.at++
}

/** Where a rule or a command ends. */
export const isEndOfRule = (cursor: Cursor): boolean =>
  isAtEnd(cursor) || peek(cursor).kind === 'newline' || isNext(cursor, ';', '}')

/** Goes on to the end of the rule, over whatever stands between braces in it. */
export function skipRule(cursor: Cursor): void {
  for (let depth = 0; !isAtEnd(cursor); cursor.at++) {
    if (depth === 0 && isEndOfRule(cursor)) return
    if (isNext(cursor, '{')) depth++
    else if (isNext(cursor, '}')) depth--
  }
}
