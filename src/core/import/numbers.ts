import { fold } from './text.ts'

type NumberProblem = 'notANumber' | 'ambiguousComma' | 'otherUnit'
export type ReadNumber =
  | { readonly number: number; readonly percent: boolean }
  | { readonly problem: NumberProblem; readonly unit?: string }

/** Words that count things and change no scale. */
const counters =
  /^(?:台|件|人|名|回|個|点|本|基|式|面|箇所|か所|ヶ所|カ所|社|者|拠点|pcs|pc|units?|nos?|x|times|people|persons?|assets|devices)$/

/** Units of one scale: a value in one unit must not land in a column of another. */
const dimensions: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    second: ['秒', 's', 'sec', 'secs', 'second', 'seconds'],
    minute: ['分', '分間', 'min', 'mins', 'minute', 'minutes'],
    hour: ['時間', 'h', 'hr', 'hrs', 'hour', 'hours'],
    day: ['日', '日間', 'd', 'day', 'days'],
    week: ['週', '週間', 'w', 'week', 'weeks'],
    month: ['月', 'か月', 'ヶ月', 'カ月', 'ヵ月', 'ケ月', 'month', 'months'],
    year: ['年', '年間', 'y', 'yr', 'yrs', 'year', 'years'],
  },
  {
    yen: ['円', '¥', 'jpy', 'yen'],
    dollar: ['$', 'usd', 'dollar', 'dollars'],
    euro: ['€', 'eur', 'euro', 'euros'],
  },
]

const scales: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 百万: 1e6, 億: 1e8, k: 1e3, m: 1e6 }

/**
 * Reads a number as people write it: full-width digits, thousands separators, `1 234`, `△5` and `(5)` for -5, `12%`,
 * `3万円`, `120 h`, `15台`. A unit is taken where it counts things or where the column's title names it or none of its
 * scale; a value in another unit than the title's is refused, never converted in silence. `1,5` is 1.5 (no thousands have
 * one digit); `titles` are what the column is called.
 */
export function readNumber(text: string, titles: readonly string[] = []): ReadNumber {
  const plain = text
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[−‐–—]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
  const negative = /^\((.*)\)$/.exec(plain)?.[1] ?? /^[△▲](.*)$/.exec(plain)?.[1]
  const found = /^([¥$€])?\s*([+-]?[\d][\d,.'’ ]*|[+-]?\.\d+)(e[+-]?\d{1,3})?\s*(百万|[千万億])?\s*(.*)$/i.exec(
    negative?.trim() ?? plain,
  )
  if (!found) return { problem: 'notANumber' }
  const [, sign = '', digits = '', exponent = '', scale = '', rest = ''] = found
  const value = decimal(digits.trim())
  if (value === null) return { problem: /,/.test(digits) ? 'ambiguousComma' : 'notANumber' }
  const percent = /^(?:%|パーセント|percent)$/i.test(rest.trim())
  const unit = percent ? '' : (sign || rest).trim().replace(/\.$/, '')
  if (unit !== '' && sign === '' && !unitFits(unit, titles)) {
    return known(unit) ? { problem: 'otherUnit', unit } : { problem: 'notANumber' }
  }
  const number = Number(`${value}${exponent}`) * (scales[scale] ?? 1) * (negative === undefined ? 1 : -1)
  return Number.isFinite(number) ? { number, percent } : { problem: 'notANumber' }
}

/** The digits with a point; null where the separators make no sense. */
function decimal(digits: string): string | null {
  const plain = digits.replace(/[ '’](?=\d{3}(?:\D|$))/g, ',')
  if (/^[+-]?\d*\.?\d*$/.test(plain) && /\d/.test(plain)) return plain
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) return plain.replaceAll(',', '')
  if (/^[+-]?\d{1,4}(,\d{4})+$/.test(plain)) return plain.replaceAll(',', '')
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(plain)) return plain.replaceAll('.', '').replace(',', '.')
  if (/^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(plain)) return plain.replaceAll('.', '')
  if (/^[+-]?\d+,(\d{1,2}|\d{5,})$/.test(plain)) return plain.replace(',', '.')
  return null
}

function unitFits(unit: string, titles: readonly string[]): boolean {
  const word = unit.normalize('NFKC').toLowerCase()
  if (counters.test(word)) return true
  const dimension = dimensions.find((one) => Object.values(one).some((names) => names.includes(word)))
  const name = dimension && Object.keys(dimension).find((key) => dimension[key]!.includes(word))
  const told = titles.flatMap(unitsInTitle)
  if (!dimension || !name)
    return told.includes(word) || titles.some((title) => fold(title).includes(fold(word) || '\0'))
  const ofTitle = Object.keys(dimension).filter((key) => dimension[key]!.some((one) => told.includes(one)))
  return ofTitle.length === 0 || ofTitle.includes(name)
}

function known(unit: string): boolean {
  return /^[\p{L}%°µμ/²³·]{1,12}$/u.test(unit)
}

/** The units a title names: in brackets or behind a comma, `Duration (h)`, `所要時間（分）`, or as its last words. */
function unitsInTitle(title: string): string[] {
  const plain = title.normalize('NFKC').toLowerCase()
  const bracketed = [...plain.matchAll(/[([【]([^)\]】]{1,20})[)\]】]/g)].map((found) => found[1]!.trim())
  return [...bracketed, ...plain.split(/[\s,/()[\]【】]+/)]
}
