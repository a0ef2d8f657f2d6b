import type { Day } from '#core/calendar/day.ts'
import type { Bilingual } from '#core/record/record.ts'
import { isObject } from '../json-value.ts'
import { policyFaults } from './fault-texts.ts'
import type { PolicyFault } from './policy-fault.ts'

/** Reads the values of one entry; what is wrong is told with its path. */
export interface EntryReader {
  /** A text that has to be there: without it the entry is refused. */
  name(key: string): string
  text(key: string): string | null
  flag(key: string): boolean
  choice<T extends string | number>(key: string, options: readonly T[]): T | null
  /** `otherwise` where it is missing; where it is wrong the entry is refused. */
  needed<T extends string>(key: string, options: readonly T[], otherwise: T): T
  date(key: string, read: (value: unknown) => Day | null): Day | null
  /** Those that are none are told and left out. */
  members<T>(key: string, read: (value: unknown) => T | null): T[]
  /** `any` is null; where one is wrong, or the list is missing, the entry is refused. */
  required<T>(key: string, read: (value: unknown) => T | null): T[] | null
  known(keys: readonly string[]): void
}

const longest = 2000
const mostMembers = 10_000

/** Null where the entry is refused. */
export function readEntry<T>(
  entry: unknown,
  path: string,
  note: (fault: PolicyFault) => void,
  read: (reader: EntryReader) => T,
): T | null {
  if (!isObject(entry)) {
    note({ path, line: null, isRefused: true, reason: policyFaults.noObject })
    return null
  }
  let isRefused = false
  const tell = (at: string, reason: Bilingual) => note({ path: `${path}.${at}`, line: null, isRefused: false, reason })
  const refuse = (at: string, reason: Bilingual) => {
    isRefused = true
    note({ path: `${path}.${at}`, line: null, isRefused: true, reason })
  }
  const valueAt = (key: string): unknown => (Object.hasOwn(entry, key) ? (entry[key] ?? null) : null)
  const textOf = (value: unknown): string | null =>
    typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest) : null
  const listOf = <V>(
    key: string,
    list: readonly unknown[],
    one: (value: unknown) => V | null,
    wrong: typeof tell,
  ): V[] => {
    if (list.length > mostMembers) wrong(`${key}[${mostMembers}]`, policyFaults.tooMany)
    return list.slice(0, mostMembers).flatMap((value, i) => {
      const found = one(value)
      if (found === null) wrong(`${key}[${i}]`, policyFaults.notUnderstood(value))
      return found === null ? [] : [found]
    })
  }
  const value = read({
    name(key) {
      const text = textOf(valueAt(key))
      if (text === null) refuse(key, policyFaults.missing)
      return text ?? ''
    },
    text(key) {
      const found = valueAt(key)
      if (found !== null && typeof found !== 'string') tell(key, policyFaults.notUnderstood(found))
      return textOf(found)
    },
    flag(key) {
      const found = valueAt(key)
      if (found !== null && typeof found !== 'boolean') refuse(key, policyFaults.notUnderstood(found))
      return found === true
    },
    choice(key, options) {
      const found = valueAt(key)
      const option = options.find((one) => typeof found !== 'object' && String(one) === String(found)) ?? null
      if (found !== null && option === null) tell(key, policyFaults.notUnderstood(found))
      return option
    },
    needed(key, options, otherwise) {
      const found = valueAt(key)
      const option = found === null ? otherwise : options.find((one) => one === found)
      if (option === undefined) refuse(key, policyFaults.notUnderstood(found))
      return option ?? otherwise
    },
    date(key, one) {
      const found = valueAt(key)
      const day = found === null ? null : one(found)
      if (found !== null && day === null) refuse(key, policyFaults.noDay(found))
      return day
    },
    members(key, one) {
      const found = valueAt(key)
      if (found !== null && !Array.isArray(found)) tell(key, policyFaults.noList)
      return listOf(key, Array.isArray(found) ? found : [], one, tell)
    },
    required(key, one) {
      const found = valueAt(key)
      if (found === 'any') return null
      if (!Array.isArray(found)) refuse(key, found === null ? policyFaults.missing : policyFaults.noList)
      return listOf(key, Array.isArray(found) ? found : [], one, refuse)
    },
    known(keys) {
      for (const key of Object.keys(entry).slice(0, 200)) {
        if (!keys.includes(key)) tell(key.slice(0, 100), policyFaults.unknownKey)
      }
    },
  })
  return isRefused ? null : value
}
