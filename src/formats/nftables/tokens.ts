export interface Token {
  readonly kind: 'word' | 'string' | 'mark' | 'newline'
  readonly text: string
  readonly line: number
  /** Where it begins and ends in the text. */
  readonly from: number
  readonly to: number
}

export interface Tokens {
  readonly tokens: readonly Token[]
  /** The line of a quotation mark that nothing closes. */
  readonly openQuote: number | null
}

const marks = new Set('{}[]();,=<>!&|^~@$')
const doubles = new Set(['==', '!=', '<=', '>=', '<<', '>>'])
const ends = /[\s{}[\]();,=<>!&|^~@$"#\\']/

/** Cuts the text of a ruleset into tokens (nft(8), INPUT FILE FORMATS: LEXICAL CONVENTIONS). */
export function tokensOf(text: string): Tokens {
  const tokens: Token[] = []
  let line = 1
  let at = 0
  const push = (kind: Token['kind'], value: string, from: number, to: number) =>
    tokens.push({ kind, text: value, line, from, to })
  while (at < text.length) {
    const letter = text[at]!
    if (letter === '\n' || letter === '\r') {
      const length = letter === '\r' && text[at + 1] === '\n' ? 2 : 1
      push('newline', '\n', at, at + length)
      at += length
      line++
    } else if (letter === '#') {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
    } else if (letter === '\\') {
      // Before a line's end it joins the next line; before a mark it is a shell's.
      const rest = /^\\[ \t]*(\r\n|\n|\r)/.exec(text.slice(at, at + 80))
      if (rest !== null) line++
      at += rest === null ? 1 : rest[0].length
    } else if (letter === '"') {
      const close = text.indexOf('"', at + 1)
      if (close < 0) return { tokens, openQuote: line }
      const value = text.slice(at + 1, close)
      push('string', value, at, close + 1)
      line += value.split(/\r\n|\n|\r/).length - 1
      at = close + 1
    } else if (marks.has(letter)) {
      const two = text.slice(at, at + 2)
      const mark = doubles.has(two) ? two : letter
      push('mark', mark, at, at + mark.length)
      at += mark.length
    } else if (/[\s']/.test(letter)) at++
    else {
      let to = at + 1
      while (to < text.length && !ends.test(text[to]!)) to++
      pushWord(text.slice(at, to), at, push)
      at = to
    }
  }
  return { tokens, openQuote: null }
}

const address = String.raw`[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*(?:\/\d+)?`
/** Two addresses with their prefixes; a longer text is none, and would take long to try. */
const longestAddress = 100
const colons = new RegExp(`^${address}(?:-${address})?$`)

/** A colon is a mark of its own, but for those in an address of IPv6 or Ethernet. */
function pushWord(
  word: string,
  at: number,
  push: (kind: Token['kind'], value: string, from: number, to: number) => void,
) {
  const isTail = word.length > 1 && word.endsWith(':') && !word.endsWith('::')
  const body = isTail ? word.slice(0, -1) : word
  if (!body.includes(':') || (body.length < longestAddress && colons.test(body)))
    push('word', body, at, at + body.length)
  else {
    let from = 0
    for (const part of body.split(':')) {
      if (from > 0) push('mark', ':', at + from - 1, at + from)
      if (part !== '') push('word', part, at + from, at + from + part.length)
      from += part.length + 1
    }
  }
  if (isTail) push('mark', ':', at + word.length - 1, at + word.length)
}
