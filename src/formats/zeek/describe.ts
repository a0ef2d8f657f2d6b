import { isObject } from '../json-value.ts'
import { createLogReader } from './decode.ts'

/** One line of a log by its fields; secrets in clear are blanked. */
export interface DescribedLine {
  readonly log: string | null
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly fault: string | null
}

const secret = /passw|community|secret|(^|[._])(pass|auth_token|session_id)/i
const longest = 2000
const mostFields = 500

const shown = (name: string, value: string) => ({ name, value: secret.test(name) ? '••••' : value.slice(0, longest) })

/** Takes the line apart by the header lines that stand before it in its file. Text that is no log is one field. */
export function describeLine(headers: readonly string[], line: string): DescribedLine {
  if (line.startsWith('<') || line.trimStart().startsWith('<'))
    return { log: null, fields: [shown('text', line)], fault: null }
  if (line.trimStart().startsWith('{')) return describeJson(line)
  const reader = createLogReader()
  for (const header of headers) reader.read(header)
  const found = reader.read(line)
  if (found.kind !== 'row')
    return {
      log: null,
      fields: line.split('\t', 64).map((cell, i) => shown(String(i + 1), cell)),
      fault: found.kind === 'fault' ? found.reason : null,
    }
  const { row } = found
  const fields = row.fields.slice(0, mostFields).flatMap((name) => {
    const value = row.get(name)
    return value === null ? [] : [shown(name, value)]
  })
  return { log: row.log, fields, fault: null }
}

function describeJson(line: string): DescribedLine {
  const fields: { name: string; value: string }[] = []
  const walk = (value: unknown, name: string, depth: number) => {
    if (fields.length >= mostFields) return
    if (isObject(value) && depth < 8) {
      for (const [key, inner] of Object.entries(value)) walk(inner, name === '' ? key : `${name}.${key}`, depth + 1)
    } else fields.push(shown(name, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
  }
  try {
    walk(JSON.parse(line), '', 0)
    return {
      log: fields.find(({ name }) => name === '_path' || name === 'event_type')?.value ?? null,
      fields,
      fault: null,
    }
  } catch {
    return { log: null, fields: [shown('text', line)], fault: null }
  }
}
