import type { RuleText } from '../rule-text.ts'

/** One command of a configuration: its words without quotes, and the lines on which it stands. */
export interface Command {
  readonly line: number
  readonly lastLine: number
  readonly words: readonly string[]
}

/** Words on one line that nobody writes. */
const mostWords = 20_000

/**
 * Cuts a FortiGate configuration into commands. A value in quotes may hold spaces and go on over several lines (certificates,
 * messages); within quotes a backslash takes the next character as it is. `openQuote`: the line on which a quote begins that
 * never ends, which is where a file was cut.
 */
export function commandsOf(text: RuleText): {
  readonly commands: readonly Command[]
  readonly openQuote: number | null
} {
  const commands: Command[] = []
  const { rows } = text
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]!.trimStart()
    if (start === '') continue
    if (start.startsWith('#')) {
      text.account(i + 1, 'comment')
      continue
    }
    const read = readCommand(rows, i)
    if (read === null) return { commands, openQuote: i + 1 }
    commands.push(read)
    i = read.lastLine - 1
  }
  return { commands, openQuote: null }
}

/** Null: a quote that never ends. */
function readCommand(rows: readonly string[], first: number): Command | null {
  const words: string[] = []
  let word: string[] = []
  let hasWord = false
  let quote = ''
  let at = first
  for (; ; at++) {
    const row = rows[at]
    if (row === undefined) return null
    for (let i = 0; i < row.length; i++) {
      const sign = row[i]!
      if (sign === '\\' && quote !== "'" && i + 1 < row.length) {
        word.push(row[++i]!)
        hasWord = true
      } else if (quote !== '') {
        if (sign === quote) quote = ''
        else word.push(sign)
      } else if (sign === '"' || sign === "'") {
        quote = sign
        hasWord = true
      } else if (sign === ' ' || sign === '\t') {
        if (hasWord && words.length < mostWords) words.push(word.join(''))
        word = []
        hasWord = false
      } else {
        word.push(sign)
        hasWord = true
      }
    }
    if (quote === '') break
    word.push('\n')
  }
  if (hasWord) words.push(word.join(''))
  return { line: first + 1, lastLine: at + 1, words }
}
