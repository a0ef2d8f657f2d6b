import type { Field } from './record.ts'

type Option = NonNullable<Field['options']>[number]

/** What a field may carry beside its name and type; a hint is given as [English, Japanese]. */
interface Extras {
  readonly required?: boolean
  readonly hint?: readonly [en: string, ja: string]
  readonly options?: readonly Option[]
  readonly min?: number
  readonly max?: number
  readonly asksFor?: readonly string[]
  readonly aliases?: readonly string[]
}

/** One field, on one line: kinds are tables that a person reads. */
export function field(key: string, type: Field['type'], en: string, ja: string, extras: Extras = {}): Field {
  const { hint, ...rest } = extras
  return { key, type, label: { en, ja }, ...(hint ? { hint: { en: hint[0], ja: hint[1] } } : {}), ...rest }
}

/** A number of things: whole in meaning, never negative. */
export function count(key: string, en: string, ja: string, extras: Extras = {}): Field {
  return field(key, 'number', en, ja, { min: 0, max: 1e9, ...extras })
}

export function option(key: string, en: string, ja: string): Option {
  return { key, label: { en, ja } }
}

/** Who takes part: the departments of a plant in the words of meetings, teams and drills. */
export const participants: readonly Option[] = [
  option('ot', 'OT (production, instrumentation, maintenance)', 'OT(製造・計装・保全)'),
  option('it', 'IT / IT security', 'IT・情報セキュリティ'),
  option('process-safety', 'Process safety', 'プロセス安全'),
  option('quality', 'Quality', '品質'),
  option('management', 'Management', '経営・工場管理'),
  option('vendor', 'Vendor', 'ベンダー'),
  option('other', 'Other', 'その他'),
]
