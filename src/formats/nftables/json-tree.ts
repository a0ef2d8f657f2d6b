/** A value of JSON with the lines on which it stands. */
export interface JsonNode {
  readonly line: number
  readonly lastLine: number
  readonly from: number
  readonly to: number
  readonly value: string | number | boolean | null | readonly JsonNode[] | ReadonlyMap<string, JsonNode>
}

export interface JsonTree {
  /** As far as it could be read. */
  readonly root: JsonNode | null
  readonly fault: { readonly line: number; readonly isCut: boolean } | null
}

/** Deeper than any ruleset is. */
const mostDepth = 64

interface Reader {
  readonly text: string
  at: number
  line: number
  fault: { line: number; isCut: boolean } | null
}

/** Reads JSON and keeps what stands before the first mistake, with lines; never throws. */
export function jsonTree(text: string): JsonTree {
  const reader: Reader = { text, at: text.startsWith('\uFEFF') ? 1 : 0, line: 1, fault: null }
  const root = readNode(reader, 0)
  skipSpace(reader)
  if (reader.fault === null && reader.at < text.length) reader.fault = { line: reader.line, isCut: false }
  return { root, fault: reader.fault }
}

function skipSpace(reader: Reader): void {
  for (; reader.at < reader.text.length; reader.at++) {
    const letter = reader.text[reader.at]!
    if (letter === '\n' || (letter === '\r' && reader.text[reader.at + 1] !== '\n')) reader.line++
    else if (letter !== ' ' && letter !== '\t' && letter !== '\r') return
  }
}

function fail(reader: Reader): null {
  reader.fault ??= { line: reader.line, isCut: reader.at >= reader.text.length }
  return null
}

function readNode(reader: Reader, depth: number): JsonNode | null {
  skipSpace(reader)
  const [from, line] = [reader.at, reader.line]
  const letter = reader.text[reader.at]
  if (letter === undefined || depth > mostDepth) return fail(reader)
  const value = letter === '{' ? readMap(reader, depth) : letter === '[' ? readList(reader, depth) : readScalar(reader)
  if (value === undefined) return fail(reader)
  return { line, lastLine: reader.line, from, to: reader.at, value }
}

function readMap(reader: Reader, depth: number): ReadonlyMap<string, JsonNode> {
  const map = new Map<string, JsonNode>()
  reader.at++
  for (;;) {
    skipSpace(reader)
    if (take(reader, '}')) return map
    const key = readNode(reader, depth + 1)
    skipSpace(reader)
    if (typeof key?.value !== 'string' || !take(reader, ':')) break
    const value = readNode(reader, depth + 1)
    if (value !== null) map.set(key.value, value)
    if (reader.fault !== null) return map
    skipSpace(reader)
    if (take(reader, '}')) return map
    if (!take(reader, ',')) break
  }
  fail(reader)
  return map
}

function readList(reader: Reader, depth: number): readonly JsonNode[] {
  const list: JsonNode[] = []
  reader.at++
  for (;;) {
    skipSpace(reader)
    if (take(reader, ']')) return list
    const value = readNode(reader, depth + 1)
    if (value !== null) list.push(value)
    if (reader.fault !== null) return list
    skipSpace(reader)
    if (take(reader, ']')) return list
    if (!take(reader, ',')) break
  }
  fail(reader)
  return list
}

function take(reader: Reader, letter: string): boolean {
  if (reader.text[reader.at] !== letter) return false
  reader.at++
  return true
}

const plain = /[^\s,:{}[\]"]+/y

function readScalar(reader: Reader): string | number | boolean | null | undefined {
  if (reader.text[reader.at] === '"') {
    const from = reader.at++
    while (reader.at < reader.text.length && reader.text[reader.at] !== '"') {
      if (reader.text[reader.at] === '\n') return undefined
      reader.at += reader.text[reader.at] === '\\' ? 2 : 1
    }
    if (reader.at >= reader.text.length) return undefined
    return parsed(reader.text.slice(from, ++reader.at))
  }
  plain.lastIndex = reader.at
  const word = plain.exec(reader.text)?.[0]
  if (word === undefined || word.length > 100) return undefined
  reader.at += word.length
  return parsed(word)
}

function parsed(text: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(text) as string | number | boolean | null
  } catch {
    return undefined
  }
}
