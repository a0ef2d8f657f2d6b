import { createLineCutter, type LineCutter } from './text-lines.ts'
import { depthOf } from './zeek/decode.ts'

/** Takes one entry as parsed; null where it is none, and why. `line` is where it begins. */
export type TakeEntry = (entry: Readonly<Record<string, unknown>> | null, line: number, reason: string) => void

const longest = 1 << 20
const deepest = 32

/**
 * Reads entries out of a JSON text of any size: one object a line, or an array of objects over any number of lines. Memory is
 * bounded by the longest entry; nothing deeper than 32 levels is read.
 */
export function createJsonEntries(take: TakeEntry): LineCutter {
  let isArray: boolean | null = null
  let depth = 0
  let isQuoted = false
  let isEscaped = false
  let entry: string[] = []
  let size = 0
  let from = 0

  const give = (text: string, line: number) => {
    const { value, reason } = parse(text)
    take(value, line, reason)
  }

  /** The elements of an array: objects at its first level. What stands between them is punctuation. */
  const scan = (text: string, line: number) => {
    let start = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (isQuoted) {
        if (isEscaped) isEscaped = false
        else if (code === 0x5c) isEscaped = true
        else if (code === 0x22) isQuoted = false
        continue
      }
      if (code === 0x22) isQuoted = true
      else if (code === 0x7b || code === 0x5b) {
        if (depth === 1 && code === 0x7b) {
          entry = []
          size = 0
          from = line
          start = at
        }
        depth++
      } else if (code === 0x7d || code === 0x5d) {
        depth--
        if (depth === 1 && code === 0x7d) {
          hold(text.slice(start, at + 1))
          if (size > longest) take(null, from, 'the line is longer than any that is read')
          else give(entry.join(''), from)
          entry = []
          size = 0
        }
      }
    }
    if (depth > 1) hold(`${text.slice(start)}\n`)
  }
  const hold = (text: string) => {
    size += text.length
    if (size <= longest) entry.push(text)
  }

  const cutter = createLineCutter((text, number, isCut) => {
    const trimmed = text.trim()
    if (isArray === null && trimmed !== '') isArray = trimmed.replace(/^\ufeff/, '').startsWith('[')
    if (isArray === true) scan(text, number)
    else if (trimmed === '') return
    else if (isCut) take(null, number, 'the line is longer than any that is read')
    else give(trimmed, number)
  })
  return {
    ...cutter,
    finish() {
      cutter.finish()
      if (isArray === true && depth > 1) take(null, from, 'the text ends within an entry')
    },
  }
}

function parse(text: string): { value: Readonly<Record<string, unknown>> | null; reason: string } {
  const none = { value: null, reason: 'the line is no JSON object' }
  // JSON.parse goes as deep as the text does.
  if (depthOf(text) > deepest) return none
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value: value as Record<string, unknown>, reason: '' }
      : none
  } catch {
    return none
  }
}
