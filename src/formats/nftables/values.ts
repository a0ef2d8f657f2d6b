import { accept, type Cursor, isAtEnd, isNext, next, peek, skipNewlines } from './cursor.ts'
import { type Element, oddValue, type Value, type Verdict, word } from './syntax.ts'

const mostDepth = 8
const brokenSet = 'a set that is not understood'

/** Reads what stands behind a key: a set in braces, `@name`, `$variable`, flags, a combination, or a single value. */
export function readValue(cursor: Cursor, isInSet = false, depth = 0): Value {
  const first = readPart(cursor, isInSet, depth)
  if (!isNext(cursor, '.')) return first
  const parts = [first]
  while (accept(cursor, '.')) {
    if (isInSet) skipNewlines(cursor)
    parts.push(readPart(cursor, isInSet, depth))
  }
  return { is: 'concat', parts }
}

function readPart(cursor: Cursor, isInSet: boolean, depth: number): Value {
  if (depth > mostDepth) return oddValue('braces within braces')
  if (accept(cursor, '{')) return readSet(cursor, depth)
  if (accept(cursor, '@')) return { is: 'named', name: next(cursor).text }
  if (accept(cursor, '(')) {
    const inner = readPart(cursor, isInSet, depth + 1)
    return accept(cursor, ')') ? inner : oddValue('brackets that are not closed')
  }
  const single = readSingle(cursor)
  const isList = !isInSet && isNext(cursor, ',')
  if (single.is !== 'word' || !(isList || isNext(cursor, '|'))) return single
  const names = [single.text]
  while (accept(cursor, isList ? ',' : '|')) {
    const more = readSingle(cursor)
    if (more.is !== 'word') return oddValue('flags that are not understood')
    names.push(more.text)
  }
  return { is: 'flags', names, isList }
}

/** One word, with what belongs to it (`80 - 90`, a variable). */
function readSingle(cursor: Cursor): Value {
  if (accept(cursor, '$')) {
    const token = next(cursor)
    const value = cursor.variables.get(token.text)
    if (value === undefined) cursor.fault(token.line, 'a variable that is not defined in the file')
    return value === undefined ? oddValue('a variable that is not defined in the file') : withEnd(cursor, value)
  }
  const token = peek(cursor)
  if (token.kind !== 'word' && token.kind !== 'string') return oddValue('a value that is missing')
  cursor.at++
  const low = token.kind === 'string' ? token.text : withTail(cursor, token.text)
  if (!accept(cursor, '-')) return word(low)
  const high = readSingle(cursor)
  return high.is === 'word' ? word(`${low}-${high.text}`) : high
}

/** A word that ends in `-` goes on in the next token (`80-$last`). */
function withTail(cursor: Cursor, text: string): string {
  if (!text.endsWith('-') || text.length < 2 || !isNext(cursor, '$')) return text
  const rest = readSingle(cursor)
  return rest.is === 'word' ? text + rest.text : text
}

/** `$first - $last`. */
function withEnd(cursor: Cursor, value: Value): Value {
  if (value.is !== 'word' || !accept(cursor, '-')) return value
  const high = readSingle(cursor)
  return high.is === 'word' ? word(`${value.text}-${high.text}`) : high
}

/** Behind the opening brace, to behind the closing one. */
function readSet(cursor: Cursor, depth: number): Value {
  const elements: Element[] = []
  for (;;) {
    skipNewlines(cursor)
    if (isAtEnd(cursor)) return oddValue('a set that is cut')
    if (accept(cursor, '}')) return { is: 'set', elements }
    const before = cursor.at
    elements.push(readElement(cursor, depth))
    skipNewlines(cursor)
    if (!accept(cursor, ',') && !isNext(cursor, '}')) {
      skipElement(cursor)
      elements.push({ key: oddValue(brokenSet), verdict: null, data: null, isExpiring: false })
      accept(cursor, ',')
    }
    if (cursor.at === before) cursor.at++
  }
}

function skipElement(cursor: Cursor): void {
  for (let depth = 0; !isAtEnd(cursor); cursor.at++) {
    if (depth === 0 && isNext(cursor, ',', '}')) return
    if (isNext(cursor, '{')) depth++
    else if (isNext(cursor, '}')) depth--
  }
}

function readElement(cursor: Cursor, depth: number): Element {
  const key = readValue(cursor, true, depth + 1)
  const isExpiring = readExtras(cursor)
  skipNewlines(cursor)
  if (!accept(cursor, ':')) return { key, verdict: null, data: null, isExpiring }
  skipNewlines(cursor)
  const verdict = readVerdict(cursor)
  const data = verdict === null ? readValue(cursor, true, depth + 1) : null
  return { key, verdict, data, isExpiring: readExtras(cursor) || isExpiring }
}

/** What an element says of itself: `timeout 1h expires 5m counter packets 1 bytes 2 comment "x"`; true where it expires. */
function readExtras(cursor: Cursor): boolean {
  let isExpiring = false
  for (;;) {
    if (accept(cursor, 'timeout', 'expires')) {
      next(cursor)
      isExpiring = true
    } else if (accept(cursor, 'comment')) next(cursor)
    else if (accept(cursor, 'counter', 'limit', 'quota', 'last', 'ct')) {
      while (
        !isAtEnd(cursor) &&
        !isNext(cursor, ',', '}', ':', 'comment', 'timeout', 'expires') &&
        peek(cursor).kind !== 'newline'
      )
        cursor.at++
    } else return isExpiring
  }
}

/** `accept`, `jump x` … ; null where none stands here. */
export function readVerdict(cursor: Cursor): Verdict | null {
  const token = peek(cursor)
  if (token.kind !== 'word') return null
  if (token.text === 'accept' || token.text === 'drop' || token.text === 'return' || token.text === 'continue') {
    cursor.at++
    return { do: token.text }
  }
  if (token.text !== 'jump' && token.text !== 'goto') return null
  cursor.at++
  const chain = readSingle(cursor)
  return chain.is === 'word'
    ? { do: token.text, chain: chain.text }
    : { do: 'unknown', why: 'goes to a chain that is not told' }
}
