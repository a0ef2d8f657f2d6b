import type { Bilingual, Field } from '../record/record.ts'
import { readChoice, readFlag, splitChoices } from './choices.ts'
import { type DayOrder, dayOfSerial, readDay } from './dates.ts'
import { readNumber } from './numbers.ts'
import { reasons } from './reasons.ts'
import type { Cell } from './sheet.ts'
import { excerpt, tidy, tidyLines } from './text.ts'

export type ReadValue =
  | { readonly value: unknown }
  | { readonly empty: true; readonly note?: Bilingual }
  | { readonly refused: Bilingual }

/** What is known of the column that a value stands in. */
export interface ColumnContext {
  /** The title as it stands in the sheet: what messages call the column, and where a unit may be named. */
  readonly title: string
  readonly dayOrder: DayOrder
}

const maxText = 2_000
const maxLongText = 32_767
const daysTo1904 = 1_462
const nothing: ReadValue = { empty: true }
const dashes = /^[-‐‑‒–—―−ーｰ－/／*＊\s]+$/
const placeholders =
  /^(?:n\/?a|n\.a\.?|tbd|tbc|unknown|none|null|不明|未定|未記入|調査中|確認中|該当なし|対象外|\?+|？+)$/i

/**
 * Reads one cell as one field: a `Day`, a number, a share of 0…1, a boolean, an option's key or keys, or text. Nothing is
 * guessed: what could mean two things is refused with both said.
 */
export function readValue(field: Field, cell: Cell, column: ColumnContext): ReadValue {
  if (cell.error !== null) return ofError(cell, column.title)
  const { value } = cell
  if (value === null || (typeof value === 'string' && value.trim() === '')) return nothing
  if (field.type === 'text' || field.type === 'longText') return ofText(field, cell, column.title)
  const text = cell.shown && field.type !== 'number' && field.type !== 'share' ? cell.shown : String(value)
  if (typeof value === 'string') {
    const plain = value.trim()
    if (dashes.test(plain) && readFlag(plain) === null) return nothing
    if (placeholders.test(plain.normalize('NFKC')) && !namesOption(field, plain)) {
      return { empty: true, note: reasons.takenAsEmpty(column.title, excerpt(plain)) }
    }
  }
  switch (field.type) {
    case 'date':
      return ofDate(cell, text, column)
    case 'number':
    case 'share':
      return ofNumber(field, cell, text, column.title)
    case 'flag': {
      const flag = readFlag(value)
      return flag === null ? { refused: reasons.notAFlag(column.title, excerpt(text)) } : { value: flag }
    }
    case 'choice':
      return ofChoice(field, text, column.title)
    case 'choices':
      return ofChoices(field, text, column.title)
  }
}

/** Whether a value read from a sheet is the one that is kept: widths and spaces that a cell loses make no difference. */
export function sameValue(field: Field, one: unknown, other: unknown): boolean {
  return JSON.stringify(comparable(field, one)) === JSON.stringify(comparable(field, other))
}

function comparable(field: Field, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : [...value].map(String).sort()
  if (typeof value === 'number') return Number(value.toPrecision(12))
  if (typeof value !== 'string') return value
  return (field.type === 'longText' ? tidyLines(value) : tidy(value)) || null
}

function ofError(cell: Cell, title: string): ReadValue {
  if (cell.error === 'no stored result') return { refused: reasons.noResult(title) }
  if (cell.isDate) return { refused: reasons.notADate(title, excerpt(cell.value ?? cell.error)) }
  return { refused: reasons.errorCell(title, excerpt(cell.error)) }
}

function ofText(field: Field, cell: Cell, title: string): ReadValue {
  const text = cell.shown ?? (typeof cell.value === 'boolean' ? String(cell.value).toUpperCase() : String(cell.value))
  const kept = field.type === 'longText' ? tidyLines(text) : tidy(text)
  const max = field.type === 'longText' ? maxLongText : maxText
  if (kept.length > max) return { refused: reasons.tooLong(title, max) }
  return kept === '' ? nothing : { value: kept }
}

function ofDate(cell: Cell, text: string, column: ColumnContext): ReadValue {
  const title = column.title
  // A date that was typed into a column formatted as numbers arrives as its serial; 20240401 is a date, too.
  const serial = typeof cell.value === 'number' && !cell.isDate && cell.value < 2_958_466
  const shift = cell.date1904 ? daysTo1904 : 0
  const read = serial ? dayOfSerial((cell.value as number) + shift) : readDay(text, column.dayOrder)
  if ('day' in read) return { value: read.day }
  return { refused: reasons[read.problem](title, excerpt(text)) }
}

function ofNumber(field: Field, cell: Cell, text: string, title: string): ReadValue {
  const bad = excerpt(text)
  if (cell.isDate || typeof cell.value === 'boolean') return { refused: reasons.notANumber(title, bad) }
  const titles = [title, field.label.en, field.label.ja, ...(field.aliases ?? [])]
  const read: ReturnType<typeof readNumber> =
    typeof cell.value === 'number' ? { number: cell.value, percent: false } : readNumber(text, titles)
  if ('problem' in read) {
    return {
      refused:
        read.problem === 'otherUnit'
          ? reasons.otherUnit(title, bad, read.unit ?? '')
          : reasons[read.problem](title, bad),
    }
  }
  const share = field.type === 'share'
  const number = share && read.percent ? Number((read.number / 100).toPrecision(15)) : read.number
  if (share && (number < 0 || number > 1)) return { refused: reasons.notAShare(title, bad) }
  if (field.min !== undefined && number < field.min) return { refused: reasons.belowMin(title, bad, field.min) }
  if (field.max !== undefined && number > field.max) return { refused: reasons.aboveMax(title, bad, field.max) }
  return { value: number }
}

function ofChoice(field: Field, text: string, title: string): ReadValue {
  const found = readChoice(text, field.options ?? [])
  if (found === null) return { refused: notAnOption(field, text, title) }
  return found === 'several' ? { refused: reasons.severalOptions(title, excerpt(text)) } : { value: found }
}

function ofChoices(field: Field, text: string, title: string): ReadValue {
  const keys = new Set<string>()
  for (const part of splitChoices(text, field.options ?? [])) {
    const one = ofChoice(field, part, title)
    if (!('value' in one)) return one
    keys.add(one.value as string)
  }
  return keys.size === 0 ? nothing : { value: [...keys] }
}

function notAnOption(field: Field, text: string, title: string): Bilingual {
  const names = (language: 'en' | 'ja', comma: string) =>
    (field.options ?? [])
      .slice(0, 12)
      .map(({ label }) => label[language])
      .join(comma)
  return reasons.notAnOption(title, excerpt(text), names('en', ', '), names('ja', '、'))
}

function namesOption(field: Field, text: string): boolean {
  return field.options !== undefined && readChoice(text, field.options) !== null
}
