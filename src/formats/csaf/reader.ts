/** A place in a JSON document and what stands there: reads leniently, and names by path what is not as it should be. */
export interface Place {
  readonly path: string
  readonly value: unknown
}

/** What could not be read, by its JSON path (`$.product_tree.branches[0].name`). */
export interface PathFault {
  readonly path: string
  readonly reason: string
  /** `lost`: something could not be taken over. `odd`: it was, but is not as the specification wants it. */
  readonly weight: 'lost' | 'odd'
}

export interface Faults {
  add(path: string, reason: string, weight: PathFault['weight']): void
  readonly list: readonly PathFault[]
  /** How many there were in all. */
  readonly count: number
}

const mostFaults = 1000
const longestText = 20_000

export function faultList(): Faults {
  const list: PathFault[] = []
  let count = 0
  return {
    add(path, reason, weight) {
      count++
      if (list.length < mostFaults) list.push({ path, reason, weight })
    },
    list,
    get count() {
      return count
    },
  }
}

export function objectAt(place: Place): Readonly<Record<string, unknown>> | null {
  const { value } = place
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

export function within(place: Place, key: string): Place {
  const held = objectAt(place)
  return { path: `${place.path}.${key}`, value: held !== null && Object.hasOwn(held, key) ? held[key] : undefined }
}

/** The elements of a list; what is no list is a fault, what is absent is empty. */
export function itemsAt(place: Place, faults: Faults): Place[] {
  const { value, path } = place
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    faults.add(path, 'is no list', 'lost')
    return []
  }
  return value.map((one: unknown, i) => ({ path: `${path}[${i}]`, value: one }))
}

/** A text without control characters; null where there is none. */
export function textAt(place: Place, key?: string): string | null {
  const { value } = key === undefined ? place : within(place, key)
  if (typeof value !== 'string') return null
  const text = value
    .slice(0, longestText)
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: line ends and tabs stay
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
  return text.trim() === '' ? null : text
}

/** A text that has to be there. */
export function wantedAt(place: Place, key: string, faults: Faults): string {
  const text = textAt(place, key)
  if (text === null) faults.add(`${place.path}.${key}`, 'is missing', 'odd')
  return text ?? ''
}
