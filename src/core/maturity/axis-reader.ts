import { isPeriod, type Period } from '../calendar/period.ts'

/** Where in the document, and what is wrong with it. */
export interface AxisFault {
  readonly path: string
  readonly reason: string
}

/** Collects every fault of a document instead of stopping at the first: whoever edits the file mends all at once. */
export class Reader {
  readonly faults: AxisFault[] = []

  fault(path: string, reason: string): void {
    this.faults.push({ path: path === '' ? '(document)' : path, reason })
  }

  /** An object with exactly these keys; without a list of keys, any. */
  object(
    value: unknown,
    path: string,
    required?: readonly string[],
    optional: readonly string[] = [],
  ): Record<string, unknown> | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(path, value === undefined ? 'is missing' : 'a mapping of keys to values is wanted')
      return null
    }
    const raw = value as Record<string, unknown>
    if (!required) return raw
    const prefix = path === '' ? '' : `${path}.`
    for (const key of required) if (raw[key] === undefined) this.fault(`${prefix}${key}`, 'is missing')
    for (const key of Object.keys(raw)) {
      if (!required.includes(key) && !optional.includes(key)) this.fault(`${prefix}${key}`, 'is no key known here')
    }
    return raw
  }

  list(value: unknown, path: string, atLeast: number): readonly unknown[] {
    if (!Array.isArray(value)) {
      if (value !== undefined) this.fault(path, 'a list is wanted')
      return []
    }
    if (value.length < atLeast) this.fault(path, `at least ${atLeast} entries are wanted`)
    return value
  }

  texts(value: unknown, path: string, atLeast: number): readonly string[] {
    return this.list(value, path, atLeast).map((one, i) => this.text(one, `${path}[${i}]`))
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value
    if (value !== undefined) this.fault(path, `a text is wanted, not ${shown(value)}`)
    return ''
  }

  flag(value: unknown, path: string): boolean {
    if (value !== undefined && typeof value !== 'boolean') {
      this.fault(path, `true or false is wanted, not ${shown(value)}`)
    }
    return value === true
  }

  number(value: unknown, path: string, min: number, max: number): number {
    if (typeof value === 'number' && value >= min && value <= max) return value
    if (value !== undefined) this.fault(path, `a number from ${min} to ${max} is wanted, not ${shown(value)}`)
    return min
  }

  integer(value: unknown, path: string, min: number): number {
    if (Number.isInteger(value) && (value as number) >= min) return value as number
    if (value !== undefined) this.fault(path, `a whole number from ${min} on is wanted, not ${shown(value)}`)
    return min
  }

  period(value: unknown, path: string): Period {
    if (isPeriod(value)) return value
    if (value !== undefined) this.fault(path, `an ISO 8601 period like P3M is wanted, not ${shown(value)}`)
    return 'P1Y'
  }

  choice<T extends string>(value: unknown, path: string, options: readonly T[]): T {
    const found = options.find((option) => option === value)
    if (found !== undefined) return found
    if (value !== undefined) this.fault(path, `one of ${options.join(', ')} is wanted, not ${shown(value)}`)
    return options[0]!
  }

  unique(ids: readonly string[], path: string): void {
    for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) this.fault(path, `${id} is there twice`)
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
