import { plain } from './addresses.ts'
import { type AssetFacts, type FactKey, factKeys } from './asset.ts'
import { optionAliases } from './fields.ts'

/** The option that a cell means, by its key, its label or a word met in the wild; null where it means none. */
export function optionOf(
  field: string,
  options: readonly { readonly key: string; readonly label: { readonly en: string; readonly ja: string } }[],
  text: string,
): string | null {
  const wanted = foldOption(text)
  if (wanted === '') return null
  for (const { key, label } of options) {
    if ([key, label.en, label.ja].some((word) => foldOption(word) === wanted)) return key
  }
  for (const { key } of options) {
    if (optionAliases[field]?.[key]?.some((word) => foldOption(word) === wanted)) return key
  }
  return null
}

function foldOption(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/[\s()（）_-]/g, '')
}

const YES = new Set([
  'yes',
  'y',
  'true',
  '1',
  '○',
  '◯',
  '〇',
  '●',
  '✓',
  '✔',
  '☑',
  'はい',
  '有',
  'あり',
  '対象',
  '該当',
  'sis',
  'x',
  'レ',
])
const NO = new Set([
  'no',
  'n',
  'false',
  '0',
  '×',
  '✕',
  '✗',
  '☐',
  '-',
  'いいえ',
  '無',
  'なし',
  '対象外',
  '非該当',
  '非対象',
  '−',
  'ー',
])

export function flagOf(text: string): boolean | null {
  const word = plain(text).toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : null
}

/** Which facts a newer row changes. A list is the same whatever its order. */
export function changedFacts(before: AssetFacts, after: AssetFacts): (FactKey | 'other')[] {
  const changed: (FactKey | 'other')[] = factKeys.filter((key) => !sameValue(before[key], after[key]))
  const titles = new Set([...Object.keys(before.other), ...Object.keys(after.other)])
  if ([...titles].some((title) => (before.other[title] ?? '') !== (after.other[title] ?? ''))) changed.push('other')
  return changed
}

function sameValue(a: AssetFacts[FactKey], b: AssetFacts[FactKey]): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n')
  }
  return (a ?? null) === (b ?? null)
}

/** A fact as text, for the history and the export. */
export function factText(value: AssetFacts[FactKey] | AssetFacts['other']): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('; ')
  if (typeof value === 'object') {
    const entries = Object.entries(value)
    return entries.length === 0 ? null : entries.map(([title, text]) => `${title}: ${text}`).join('; ')
  }
  return String(value)
}
