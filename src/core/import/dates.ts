import { type Day, isDay } from '../calendar/day.ts'

/** Which comes first where a date is written with numbers only; null: not known. */
export type DayOrder = 'dayFirst' | 'monthFirst' | null

type DateProblem = 'notADate' | 'noSuchDay' | 'ambiguous' | 'of1900' | 'incomplete' | 'outsideEra'
export type ReadDay = { readonly day: Day } | { readonly problem: DateProblem }

/** The eras since 1868 with their first day (元号を改める政令). */
const eras = [
  { names: ['令和', '令', 'r'], from: '2019-05-01', year: 2019 },
  { names: ['平成', '平', 'h'], from: '1989-01-08', year: 1989 },
  { names: ['昭和', '昭', 's'], from: '1926-12-25', year: 1926 },
  { names: ['大正', '大', 't'], from: '1912-07-30', year: 1912 },
  { names: ['明治', '明', 'm'], from: '1868-01-25', year: 1868 },
] as const

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const clock = String.raw`(?:[\st]*(?:午前|午後)?\s*\d{1,2}(?:[:時]\d{1,2}分?(?::\d{1,2}(?:\.\d+)?秒?)?|時)(?:\s*[ap]m)?(?:z|[+-]\d\d:?\d\d)?)?`
const weekday = String.raw`(?:\s*\(?(?:[月火水木金土日](?:曜日?)?|mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?)?`
const tail = `${weekday}${clock}$`

const yearFirst = new RegExp(String.raw`^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?${tail}`)
const compact = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})${clock}$`)
const era = new RegExp(
  String.raw`^(令和|平成|昭和|大正|明治|[令平昭大明rhstm])\s*(元|\d{1,2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?${tail}`,
)
const yearLast = new RegExp(String.raw`^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})${tail}`)
// Whoever writes dots writes the day first (DIN 5008, and all of Europe): 1.4.2024 is the first of April.
const dotted = /^\d{1,2}\s*\.\s*\d{1,2}\s*\./
const dayMonthWord = new RegExp(String.raw`^(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,9})\.?,?[\s\-/]*(\d{4})${tail}`)
const monthWordDay = new RegExp(String.raw`^([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})${tail}`)
const noDay =
  /^(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{4}\s*年?|(?:令和|平成|昭和|[rhs])\s*(?:元|\d{1,2})\s*(?:年|[-/.])\s*(?:\d{1,2}\s*月?)?)$/

/**
 * Reads a date as people write it: `2024-04-01`, `2024/4/1`, `20240401`, `2024年4月1日(月)`, `令和6年4月1日`, `R6.4.1`,
 * `S63/12/1`, `令和元年5月1日`, `1 April 2024`, `Apr 1, 2024`, `13.4.2024`; a time behind it is left out. Where day and month
 * could be either (`1/4/2024`), `order` decides, and without it the date is refused as ambiguous, never guessed.
 */
export function readDay(text: string, order: DayOrder = null): ReadDay {
  const plain = text.slice(0, 80).normalize('NFKC').trim().toLowerCase()
  if (/^1900-0[012]-(?:00|29)/.test(plain)) return { problem: 'of1900' }
  const found = yearFirst.exec(plain) ?? compact.exec(plain)
  if (found) return civil(Number(found[1]), Number(found[2]), Number(found[3]))
  const japanese = era.exec(plain)
  if (japanese) return ofEra(japanese)
  const numbers = yearLast.exec(plain)
  if (numbers) {
    const asWritten = dotted.test(plain) ? 'dayFirst' : order
    return ofNumbers(Number(numbers[1]), Number(numbers[2]), Number(numbers[3]), asWritten)
  }
  const worded = dayMonthWord.exec(plain)
  if (worded) return ofWords(worded[2]!, Number(worded[1]), Number(worded[3]))
  const monthFirst = monthWordDay.exec(plain)
  if (monthFirst) return ofWords(monthFirst[1]!, Number(monthFirst[2]), Number(monthFirst[3]))
  return { problem: noDay.test(plain) ? 'incomplete' : 'notADate' }
}

/** What a date says about the order of its column: null where it could be either, or is written otherwise. */
function orderShownBy(text: string): DayOrder {
  const numbers = yearLast.exec(text.slice(0, 80).normalize('NFKC').trim().toLowerCase())
  if (!numbers) return null
  const [first, second] = [Number(numbers[1]), Number(numbers[2])]
  if (first > 12 && second <= 12) return 'dayFirst'
  if (second > 12 && first <= 12) return 'monthFirst'
  return null
}

/** The order of a column, from its dates: null where none tells, or where they contradict each other. */
export function orderOfColumn(texts: Iterable<string>): DayOrder {
  let order: DayOrder = null
  for (const text of texts) {
    const shown = orderShownBy(text)
    if (shown && order && shown !== order) return null
    order = shown ?? order
  }
  return order
}

/** The day of an Excel serial in a column that is known to hold dates but whose cells are formatted as numbers. */
export function dayOfSerial(serial: number): ReadDay {
  if (!(serial >= 0) || serial > 2_958_465) return { problem: 'notADate' }
  if (serial < 367) return { problem: 'of1900' }
  return civilDay(new Date((Math.floor(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10))
}

function ofNumbers(first: number, second: number, year: number, order: DayOrder): ReadDay {
  if (first > 12) return civil(year, second, first)
  if (second > 12) return civil(year, first, second)
  if (first === second) return civil(year, first, second)
  if (order === null) return { problem: 'ambiguous' }
  return order === 'dayFirst' ? civil(year, second, first) : civil(year, first, second)
}

function ofWords(word: string, day: number, year: number): ReadDay {
  const month = months.indexOf(word.slice(0, 3)) + 1
  return month === 0 ? { problem: 'notADate' } : civil(year, month, day)
}

function ofEra(found: RegExpExecArray): ReadDay {
  const at = eras.findIndex(({ names }) => (names as readonly string[]).includes(found[1]!))
  const one = eras[at]
  if (!one) return { problem: 'notADate' }
  const year = one.year + (found[2] === '元' ? 1 : Number(found[2])) - 1
  const read = civil(year, Number(found[3]), Number(found[4]))
  if (!('day' in read)) return read
  // R1.4.1 never was: it was still Heisei. H31.5.1 is met (printed forms lived on) and means one day only.
  return read.day < one.from || Number(found[2]) === 0 ? { problem: 'outsideEra' } : read
}

function civil(year: number, month: number, day: number): ReadDay {
  return civilDay(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}

/** A date of 1900 is what a spreadsheet makes of an empty cell or a zero. */
function civilDay(text: string): ReadDay {
  if (text.startsWith('1900-')) return { problem: 'of1900' }
  return isDay(text) && text >= '1868' ? { day: text } : { problem: 'noSuchDay' }
}
