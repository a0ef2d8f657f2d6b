import type { Field } from '../record/record.ts'
import { readChoice, splitChoices } from './choices.ts'

export type Language = 'en' | 'ja'
export type PlannedValue = string | number | boolean | null

/** One column of a sheet to be written. */
export interface ColumnPlan {
  readonly title: string
  /** `date`: its values are days, `YYYY-MM-DD`. `share`: 0…1, shown in percent. */
  readonly type: 'text' | 'number' | 'date' | 'share'
  /** Shown when a cell of the column is selected. */
  readonly hint?: string
  /** Offered as a list; other words are possible, as several may be joined. */
  readonly options?: readonly string[]
}

/** What a sheet holds, before anything is written: the first row is the header. */
export interface SheetPlan {
  /** At most 31 characters, none of `[]/\:*?`: see {@link sheetName}. */
  readonly name: string
  readonly columns: readonly ColumnPlan[]
  readonly rows: readonly (readonly PlannedValue[])[]
}

const words = { yes: { en: 'yes', ja: 'はい' }, no: { en: 'no', ja: 'いいえ' } } as const

/**
 * The rows of a table as a sheet that imports again unchanged: `readTable` with the same fields gives the same values.
 * Values of no known type are written as text.
 */
export function planTable(
  name: string,
  fields: readonly Field[],
  rows: readonly Readonly<Record<string, unknown>>[],
  language: Language,
): SheetPlan {
  return {
    name: sheetName(name),
    columns: fields.map((field) => columnOf(field, language)),
    rows: rows.map((row) => fields.map((field) => plannedValue(field, row[field.key], language))),
  }
}

export function columnOf(field: Field, language: Language): ColumnPlan {
  const type = field.type === 'number' || field.type === 'share' || field.type === 'date' ? field.type : 'text'
  const options =
    field.type === 'flag'
      ? [words.yes[language], words.no[language]]
      : field.options?.map(({ key }) => optionText(field, key, language))
  return {
    title: field.label[language],
    type,
    ...(field.hint ? { hint: field.hint[language] } : {}),
    ...(options ? { options } : {}),
  }
}

function plannedValue(field: Field, value: unknown, language: Language): PlannedValue {
  if (value === null || value === undefined || value === '') return null
  if (field.type === 'flag' && typeof value === 'boolean') return words[value ? 'yes' : 'no'][language]
  if (Array.isArray(value)) return value.map((one) => optionText(field, String(one), language)).join('; ') || null
  if (field.type === 'choice') return optionText(field, String(value), language)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** An option's label where it leads back to the option, else its key. */
function optionText(field: Field, key: string, language: Language): string {
  const options = field.options ?? []
  const label = options.find((option) => option.key === key)?.label[language]
  if (label === undefined || readChoice(label, options) !== key) return key
  return splitChoices(label, options).length === 1 ? label : key
}

/** A name that a workbook takes. */
export function sheetName(name: string): string {
  const legal = name
    .replace(/[[\]/\\:*?]/g, '-')
    .replace(/^'+|'+$/g, '')
    .trim()
  return [...legal].slice(0, 31).join('').slice(0, 31) || 'Sheet'
}
