import type { PlannedValue, SheetPlan } from '#core/import/sheet-plan.ts'

/**
 * Writes a sheet as CSV for Excel: UTF-8 with a byte order mark, CRLF, quotes where needed (RFC 4180). A text that a
 * spreadsheet would take for a formula gets an apostrophe in front, which `decodeCsv` takes off again.
 */
export function encodeCsv(sheet: SheetPlan): string {
  const lines = [sheet.columns.map(({ title }) => title), ...sheet.rows]
  return `\ufeff${lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')}`
}

function field(value: PlannedValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = guarded(value.replaceAll('\0', ''))
  return /[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `=1+1` → `'=1+1`; also a text that begins so behind apostrophes, so that taking one off is always right. */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}
