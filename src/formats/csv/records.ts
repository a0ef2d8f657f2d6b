import type { Fault } from '../faults.ts'

/** One record: its fields as written, quotes resolved, and the line (1-based) on which it starts. */
export interface CsvRecord {
  readonly line: number
  readonly fields: readonly string[]
}

/** As for a workbook: nothing that Excel could have held is cut. */
const maxFieldCharacters = 32_767
const maxFields = 16_384
const maxFaults = 1_000
/** A quoted field that runs on over more lines than this was opened by a stray quote. */
const maxQuotedLines = 500
const maxSwallowed = 200_000

/**
 * Splits text into records (RFC 4180, and what is met in the wild: any of `\n`, `\r\n`, `\r`; text after a closing
 * quote; a quote that never closes). A quote that is not closed within a cell's largest size is a fault, and what it
 * swallowed is read again without it. NUL characters are dropped and named. Memory is bounded by one record.
 */
export function csvSplitter(delimiter: string, report: (fault: Fault) => void) {
  let faults = 0
  const fault = (line: number, reason: string) => {
    faults += 1
    if (faults <= maxFaults) report({ reason, row: line, at: line })
  }

  let line = 1
  let startLine = 1
  let fields: string[] = []
  let field = ''
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  let quoteLine = 0
  let swallowed = ''
  let carriageReturn = false
  let cut = false
  let nul = false

  const take = (text: string) => {
    if (field.length + text.length <= maxFieldCharacters) field += text
    else {
      field += text.slice(0, maxFieldCharacters - field.length)
      cut = true
    }
  }
  const endField = () => {
    if (cut) fault(startLine, `a cell of more than ${maxFieldCharacters} characters is cut`)
    if (fields.length < maxFields) fields.push(field)
    else if (fields.length === maxFields) {
      fault(startLine, `more than ${maxFields} columns`)
      fields.push('')
    }
    field = ''
    cut = false
    state = 'start'
  }
  const endRecord = (out: CsvRecord[]) => {
    endField()
    if (nul) fault(startLine, 'NUL characters were left out')
    nul = false
    if (fields.length > maxFields) fields.length = maxFields
    if (fields.length > 1 || fields[0] !== '') out.push({ line: startLine, fields })
    fields = []
  }
  /** Reads what stood behind the quotation mark once more, as if the mark were not there. */
  const giveUpQuote = (out: CsvRecord[]) => {
    fault(quoteLine, 'a quotation mark that is never closed')
    const again = swallowed
    swallowed = ''
    field = ''
    cut = false
    carriageReturn = false
    state = 'plain'
    line = quoteLine
    consume(again, out)
  }

  const plainEnd = new RegExp(`[${delimiter === '\t' ? '\\t' : delimiter}\\r\\n\\0]`, 'g')
  const quotedEnd = /["\r\n\0]/g

  const consume = (text: string, out: CsvRecord[]): void => {
    let i = 0
    while (i < text.length) {
      const char = text[i]!
      if (carriageReturn && char === '\n') {
        carriageReturn = false
        i += 1
        continue
      }
      carriageReturn = false
      if (state === 'quoted') {
        i = char === '"' ? closeQuote(i) : takeQuoted(text, i)
        if (line - quoteLine > maxQuotedLines || swallowed.length > maxSwallowed) giveUpQuote(out)
      } else if (char === '\0') {
        nul = true
        i += 1
      } else if (char === '\r' || char === '\n') {
        carriageReturn = char === '\r'
        line += 1
        i += 1
        endRecord(out)
        startLine = line
      } else if (char === '"' && state !== 'plain') {
        if (state === 'closed') {
          take('"')
          swallowed += '"'
        } else {
          quoteLine = line
          swallowed = ''
        }
        state = 'quoted'
        i += 1
      } else if (char === delimiter) {
        endField()
        i += 1
      } else {
        if (state === 'closed') fault(line, 'text behind a closing quotation mark')
        state = 'plain'
        plainEnd.lastIndex = i
        const end = plainEnd.exec(text)?.index ?? text.length
        take(text.slice(i, end))
        i = end
      }
    }
  }

  const closeQuote = (i: number): number => {
    state = 'closed'
    swallowed += '"'
    return i + 1
  }

  /** Takes a stretch without a quotation mark, line ends included, and gives where it ends. */
  const takeQuoted = (text: string, i: number): number => {
    const char = text[i]!
    if (char === '\0') nul = true
    else if (char === '\r' || char === '\n') {
      carriageReturn = char === '\r'
      line += 1
      take('\n')
      swallowed += '\n'
    } else {
      quotedEnd.lastIndex = i
      const end = quotedEnd.exec(text)?.index ?? text.length
      take(text.slice(i, end))
      swallowed += text.slice(i, end)
      return end
    }
    return i + 1
  }

  const write = (text: string): CsvRecord[] => {
    const out: CsvRecord[] = []
    consume(text, out)
    return out
  }

  const end = (): CsvRecord[] => {
    const out: CsvRecord[] = []
    if (state === 'quoted') giveUpQuote(out)
    if (field !== '' || fields.length > 0 || state === 'closed') endRecord(out)
    return out
  }

  return { write, end }
}
