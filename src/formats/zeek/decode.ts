import type { LogRow } from './row.ts'

/** What one line is. */
export type LogLine =
  | { readonly kind: 'row'; readonly row: LogRow }
  /** A line that describes the log, or an empty one: not a row of it. */
  | { readonly kind: 'header' }
  | { readonly kind: 'fault'; readonly reason: string }

export interface LogReader {
  read(line: string): LogLine
}

const mostColumns = 4096
const longestJson = 1 << 20
const deepest = 16

/**
 * Reads a Zeek log line by line: tab-separated with its header lines (any separator, set separator and marks that they name;
 * several headers in one file, as concatenated logs have), or one JSON object a line. Columns are known by their names only.
 */
export function createLogReader(): LogReader {
  let separator = '\t'
  let setSeparator = ','
  let unset = '-'
  let empty = '(empty)'
  let path: string | null = null
  let fields: string[] | null = null
  let places = new Map<string, number>()

  const header = (line: string): void => {
    const [name = '', ...values] = line.split(/^#separator\b/.test(line) ? ' ' : separator)
    const value = values[0] ?? ''
    if (name === '#separator') separator = unescaped(value) || '\t'
    else if (name === '#set_separator') setSeparator = unescaped(value) || ','
    else if (name === '#empty_field') empty = value
    else if (name === '#unset_field') unset = value
    else if (name === '#path') path = value
    else if (name === '#fields') {
      fields = values.slice(0, mostColumns)
      places = new Map(fields.map((field, i) => [field, i]))
    }
  }

  const rowOf = (cells: readonly string[], names: readonly string[]): LogRow => {
    const at = (field: string): string | null => {
      const cell = cells[places.get(field) ?? -1]
      return cell === undefined || cell === unset || cell === empty || cell === '' ? null : cell
    }
    return {
      log: path,
      fields: names,
      get: (field) => {
        const cell = at(field)
        return cell === null ? null : unescaped(cell)
      },
      list: (field) => (at(field)?.split(setSeparator) ?? []).filter((one) => one !== unset).map(unescaped),
    }
  }

  return {
    read(line) {
      if (line === '' || line.startsWith('#')) {
        header(line)
        return { kind: 'header' }
      }
      if (line.startsWith('{')) return readJson(line)
      if (fields === null) return { kind: 'fault', reason: 'a line before the header that names the columns' }
      const cells = line.split(separator, mostColumns + 1)
      if (cells.length !== fields.length)
        return { kind: 'fault', reason: 'the line has another number of columns than its header' }
      return { kind: 'row', row: rowOf(cells, fields) }
    },
  }
}

function readJson(line: string): LogLine {
  const entry = line.length > longestJson ? null : parseObject(line)
  if (entry === null) return { kind: 'fault', reason: 'the line is no JSON object' }
  const values = new Map<string, unknown>()
  flatten(entry, '', values, 0)
  const path = values.get('_path') ?? values.get('@path')
  return {
    kind: 'row',
    row: {
      log: typeof path === 'string' ? path : null,
      fields: [...values.keys()],
      get: (field) => textOf(values.get(field)),
      list: (field) => {
        const value = values.get(field)
        return (Array.isArray(value) ? value : [value]).map(textOf).filter((one) => one !== null)
      },
    },
  }
}

function parseObject(line: string): object | null {
  // JSON.parse goes as deep as the text does.
  if (depthOf(line) > deepest) return null
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** How deep brackets are nested, quoted ones left out. */
export function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isQuoted) {
      if (code === 0x5c) at++
      else if (code === 0x22) isQuoted = false
    } else if (code === 0x22) isQuoted = true
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > most) most = depth
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return most
}

/** Some shippers nest `id.orig_h` as `{ id: { orig_h } }`. */
function flatten(entry: object, prefix: string, into: Map<string, unknown>, depth: number): void {
  for (const [key, value] of Object.entries(entry)) {
    const name = prefix + key
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 3)
      flatten(value, `${name}.`, into, depth + 1)
    else if (into.size < mostColumns) into.set(name, value)
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' || value === '-' || value === '(empty)' ? null : value
  if (typeof value === 'boolean') return value ? 'T' : 'F'
  return typeof value === 'number' ? String(value) : null
}

/** Octets that a log cannot write as they are stand as `\xHH`; together they may be UTF-8. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  const plain = text.replace(/(?:\\x[0-9a-f]{2})+/gi, (escaped) => {
    const octets = escaped.slice(2).split('\\x')
    return new TextDecoder().decode(Uint8Array.from(octets, (octet) => Number.parseInt(octet, 16)))
  })
  return plain.replaceAll('\\\\', '\\')
}
