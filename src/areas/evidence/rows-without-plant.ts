import type { RowCounts, RowProblem } from './importer.ts'

/** Rows that nobody gave a plant: one question for all of them, not one refusal each. */
export interface RowsWithoutPlant {
  add(): void
  /** Tells of them once; what the counts say beside their numbers. */
  tell(report: (problem: RowProblem) => void): Pick<RowCounts, 'asks'>
}

export function rowsWithoutPlant(): RowsWithoutPlant {
  let rows = 0
  return {
    add() {
      rows++
    },
    tell(report) {
      if (rows === 0) return {}
      report({
        severity: 'refused',
        sheet: null,
        row: null,
        column: null,
        reason: {
          en: `${rows === 1 ? 'one row names' : `${rows} rows name`} no plant: say which plant this file is of`,
          ja: `${rows}行に工場の記入がありません。このファイルの工場を指定してください`,
        },
      })
      return { asks: 'plant' }
    },
  }
}
