import type { LineAccount, RuleFault } from '#core/filtering/ruleset.ts'

/** What became of each line of a rule file, and what could not be read in it. */
export interface RuleText {
  /** Without line ends; `rows[i]` is line i + 1. */
  readonly rows: readonly string[]
  account(line: number, as: LineAccount['as']): void
  /** Names what was not understood; the line is accounted as such. */
  fault(line: number, reason: string): void
  /** Says something of a line that was understood. */
  remark(line: number, reason: string): void
  accounts(): readonly LineAccount[]
  faults(): readonly RuleFault[]
}

/** More faults than anybody reads; the accounts of lines still tell each line that was not understood. */
const mostFaults = 5000

/** Lines end in LF, CR LF or CR; what nobody accounts for was not understood. */
export function createRuleText(text: string): RuleText {
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  if (rows.at(-1) === '') rows.pop()
  const accounts: (LineAccount['as'] | undefined)[] = rows.map((row) => (row.trim() === '' ? 'comment' : undefined))
  const faults: RuleFault[] = []
  const seen = new Set<string>()

  const remark = (line: number, reason: string) => {
    const key = `${line} ${reason}`
    if (faults.length > mostFaults || seen.has(key)) return
    seen.add(key)
    faults.push(faults.length === mostFaults ? { line, reason: 'further faults are not listed' } : { line, reason })
  }
  return {
    rows,
    account(line, as) {
      if (line >= 1 && line <= rows.length) accounts[line - 1] = as
    },
    fault(line, reason) {
      if (line >= 1 && line <= rows.length) accounts[line - 1] = 'notUnderstood'
      remark(line, reason)
    },
    remark,
    accounts: () => accounts.map((as) => ({ as: as ?? 'notUnderstood' })),
    faults: () => [...faults].sort((a, b) => a.line - b.line),
  }
}

const longestText = 500

/** A rule as written, spaces joined, short enough to be shown. */
export const ruleTextOf = (text: string): string =>
  text
    .slice(0, 4 * longestText)
    .trim()
    .replace(/\s+/g, ' ')
    .slice(0, longestText)
